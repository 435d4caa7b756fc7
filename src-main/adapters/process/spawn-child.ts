import type { ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { execa } from 'execa';

export interface ChildSpec {
  readonly executable: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
}

export type PipedChild = ChildProcess & {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
};

export type Spawned =
  | { readonly ok: true; readonly pid: number; readonly child: PipedChild }
  /** Without the arguments, which may hold secrets. */
  | { readonly ok: false; readonly error: { readonly code: string | undefined; readonly message: string } };

/**
 * Starts one process through execa, which knows Windows' commands and quoting. Not awaited where it succeeds: the
 * caller listens to the streams before anything can happen on them, as an error that nobody hears ends the host.
 */
export function spawnChild(spec: ChildSpec): Spawned | Promise<Spawned> {
  const started = begin(spec);
  if (started === null) return { ok: false, error: { code: 'EINVAL', message: 'EINVAL' } };
  const { pid, nodeChildProcess } = started;
  if (pid === undefined) {
    return started.then(({ code, originalMessage = '' }) => ({
      ok: false,
      error: { code, message: originalMessage },
    }));
  }
  started.catch(() => {}); // with `reject: false` it does not, but nothing here may end the host
  return { ok: true, pid, child: nodeChildProcess as PipedChild };
}

/** null: an argument or variable that no process can take, such as one with a zero byte. */
function begin({ executable, args, cwd, environment }: ChildSpec) {
  try {
    return execa(executable, args, {
      cwd,
      env: environment,
      extendEnv: false,
      stdin: 'pipe',
      stdout: 'pipe',
      stderr: 'pipe',
      buffer: false,
      reject: false,
      encoding: 'buffer',
      stripFinalNewline: false,
      // A session and group of its own, by which the whole tree is signalled. On Windows it would open a console.
      detached: process.platform !== 'win32',
      windowsHide: true,
      // Ending is the stop ladder's, and after our own death the janitor's.
      cleanup: false,
      forceKillAfterDelay: false,
    });
  } catch {
    return null; // execa's TypeError, which quotes the argument
  }
}
