import { useCallback, useEffect, useMemo, useReducer, useRef } from 'react';
import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import { useDashboard, useDashboardState, useLive } from '../../state/dashboard.ts';
import { sayError } from '../../ui/words.ts';
import { type EventFilter, type EventPage, matchesEvent, readEvents } from './event-source.ts';

const PAGE = 150;
/** A list that is open for days shows so many; older ones are paged again. */
export const MOST_LIVE = 900;

export interface EventsState {
  /** Newest first. */
  readonly events: readonly OrchestratorEvent[];
  readonly next: number | null;
  /** The newest event that was looked at, shown or not. */
  readonly head: number;
  readonly status: 'loading' | 'ready' | 'failed';
  readonly problem: string;
  /** false until the first page came: before it, nothing is known. */
  readonly loaded: boolean;
}

export const EMPTY: EventsState = {
  events: [],
  next: null,
  head: 0,
  status: 'loading',
  problem: '',
  loaded: false,
};

type Action =
  | { readonly kind: 'begin'; readonly anew: boolean }
  | { readonly kind: 'page'; readonly page: EventPage; readonly first: boolean }
  | { readonly kind: 'fresh'; readonly events: readonly OrchestratorEvent[]; readonly head: number }
  | { readonly kind: 'failed'; readonly problem: string };

export function reduceEvents(state: EventsState, action: Action): EventsState {
  switch (action.kind) {
    case 'begin':
      return action.anew ? EMPTY : { ...state, status: 'loading' };
    case 'failed':
      return { ...state, status: 'failed', problem: action.problem };
    case 'fresh': {
      const events = [...action.events, ...state.events].slice(0, MOST_LIVE);
      const isCut = action.events.length + state.events.length > MOST_LIVE;
      const next = isCut ? (events.at(-1)?.seq ?? null) : state.next;
      return { ...state, events, next, head: Math.max(state.head, action.head) };
    }
    case 'page': {
      const { page, first } = action;
      const ready = { ...state, status: 'ready', problem: '', next: page.next, loaded: true } as const;
      return first
        ? { ...ready, events: page.events, head: Math.max(page.lastSeq, page.events[0]?.seq ?? 0) }
        : { ...ready, events: [...state.events, ...page.events] };
    }
  }
}

export interface Events extends EventsState {
  /** Came since, and wait to be shown. null: more than were kept. */
  readonly fresh: readonly OrchestratorEvent[] | null;
  readonly showFresh: () => void;
  readonly older: () => void;
  readonly again: () => void;
}

/** The events that the filter matches, paged backwards; new ones wait until they are asked for. */
export function useEvents(filter: EventFilter): Events {
  const dashboard = useDashboard();
  const live = useLive();
  const newest = useDashboardState((state) => state.feed.events);
  const [state, dispatch] = useReducer(reduceEvents, EMPTY);
  const running = useRef<AbortController | null>(null);

  const read = useCallback(
    (before: number | null) => {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      const { signal } = controller;
      dispatch({ kind: 'begin', anew: false });
      const list = dashboard.client().events.list;
      readEvents(list, filter, { before, limit: PAGE, signal }).then(
        (page) => signal.aborted || dispatch({ kind: 'page', page, first: before === null }),
        (error: unknown) => signal.aborted || dispatch({ kind: 'failed', problem: sayError(error) }),
      );
    },
    [dashboard, filter],
  );

  const shown = useRef<EventFilter | null>(null);
  useEffect(() => {
    if (!live) return;
    // A connection that came back shows what it has while it reads anew; another filter shows nothing that is not its.
    if (shown.current !== filter) dispatch({ kind: 'begin', anew: true });
    shown.current = filter;
    read(null);
    return () => running.current?.abort();
  }, [live, filter, read]);

  const { head, loaded } = state;
  const fresh = useMemo(() => {
    if (!loaded) return [];
    const unseen = newest.filter(({ seq }) => seq > head);
    const [oldest] = unseen;
    // Between what is shown and what is known something is missing: it has to be read.
    if (
      oldest !== undefined &&
      unseen.length === newest.length &&
      oldest.seq > head + 1 &&
      newest.length >= 500
    )
      return null;
    return unseen.filter((event) => matchesEvent(event, filter)).toReversed();
  }, [newest, head, loaded, filter]);

  return {
    ...state,
    fresh,
    showFresh: () => {
      if (fresh === null) read(null);
      else dispatch({ kind: 'fresh', events: fresh, head: newest.at(-1)?.seq ?? head });
    },
    older: () => read(state.next),
    again: () => read(state.loaded ? state.next : null),
  };
}
