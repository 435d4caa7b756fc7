import type { ProcessSample, TreeSample } from '../../core/ports/resources.ts';

/** One process as a system tells it, before anything is compared. */
export interface ProcessReading {
  readonly pid: number;
  readonly parentPid: number;
  readonly command: string;
  readonly args?: readonly string[] | undefined;
  /** With the pid it says who this is: a pid that was given to another process is another process. */
  readonly startToken: number;
  /** CPU time used so far. */
  readonly cpuMs: number;
  /** CPU time of children that ended and that it waited for; 0 where the system does not tell. */
  readonly reapedMs: number;
  readonly memoryBytes: number;
}

interface Known {
  readonly startToken: number;
  readonly cpuMs: number;
  readonly reapedMs: number;
}

interface Page {
  readonly atMs: number;
  readonly known: ReadonlyMap<number, Known>;
  readonly sample: TreeSample;
}

/** CPU time is told in steps of 10 ms: over a shorter time than this the percentage would be noise. */
const SHORTEST_SPAN_MS = 100;

/** Remembers what each tree had used, and tells what it used since. */
export interface TreeBook {
  /** null where nothing of it lives. */
  measure(server: string, readings: readonly ProcessReading[], atMs: number): TreeSample | null;
  /** Forgets trees of which the condition says that nothing is left. */
  forgetUnless(stillThere: (pid: number, startToken: number) => boolean): void;
}

export function createTreeBook(): TreeBook {
  const pages = new Map<string, Page>();

  const measure = (server: string, readings: readonly ProcessReading[], atMs: number): TreeSample | null => {
    if (readings.length === 0) {
      pages.delete(server);
      return null;
    }
    const before = survivorPage(pages.get(server), readings);
    const spanMs = before === undefined ? 0 : atMs - before.atMs;
    if (before !== undefined && spanMs < SHORTEST_SPAN_MS) return before.sample;
    const sample = before === undefined ? first(readings) : since(before.known, readings, spanMs);
    pages.set(server, { atMs, known: remember(readings), sample });
    return sample;
  };

  return {
    measure,
    forgetUnless: (stillThere) => {
      for (const [server, { known }] of pages) {
        const isLeft = [...known].some(([pid, { startToken }]) => stillThere(pid, startToken));
        if (!isLeft) pages.delete(server);
      }
    },
  };
}

/** A page none of whose processes lives any more belongs to an earlier incarnation of the server. */
function survivorPage(page: Page | undefined, readings: readonly ProcessReading[]): Page | undefined {
  return readings.some(({ pid, startToken }) => page?.known.get(pid)?.startToken === startToken)
    ? page
    : undefined;
}

const remember = (readings: readonly ProcessReading[]): ReadonlyMap<number, Known> =>
  new Map(readings.map(({ pid, startToken, cpuMs, reapedMs }) => [pid, { startToken, cpuMs, reapedMs }]));

const totalMemory = (readings: readonly ProcessReading[]): number =>
  readings.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);

const withCpu = (
  { pid, parentPid, command, args, memoryBytes }: ProcessReading,
  cpuPercent: number | null,
): ProcessSample => ({
  pid,
  parentPid,
  command,
  args,
  cpuPercent,
  memoryBytes,
});

function first(readings: readonly ProcessReading[]): TreeSample {
  return {
    cpuPercent: null,
    memoryBytes: totalMemory(readings),
    processes: readings.map((reading) => withCpu(reading, null)),
  };
}

/**
 * What the living used, plus what the dead used since the page before. The dead show up in the time of the parent that
 * waited for them, with all they ever used: what was already told of them is taken off again.
 */
function since(
  known: ReadonlyMap<number, Known>,
  readings: readonly ProcessReading[],
  spanMs: number,
): TreeSample {
  let livingMs = 0;
  let reapedMs = 0;
  const alive = new Set<number>();
  const processes: ProcessSample[] = [];
  for (const reading of readings) {
    const before = known.get(reading.pid);
    const isSame = before?.startToken === reading.startToken;
    const usedMs = Math.max(0, reading.cpuMs - (isSame ? before.cpuMs : 0));
    livingMs += usedMs;
    reapedMs += reading.reapedMs - (isSame ? before.reapedMs : 0);
    if (isSame) alive.add(reading.pid);
    processes.push(withCpu(reading, isSame ? (usedMs / spanMs) * 100 : null));
  }
  let alreadyToldMs = 0;
  for (const [pid, before] of known) if (!alive.has(pid)) alreadyToldMs += before.cpuMs + before.reapedMs;
  const deadMs = Math.max(0, reapedMs - alreadyToldMs);
  return {
    cpuPercent: ((livingMs + deadMs) / spanMs) * 100,
    memoryBytes: totalMemory(readings),
    processes,
  };
}
