import { useEffect, useState } from 'react';
import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import { useDashboard, useDashboardState, useLive } from '../../state/dashboard.ts';

/** Enough for a bad day; more than these would be one black bar. */
const MOST = 1000;

/** When servers were restarted by themselves since then, oldest first; what is known twice counts once. */
export function restartsSince(events: Iterable<OrchestratorEvent>, since: number): readonly number[] {
  const bySeq = new Map<number, number>();
  for (const { seq, type, at } of events) {
    const atMs = Date.parse(at);
    if (type === 'server.restart' && atMs >= since) bySeq.set(seq, atMs);
  }
  return [...bySeq.values()].sort((a, b) => a - b);
}

/** When the newest server that needed somebody needed nobody any more; null: not known. */
export function lastNeed(events: Iterable<OrchestratorEvent>): string | null {
  let last: string | null = null;
  for (const { type, at, data } of events) {
    if (type !== 'server.state' || (data.from !== 'CRASHED' && data.from !== 'UNHEALTHY')) continue;
    if (last === null || at > last) last = at;
  }
  return last;
}

/**
 * Both, by number, each once, the newest of them. The same list where nothing is new: the feed keeps its newest few
 * hundred only, and a page that is open for days must not forget what happened this morning.
 */
export function merged(
  known: readonly OrchestratorEvent[],
  more: readonly OrchestratorEvent[],
): readonly OrchestratorEvent[] {
  const seqs = new Set(known.map(({ seq }) => seq));
  const fresh = more.filter(({ seq }) => !seqs.has(seq));
  if (fresh.length === 0) return known;
  return [...known, ...fresh].sort((a, b) => a.seq - b.seq).slice(-MOST);
}

/** Events of one type: what was before this page, asked for once a connection, and what came since. */
export function useEventsOf(type: OrchestratorEvent['type']): readonly OrchestratorEvent[] {
  const dashboard = useDashboard();
  const live = useLive();
  const [known, setKnown] = useState<readonly OrchestratorEvent[]>([]);
  const fed = useDashboardState((state) => state.feed.events);
  useEffect(() => {
    if (!live) return;
    let gone = false;
    dashboard
      .client()
      .events.list({ type, limit: MOST })
      .then(
        ({ events }) => {
          if (!gone) setKnown((now) => merged(now, events));
        },
        () => undefined, // asked for again with the next connection
      );
    return () => {
      gone = true;
    };
  }, [dashboard, live, type]);
  useEffect(() => {
    const own = fed.filter((event) => event.type === type);
    setKnown((now) => merged(now, own));
  }, [fed, type]);
  return known;
}
