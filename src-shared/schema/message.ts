import { z } from 'zod';
import type { Message } from '../i18n/message.ts';

/** A sentence that is not yet in a language: see `i18n/message.ts`. A sentence may stand within another. */
export const messageSchema: z.ZodType<Message> = z.object({
  key: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.lazy(() => messageSchema)])),
});
