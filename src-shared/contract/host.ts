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

export const aboutSchema = z.object({
  version: z.string(),
  node: z.string(),
  /** `linux x64` */
  platform: z.string(),
  places: z.object({ config: z.string(), home: z.string(), logs: z.string() }),
  /** Of every package that is part of what runs. */
  licences: z.array(z.object({ name: z.string(), version: z.string(), licence: z.string() })),
});
export type About = z.infer<typeof aboutSchema>;

export const hostContract = {
  health: base
    .route({ method: 'GET', path: '/health', summary: "The instance's own health", tags: ['host'] })
    .output(instanceHealthSchema),
  about: base
    .route({ method: 'GET', path: '/about', summary: 'Versions, places and licences', tags: ['host'] })
    .output(aboutSchema),
  /** What one sends with a report: no values of env and headers, no tokens, nothing that a log line calls secret. */
  diagnostics: base
    .route({
      method: 'GET',
      path: '/diagnostics',
      summary: 'A redacted report, in named parts',
      tags: ['host'],
    })
    .output(z.object({ parts: z.array(z.object({ name: z.string(), text: z.string() })) })),
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
