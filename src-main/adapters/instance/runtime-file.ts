import { readFileSync, rmSync } from 'node:fs';
import { replacePrivateFile } from './private-files.ts';

/** What an instance tells about itself while it runs. It only describes: whether one runs, the lock decides. */
export interface RuntimeInfo {
  readonly pid: number;
  /** ISO 8601. */
  readonly startedAt: string;
  /** A bare origin. */
  readonly url: string;
  readonly port: number;
  /** The configuration file, absolute. */
  readonly config: string;
  readonly version: string;
}

/** null where there is none, or none that makes sense. `path`: HOME/runtime.json. */
export function readRuntimeFile(path: string): RuntimeInfo | null {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { pid, startedAt, url, port, config, version } = value as Record<string, unknown>;
  const isWhole =
    Number.isInteger(pid) &&
    Number.isInteger(port) &&
    [startedAt, url, config, version].every((text) => typeof text === 'string');
  return isWhole ? (value as RuntimeInfo) : null;
}

/** Throws where the home cannot be written to. */
export function writeRuntimeFile(path: string, info: RuntimeInfo): void {
  replacePrivateFile(path, `${JSON.stringify(info, null, 2)}\n`);
}

/** Only by whoever holds the lock. */
export function removeRuntimeFile(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // One that stays is known as stale by the lock.
  }
}
