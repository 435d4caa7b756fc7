import type { LogLine, LogStream } from '../../../src-shared/schema/log-line.ts';
import { hasControls, visibleText } from './ansi.ts';
import { type Level, levelOf } from './levels.ts';
import { type Kind, kindOf } from './marks.ts';

/** Lines a chunk holds at most: few enough that one is walked in no time, many enough that there are few of them. */
const CHUNK_LINES = 500;

export interface StoreLimits {
  readonly maxLines: number;
  readonly maxChars: number;
}

const STORE_LIMITS: StoreLimits = { maxLines: 1_000_000, maxChars: 100_000_000 };

/** A run of lines under successive numbers. Columns rather than objects: a million lines must fit. */
export interface Chunk {
  /** The number of its first line. Numbers count up from 0 for what comes live and down for what is older. */
  readonly first: number;
  readonly texts: string[];
  readonly times: number[];
  /** Stream, level, kind and two facts of each line, packed. */
  readonly flags: number[];
  /** Starts and ends among its lines. */
  readonly marks: number[];
  chars: number;
}

export interface StoredLine {
  readonly number: number;
  readonly text: string;
  readonly atMs: number;
  readonly flags: number;
}

const STREAMS: readonly LogStream[] = ['stdout', 'stderr', 'orchestrator'];
const LEVELS: readonly Level[] = ['info', 'warn', 'error'];
const KINDS: readonly Kind[] = ['line', 'started', 'ended', 'crashed', 'left-out', 'missed'];
const TRUNCATED = 1 << 7;
const CONTROLS = 1 << 8;

export const streamOf = (flags: number): LogStream => STREAMS[flags & 3] ?? 'stdout';
export const levelIn = (flags: number): Level => LEVELS[(flags >> 2) & 3] ?? 'info';
export const kindIn = (flags: number): Kind => KINDS[(flags >> 4) & 7] ?? 'line';
export const isTruncated = (flags: number): boolean => (flags & TRUNCATED) !== 0;
/** Whether the text holds what is not shown as it is. */
const isRaw = (flags: number): boolean => (flags & CONTROLS) !== 0;
export const isExit = (flags: number): boolean => kindIn(flags) === 'ended' || kindIn(flags) === 'crashed';
/** A rule across the page rather than a line of text. */
export const isRule = (flags: number): boolean => isExit(flags) || kindIn(flags) === 'missed';

/** The text of a line as it is read. */
export const readable = (text: string, flags: number): string => (isRaw(flags) ? visibleText(text) : text);

function pack(stream: number, level: Level, kind: Kind, facts: number): number {
  return stream | (LEVELS.indexOf(level) << 2) | (KINDS.indexOf(kind) << 4) | facts;
}

export interface LineStore {
  readonly chunks: readonly Chunk[];
  readonly lines: number;
  readonly chars: number;
  /** Number of the first line; `end` is one past the last. */
  readonly first: number;
  readonly end: number;
  append(lines: readonly LogLine[]): void;
  /** A place at which this page missed lines. */
  appendMissed(count: number, atMs: number): void;
  /** Older lines, oldest first. False: there is no room for them, and none was taken. */
  prepend(lines: readonly LogLine[]): boolean;
  clear(): void;
  line(number: number): StoredLine | null;
  chunkOf(number: number): Chunk | null;
  /** The start or end before (-1) or after (1) this line. */
  mark(number: number, direction: -1 | 1): StoredLine | null;
  /** The newest line for which this holds; only chunks with marks are looked at. */
  lastMark(holds: (flags: number) => boolean): StoredLine | null;
}

/** The lines that the page holds. `own`: the orchestrator's own log, whose lines are all of its stream. */
export function createLineStore(own: boolean, limits: StoreLimits = STORE_LIMITS): LineStore {
  let chunks: Chunk[] = [];
  let lines = 0;
  let chars = 0;

  const emptyChunk = (first: number): Chunk => ({
    first,
    texts: [],
    times: [],
    flags: [],
    marks: [],
    chars: 0,
  });

  function put(chunk: Chunk, text: string, atMs: number, flags: number): void {
    const kind = kindIn(flags);
    if (kind === 'started' || kind === 'ended' || kind === 'crashed')
      chunk.marks.push(chunk.first + chunk.texts.length);
    chunk.texts.push(text);
    chunk.times.push(atMs);
    chunk.flags.push(flags);
    chunk.chars += text.length;
    chars += text.length;
    lines++;
  }

  const timeOf = createTimeReader();

  function putLine(chunk: Chunk, line: LogLine, before: number): void {
    const stream = Math.max(0, STREAMS.indexOf(line.stream));
    const kind = stream === 2 && !own ? kindOf(line.text) : 'line';
    const raw = hasControls(line.text);
    const facts = (line.truncated ? TRUNCATED : 0) | (raw ? CONTROLS : 0);
    put(chunk, line.text, timeOf(line.at), pack(stream, gravity(line, kind, raw, before), kind, facts));
  }

  function lastChunk(): Chunk {
    const last = chunks.at(-1);
    if (last !== undefined && last.texts.length < CHUNK_LINES) return last;
    const added = emptyChunk(endNumber());
    chunks = [...chunks, added];
    return added;
  }

  const endNumber = (): number => {
    const last = chunks.at(-1);
    return last === undefined ? 0 : last.first + last.texts.length;
  };

  function dropOldest(): void {
    while (chunks.length > 1 && (lines > limits.maxLines || chars > limits.maxChars)) {
      const [oldest, ...rest] = chunks;
      if (oldest === undefined) return;
      lines -= oldest.texts.length;
      chars -= oldest.chars;
      chunks = rest;
    }
  }

  function chunkOf(number: number): Chunk | null {
    let low = 0;
    let high = chunks.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const chunk = chunks[middle];
      if (chunk === undefined) return null;
      if (number < chunk.first) high = middle - 1;
      else if (number >= chunk.first + chunk.texts.length) low = middle + 1;
      else return chunk;
    }
    return null;
  }

  function line(number: number): StoredLine | null {
    const chunk = chunkOf(number);
    return chunk === null ? null : lineIn(chunk, number - chunk.first);
  }

  return {
    get chunks() {
      return chunks;
    },
    get lines() {
      return lines;
    },
    get chars() {
      return chars;
    },
    get first() {
      return chunks[0]?.first ?? 0;
    },
    get end() {
      return endNumber();
    },
    append(added) {
      for (const each of added) {
        const chunk = lastChunk();
        putLine(chunk, each, chunk.flags.at(-1) ?? 0);
      }
      dropOldest();
    },
    appendMissed(count, atMs) {
      put(lastChunk(), String(count), atMs, pack(2, 'warn', 'missed', 0));
    },
    prepend(older) {
      const added = older.reduce((sum, each) => sum + each.text.length, 0);
      if (lines + older.length > limits.maxLines || chars + added > limits.maxChars) return false;
      let number = (chunks[0]?.first ?? 0) - older.length;
      const made: Chunk[] = [];
      let before = 0;
      for (let from = 0; from < older.length; from += CHUNK_LINES) {
        const chunk = emptyChunk(number);
        for (const each of older.slice(from, from + CHUNK_LINES)) {
          putLine(chunk, each, before);
          before = chunk.flags.at(-1) ?? 0;
        }
        number += chunk.texts.length;
        made.push(chunk);
      }
      chunks = [...made, ...chunks];
      return true;
    },
    clear() {
      chunks = [];
      lines = 0;
      chars = 0;
    },
    line,
    chunkOf,
    mark(number, direction) {
      let index = chunks.findIndex((each) => number < each.first + each.texts.length);
      for (; index >= 0 && index < chunks.length; index += direction) {
        const marks = chunks[index]?.marks ?? [];
        const found =
          direction === 1 ? marks.find((each) => each > number) : marks.findLast((each) => each < number);
        if (found !== undefined) return line(found);
      }
      return null;
    },
    lastMark(holds) {
      for (const chunk of chunks.toReversed()) {
        const found = chunk.marks.findLast((each) => holds(chunk.flags[each - chunk.first] ?? 0));
        if (found !== undefined) return line(found);
      }
      return null;
    },
  };
}

function lineIn(chunk: Chunk, index: number): StoredLine | null {
  const text = chunk.texts[index];
  if (text === undefined) return null;
  return {
    number: chunk.first + index,
    text,
    atMs: chunk.times[index] ?? Number.NaN,
    flags: chunk.flags[index] ?? 0,
  };
}

function gravity(line: LogLine, kind: Kind, raw: boolean, before: number): Level {
  if (kind === 'crashed') return 'error';
  if (kind === 'left-out') return 'warn';
  if (kind !== 'line') return 'info';
  // Only the head of a line tells its level, so only the head of one with colour codes is read.
  const head = line.text.length > 1000 ? line.text.slice(0, 1000) : line.text;
  return levelOf(raw ? visibleText(head) : head, levelIn(before));
}

/** Many lines carry the same millisecond: each is read once. */
function createTimeReader(): (at: string) => number {
  let lastAt = '';
  let lastMs = Number.NaN;
  return (at) => {
    if (at === lastAt) return lastMs;
    lastAt = at;
    lastMs = Date.parse(at);
    return lastMs;
  };
}
