import { z } from 'zod';
import { eventTypes } from './names.ts';

export { eventTypes };

export const eventTypeSchema = z.enum(eventTypes);
export type EventType = z.infer<typeof eventTypeSchema>;

/**
 * Something that happened, in the order of `seq`. `actor` is who caused it: `desktop`, `dashboard`, `cli:UID`,
 * a client's name, `schedule`, `reload` or `supervisor`. `operation` joins it to the accepted request it belongs to.
 */
export const orchestratorEventSchema = z.object({
  seq: z.number(),
  at: z.string(),
  type: eventTypeSchema,
  server: z.string().nullable(),
  generation: z.number().nullable(),
  actor: z.string(),
  operation: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
});
export type OrchestratorEvent = z.infer<typeof orchestratorEventSchema>;

/** An event before the log gave it its number and time. */
export type EventDraft = Omit<OrchestratorEvent, 'seq' | 'at'>;
