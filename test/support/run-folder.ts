import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const patient = { recursive: true, force: true, maxRetries: 10, retryDelay: 100 } as const;

export interface RunFolder extends Disposable {
  readonly path: string;
}

/**
 * A folder that belongs to this process, whose number is in its name. A run that is killed cannot take its own away, so
 * each takes away those of runs that are gone.
 */
export function runFolder(parent: string, prefix: string): RunFolder {
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    const [, owner] = name.startsWith(prefix) ? (/^(\d+)-/.exec(name.slice(prefix.length)) ?? []) : [];
    if (owner !== undefined && !isRunning(Number(owner))) rmSync(join(parent, name), patient);
  }
  const path = mkdtempSync(join(parent, `${prefix}${process.pid}-`));
  return { path, [Symbol.dispose]: () => rmSync(path, patient) };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
