// Plain JavaScript for every Node since 14, as the launcher.
import { spawn } from 'child_process';
import { constants } from 'os';

/** Ctrl-C can arrive twice (terminal and npm both send it), and a second signal means "force". */
const SAME_SIGNAL_MS = 500;

/**
 * Runs a program in this one's place: its terminal, its signals, its exit code.
 *
 * @typedef {{
 *   code: number | null,
 *   signal: NodeJS.Signals | null,
 *   error: Error | null,
 *   milliseconds: number,
 *   asked: boolean,
 * }} Ending how it ended; `asked`: a signal had come for it
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ env: NodeJS.ProcessEnv, lasting: boolean }} options `lasting`: it lives until it is told to end
 * @returns {Promise<Ending>}
 */
export function supervise(command, args, { env, lasting }) {
  // A group of its own on POSIX, so that a signal to the whole group reaches it once, through us.
  const detached = lasting && process.platform !== 'win32';
  const startedAt = Date.now();
  const child = spawn(command, args, { stdio: 'inherit', env, detached });
  let asked = false;

  /** @type {Map<string, number>} */
  const lastAt = new Map();
  /** @type {Map<NodeJS.Signals, () => void>} */
  const listeners = new Map();
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    const listener = () => {
      const now = Date.now();
      const repeated = now - (lastAt.get(signal) || 0) < SAME_SIGNAL_MS;
      lastAt.set(signal, now);
      asked = true;
      // A short command shares our terminal, which has sent it Ctrl-C already.
      if (repeated || (!lasting && signal === 'SIGINT' && process.stdin.isTTY)) return;
      child.kill(signal);
    };
    listeners.set(signal, listener);
    process.on(signal, listener);
  }
  return new Promise((resolve) => {
    /** @type {(code: number | null, signal: NodeJS.Signals | null, error: Error | null) => void} */
    const end = (code, signal, error) => {
      listeners.forEach((listener, name) => {
        process.removeListener(name, listener);
      });
      resolve({ code, signal, error, asked, milliseconds: Date.now() - startedAt });
    };
    child.on('error', (error) => end(null, null, error));
    child.on('exit', (code, signal) => end(code, signal, null));
  });
}

/**
 * As shells tell it.
 *
 * @param {Ending} ending
 * @returns {number}
 */
export function exitCodeOf({ code, signal }) {
  return signal === null ? (code === null ? 1 : code) : 128 + constants.signals[signal];
}
