import { z } from 'zod';

export const logStreamSchema = z.enum(['stdout', 'stderr', 'orchestrator']);
export type LogStream = z.infer<typeof logStreamSchema>;

/** One line of a server's output. `stream` `orchestrator` marks what we say between its lines (exit, restart). */
export const logLineSchema = z.object({
  at: z.string(),
  server: z.string(),
  stream: logStreamSchema,
  text: z.string(),
  truncated: z.boolean(),
});
export type LogLine = z.infer<typeof logLineSchema>;
