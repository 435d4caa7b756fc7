// Plain JavaScript for every Node since 14, as the launcher. `npm start`: the application where there is an Electron and a
// display, otherwise the same without a window.
import { spawnSync } from 'child_process';
import { fetchElectron, findElectron } from './electron.js';
import { exitCodeOf, supervise } from './supervise.js';

/** A program that dies within this time by itself does not run on this system. */
const AT_ONCE_MS = 10000;
const BROKEN = ['SIGTRAP', 'SIGABRT', 'SIGILL', 'SIGSEGV', 'SIGBUS'];
/** Options that only the application knows. */
const WINDOW_OPTIONS = ['--hidden', '--no-sandbox'];

/**
 * Runs the application to its end and sets the exit code, or returns why it cannot and with which words the command line is
 * to run instead.
 *
 * @param {{ root: string, cli: string, node: string, args: string[] }} options
 * @returns {Promise<{ why: string, words: string[] } | null>}
 */
export async function startApplication({ root, cli, node, args }) {
  const display = hasDisplay();
  /** @type {(why: string) => { why: string, words: string[] }} */
  const without = (why) => ({
    why,
    words: ['monitor']
      .concat(args.filter((arg) => !WINDOW_OPTIONS.includes(arg)))
      .concat(display ? ['--open'] : []),
  });
  if (!display) return without('there is no display here');
  const electron = findElectron(root);
  if (electron === null) return without('Electron is not installed');
  if (isRoot() && electron.overridden === null && !args.includes('--no-sandbox')) {
    return without('Electron does not run as root');
  }
  if (electron.program === null) {
    if (electron.overridden !== null) {
      return without('ELECTRON_OVERRIDE_DIST_PATH names ' + electron.overridden + ', where no Electron is');
    }
    const why = fetchElectron(electron, node);
    if (why !== null) {
      return without(
        'Electron ' +
          electron.version +
          ' could not be fetched (' +
          why +
          '); it is tried again after a day, or now with "npm run electron:install"',
      );
    }
  }
  const found = electron.program || (findElectron(root) || electron).program;
  if (found === null) return without('Electron ' + electron.version + ' was fetched, and is not there');

  const words = args.includes('--example') ? exampleWords(node, cli, args) : args;
  if (words === null) return null;
  const env = Object.assign({}, process.env);
  delete env.ELECTRON_RUN_AS_NODE; // left behind by the terminals of editors that are made with Electron
  const ending = await supervise(found, [root].concat(words), { env, lasting: true });
  const reason = brokenReason(ending);
  if (reason !== null) return without('Electron ' + electron.version + ' does not run here (' + reason + ')');
  process.exitCode = exitCodeOf(ending);
  return null;
}

/**
 * The example as a home and a configuration of its own, made by the command line: its servers run under Node, and this
 * one is known to be new enough.
 *
 * @param {string} node
 * @param {string} cli
 * @param {string[]} args
 * @returns {string[] | null} null: it has said what is wrong
 */
function exampleWords(node, cli, args) {
  const rest = args.filter((arg) => arg !== '--example');
  const known = rest.filter((arg) => !WINDOW_OPTIONS.includes(arg));
  const result = spawnSync(node, [cli, 'monitor', '--example', '--prepare', '--json'].concat(known), {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (result.status !== 0) {
    process.exitCode = result.status || 1;
    return null;
  }
  const { home, config } = JSON.parse(result.stdout);
  return ['--home', home, '--config', config].concat(rest);
}

/**
 * @param {import('./supervise.js').Ending} ending
 * @returns {string | null}
 */
function brokenReason({ code, signal, error, asked, milliseconds }) {
  if (error !== null) return error.message;
  if (asked || milliseconds > AT_ONCE_MS) return null;
  if (signal !== null) return BROKEN.includes(signal) ? signal : null;
  return code === 126 || code === 127 ? 'exit code ' + code : null;
}

/** @returns {boolean} */
function hasDisplay() {
  const { env, platform } = process;
  return platform === 'darwin' || platform === 'win32' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** @returns {boolean} its sandbox refuses, on Linux */
function isRoot() {
  return process.platform === 'linux' && process.getuid !== undefined && process.getuid() === 0;
}
