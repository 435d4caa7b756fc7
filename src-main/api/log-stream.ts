import type { LogLine } from '../../src-shared/schema/log-line.ts';
import type { LogPage } from '../core/ports/logs.ts';

export interface LogBatch {
  readonly lines: LogLine[];
  /** How many lines a slow reader missed before these. */
  readonly dropped: number;
}

export interface LogSource {
  page(request: { readonly before: string | null; readonly limit: number }): Promise<LogPage>;
  follow(listener: (lines: readonly LogLine[], dropped: number) => void | Promise<void>): () => void;
}

/**
 * The last `tail` lines, then batches as they come. One batch waits for the reader at a time: the source holds back,
 * and drops and counts, while it does.
 */
export async function* streamLog(
  source: LogSource,
  options: { readonly tail: number; readonly signal?: AbortSignal | undefined },
): AsyncGenerator<LogBatch, void, void> {
  const { tail, signal } = options;
  let waiting: LogBatch | null = null;
  let taken: (() => void) | null = null;
  let wake: (() => void) | null = null;
  // Followed before the page is read, so that no line falls between the two.
  const unfollow = source.follow((lines, dropped) => {
    waiting = { lines: [...lines], dropped };
    const { promise, resolve } = Promise.withResolvers<void>();
    taken = resolve;
    wake?.();
    return promise;
  });
  const onAbort = () => wake?.();
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    let shown: readonly LogLine[] = [];
    if (tail > 0) {
      const page = await source.page({ before: null, limit: tail });
      shown = page.lines;
    }
    // Also when it is empty: the reader then knows that nothing was written yet.
    yield { lines: [...shown], dropped: 0 };
    while (!signal?.aborted) {
      const batch = waiting as LogBatch | null;
      if (batch === null) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        await promise;
        wake = null;
        continue;
      }
      waiting = null;
      const lines = batch.lines.slice(overlap(shown, batch.lines));
      // Only what was written while the page was read can be in both.
      if (lines.length > 0) shown = [];
      if (lines.length > 0 || batch.dropped > 0) yield { lines, dropped: batch.dropped };
      (taken as (() => void) | null)?.();
    }
  } finally {
    unfollow();
    (taken as (() => void) | null)?.();
    signal?.removeEventListener('abort', onAbort);
  }
}

/** How many of the first lines that came are the last ones that were shown already. */
function overlap(shown: readonly LogLine[], came: readonly LogLine[]): number {
  for (let count = Math.min(shown.length, came.length); count > 0; count--) {
    const start = shown.length - count;
    if (came.slice(0, count).every((line, index) => sameLine(line, shown[start + index]))) return count;
  }
  return 0;
}

function sameLine(a: LogLine, b: LogLine | undefined): boolean {
  return (
    b !== undefined && a.at === b.at && a.text === b.text && a.stream === b.stream && a.server === b.server
  );
}
