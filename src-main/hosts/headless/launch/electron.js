// Plain JavaScript for every Node since 14, as the launcher. Where Electron's program is, and how it is fetched: since
// version 42 its package brings none and `require('electron')` fetches it, silently and without a limit.
import { spawnSync } from 'child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { homedir, tmpdir } from 'os';
import { join } from 'path';

/** What a person waits for without having asked for it; `npm run electron:install` has no limit. */
const FETCH_LIMIT_MS = 20000;
const REMEMBER_MS = 24 * 3600000;

/**
 * @typedef {{ version: string, folder: string, program: string | null, overridden: string | null }} Electron
 * `program`: null where it was not fetched yet; `overridden`: the folder that the environment names instead
 *
 * @param {string} root
 * @returns {Electron | null} null: there is no such package
 */
export function findElectron(root) {
  const folder = join(root, 'node_modules', 'electron');
  const version = readVersion(folder);
  if (version === null) return null;
  const overridden = process.env.ELECTRON_OVERRIDE_DIST_PATH || null;
  const name = read(join(folder, 'path.txt')) || programName();
  const program = join(overridden || join(folder, 'dist'), name);
  const isOurs = overridden !== null || read(join(folder, 'dist', 'version')).replace(/^v/, '') === version;
  return { version, folder, overridden, program: isOurs && existsSync(program) ? program : null };
}

/**
 * Tries to fetch it, unless that failed within the last day.
 *
 * @param {Electron} electron
 * @param {string} node
 * @param {number} [limitMs]
 * @returns {string | null} null: it is there now; otherwise why not
 */
export function fetchElectron({ version, folder }, node, limitMs = FETCH_LIMIT_MS) {
  const earlier = rememberedFailure(version);
  if (earlier !== null) return earlier;
  const limit = limitMs / 1000 + ' s';
  process.stderr.write('Fetching Electron ' + version + ', once, for at most ' + limit + ' …\n');
  // What is broken off stays in the folder for temporary files: 100 MB, each time.
  const scratch = mkdtempSync(join(tmpdir(), 'mcp-orchestrator-fetch-'));
  try {
    const result = spawnSync(node, [join(folder, 'install.js')], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: Object.assign({}, process.env, { TMPDIR: scratch, TEMP: scratch, TMP: scratch }),
      timeout: limitMs,
      killSignal: 'SIGKILL',
    });
    if (result.status === 0) return null;
    const why =
      result.signal === 'SIGKILL'
        ? 'it takes longer than ' + limit
        : reasonIn(String(result.stderr || '') + String(result.stdout || ''));
    remember(version, why);
    return why;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Forgets a failure, so that the next start tries again. */
export function forgetFailure() {
  rmSync(memoryFile(), { force: true });
}

/**
 * The line of a stack that says what is wrong.
 *
 * @param {string} output
 * @returns {string}
 */
export function reasonIn(output) {
  const lines = output.split('\n').map((line) => line.trim());
  const telling = lines.find((line) => /^\w*Error\b.*: /.test(line)) || lines.find((line) => line !== '');
  return (telling || 'no reason was given').replace(/^\w*Error\b[^:]*: /, '').slice(0, 200);
}

/** @returns {string} */
function programName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

/**
 * @param {string} folder
 * @returns {string | null}
 */
function readVersion(folder) {
  try {
    return String(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version);
  } catch (_notInstalled) {
    return null;
  }
}

/**
 * @param {string} path
 * @returns {string} empty where there is none
 */
function read(path) {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (_missing) {
    return '';
  }
}

/** @returns {string} */
function memoryFile() {
  const { env } = process;
  const folder =
    process.platform === 'darwin'
      ? join(homedir(), 'Library', 'Caches', 'mcp-orchestrator')
      : process.platform === 'win32'
        ? join(env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local'), 'mcp-orchestrator', 'cache')
        : join(absolute(env.XDG_CACHE_HOME) || join(homedir(), '.cache'), 'mcp-orchestrator');
  return join(folder, 'electron-fetch.json');
}

/**
 * The specification has relative folders ignored.
 *
 * @param {string | undefined} folder
 * @returns {string | null}
 */
function absolute(folder) {
  return folder !== undefined && folder.startsWith('/') ? folder : null;
}

/**
 * @param {string} version
 * @returns {string | null}
 */
function rememberedFailure(version) {
  try {
    const memory = JSON.parse(readFileSync(memoryFile(), 'utf8'));
    const age = Date.now() - Number(memory.at);
    return memory.version === version && age >= 0 && age < REMEMBER_MS ? String(memory.why) : null;
  } catch (_none) {
    return null; // never failed, or what was remembered cannot be read
  }
}

/**
 * @param {string} version
 * @param {string} why
 */
function remember(version, why) {
  const file = memoryFile();
  try {
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, JSON.stringify({ version, why, at: Date.now() }) + '\n');
  } catch (_full) {
    // Then the next start tries again, which costs 20 s at most.
  }
}
