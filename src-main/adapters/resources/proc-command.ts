import { closeSync, openSync, readSync } from 'node:fs';
import type { ProcStat } from './proc-stat.ts';

/** An argument that reaches beyond is left out as a whole: half a secret would not be known as one. */
const MOST_BYTES = 4096;

export interface CommandLine {
  /** The program without its folder. */
  readonly command: string;
  readonly args: readonly string[];
}

/** What processes were called with: the system's own name of every Node process is `MainThread`. */
export interface CommandLines {
  /** Read once; again where it became another program. */
  of(stat: Pick<ProcStat, 'pid' | 'startTicks' | 'command'>): CommandLine;
  forgetUnless(stillThere: (pid: number, startTicks: number) => boolean): void;
}

interface Known {
  readonly startTicks: number;
  readonly name: string;
  readonly line: CommandLine;
}

export function createCommandLines(root: string): CommandLines {
  const known = new Map<number, Known>();
  return {
    of({ pid, startTicks, command: name }) {
      const before = known.get(pid);
      if (before?.startTicks === startTicks && before.name === name) return before.line;
      const read = parseCommandLine(readCommandLine(`${root}/${pid}/cmdline`));
      const line = read ?? { command: name, args: [] };
      known.set(pid, { startTicks, name, line });
      return line;
    },
    forgetUnless(stillThere) {
      for (const [pid, { startTicks }] of known) if (!stillThere(pid, startTicks)) known.delete(pid);
    },
  };
}

/** Each argument ends with a zero; a program that gave itself a title wrote that in their place, in one piece. */
export function parseCommandLine(bytes: Buffer): CommandLine | null {
  const end = bytes.length < MOST_BYTES ? bytes.length : bytes.lastIndexOf(0);
  const parts = bytes
    .toString('utf8', 0, Math.max(0, end))
    .replace(/[\0 ]+$/, '')
    .split('\0');
  const [program = '', ...args] = parts.length === 1 ? (parts[0] ?? '').split(/ +/) : parts;
  if (program === '') return null;
  return { command: program.slice(program.lastIndexOf('/') + 1) || program, args };
}

function readCommandLine(path: string): Buffer {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return Buffer.alloc(0); // it ended, or this system hides it
  }
  try {
    const buffer = Buffer.allocUnsafe(MOST_BYTES);
    return buffer.subarray(0, readSync(file, buffer, 0, MOST_BYTES, 0));
  } catch {
    return Buffer.alloc(0);
  } finally {
    closeSync(file);
  }
}
