import { z } from 'zod';
import { alertStateSchema } from './alert.ts';
import { orchestratorEventSchema } from './event.ts';
import { instanceStatusSchema, serverStatusSchema, statusReportSchema, summarySchema } from './status.ts';

/**
 * What a client of the live stream gets. `seq` is the number of the newest event that the sender knew: a client that
 * reconnects gives the highest it has seen.
 */
export const feedMessageSchema = z.discriminatedUnion('kind', [
  /** Everything anew: the first message, and after a client was too slow. `missed` events it will not get. */
  z.object({
    kind: z.literal('snapshot'),
    seq: z.number(),
    missed: z.number(),
    report: statusReportSchema,
  }),
  /** Servers that changed, whole, and names that are gone. */
  z.object({
    kind: z.literal('status'),
    seq: z.number(),
    servers: z.array(serverStatusSchema),
    removed: z.array(z.string()),
    summary: summarySchema,
  }),
  z.object({ kind: z.literal('event'), event: orchestratorEventSchema }),
  z.object({ kind: z.literal('instance'), instance: instanceStatusSchema }),
  /** What is told of outside the page: after the first message, then whenever it is another. */
  z.object({ kind: z.literal('alerts'), alerts: alertStateSchema }),
]);
export type FeedMessage = z.infer<typeof feedMessageSchema>;
