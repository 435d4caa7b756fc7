import type { LogLine } from '../../../src-shared/schema/log-line.ts';
import type { Clock, Timer } from '../../core/ports/clock.ts';

export type LogListener = (lines: readonly LogLine[], dropped: number) => void | Promise<void>;

export interface Followers {
  /** null: every server. Returns the unsubscriber. */
  add(server: string | null, listener: LogListener): () => void;
  publish(line: LogLine): void;
}

const BATCH_LINES = 500;
const BATCH_AFTER_MS = 100;
/** What waits for a listener that has not come back; older lines make room and are counted. */
const MAX_WAITING_LINES = 5000;

export function createFollowers(clock: Clock): Followers {
  const followers = new Set<Follower>();
  return {
    add(server, listener) {
      const follower = createFollower(clock, server, listener);
      followers.add(follower);
      return () => {
        followers.delete(follower);
        follower.stop();
      };
    },
    publish(line) {
      for (const follower of followers) {
        if (follower.server === null || follower.server === line.server) follower.push(line);
      }
    },
  };
}

interface Follower {
  readonly server: string | null;
  push(line: LogLine): void;
  stop(): void;
}

function createFollower(clock: Clock, server: string | null, listener: LogListener): Follower {
  let waiting: LogLine[] = [];
  let dropped = 0;
  let timer: Timer | null = null;
  let busy = false;
  let stopped = false;

  function deliver(): void {
    timer?.cancel();
    timer = null;
    if (busy || stopped || waiting.length === 0) return;
    const batch = waiting.slice(0, BATCH_LINES);
    waiting = waiting.slice(BATCH_LINES);
    const missed = dropped;
    dropped = 0;
    busy = true;
    let answer: unknown;
    try {
      answer = listener(batch, missed);
    } catch {
      // A listener that fails is its owner's bug; the server's log and the other listeners go on.
    }
    if (answer instanceof Promise) answer.then(done, done);
    else done();
  }

  function done(): void {
    busy = false;
    if (waiting.length > 0 && !stopped)
      timer ??= clock.setTimer(waiting.length >= BATCH_LINES ? 0 : BATCH_AFTER_MS, deliver);
  }

  return {
    server,
    push(line) {
      if (waiting.length >= MAX_WAITING_LINES) {
        waiting = waiting.slice(BATCH_LINES);
        dropped += BATCH_LINES;
      }
      waiting.push(line);
      if (busy) return;
      if (waiting.length >= BATCH_LINES) deliver();
      else timer ??= clock.setTimer(BATCH_AFTER_MS, deliver);
    },
    stop() {
      stopped = true;
      timer?.cancel();
      waiting = [];
    },
  };
}
