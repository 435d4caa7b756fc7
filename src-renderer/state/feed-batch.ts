import type { FeedMessage } from '../../src-shared/schema/feed.ts';

/** Frames cost more than events: what came within this time is drawn at once. */
const TICK_MS = 250;

/**
 * Gathers what the feed brings and hands it on in batches. A snapshot is handed on at once, and so is what came of a
 * switch for notifications: somebody waits for it. A page
 * that nobody sees takes no figures; they come when it is looked at again. What happened it takes: its title is still read.
 */
export function createFeedBatch(options: {
  readonly isHidden: () => boolean;
  readonly onBatch: (messages: readonly FeedMessage[]) => void;
}): { add(message: FeedMessage): void; flush(): void } {
  let waiting: FeedMessage[] = [];
  let size = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const batch = waiting;
    waiting = [];
    size = 0;
    options.onBatch(batch);
  }

  return {
    add(message) {
      waiting.push(message);
      if (message.kind === 'snapshot' || message.kind === 'alerts') return flush();
      size += message.kind === 'status' ? message.servers.length : 1;
      // What waits must not grow for hours.
      if (size > MOST_WAITING) return flush();
      if (message.kind === 'event' || !options.isHidden()) timer ??= setTimeout(flush, TICK_MS);
    },
    flush,
  };
}

/** Events and statuses of servers. */
const MOST_WAITING = 5000;
