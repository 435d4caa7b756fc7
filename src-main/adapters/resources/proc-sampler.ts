import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { endianness } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ResourceSampler } from '../../core/ports/resources.ts';
import { type CommandLine, createCommandLines } from './proc-command.ts';
import { type ProcStat, parseProcStat } from './proc-stat.ts';
import { createTreeBook, type ProcessReading } from './tree-book.ts';
import { groupByTree } from './tree-members.ts';

/** USER_HZ, in which Linux tells times to programs: 100 on every architecture that Node runs on. */
const TICK_MS = 10;
/** After so long the event loop may do something else; a pass over 500 processes takes 5 to 15 ms. */
const SLICE_MS = 4;
/** A stat line is about 330 bytes. */
const LINE_BYTES = 1024;
const FALLBACK_PAGE_BYTES = 4096;

/**
 * Linux: one pass over /proc for all trees. Asynchronous reads cost three times as much and a thread each, so reads are
 * synchronous, in slices.
 */
export function createProcSampler({ root = '/proc' }: { readonly root?: string } = {}): ResourceSampler {
  const pageBytes = readPageBytes(root);
  const book = createTreeBook();
  const commandLines = createCommandLines(root);
  // One pass at a time: two would compare with each other's figures.
  let queue: Promise<unknown> = Promise.resolve();

  const pass: ResourceSampler['sample'] = async (trees) => {
    if (trees.length === 0) return new Map();
    const { stats, atMs } = await readAll(root);
    const members = groupByTree(stats, trees);
    const samples = new Map();
    for (const { server } of trees) {
      const readings = (members.get(server) ?? []).map((stat) =>
        toReading(stat, commandLines.of(stat), pageBytes),
      );
      const sample = book.measure(server, readings, atMs);
      if (sample !== null) samples.set(server, sample);
    }
    const starts = new Map(stats.map(({ pid, startTicks }) => [pid, startTicks]));
    const isThere = (pid: number, startTicks: number): boolean => starts.get(pid) === startTicks;
    book.forgetUnless(isThere);
    commandLines.forgetUnless(isThere);
    return samples;
  };

  return {
    sample: (trees) => {
      const next = queue.then(() => pass(trees));
      queue = next.catch(ignore);
      return next;
    },
  };
}

/** Whoever asked for the failed pass was told; the next one does not depend on it. */
const ignore = (): void => {};

async function readAll(
  root: string,
): Promise<{ readonly stats: readonly ProcStat[]; readonly atMs: number }> {
  const buffer = Buffer.allocUnsafe(LINE_BYTES);
  const stats: ProcStat[] = [];
  const names = readdirSync(root);
  // When the first is read: the middle of the pass would be fairer, but a pass is short against the interval.
  const atMs = performance.now();
  let sliceEndsMs = atMs + SLICE_MS;
  for (const name of names) {
    const code = name.charCodeAt(0);
    if (code < 49 || code > 57) continue;
    if (performance.now() > sliceEndsMs) {
      await nextTurn();
      sliceEndsMs = performance.now() + SLICE_MS;
    }
    const stat = readStat(`${root}/${name}/stat`, buffer);
    if (stat !== null && !stat.isZombie) stats.push(stat);
  }
  return { stats, atMs };
}

function readStat(path: string, buffer: Buffer): ProcStat | null {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return null; // it ended since the folder was listed
  }
  try {
    return parseProcStat(buffer.toString('utf8', 0, readSync(file, buffer, 0, LINE_BYTES, 0)));
  } catch {
    return null; // ESRCH: it ended since it was opened
  } finally {
    closeSync(file);
  }
}

const toReading = (stat: ProcStat, line: CommandLine, pageBytes: number): ProcessReading => ({
  pid: stat.pid,
  parentPid: stat.parentPid,
  ...line,
  startToken: stat.startTicks,
  cpuMs: stat.ticks * TICK_MS,
  reapedMs: stat.reapedTicks * TICK_MS,
  memoryBytes: stat.residentPages * pageBytes,
});

/** The size of a page is 4 kB on x64, up to 64 kB on arm64; the kernel hands it to every program (getauxval(3)). */
function readPageBytes(root: string): number {
  const AT_PAGESZ = 6n;
  try {
    const auxv = readFileSync(`${root}/self/auxv`);
    const isLittle = endianness() === 'LE';
    for (let at = 0; at + 16 <= auxv.length; at += 16) {
      const type = isLittle ? auxv.readBigUInt64LE(at) : auxv.readBigUInt64BE(at);
      const value = isLittle ? auxv.readBigUInt64LE(at + 8) : auxv.readBigUInt64BE(at + 8);
      if (type === AT_PAGESZ) return Number(value);
    }
  } catch {
    // A hardened container may hide it; nearly every machine has pages of 4 kB.
  }
  return FALLBACK_PAGE_BYTES;
}
