import type { LogLine } from '../../../src-shared/schema/log-line.ts';
import { sayError } from '../../ui/words.ts';
import type { LineStore } from './line-store.ts';

/** What the contract offers, for one log. */
export interface LogReader {
  follow(signal: AbortSignal): Promise<AsyncIterable<LogBatch>>;
  page(before: string | null, limit: number, signal: AbortSignal): Promise<LogPage>;
}

export interface LogBatch {
  readonly lines: readonly LogLine[];
  readonly dropped: number;
}

export interface LogPage {
  readonly lines: readonly LogLine[];
  readonly before: string | null;
}

/** The first page is small, that something is seen at once. */
const FIRST_PAGE = 500;
/** Read in one go on the page's own thread: of 5000, that took longer than one may notice. */
const OLDER_PAGE = 1000;

/** After a lost connection: what was written meanwhile is mostly in it. */
const RESUME_PAGE = 5000;

/** What is known of the lines before the first. */
export type Older =
  | { readonly kind: 'more' }
  | { readonly kind: 'reading' }
  /** The log begins here. */
  | { readonly kind: 'none' }
  /** There is no room for more. */
  | { readonly kind: 'full' }
  | { readonly kind: 'refused'; readonly text: string };

export interface LogSource {
  readonly older: Older;
  readonly loaded: boolean;
  /** Follows until the signal; settles when the connection ends. After an earlier run it goes on where that ended. */
  run(reader: LogReader, signal: AbortSignal): Promise<void>;
  /** Reads one older page; the same one for all who ask meanwhile. False: there is none, or it was refused. */
  readOlder(): Promise<boolean>;
}

export interface SourceParts {
  readonly store: LineStore;
  /** New lines; a paused view holds them back. */
  readonly onLines: (lines: readonly LogLine[]) => void;
  readonly onMissed: (count: number) => void;
  /** Everything begins anew. */
  readonly onReset: () => void;
  readonly onChange: () => void;
}

/** Brings the lines of a log: the newest page, then what comes, and older pages when they are asked for. */
export function createLogSource({ store, onLines, onMissed, onReset, onChange }: SourceParts): LogSource {
  let older: Older = { kind: 'more' };
  let loaded = false;
  let before: string | null = null;
  let current: { readonly reader: LogReader; readonly signal: AbortSignal } | null = null;
  let reading: Promise<boolean> | null = null;
  /** The newest lines that came, by which a later connection finds the place where it goes on. */
  let newest: readonly LogLine[] = [];

  function take(lines: readonly LogLine[]): void {
    if (lines.length === 0) return;
    newest = [...newest, ...lines].slice(-REMEMBERED);
    onLines(lines);
  }

  async function run(reader: LogReader, signal: AbortSignal): Promise<void> {
    current = { reader, signal };
    const batches = await reader.follow(signal);
    const coming = batches[Symbol.asyncIterator]();
    try {
      // The first batch tells that it is followed: what is written from here on is in the page, in a batch, or in both.
      await coming.next();
      const page = await reader.page(null, loaded ? RESUME_PAGE : FIRST_PAGE, signal);
      if (signal.aborted) return;
      let known = page.lines;
      seat(page);
      for (;;) {
        const next = await coming.next();
        if (next.done === true || signal.aborted) return;
        const { lines, dropped } = next.value;
        const skip = overlapOf(known, lines);
        known = skip.rest;
        if (dropped > 0) onMissed(dropped);
        take(lines.slice(skip.count));
      }
    } finally {
      // Where the page was refused, what comes would be kept for a reader who never takes it.
      coming.return?.().catch(() => undefined);
    }
  }

  /** The newest page, after what is there already. */
  function seat(page: LogPage): void {
    const last = newest.at(-1);
    const place = last === undefined ? -1 : page.lines.findLastIndex((line) => isSame(line, last));
    if (loaded && place >= 0) {
      take(page.lines.slice(place + 1));
      onChange();
      return;
    }
    if (loaded) onReset();
    newest = [];
    store.clear();
    loaded = true;
    before = page.before;
    older = before === null ? { kind: 'none' } : { kind: 'more' };
    take(page.lines);
    onChange();
  }

  async function read(reader: LogReader, signal: AbortSignal, from: string): Promise<boolean> {
    older = { kind: 'reading' };
    onChange();
    try {
      const page = await reader.page(from, OLDER_PAGE, signal);
      // A log that began anew meanwhile has no use for it.
      if (before !== from) return false;
      if (!store.prepend(page.lines)) {
        older = { kind: 'full' };
        return false;
      }
      before = page.before;
      older = before === null ? { kind: 'none' } : { kind: 'more' };
      return true;
    } catch (error) {
      older = { kind: 'refused', text: sayError(error) };
      return false;
    } finally {
      reading = null;
      onChange();
    }
  }

  return {
    get older() {
      return older;
    },
    get loaded() {
      return loaded;
    },
    run,
    readOlder() {
      if (reading !== null) return reading;
      if (current === null || before === null || older.kind === 'full') return Promise.resolve(false);
      reading = read(current.reader, current.signal, before);
      return reading;
    },
  };
}

const REMEMBERED = 50;

function isSame(a: LogLine, b: LogLine | undefined): boolean {
  return b !== undefined && a.at === b.at && a.text === b.text && a.stream === b.stream;
}

/** How many of the lines that came are in `known` already, in a row up to its end or to theirs; and what is left of it. */
export function overlapOf(
  known: readonly LogLine[],
  came: readonly LogLine[],
): { readonly count: number; readonly rest: readonly LogLine[] } {
  if (came.length === 0) return { count: 0, rest: known };
  for (let start = 0; start < known.length; start++) {
    const count = Math.min(came.length, known.length - start);
    let same = 0;
    while (same < count && isSame(came[same] as LogLine, known[start + same])) same++;
    if (same === count) return { count, rest: known.slice(start + count) };
  }
  return { count: 0, rest: [] };
}
