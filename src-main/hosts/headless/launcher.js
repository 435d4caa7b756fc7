#!/usr/bin/env node
// Plain JavaScript for every Node since 14: it has to run in order to say that a newer Node is needed.
import { spawnSync } from 'child_process';
import { existsSync } from 'fs';
import { createRequire } from 'module';
import { dirname, join } from 'path';
import { fileURLToPath, pathToFileURL } from 'url';
import { builtFingerprint, fingerprint } from './launch/fingerprint.js';
import { INSTANCE_NODE_FLAGS, LAUNCHER_PID_VARIABLE } from './launch/node-flags.js';
import { exitCodeOf, supervise } from './launch/supervise.js';

const NEEDED_MAJOR = 24;
/** Of `npm start`, and in no help text. */
const APPLICATION = 'application';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..', '..');
const cli = join(root, 'dist', 'cli.js');

function main() {
  const node = findNode();
  if (node === null) {
    fail(
      'Node ' +
        NEEDED_MAJOR +
        ' or newer is needed, this is ' +
        process.version +
        '. ' +
        'Install it from your system or from nodejs.org and try again.',
    );
    return;
  }
  if (!buildIfStale(node)) return;
  const args = process.argv.slice(2);
  if (args[0] === APPLICATION) application(node, args.slice(1)).catch(crash);
  else run(node, args);
}

/** @returns {string | null} this process' own Node where it is new enough, else the one in node_modules */
function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) return process.execPath;
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  try {
    const name = 'node-' + platform + '-' + process.arch + '/package.json';
    const folder = dirname(createRequire(import.meta.url).resolve(name));
    const binary = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(binary) ? binary : null;
  } catch (_notInstalled) {
    return null;
  }
}

/**
 * Only a checkout has sources beside the launcher; an installed package brings its dist/.
 *
 * @param {string} node
 * @returns {boolean} whether there is something to run
 */
function buildIfStale(node) {
  const checkout = existsSync(join(here, 'cli.ts'));
  if (!checkout) {
    if (existsSync(cli)) return true;
    fail('dist/cli.js is missing: this installation is incomplete, install the package again.');
    return false;
  }
  if (existsSync(cli) && builtFingerprint(root) === fingerprint(root)) return true;
  if (!existsSync(join(root, 'node_modules', 'vite'))) {
    if (existsSync(cli)) return true; // an older build is better than none
    fail('nothing is built yet and the build tools are missing: run "npm ci" in ' + root + ' first.');
    return false;
  }
  process.stderr.write('Building …\n');
  const build = spawnSync(node, [join(root, 'assets', 'build', 'build.ts'), '--launcher'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (build.status === 0) return true;
  process.stderr.write(String(build.stdout || '') + String(build.stderr || ''));
  fail('the build failed' + (build.error ? ': ' + build.error.message : ', see above.'));
  return false;
}

/**
 * @param {string} node
 * @param {string[]} args
 */
function run(node, args) {
  const instance = args.find((arg) => !arg.startsWith('-')) === 'monitor';
  const flags = instance ? INSTANCE_NODE_FLAGS : [];
  process.argv[1] = cli; // however it is started, the command line sees the same argv
  if (node === process.execPath) {
    // The fewest processes: none more for a short command, none left behind for an instance.
    if (!instance) {
      import(pathToFileURL(cli).href).catch(crash);
      return;
    }
    if (typeof process.execve === 'function' && process.platform !== 'win32') {
      process.execve(node, [node].concat(flags, cli, args), process.env);
    }
  }
  stayBeside(node, flags.concat(cli, args), instance).catch(crash);
}

/**
 * @param {string} node
 * @param {string[]} args
 */
async function application(node, args) {
  const { startApplication } = await import('./launch/application.js'); // no other command pays for it
  const instead = await startApplication({ root, cli, node, args });
  if (instead === null) return;
  process.stderr.write('No window: ' + instead.why + '. The same runs without one:\n');
  run(node, instead.words);
}

/**
 * @param {string} node
 * @param {string[]} args
 * @param {boolean} instance
 */
async function stayBeside(node, args, instance) {
  const env = Object.assign({}, process.env);
  env[LAUNCHER_PID_VARIABLE] = String(process.pid);
  const ending = await supervise(node, args, { env, lasting: instance });
  if (ending.error !== null) return fail(node + ' does not start: ' + ending.error.message);
  if (ending.code === 127) {
    fail(node + ' does not start; on a minimal system it needs the package libatomic1.');
  }
  process.exitCode = exitCodeOf(ending);
}

/** @param {unknown} error */
function crash(error) {
  process.stderr.write(String((error && /** @type {Error} */ (error).stack) || error) + '\n');
  process.exitCode = 1;
}

/** @param {string} message one line */
function fail(message) {
  process.stderr.write('mcp-orchestrator: ' + message + '\n');
  process.exitCode = 1;
}

main();
