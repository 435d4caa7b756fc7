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

const resourceSchema = z.object({
  uri: z.string(),
  name: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  mimeType: z.string().optional(),
  size: z.number().optional(),
});
const resourceTemplateSchema = resourceSchema
  .omit({ uri: true, size: true })
  .extend({ uriTemplate: z.string() });
export type Resource = z.infer<typeof resourceSchema>;
export type ResourceTemplate = z.infer<typeof resourceTemplateSchema>;

export const promptSchema = z.object({
  name: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  arguments: z
    .array(
      z.object({ name: z.string(), description: z.string().optional(), required: z.boolean().optional() }),
    )
    .optional(),
});
export type Prompt = z.infer<typeof promptSchema>;

/** `value` null: it is kept secret. */
const shownValueSchema = z.object({ name: z.string(), value: z.string().nullable() });

/** How a server is started and what policy holds for it, each value with who said it. Secrets are left out. */
export const serverDefinitionSchema = z.object({
  name: z.string(),
  /** The configuration, and the line at which its entry begins; null where it is not known. */
  file: z.string(),
  line: z.number().nullable(),
  launch: z
    .object({
      command: z.string(),
      args: z.array(z.string()),
      cwd: z.string(),
      env: z.array(shownValueSchema),
    })
    .nullable(),
  endpoint: z
    .object({ url: z.string(), transport: z.string(), headers: z.array(shownValueSchema) })
    .nullable(),
  /** Leaves of the effective policy in the order of surface.md, by dotted path; durations in ms, sizes in bytes. */
  policy: z.array(
    z.object({
      path: z.string(),
      value: z.unknown(),
      from: z.enum(['default', 'all servers', 'this server']),
      line: z.number().nullable(),
    }),
  ),
});
export type ServerDefinitionView = z.infer<typeof serverDefinitionSchema>;

export const metricPointSchema = z.object({
  at: z.number(),
  cpuPercent: z.number().nullable(),
  memoryBytes: z.number().nullable(),
  latencyMs: z.number().nullable(),
});

const command = (path: `/${string}`, summary: string) =>
  base.route({ method: 'POST', path, successStatus: 202, summary, tags: ['servers'] }).output(acceptedSchema);

export type MetricPointView = z.infer<typeof metricPointSchema>;

/** What small lines are drawn from: ten minutes, and the scale that the hour gives them. */
export const recentSchema = z.object({
  name: z.string(),
  points: z.array(metricPointSchema),
  /** Highest of the last hour; latency: its 95th percentile. */
  hour: z.object({
    cpuPercent: z.number().nullable(),
    memoryBytes: z.number().nullable(),
    latencyMs: z.number().nullable(),
  }),
  memoryWarnBytes: z.number().nullable(),
});
export type RecentMetrics = z.infer<typeof recentSchema>;

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
  /** For every small line of a page at once. */
  recent: base
    .route({
      method: 'GET',
      path: '/metrics/recent',
      summary: 'Samples of the last ten minutes of every server and of the instance itself',
      tags: ['servers'],
    })
    .output(z.object({ servers: z.array(recentSchema), instance: z.array(metricPointSchema) })),
  definition: base
    .route({
      method: 'GET',
      path: '/servers/{name}/definition',
      summary: 'Its launch and its effective policy, each value with who said it; no secrets',
      tags: ['servers'],
    })
    .input(named)
    .output(serverDefinitionSchema),

  resources: base
    .route({ method: 'GET', path: '/servers/{name}/resources', summary: 'Its resources', tags: ['tools'] })
    .input(named)
    .output(z.object({ resources: z.array(resourceSchema), templates: z.array(resourceTemplateSchema) })),
  readResource: base
    .route({
      method: 'POST',
      path: '/servers/{name}/resources/read',
      summary: 'Read one of its resources',
      tags: ['tools'],
    })
    .input(named.extend({ uri: z.string() }))
    .output(z.object({ result: z.record(z.string(), z.unknown()) })),
  prompts: base
    .route({ method: 'GET', path: '/servers/{name}/prompts', summary: 'Its prompts', tags: ['tools'] })
    .input(named)
    .output(z.object({ prompts: z.array(promptSchema) })),
  getPrompt: base
    .route({
      method: 'POST',
      path: '/servers/{name}/prompts/get',
      summary: 'Fill in one of its prompts',
      tags: ['tools'],
    })
    .input(named.extend({ prompt: z.string(), arguments: z.record(z.string(), z.string()).optional() }))
    .output(z.object({ result: z.record(z.string(), z.unknown()) })),
};
