import { type Message, message } from '../../../src-shared/i18n/message.ts';
import { createLineFormatter, createServerOutput, type ServerOutput } from '../../core/logs/server-output.ts';
import { createTellOnce } from '../../core/logs/tell-once.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { LogPage, LogStore, ServerLog } from '../../core/ports/logs.ts';
import { createFollowers } from './followers.ts';
import { createLogCap } from './log-cap.ts';
import { APP_LOG_BASE_NAME, logBaseName } from './log-names.ts';
import { readPage } from './log-pages.ts';
import { createRotatedFile, type RotatedFile } from './rotated-file.ts';
import { formatStoredLine, parseStoredLine } from './stored-line.ts';

/** All servers' logs together. */
export const TOTAL_LOG_CAP_BYTES = 500_000_000;

export interface LogStoreOptions {
  /** HOME/logs. Made when the first line is written. */
  readonly directory: string;
  readonly clock: Clock;
  /** `formatMessage` of the catalogue. */
  readonly say: (message: Message) => string;
  readonly totalCapBytes?: number;
}

export interface FileLogStore extends LogStore {
  /** Gives back the memory of a server that left the configuration; its files stay until the cap takes them. */
  forget(server: string): Promise<void>;
  /** Writes what waits, then closes; nothing is written afterwards. */
  close(): Promise<void>;
}

interface Entry {
  readonly log: ServerLog;
  readonly output: ServerOutput;
  readonly file: RotatedFile;
}

export function createLogStore(options: LogStoreOptions): FileLogStore {
  const { directory, clock, say } = options;
  const entries = new Map<string, Entry>();
  const baseNames = new Set<string>([APP_LOG_BASE_NAME]);
  const failing = new Map<string, string>();
  const followers = createFollowers(clock);
  const cap = createLogCap(directory, options.totalCapBytes ?? TOTAL_LOG_CAP_BYTES, (name) =>
    baseNames.has(name.replace(/\.log$/, '')),
  );
  const trouble = createTellOnce(clock);

  function fail(server: string, error: NodeJS.ErrnoException): void {
    const text = say(describe(directory, error));
    if (failing.size === 0) trouble.tell(text);
    failing.set(server, text);
  }

  function create(server: string, limits: Parameters<LogStore['forServer']>[1]): Entry {
    const baseName = logBaseName(server);
    baseNames.add(baseName);
    const format = createLineFormatter(server);
    const file = createRotatedFile({
      directory,
      baseName,
      maxSize: limits.maxSize,
      maxFiles: limits.maxFiles,
      clock,
      lostLine: (lines) =>
        formatStoredLine({
          at: new Date(clock.wallMs()).toISOString(),
          stream: 'orchestrator',
          text: say(message('logs.lost', { lines })),
          truncated: false,
        }),
      onTrouble: (error) => fail(server, error),
      onWritten(bytes) {
        failing.delete(server);
        cap.written(bytes);
      },
    });
    const output = createServerOutput({
      clock,
      secrets: limits.secrets,
      sayDropped: (lines) => say(message('logs.dropped', { lines })),
      onLine(line) {
        const shown = format(line);
        file.append(formatStoredLine(shown));
        followers.publish(shown);
      },
    });
    const log: ServerLog = {
      writeChunk: output.writeChunk,
      writeLine: output.writeLine,
      finishPartialLines: output.finishPartialLines,
      tail: (count) => output.tail(count).map(format),
      get droppedLines() {
        return output.droppedLines;
      },
    };
    return { log, output, file };
  }

  function forServer(server: string, limits: Parameters<LogStore['forServer']>[1]): ServerLog {
    const known = entries.get(server);
    if (known) {
      known.file.setLimits(limits.maxSize, limits.maxFiles);
      known.output.setSecrets(limits.secrets);
      return known.log;
    }
    const entry = create(server, limits);
    entries.set(server, entry);
    return entry.log;
  }

  async function stored(server: string, before: string | null, limit: number): Promise<LogPage> {
    try {
      const page = await readPage({ directory, baseName: logBaseName(server), before, limit });
      const lines = page.lines.map((text) => parseStoredLine(text, server)).filter((line) => line !== null);
      return { lines, before: page.before };
    } catch {
      // A folder that cannot be read has no older lines to offer; that it is in trouble is told where it is written to.
      return { lines: [], before: null };
    }
  }

  /** While the disk refuses, the newest lines are in memory alone; the files still have what came before them. */
  async function pageInMemory(server: string, before: MemoryPlace | null, limit: number): Promise<LogPage> {
    const output = entries.get(server)?.output;
    const held = output?.tail(Number.MAX_SAFE_INTEGER) ?? [];
    const firstIndex = (output?.keptLines ?? 0) - held.length;
    const end = before === null ? held.length : Math.min(held.length, Math.max(0, before.index - firstIndex));
    const start = Math.max(0, end - limit);
    const format = createLineFormatter(server);
    const lines = held.slice(start, end).map(format);
    if (lines[0]) return { lines, before: formatMemoryPlace({ index: firstIndex + start, at: lines[0].at }) };
    return pageOlder(server, before?.at ?? null, limit);
  }

  async function pageOlder(server: string, at: string | null, limit: number): Promise<LogPage> {
    let before: string | null = null;
    do {
      const page: LogPage = await stored(server, before, limit);
      const lines = page.lines.filter((line) => at === null || line.at < at);
      if (lines.length > 0) return { lines, before: page.before };
      before = page.before;
    } while (before !== null);
    return { lines: [], before: null };
  }

  return {
    forServer,
    async page(server, { before, limit }) {
      if (limit <= 0) return { lines: [], before: null };
      const place = before === null ? null : parseMemoryPlace(before);
      if (place) return pageInMemory(server, place, limit);
      const file = before === null ? entries.get(server)?.file : undefined;
      await file?.flush();
      return file?.behind ? pageInMemory(server, null, limit) : stored(server, before, limit);
    },
    follow: followers.add,
    get trouble() {
      return failing.values().next().value ?? null;
    },
    get onTrouble() {
      return trouble.listener;
    },
    set onTrouble(listener) {
      trouble.listener = listener;
    },
    async flush() {
      await Promise.all([...entries.values()].map((entry) => entry.file.flush()));
      await cap.settled();
    },
    async forget(server) {
      const entry = entries.get(server);
      if (!entry) return;
      entries.delete(server);
      entry.log.finishPartialLines();
      await entry.file.close();
      failing.delete(server);
      baseNames.delete(logBaseName(server));
    },
    async close() {
      for (const entry of entries.values()) entry.log.finishPartialLines();
      await Promise.all([...entries.values()].map((entry) => entry.file.close()));
      await cap.settled();
    },
  };
}

/** A place among lines in memory: how many lines there were before it, and its time for going on in the files. */
interface MemoryPlace {
  readonly index: number;
  readonly at: string;
}

function formatMemoryPlace(place: MemoryPlace): string {
  return `m${place.index}.${place.at}`;
}

function parseMemoryPlace(text: string): MemoryPlace | null {
  const match = /^m(\d{1,15})\.(.{24})$/.exec(text);
  return match ? { index: Number(match[1]), at: match[2] ?? '' } : null;
}

function describe(directory: string, error: NodeJS.ErrnoException): Message {
  switch (error.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return message('logs.trouble.full', { folder: directory });
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return message('logs.trouble.read-only', { folder: directory });
    default:
      return message('logs.trouble.other', { folder: directory, error: error.code ?? error.message });
  }
}
