import { spawn } from 'node:child_process';
import { delimiter, dirname, isAbsolute, join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

export interface RunResult {
  readonly code: number;
  readonly output: string;
  readonly milliseconds: number;
}

/**
 * Runs a tool of node_modules/.bin (or of the system) under the Node that runs this script: a script of
 * node_modules/.bin started directly would take the system's, which may be older.
 */
export function run(
  command: string,
  args: readonly string[],
  options: { readonly inherit?: boolean; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<RunResult> {
  const path = [dirname(process.execPath), join(root, 'node_modules', '.bin'), process.env.PATH ?? ''];
  const startedAt = performance.now();
  return new Promise((resolve) => {
    // .bin holds .cmd files there. A shell cuts at spaces, of which folders such as `Program Files` have some.
    const byShell = process.platform === 'win32' && !isAbsolute(command);
    const words = byShell ? args.map((word) => (/\s/.test(word) ? `"${word}"` : word)) : args;
    const child = spawn(command, words, {
      cwd: root,
      env: { ...process.env, ...options.env, PATH: path.join(delimiter) },
      stdio: options.inherit ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      shell: byShell,
    });
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    const finish = (code: number, extra = '') =>
      resolve({ code, output: output + extra, milliseconds: performance.now() - startedAt });
    child.on('error', (error) => finish(127, error.message));
    child.on('close', (code) => finish(code ?? 1));
  });
}
