import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { eventTypeSchema, orchestratorEventSchema } from '../schema/event.ts';
import { feedMessageSchema } from '../schema/feed.ts';
import { contractErrors } from './errors.ts';

const base = oc.errors(contractErrors);

export const eventsContract = {
  list: base
    .route({
      method: 'GET',
      path: '/events',
      summary: 'Events: oldest first after `since`, else newest first',
      tags: ['events'],
    })
    .input(
      z.object({
        since: z.coerce.number().optional(),
        before: z.coerce.number().optional(),
        limit: z.coerce.number().int().min(1).max(10_000).optional(),
        server: z.string().optional(),
        actor: z.string().optional(),
        type: eventTypeSchema.optional(),
      }),
    )
    .output(z.object({ events: z.array(orchestratorEventSchema), lastSeq: z.number() })),
  /** How much happened when: the bars of a day, every one of them. `exits`: the ends among them that nobody asked for. */
  activity: base
    .route({
      method: 'GET',
      path: '/events/activity',
      summary: 'Counts of events by time',
      tags: ['events'],
    })
    .input(
      z.object({
        /** Milliseconds since 1970; the first bucket begins here. */
        from: z.coerce.number(),
        to: z.coerce.number(),
        bucketMs: z.coerce.number().int().min(60_000),
      }),
    )
    .output(
      z.object({ buckets: z.array(z.object({ at: z.number(), events: z.number(), exits: z.number() })) }),
    ),
  /** How many a list would hold. `exits`: the ends among them that nobody asked for. */
  counts: base
    .route({
      method: 'GET',
      path: '/events/counts',
      summary: 'Counts of events by type',
      tags: ['events'],
    })
    .input(
      z.object({
        server: z.string().optional(),
        actor: z.string().optional(),
        /** Milliseconds since 1970; `to` is the first moment that is not counted. */
        from: z.coerce.number().optional(),
        to: z.coerce.number().optional(),
      }),
    )
    .output(z.object({ types: z.record(z.string(), z.number()), exits: z.number() })),
  /** Every event from `since` on, then as they come (server-sent events over HTTP). */
  stream: base
    .route({
      method: 'GET',
      path: '/events/stream',
      summary: 'Events as they happen (SSE)',
      tags: ['events'],
    })
    .input(z.object({ since: z.coerce.number().optional(), actor: z.string().optional() }))
    .output(eventIterator(orchestratorEventSchema)),
  /** What a page lives from: a snapshot, then changes; conflated for a slow client, resumed by `since`. */
  feed: base
    .route({ method: 'GET', path: '/feed', summary: 'A snapshot, then every change (SSE)', tags: ['events'] })
    .input(z.object({ since: z.coerce.number().optional() }))
    .output(eventIterator(feedMessageSchema)),
};
