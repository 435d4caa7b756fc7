import type { LogLine, LogStream } from '../../../src-shared/schema/log-line.ts';
import type { Clock, Timer } from '../ports/clock.ts';
import { CUT_MARK, createLineFramer, LINE_CAP_BYTES, type LineFramer } from './line-framer.ts';
import { createRateLimit, type RateLimitOptions } from './rate-limit.ts';
import { createRedactor } from './redact.ts';
import { createRing, type RingOptions } from './ring.ts';

/** A line before it has a server's name and a time that can be read. */
export interface OutputLine {
  readonly atMs: number;
  readonly stream: LogStream;
  readonly text: string;
  readonly truncated: boolean;
}

export interface ServerOutputOptions {
  readonly clock: Clock;
  readonly secrets: readonly string[];
  /** Every line that is kept, in order; must not throw and not block. */
  readonly onLine: (line: OutputLine) => void;
  /** The sentence that stands where lines were dropped. */
  readonly sayDropped: (lines: number) => string;
  readonly rateLimit?: RateLimitOptions;
  readonly ring?: RingOptions;
}

export interface ServerOutput {
  writeChunk(stream: Extract<LogStream, 'stdout' | 'stderr'>, chunk: Uint8Array): void;
  writeLine(stream: LogStream, text: string): void;
  finishPartialLines(): void;
  tail(count: number): readonly OutputLine[];
  /** How many lines there were so far, those included that the ring has no more. */
  readonly keptLines: number;
  /** Secrets change with the configuration; lines already kept stay as they are. */
  setSecrets(secrets: readonly string[]): void;
  readonly droppedLines: number;
}

const DROP_MARK_EVERY_MS = 1000;

/** What one server writes, from raw bytes to lines: framed, limited in rate, redacted, kept in a ring. */
export function createServerOutput(options: ServerOutputOptions): ServerOutput {
  const { clock } = options;
  const limit = createRateLimit(options.rateLimit);
  const ring = createRing<OutputLine>(options.ring);
  const framers: { stdout?: LineFramer; stderr?: LineFramer } = {};
  let redact = createRedactor(options.secrets);
  let droppedLines = 0;
  let keptLines = 0;
  let untold = 0;
  let markTimer: Timer | null = null;

  function keep(stream: LogStream, text: string, truncated: boolean, bytes: number): void {
    const line: OutputLine = { atMs: clock.wallMs(), stream, text: redact(text), truncated };
    ring.push(line, bytes);
    keptLines++;
    options.onLine(line);
  }

  function tellDropped(): void {
    markTimer?.cancel();
    markTimer = null;
    if (untold === 0) return;
    const text = options.sayDropped(untold);
    untold = 0;
    keep('orchestrator', text, false, text.length);
  }

  function dropped(lines: number): void {
    droppedLines += lines;
    untold += lines;
    markTimer ??= clock.setTimer(DROP_MARK_EVERY_MS, tellDropped);
  }

  function framerFor(stream: 'stdout' | 'stderr'): LineFramer {
    framers[stream] ??= createLineFramer({
      admit: () => limit.admits(clock.monotonicMs()),
      line: (text, truncated, bytes) => {
        limit.charge(bytes);
        keep(stream, text, truncated, bytes);
      },
      dropped,
    });
    return framers[stream];
  }

  function writeLine(stream: LogStream, text: string): void {
    for (const part of text.split(/\r?\n/)) {
      if (stream !== 'orchestrator') {
        if (!limit.admits(clock.monotonicMs())) {
          dropped(1);
          continue;
        }
        limit.charge(part.length);
      }
      const cut = part.length > LINE_CAP_BYTES;
      const kept = cut ? part.slice(0, LINE_CAP_BYTES).replace(/[\uD800-\uDBFF]$/, '') + CUT_MARK : part;
      keep(stream, kept.toWellFormed(), cut, kept.length);
    }
  }

  return {
    writeChunk: (stream, chunk) => framerFor(stream).push(chunk),
    writeLine,
    finishPartialLines() {
      framers.stdout?.finish();
      framers.stderr?.finish();
      tellDropped();
    },
    tail: (count) => ring.last(count),
    setSecrets(secrets) {
      redact = createRedactor(secrets);
    },
    get keptLines() {
      return keptLines;
    },
    get droppedLines() {
      return droppedLines;
    },
  };
}

/** Times are formatted once a millisecond: at thousands of lines a second that is most of a line's cost. */
export function createLineFormatter(server: string): (line: OutputLine) => LogLine {
  let lastMs = Number.NaN;
  let lastAt = '';
  return ({ atMs, stream, text, truncated }) => {
    if (atMs !== lastMs) {
      lastMs = atMs;
      lastAt = new Date(atMs).toISOString();
    }
    return { at: lastAt, server, stream, text, truncated };
  };
}
