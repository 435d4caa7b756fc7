import type { FeedMessage } from '../../src-shared/schema/feed.ts';
import type { Client, DesktopClient, Link, RpcConnection } from './client.ts';

/** Times are milliseconds since 1970. */
export type ConnectionState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** Connected, but nothing was heard since then: what is shown may be old. */
  | { readonly kind: 'stale'; readonly since: number }
  /** `nextAt` null: it is being tried right now. */
  | {
      readonly kind: 'lost';
      readonly since: number;
      readonly attempt: number;
      readonly nextAt: number | null;
    };

export interface Connection {
  begin(): void;
  /** Ends the wait for the next attempt; nothing where none is waited for. */
  tryNow(): void;
  /** null while it is not live. */
  readonly client: Client | null;
  /** null while it is not live, and always in a browser. */
  readonly desktop: DesktopClient | null;
}

/** Waits between attempts; the last one repeats. */
const WAITS_MS = [500, 1000, 2000, 4000, 5000];
/** The instance says something every 5 s: one that is missing makes what is known old, … */
const STALE_MS = 7000;
/** … the next one ends the connection. */
const SILENCE_MS = 13_000;

/**
 * Keeps a feed open: resumes after the newest event that is known, tries again with growing waits, and says "lost" only
 * when it is. What it brings goes to `onFeed`, in order.
 */
export function createConnection(options: {
  readonly link: Pick<Link, 'open' | 'isRefused'>;
  readonly now: () => number;
  readonly onState: (state: ConnectionState) => void;
  readonly onFeed: (message: FeedMessage) => void;
  /** The newest event that is known, null at the first time. */
  readonly seq: () => number | null;
  /** Not let in any more. */
  readonly onRefused: () => void;
}): Connection {
  const { link, now, onState, onFeed } = options;
  let rpc: RpcConnection | null = null;
  let live = false;
  let begun = false;
  let lostSince: number | null = null;
  let attempt = 0;
  let wakeUp: (() => void) | null = null;

  async function run(): Promise<void> {
    for (;;) {
      await session();
      live = false;
      lostSince ??= now();
      const waitMs = WAITS_MS[Math.min(attempt, WAITS_MS.length - 1)] ?? 5000;
      attempt++;
      onState({ kind: 'lost', since: lostSince, attempt, nextAt: now() + waitMs });
      if (attempt > 1 && (await link.isRefused())) return options.onRefused();
      await pause(waitMs);
      onState({ kind: 'lost', since: lostSince, attempt, nextAt: null });
    }
  }

  /** One socket or port, from opening to its end. */
  async function session(): Promise<void> {
    const mine = link.open();
    rpc = mine;
    let watchdog: ReturnType<typeof setTimeout> | undefined;
    let doubt: ReturnType<typeof setTimeout> | undefined;
    let stale = false;
    let over = false;
    // Closing is a handshake: an instance that hangs answers it as little as anything else.
    const silence = Promise.withResolvers<void>();
    const alive = () => {
      clearTimeout(watchdog);
      clearTimeout(doubt);
      const heardAt = now();
      watchdog = setTimeout(silence.resolve, SILENCE_MS);
      if (!live) return;
      if (stale) onState({ kind: 'live' });
      stale = false;
      doubt = setTimeout(() => {
        stale = true;
        onState({ kind: 'stale', since: heardAt });
      }, STALE_MS);
    };
    const listen = async () => {
      const since = options.seq();
      const feed = await mine.client.events.feed(since === null ? {} : { since });
      for await (const message of feed) {
        if (over) return;
        onFeed(message);
        if (!live) {
          live = true;
          lostSince = null;
          attempt = 0;
          onState({ kind: 'live' });
        }
        alive();
      }
    };
    alive();
    try {
      await Promise.race([listen(), silence.promise]);
    } catch {
      // However it ended, what follows is the same: it is tried again.
    } finally {
      over = true;
      clearTimeout(watchdog);
      clearTimeout(doubt);
      mine.close();
      rpc = null;
    }
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  return {
    begin() {
      if (begun) return;
      begun = true;
      onState({ kind: 'connecting' });
      void run();
    },
    tryNow: () => wakeUp?.(),
    get client() {
      return live ? (rpc?.client ?? null) : null;
    },
    get desktop() {
      return live ? (rpc?.desktop ?? null) : null;
    },
  };
}
