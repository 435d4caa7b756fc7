import { formatMessage } from '../../src-shared/i18n/format.ts';
import { message } from '../../src-shared/i18n/message.ts';
import type { EventQuery } from '../core/ports/store.ts';
import type { ApiParts } from './context.ts';
import { lastSeq, streamEvents } from './event-stream.ts';
import { openFeed } from './feed.ts';
import { implementer } from './implementer.ts';
import { contractError } from './refusals.ts';

const DEFAULT_LIMIT = 100;
/** A day by minutes is 1,440. */
const MOST_BUCKETS = 2000;

export function createEventsRouter({ orchestrator, alerts, clock }: ApiParts) {
  const os = implementer().events;
  return os.router({
    list: os.list.handler(({ input }) => {
      const { since, before, limit = DEFAULT_LIMIT, server, actor, type } = input;
      const query: EventQuery = { since, before, limit, server, actor, types: type ? [type] : undefined };
      return { events: [...orchestrator.events(query)], lastSeq: lastSeq(orchestrator) };
    }),
    activity: os.activity.handler(({ input: { from, to, bucketMs } }) => {
      const count = Math.ceil((to - from) / bucketMs);
      if (!(count <= MOST_BUCKETS)) {
        const text = message('api.too-many-buckets', { count: MOST_BUCKETS });
        throw contractError('INVALID', formatMessage(text));
      }
      return { buckets: [...orchestrator.activity({ fromMs: from, toMs: to, bucketMs })] };
    }),
    counts: os.counts.handler(({ input: { server, actor, from, to } }) => {
      const { types, exits } = orchestrator.tally({ server, actor, fromMs: from, toMs: to });
      return { types: { ...types }, exits };
    }),
    stream: os.stream.handler(({ input, signal, lastEventId }) => {
      // A reconnecting EventSource repeats its address, so what it saw last outweighs what the address says.
      const since = seqOf(lastEventId) ?? input.since ?? lastSeq(orchestrator);
      return streamEvents(orchestrator, { since, actor: input.actor, signal });
    }),
    feed: os.feed.handler(({ input, signal, lastEventId }) =>
      openFeed({ orchestrator, alerts, clock }, { since: seqOf(lastEventId) ?? input.since ?? null, signal }),
    ),
  });
}

/** The number in a `Last-Event-ID`; undefined for what is none of ours. */
function seqOf(lastEventId: string | undefined): number | undefined {
  return lastEventId !== undefined && /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : undefined;
}
