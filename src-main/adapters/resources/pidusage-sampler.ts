import pidusage from 'pidusage';
import type { ResourceSampler } from '../../core/ports/resources.ts';
import type { ListedProcess, ListProcesses } from './process-list.ts';
import { createTreeBook, type ProcessReading } from './tree-book.ts';
import { groupByTree } from './tree-members.ts';

export interface PidusageSamplerOptions {
  readonly list: ListProcesses;
  readonly minimumIntervalMs?: number;
  /** Lets pidusage ask `ps` where it would read /proc. */
  readonly usePs?: boolean;
}

/** Pids go into one command line; Windows allows 32,000 characters, and a pid there takes about 20. */
const BATCH = 500;
/** Of a process whose start is computed from its age, told in seconds by some systems. */
const START_TOLERANCE_MS = 3000;

/**
 * macOS and Windows, and Linux without /proc: the system's list says who is in which tree, pidusage what they use, in
 * one call. CPU is compared over CPU time, as pidusage's own percentage is since a process's start at its first look.
 */
export function createPidusageSampler(options: PidusageSamplerOptions): ResourceSampler {
  const book = createTreeBook();
  const starts = new Map<number, number>();
  let queue: Promise<unknown> = Promise.resolve();

  /** The time a process started jumps with the roundings of its age: a small difference is the same process. */
  const startOf = (pid: number, startedMs: number): number => {
    const known = starts.get(pid);
    if (known !== undefined && Math.abs(known - startedMs) <= START_TOLERANCE_MS) return known;
    starts.set(pid, startedMs);
    return startedMs;
  };

  const pass: ResourceSampler['sample'] = async (trees) => {
    if (trees.length === 0) return new Map();
    const listed = await options.list();
    const members = groupByTree(listed, trees);
    const usage = await readUsage([...members.values()].flat(), options.usePs ?? false);
    const atMs = performance.now();
    const samples = new Map();
    for (const { server } of trees) {
      const readings: ProcessReading[] = [];
      for (const { pid, parentPid, command } of members.get(server) ?? []) {
        const used = usage.get(pid);
        if (used === undefined) continue;
        const startToken = startOf(pid, used.timestamp - used.elapsed);
        readings.push({
          pid,
          parentPid,
          command,
          startToken,
          cpuMs: used.ctime,
          reapedMs: 0,
          memoryBytes: used.memory,
        });
      }
      const sample = book.measure(server, readings, atMs);
      if (sample !== null) samples.set(server, sample);
    }
    const alive = new Set(listed.map(({ pid }) => pid));
    for (const pid of starts.keys()) if (!alive.has(pid)) starts.delete(pid);
    book.forgetUnless((pid) => alive.has(pid));
    return samples;
  };

  return {
    ...(options.minimumIntervalMs === undefined ? {} : { minimumIntervalMs: options.minimumIntervalMs }),
    sample: (trees) => {
      const next = queue.then(() => pass(trees));
      queue = next.catch(ignore);
      return next;
    },
  };
}

/** Whoever asked for the failed pass was told; the next one does not depend on it. */
const ignore = (): void => {};

type Usage = Awaited<ReturnType<typeof pidusage>>[string];

async function readUsage(
  processes: readonly ListedProcess[],
  usePs: boolean,
): Promise<ReadonlyMap<number, Usage>> {
  const found = new Map<number, Usage>();
  for (let at = 0; at < processes.length; at += BATCH) {
    const pids = processes.slice(at, at + BATCH).map(({ pid }) => pid);
    for (const used of Object.values(await usageOf(pids, usePs)))
      if (used?.pid !== undefined) found.set(used.pid, used);
  }
  return found;
}

async function usageOf(pids: number[], usePs: boolean): Promise<Awaited<ReturnType<typeof pidusage>>> {
  try {
    return await pidusage(pids, { usePs });
  } catch (error) {
    // All of them ended since they were listed.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
