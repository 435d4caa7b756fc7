import { oc } from '@orpc/contract';
import { z } from 'zod';
import { contractErrors } from './errors.ts';

const base = oc.errors(contractErrors);

export const instanceHealthSchema = z.object({
  status: z.enum(['ok', 'degraded']),
  version: z.string(),
  at: z.string(),
  metrics: z.record(z.string(), z.number()),
  dependencies: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      status: z.string(),
      latencyMs: z.number().nullable(),
      message: z.string().nullable(),
    }),
  ),
});

export const hostContract = {
  health: base
    .route({ method: 'GET', path: '/health', summary: "The instance's own health", tags: ['host'] })
    .output(instanceHealthSchema),
  /** An address that works once, for a short time, and sets the cookie of the page. */
  oneTimeAddress: base
    .route({
      method: 'POST',
      path: '/one-time-address',
      summary: 'An address of the dashboard that works once',
      tags: ['host'],
    })
    .output(z.object({ url: z.string(), expiresAt: z.string() })),
  shutdown: base
    .route({
      method: 'POST',
      path: '/shutdown',
      successStatus: 202,
      summary: 'Stop every server and end the instance',
      tags: ['host'],
    })
    .input(z.object({ force: z.boolean().optional(), restart: z.boolean().optional() }))
    .output(z.object({ operation: z.string(), pid: z.number() })),
};
