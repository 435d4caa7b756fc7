import { oc } from '@orpc/contract';
import { z } from 'zod';
import { healthReportSchema, serverStatusSchema, statusReportSchema } from '../schema/status.ts';
import { contractErrors } from './errors.ts';

const base = oc.errors(contractErrors);

/** A server's name, alias, or group. */
const named = z.object({ name: z.string() });
/** Names, aliases and groups; none means all, so a mistyped key is refused: it would stop every server. */
const selection = z.strictObject({ servers: z.array(z.string()).optional() });
const force = z.object({ force: z.boolean().optional() });
const start = z.object({ dependencies: z.boolean().optional() });
const pause = z.object({ forMs: z.number().positive().optional() });

/** Accepted, not done: `operation.finished` with this id tells the end. */
export const acceptedSchema = z.object({ operation: z.string(), servers: z.array(z.string()) });
export type AcceptedOperation = z.infer<typeof acceptedSchema>;

export const checkReportSchema = z.object({
  server: z.string(),
  ok: z.boolean(),
  health: healthReportSchema,
  protocol: z.string().nullable(),
  tools: z.number().nullable(),
});
/** The answer comes when every probe has its result, each bounded by its server's time-out. */
export const checkedSchema = z.object({
  operation: z.string(),
  servers: z.array(z.string()),
  reports: z.array(checkReportSchema),
});

export const toolSchema = z.object({
  name: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  inputSchema: z.record(z.string(), z.unknown()),
  outputSchema: z.record(z.string(), z.unknown()).optional(),
  annotations: z.record(z.string(), z.unknown()).optional(),
});

const processSchema = z.object({
  pid: z.number(),
  parentPid: z.number(),
  command: z.string(),
  cpuPercent: z.number().nullable(),
  memoryBytes: z.number(),
});

export const metricPointSchema = z.object({
  at: z.number(),
  cpuPercent: z.number().nullable(),
  memoryBytes: z.number().nullable(),
  latencyMs: z.number().nullable(),
});

const command = (path: `/${string}`, summary: string) =>
  base.route({ method: 'POST', path, successStatus: 202, summary, tags: ['servers'] }).output(acceptedSchema);

export const serversContract = {
  status: base
    .route({
      method: 'GET',
      path: '/servers',
      summary: 'The instance, the counts and every server',
      tags: ['servers'],
    })
    .output(statusReportSchema),
  get: base
    .route({ method: 'GET', path: '/servers/{name}', summary: 'One server', tags: ['servers'] })
    .input(named)
    .output(serverStatusSchema),

  start: command('/servers/{name}/start', 'Start it and its dependencies').input(named.extend(start.shape)),
  stop: command('/servers/{name}/stop', 'Stop its dependents, then it').input(named.extend(force.shape)),
  restart: command('/servers/{name}/restart', 'Restart it with a fresh budget').input(
    named.extend(force.shape),
  ),
  reset: command('/servers/{name}/reset', 'Give its budget back').input(named),
  pause: command('/servers/{name}/pause', 'No probe counts, no automatic restart').input(
    named.extend(pause.shape),
  ),
  resume: command('/servers/{name}/resume', 'End its pause').input(named),
  check: base
    .route({
      method: 'POST',
      path: '/servers/{name}/check',
      successStatus: 202,
      summary: 'Probe it now; never counts towards the threshold',
      tags: ['servers'],
    })
    .input(named)
    .output(checkedSchema),

  startMany: command('/start', 'Start several servers, or all that are enabled').input(
    selection.extend(start.shape),
  ),
  stopMany: command('/stop', 'Stop several servers, or all').input(selection.extend(force.shape)),
  restartMany: command('/restart', 'Restart several servers, or all').input(selection.extend(force.shape)),
  resetMany: command('/reset', 'Give the budgets of several servers back, or of all').input(selection),
  checkMany: base
    .route({
      method: 'POST',
      path: '/check',
      successStatus: 202,
      summary: 'Probe several servers now, or all',
      tags: ['servers'],
    })
    .input(selection)
    .output(checkedSchema),

  tools: base
    .route({
      method: 'GET',
      path: '/servers/{name}/tools',
      summary: 'Its tools, as it listed them',
      tags: ['tools'],
    })
    .input(named)
    .output(z.object({ tools: z.array(toolSchema) })),
  call: base
    .route({
      method: 'POST',
      path: '/servers/{name}/call',
      summary: 'Call one of its tools',
      tags: ['tools'],
    })
    .input(
      named.extend({
        tool: z.string(),
        arguments: z.record(z.string(), z.unknown()).optional(),
        timeoutMs: z.number().positive().optional(),
      }),
    )
    .output(z.object({ result: z.record(z.string(), z.unknown()) })),

  processes: base
    .route({
      method: 'GET',
      path: '/servers/{name}/processes',
      summary: 'Its process tree',
      tags: ['servers'],
    })
    .input(named)
    .output(z.object({ processes: z.array(processSchema) })),
  metrics: base
    .route({
      method: 'GET',
      path: '/servers/{name}/metrics',
      summary: 'Samples of the last hour',
      tags: ['servers'],
    })
    .input(named)
    .output(z.object({ points: z.array(metricPointSchema) })),
};
