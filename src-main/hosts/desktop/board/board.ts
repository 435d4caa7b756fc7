import type { AggregateHealth } from '../../../../src-shared/model/aggregate-health.ts';
import { aggregateHealth } from '../../../../src-shared/model/aggregate-health.ts';
import { applyFeed, emptyFeed, type FeedState } from '../../../../src-shared/model/apply-event.ts';
import type { FeedMessage } from '../../../../src-shared/schema/feed.ts';
import type { StatusReport } from '../../../../src-shared/schema/status.ts';

/** What the application shows of the orchestrator outside its window. `report` null: nothing is known yet. */
export interface BoardState {
  /** `lost`: it was known and does not answer, and was heard of last at `at` (milliseconds since 1970). */
  readonly connection: 'connecting' | 'live' | 'lost';
  readonly at: number;
  readonly report: StatusReport | null;
  readonly health: AggregateHealth;
}

/** The one state that tray, badge, menu and title are drawn from. */
export interface Board {
  readonly state: BoardState;
  /** At every change; the listener reads `state` when it is ready to draw. Returns the unsubscriber. */
  subscribe(listener: () => void): () => void;
}

/** A board that is fed by a link: `take` for each message of the feed, `lost` when it ended. */
export interface FedBoard extends Board {
  /** Of the newest event that is known, null before the first. */
  readonly seq: number | null;
  take(message: FeedMessage): void;
  lost(): void;
}

export function createBoard(now: () => number): FedBoard {
  let feed: FeedState = emptyFeed;
  let state: BoardState = { connection: 'connecting', at: now(), report: null, health: aggregateHealth([]) };
  let heardAt = state.at;
  const listeners = new Set<() => void>();
  const become = (next: BoardState) => {
    state = next;
    for (const listener of [...listeners]) listener();
  };
  return {
    get state() {
      return state;
    },
    get seq() {
      return feed.report === null ? null : feed.seq;
    },
    subscribe(listener) {
      const own = () => listener();
      listeners.add(own);
      return () => listeners.delete(own);
    },
    take(message) {
      heardAt = now();
      const next = applyFeed(feed, message);
      const changed = next.report !== feed.report || state.connection !== 'live';
      feed = next;
      if (!changed) return;
      const { report } = next;
      become({ connection: 'live', at: heardAt, report, health: aggregateHealth(report?.servers ?? []) });
    },
    lost() {
      if (state.connection !== 'lost') become({ ...state, connection: 'lost', at: heardAt });
    },
  };
}
