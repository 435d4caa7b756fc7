import { z } from 'zod';
import { messageSchema } from './message.ts';

/** One thing that is wrong in a configuration file, told so that a person can mend it without reading further. */
export const configProblemSchema = z.object({
  file: z.string(),
  /** 1-based; null where the whole file is meant. */
  line: z.number().nullable(),
  column: z.number().nullable(),
  server: z.string().nullable(),
  /** The key path, such as `orchestrator.servers.db.restart.maxRestarts`. */
  path: z.string(),
  found: z.string().nullable(),
  expected: z.string().nullable(),
  message: z.string(),
  /** `message` without its place, for those who tell it in another language or at its line. */
  told: messageSchema.optional(),
});
export type ConfigProblem = z.infer<typeof configProblemSchema>;
