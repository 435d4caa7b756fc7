import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { NONCE_VARIABLE } from './environment.ts';

/** One process as the kernel tells it. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parentPid: number;
  readonly group: number;
  readonly session: number;
  /** Ended, and waiting for its parent to take notice: it runs nothing and takes no signal. */
  readonly zombie: boolean;
  /** Says with the pid who it is: no two processes of one boot share both. */
  readonly startToken: string;
  /** Ours or another instance's; null: none; undefined: the environment may not be read. */
  readonly nonce: string | null | undefined;
}

/** Looks at the processes of this computer. A look that is asked for begins after the asking. */
export interface ProcessTable {
  all(): Promise<readonly ProcessEntry[]>;
  /** null: no such process, or it cannot be told. */
  one(pid: number): ProcessEntry | null;
}

const MARK = Buffer.from(`${NONCE_VARIABLE}=`);

/** The value of the nonce in the bytes of an environment (`NAME=value`, each ended by a zero byte). */
export function findNonce(environment: Buffer): string | null {
  for (let at = environment.indexOf(MARK); at >= 0; at = environment.indexOf(MARK, at + 1)) {
    if (at > 0 && environment[at - 1] !== 0) continue;
    const end = environment.indexOf(0, at);
    return environment.toString('latin1', at + MARK.length, end < 0 ? environment.length : end);
  }
  return null;
}

/** Reads `/proc/PID/stat`; the name in it may hold spaces and parentheses, so fields count from the last `)`. */
export function parseStat(pid: number, stat: string): Omit<ProcessEntry, 'nonce'> | null {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ', 20);
  const [state, parent, group, session] = fields;
  const startToken = fields[19];
  if (state === undefined || startToken === undefined) return null;
  return {
    pid,
    parentPid: Number(parent),
    group: Number(group),
    session: Number(session),
    zombie: state === 'Z' || state === 'X',
    startToken,
  };
}

function readNonce(pid: number): string | null | undefined {
  try {
    return findNonce(readFileSync(`/proc/${pid}/environ`));
  } catch (error) {
    // EACCES: another user's. Anything else: it ended since.
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? undefined : null;
  }
}

function readProcess(pid: number): ProcessEntry | null {
  try {
    const parsed = parseStat(pid, readFileSync(`/proc/${pid}/stat`, 'latin1'));
    if (parsed === null) return null;
    return { ...parsed, nonce: parsed.zombie ? null : readNonce(pid) };
  } catch {
    return null; // it ended while we looked
  }
}

/** So many processes are read in one go (about 40 µs each) before the event loop may do something else. */
const SLICE = 128;

async function scanProc(): Promise<readonly ProcessEntry[]> {
  const names = await readdir('/proc');
  const found: ProcessEntry[] = [];
  let read = 0;
  for (const name of names) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    if (++read % SLICE === 0) await nextTurn();
    const entry = readProcess(pid);
    if (entry !== null) found.push(entry);
  }
  return found;
}

/**
 * Lets everybody who asks while a look is under way share the next one, and leaves the processor alone for twice the
 * time that the last look took: a hundred servers that stop at once cost a few looks, not a hundred.
 */
export function shareLooks<T>(look: () => Promise<T>): () => Promise<T> {
  let next: Promise<T> | null = null;
  let last: Promise<unknown> = Promise.resolve();
  return () => {
    if (next !== null) return next;
    const begin = async (): Promise<T> => {
      next = null;
      const startedAt = performance.now();
      const looking = look();
      last = looking
        .then(
          () => undefined,
          () => undefined,
        )
        .then(() => new Promise((resolve) => setTimeout(resolve, 2 * (performance.now() - startedAt))));
      return looking;
    };
    next = last.then(begin);
    return next;
  };
}

/** The table of Linux, read from /proc. */
export function createProcTable(): ProcessTable {
  return { all: shareLooks(scanProc), one: readProcess };
}
