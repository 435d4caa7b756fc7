import type { LogLine, LogStream } from '../../../src-shared/schema/log-line.ts';

/** A page of older lines; `before` of the next page, or null at the beginning. */
export interface LogPage {
  readonly lines: readonly LogLine[];
  readonly before: string | null;
}

/** The output of one server: a ring in memory, rotated files on disk. Writing never blocks and never throws. */
export interface ServerLog {
  /** Raw bytes as they came; the log frames, caps, redacts and counts what it must drop. */
  writeChunk(stream: Extract<LogStream, 'stdout' | 'stderr'>, chunk: Uint8Array): void;
  /** A finished line, such as stdout noise or what we say ourselves. */
  writeLine(stream: LogStream, text: string): void;
  /** Ends a line that has no newline yet; called when the process ended. */
  finishPartialLines(): void;
  tail(count: number): readonly LogLine[];
  readonly droppedLines: number;
}

export interface LogStore {
  forServer(
    server: string,
    options: { readonly maxSize: number; readonly maxFiles: number; readonly secrets: readonly string[] },
  ): ServerLog;
  /** Works for servers that do not run and for an earlier instance's files too; newest page first. */
  page(server: string, options: { readonly before: string | null; readonly limit: number }): Promise<LogPage>;
  /**
   * Lines as they come, in batches; `dropped` counts what a slow listener missed. A listener that returns a promise is
   * not called again before it settles. Returns the unsubscriber.
   */
  follow(
    server: string | null,
    listener: (lines: readonly LogLine[], dropped: number) => void | Promise<void>,
  ): () => void;
  /** Disk full, folder read-only: logs live in memory only. null when all is well. */
  readonly trouble: string | null;
  onTrouble: ((text: string) => void) | null;
  flush(): Promise<void>;
}
