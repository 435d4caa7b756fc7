import { withEventMeta } from '@orpc/server';
import type { OrchestratorEvent } from '../../src-shared/schema/event.ts';
import type { Orchestrator } from '../core/orchestrator.ts';

/** Events read at once while a stream catches up. */
const PAGE = 500;

/** The number of the newest event, 0 before the first. */
export function lastSeq(orchestrator: Orchestrator): number {
  return orchestrator.events({ limit: 1 })[0]?.seq ?? 0;
}

/**
 * Every event after `since`, then as they come. Nothing queues: what a slow reader has not taken stays where events are
 * kept, and is read from there when it comes back.
 */
export async function* streamEvents(
  orchestrator: Orchestrator,
  options: {
    readonly since: number;
    readonly actor?: string | undefined;
    readonly signal?: AbortSignal | undefined;
  },
): AsyncGenerator<OrchestratorEvent, void, void> {
  const { actor, signal } = options;
  // A number from the future is one of another history (a state that was lost): it begins now.
  let cursor = Math.min(options.since, lastSeq(orchestrator));
  let newest = cursor;
  let wake: (() => void) | null = null;
  const unsubscribe = orchestrator.onEvent((event) => {
    newest = event.seq;
    wake?.();
  });
  const onAbort = () => wake?.();
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    for (;;) {
      const reached = newest;
      const events = orchestrator.events({ since: cursor, limit: PAGE, actor });
      for (const event of events) {
        if (signal?.aborted) return;
        cursor = event.seq;
        yield withEventMeta(event, { id: String(event.seq) });
      }
      // Of another actor's events nothing came; they need not be looked through again.
      if (events.length < PAGE) cursor = Math.max(cursor, reached);
      if (signal?.aborted) return;
      if (events.length === PAGE || newest > reached) continue;
      const { promise, resolve } = Promise.withResolvers<void>();
      wake = resolve;
      await promise;
      wake = null;
    }
  } finally {
    unsubscribe();
    signal?.removeEventListener('abort', onAbort);
  }
}
