import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { logLineSchema } from '../schema/log-line.ts';
import { contractErrors } from './errors.ts';

const base = oc.errors(contractErrors);
const page = z.object({
  before: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(5000).optional(),
});
const pageOut = z.object({ lines: z.array(logLineSchema), before: z.string().nullable() });

export const logsContract = {
  page: base
    .route({
      method: 'GET',
      path: '/servers/{name}/logs',
      summary: 'Lines of its output, oldest first, page by page backwards',
      tags: ['logs'],
    })
    .input(page.extend({ name: z.string() }))
    .output(pageOut),
  /** The orchestrator's own log. */
  own: base
    .route({ method: 'GET', path: '/logs', summary: "The orchestrator's own log", tags: ['logs'] })
    .input(page)
    .output(pageOut),
  /** Lines as they come, in batches; `dropped` tells how many a slow reader missed. Without a name: its own log. */
  follow: base
    .route({ method: 'GET', path: '/logs/stream', summary: 'Lines as they come (SSE)', tags: ['logs'] })
    .input(
      z.object({ name: z.string().optional(), tail: z.coerce.number().int().min(0).max(5000).optional() }),
    )
    .output(eventIterator(z.object({ lines: z.array(logLineSchema), dropped: z.number() }))),
};
