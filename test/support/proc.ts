// What the kernel knows about processes, from /proc: Linux only. Zombies are told apart everywhere: they have ended and
// wait for a parent that has not asked yet, while kill(pid, 0) still calls them alive.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface ProcessFacts {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  /** The letter of the kernel: R, S, D, T (stopped), Z (zombie), … */
  readonly state: string;
  /** When it started, in ticks since boot: with the pid it identifies a process until the next boot. */
  readonly startToken: string;
  /** Used so far, user and system, without its children. */
  readonly cpuMs: number;
  readonly threads: number;
}

export const hasProc = process.platform === 'linux';

const TICK_MS = 10;

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It has ended meanwhile, or it belongs to somebody else.
    return undefined;
  }
}

/** Undefined where there is no such process. A zombie has facts. */
export function facts(pid: number): ProcessFacts | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The name, in brackets, may itself hold brackets and spaces; what follows the last one are plain fields.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const number = (index: number): number => Number(fields[index]);
  return {
    pid,
    parent: number(1),
    group: number(2),
    session: number(3),
    state: fields[0] ?? '?',
    startToken: fields[19] ?? '?',
    cpuMs: (number(11) + number(12)) * TICK_MS,
    threads: number(17),
  };
}

const hasEnded = ({ state }: ProcessFacts): boolean => state === 'Z' || state === 'X';

export function isLive(pid: number): boolean {
  const found = facts(pid);
  return found !== undefined && !hasEnded(found);
}

/** Every process of the machine, zombies included. */
export function processes(): readonly ProcessFacts[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => facts(Number(name)))
    .filter((found) => found !== undefined);
}

/** Zombies included. */
export function groupMembers(group: number): readonly ProcessFacts[] {
  return processes().filter((found) => found.group === group);
}

export function liveInGroup(group: number): readonly number[] {
  return pids(groupMembers(group).filter((found) => !hasEnded(found)));
}

/** The process and its descendants by parentage; what was orphaned belongs to PID 1 and is not among them. */
export function tree(root: number): readonly ProcessFacts[] {
  const all = processes();
  const found = all.filter(({ pid }) => pid === root);
  // Grows while it is walked: the children of what is found are found too.
  for (const { pid } of found) found.push(...all.filter(({ parent }) => parent === pid));
  return found;
}

/** The environment it was started with; empty for zombies and for what belongs to others. */
export function environment(pid: number): Readonly<Record<string, string>> {
  const entries = (readText(`/proc/${pid}/environ`) ?? '').split('\0').filter((entry) => entry.includes('='));
  return Object.fromEntries(
    entries.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
  );
}

/** Live processes that were started with `name=value` in their environment, wherever they have moved since. */
export function markedWith(name: string, value: string): readonly number[] {
  const entry = `${name}=${value}`;
  const isMarked = ({ pid }: ProcessFacts): boolean =>
    (readText(`/proc/${pid}/environ`) ?? '').split('\0').includes(entry) && isLive(pid);
  return pids(processes().filter(isMarked));
}

export function commandLine(pid: number): readonly string[] {
  return (readText(`/proc/${pid}/cmdline`) ?? '').split('\0').slice(0, -1);
}

/** 0 where there is no such process. */
export function rssBytes(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readText(`/proc/${pid}/status`) ?? '') ?? [];
  return Number(kilobytes ?? 0) * 1024;
}

/** How many file descriptors it holds. */
export function openFiles(pid: number): number {
  return descriptors(pid).length;
}

/** Changes with every boot of the machine. */
export function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

/** Who listens on the TCP port, on whatever address. */
export function listenersOn(port: number): readonly number[] {
  const sockets = new Set(['tcp', 'tcp6'].flatMap((table) => listeningSockets(table, port)));
  return pids(processes().filter(({ pid }) => descriptors(pid).some((target) => sockets.has(target))));
}

function listeningSockets(table: string, port: number): readonly string[] {
  const LISTEN = '0A';
  const ending = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return (readText(`/proc/net/${table}`) ?? '')
    .split('\n')
    .map((row) => row.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(ending) && state === LISTEN)
    .map((row) => `socket:[${row[9]}]`);
}

function descriptors(pid: number): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  const orNothing = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch {
      // Process or descriptor have gone meanwhile, or belong to somebody else.
      return undefined;
    }
  };
  const names = orNothing(() => readdirSync(folder)) ?? [];
  return names
    .map((name) => orNothing(() => readlinkSync(`${folder}/${name}`)))
    .filter((target) => target !== undefined);
}

const pids = (found: readonly ProcessFacts[]): readonly number[] => found.map(({ pid }) => pid);
