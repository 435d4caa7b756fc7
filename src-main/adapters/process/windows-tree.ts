// Not run on Windows yet; tested with a job and a taskkill in memory.
import { execFile } from 'node:child_process';
import type { ProcessTree } from '../../core/ports/process.ts';
import type { Job } from './windows-job.ts';

export interface WindowsTreeOptions {
  readonly pid: number;
  /** null: no job could be had. */
  readonly job: Job | null;
  /** Until the direct child was reaped: so long its pid means nobody else, and taskkill can walk down from it. */
  readonly held: () => boolean;
  readonly closeStdin: () => void;
  readonly release: () => void;
  readonly taskkill?: ((pid: number) => Promise<void>) | undefined;
}

/** By its full path: a `taskkill` in the PATH may be anybody's. */
function runTaskkill(pid: number): Promise<void> {
  const file = `${process.env.SystemRoot ?? 'C:\\Windows'}\\System32\\taskkill.exe`;
  return new Promise((resolve) => {
    // Its failure shows as members that live on.
    execFile(file, ['/T', '/F', '/PID', String(pid)], { timeout: 2000, windowsHide: true }, () => resolve());
  });
}

/** A tree on Windows: the end of input is the only polite word there, so TERM and KILL are both the end. */
export function createWindowsTree(options: WindowsTreeOptions): ProcessTree {
  const { pid, job, held } = options;
  const taskkill = options.taskkill ?? runTaskkill;

  async function end(): Promise<void> {
    if (job !== null) job.terminate();
    else if (held()) await taskkill(pid);
  }

  return {
    closeStdin: options.closeStdin,
    terminate: end,
    kill: end,
    async liveMembers() {
      return job?.members() ?? (held() ? [pid] : []);
    },
    async release() {
      job?.close();
      options.release();
    },
  };
}
