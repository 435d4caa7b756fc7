import type { EventQuery } from '../core/ports/store.ts';
import type { ApiParts } from './context.ts';
import { lastSeq, streamEvents } from './event-stream.ts';
import { openFeed } from './feed.ts';
import { implementer } from './implementer.ts';

const DEFAULT_LIMIT = 100;

export function createEventsRouter({ orchestrator, clock }: ApiParts) {
  const os = implementer().events;
  return os.router({
    list: os.list.handler(({ input }) => {
      const { since, before, limit = DEFAULT_LIMIT, server, actor, type } = input;
      const query: EventQuery = { since, before, limit, server, actor, types: type ? [type] : undefined };
      return { events: [...orchestrator.events(query)], lastSeq: lastSeq(orchestrator) };
    }),
    stream: os.stream.handler(({ input, signal, lastEventId }) => {
      // A reconnecting EventSource repeats its address, so what it saw last outweighs what the address says.
      const since = seqOf(lastEventId) ?? input.since ?? lastSeq(orchestrator);
      return streamEvents(orchestrator, { since, actor: input.actor, signal });
    }),
    feed: os.feed.handler(({ input, signal, lastEventId }) =>
      openFeed(orchestrator, { clock, since: seqOf(lastEventId) ?? input.since ?? null, signal }),
    ),
  });
}

/** The number in a `Last-Event-ID`; undefined for what is none of ours. */
function seqOf(lastEventId: string | undefined): number | undefined {
  return lastEventId !== undefined && /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : undefined;
}
