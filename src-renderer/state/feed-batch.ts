import type { FeedMessage } from '../../src-shared/schema/feed.ts';

/** Frames cost more than events: what came within this time is drawn at once. */
const TICK_MS = 250;

/**
 * Gathers what the feed brings and hands it on in batches. A snapshot is handed on at once: somebody waits for it. A page
 * that nobody sees takes no batch; all of it comes when it is looked at again.
 */
export function createFeedBatch(options: {
  readonly isHidden: () => boolean;
  readonly onBatch: (messages: readonly FeedMessage[]) => void;
}): { add(message: FeedMessage): void; flush(): void } {
  let waiting: FeedMessage[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const batch = waiting;
    waiting = [];
    options.onBatch(batch);
  }

  return {
    add(message) {
      waiting.push(message);
      if (message.kind === 'snapshot') return flush();
      // A hidden page catches up by itself; but what waits must not grow for hours.
      if (waiting.length > MOST_WAITING) return flush();
      if (!options.isHidden()) timer ??= setTimeout(flush, TICK_MS);
    },
    flush,
  };
}

const MOST_WAITING = 5000;
