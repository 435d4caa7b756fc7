import { useEffect, useRef, useState } from 'react';
import { type Dashboard, useDashboard, useDashboardState, useLive } from '../../state/dashboard.ts';

export type Client = ReturnType<Dashboard['client']>;

/** Events may come by the thousand: counted again at most so often. */
const REFRESH_MS = 5000;

/**
 * What the orchestrator counts for this page. null until it answered once; asked again when something happened, when so much
 * time went by, and at once where something else is asked. `ask` is the same one as long as the question is.
 */
export function useCounted<T>(
  ask: (client: Client, nowMs: number) => Promise<T>,
  everyMs = Number.POSITIVE_INFINITY,
): T | null {
  const dashboard = useDashboard();
  const live = useLive();
  const newest = useDashboardState((state) => state.feed.events.at(-1)?.seq ?? 0);
  const [answer, setAnswer] = useState<{ readonly ask: typeof ask; readonly value: T } | null>(null);
  const [asked, setAsked] = useState({ ask, seq: newest, atMs: Date.now() });
  if (asked.ask !== ask) setAsked({ ask, seq: newest, atMs: Date.now() });
  useEffect(() => {
    if (!live) return;
    const elapsedMs = Date.now() - asked.atMs;
    const dueMs = Math.max(0, (asked.seq === newest ? everyMs : REFRESH_MS) - elapsedMs);
    if (dueMs === Number.POSITIVE_INFINITY) return;
    const timer = setTimeout(() => setAsked({ ask, seq: newest, atMs: Date.now() }), dueMs);
    return () => clearTimeout(timer);
  }, [live, newest, asked, ask, everyMs]);
  const turn = useRef(0);
  useEffect(() => {
    if (!live) return;
    const mine = ++turn.current;
    asked.ask(dashboard.client(), asked.atMs).then(
      (value) => mine === turn.current && setAnswer({ ask: asked.ask, value }),
      () => undefined, // The list says what is wrong; what was counted before stays.
    );
    return () => {
      turn.current++;
    };
  }, [dashboard, live, asked]);
  return answer?.ask === ask ? answer.value : null;
}
