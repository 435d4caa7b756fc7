import type { EventDraft, OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import type { Clock } from '../ports/clock.ts';
import type { EventQuery, Store } from '../ports/store.ts';
import { isActor } from './actor.ts';

export type EventListener = (event: OrchestratorEvent) => void;

export interface EventLog {
  /** Gives the event its number and time, keeps it, and tells every listener before it returns. */
  append(draft: EventDraft): OrchestratorEvent;
  /** Every event from now on, in order. Returns the unsubscriber. */
  subscribe(listener: EventListener): () => void;
  /** As the store answers; from memory where memory reaches that far. */
  query(query: EventQuery): readonly OrchestratorEvent[];
  /** Newest last, at most as many as memory holds. */
  recent(limit: number): readonly OrchestratorEvent[];
  readonly lastSeq: number;
}

export interface EventLogOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** A listener that threw: the others hear of the event all the same. */
  readonly onListenerError: (error: unknown) => void;
  /** Events held in memory. */
  readonly capacity?: number;
}

/** An hour of a hundred servers in trouble; about 0.5 MB. */
const CAPACITY = 1000;

export function createEventLog(options: EventLogOptions): EventLog {
  const { store, clock } = options;
  const capacity = Math.max(1, options.capacity ?? CAPACITY);
  const listeners = new Set<EventListener>();
  /** Oldest first; cut back when it reaches twice the capacity, so that appending stays cheap. */
  let ring: OrchestratorEvent[] = [];
  const toTell: OrchestratorEvent[] = [];
  let telling = false;

  const keep = (event: OrchestratorEvent) => {
    ring.push(event);
    if (ring.length >= 2 * capacity) ring = ring.slice(-capacity);
  };

  /** A listener may append: everybody hears the first event before anybody hears the second. */
  const tellAll = () => {
    if (telling) return;
    telling = true;
    for (let event = toTell.shift(); event !== undefined; event = toTell.shift()) {
      for (const listener of [...listeners]) tell(listener, event);
    }
    telling = false;
  };

  const tell = (listener: EventListener, event: OrchestratorEvent) => {
    try {
      listener(event);
    } catch (error) {
      options.onListenerError(error);
    }
  };

  /** Where the oldest event in memory directly follows what was seen, nothing is missing. */
  const reachesBackTo = (seq: number): boolean =>
    seq >= store.lastSeq || (ring[0] !== undefined && ring[0].seq <= seq + 1);

  return {
    append: (draft) => {
      const event = store.appendEvent(draft, clock.wallMs());
      keep(event);
      toTell.push(event);
      tellAll();
      return event;
    },
    subscribe: (listener) => {
      // A function may be handed in twice; each gets its own place.
      const own: EventListener = (event) => listener(event);
      listeners.add(own);
      return () => listeners.delete(own);
    },
    query: (query) => {
      if (query.since === undefined || !reachesBackTo(query.since)) return store.events(query);
      return ring.slice(firstAfter(ring, query.since)).filter(matches(query)).slice(0, query.limit);
    },
    recent: (limit) => ring.slice(Math.max(0, ring.length - Math.min(capacity, Math.max(0, limit)))),
    get lastSeq() {
      return store.lastSeq;
    },
  };
}

/** The events are in the order of their numbers. */
function firstAfter(events: readonly OrchestratorEvent[], seq: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.seq ?? 0) <= seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

const matches =
  ({ before, server, actor, types }: EventQuery) =>
  (event: OrchestratorEvent): boolean =>
    (before === undefined || event.seq < before) &&
    (server === undefined || event.server === server) &&
    (actor === undefined || isActor(event.actor, actor)) &&
    (types === undefined || types.includes(event.type));
