import { z } from 'zod';
import { messageSchema } from './message.ts';
import { crashReasons, serverStates, startPhases } from './names.ts';
import { configProblemSchema } from './problem.ts';

export { crashReasons, serverStates, startPhases };

export const serverStateSchema = z.enum(serverStates);
export type ServerState = z.infer<typeof serverStateSchema>;

export const crashReasonSchema = z.enum(crashReasons);
export type CrashReason = z.infer<typeof crashReasonSchema>;

export const startPhaseSchema = z.enum(startPhases);
export type StartPhase = z.infer<typeof startPhaseSchema>;

export const desiredSchema = z.enum(['up', 'down']);
export type Desired = z.infer<typeof desiredSchema>;

export const transportKindSchema = z.enum(['stdio', 'http', 'sse']);
export type TransportKind = z.infer<typeof transportKindSchema>;

export const healthStatusSchema = z.enum(['ok', 'fail', 'unknown']);

/** What an HTTP health body may tell beside its status code. */
export const deepHealthSchema = z.object({
  status: z.string().nullable(),
  version: z.string().nullable(),
  metrics: z.record(z.string(), z.number()),
  dependencies: z.record(z.string(), z.object({ status: z.string(), message: z.string().nullable() })),
});
export type DeepHealth = z.infer<typeof deepHealthSchema>;

export const healthReportSchema = z.object({
  status: healthStatusSchema,
  checkedAt: z.string().nullable(),
  latencyMs: z.number().nullable(),
  message: z.string().nullable(),
  version: z.string().nullable(),
  metrics: z.record(z.string(), z.number()),
  dependencies: z.record(z.string(), z.object({ status: z.string(), message: z.string().nullable() })),
});
export type HealthReport = z.infer<typeof healthReportSchema>;

/** Why it is not well: what happened, then what a person does about it. */
export const causeSchema = z.object({ happened: messageSchema, remedy: messageSchema });

export const lastExitSchema = z.object({
  code: z.number().nullable(),
  signal: z.string().nullable(),
  at: z.string(),
  lastLines: z.array(z.string()),
});
export type LastExit = z.infer<typeof lastExitSchema>;

export const warningSchema = z.object({
  /** Stable name: `cpu`, `memory`, `stdout-noise`, `log-dropped`, `health-degraded`, `dependency:NAME` … */
  kind: z.string(),
  message: z.string(),
  /** `message` in its parts, for those who tell it in another language; absent where there is only the text. */
  told: messageSchema.optional(),
  since: z.string(),
});
export type Warning = z.infer<typeof warningSchema>;

export const serverStatusSchema = z.object({
  name: z.string(),
  aliases: z.array(z.string()),
  groups: z.array(z.string()),
  transport: transportKindSchema,
  /** What it is started with: `npx`, `uvx`, `docker`, `python`, `node`, else the program's name; `remote` without a process. */
  kind: z.string(),
  url: z.string().nullable(),
  enabled: z.boolean(),
  desired: desiredSchema,
  state: serverStateSchema,
  phase: startPhaseSchema.nullable(),
  pausedUntil: z.string().nullable(),
  /** Since when it is in this state; null where this instance has not seen it change. */
  since: z.string().nullable(),
  /** Who brought it into this state, as an event's `actor`. */
  by: z.string().nullable(),
  reason: crashReasonSchema.nullable(),
  detail: z.string().nullable(),
  /** `detail` in its parts, for those who show them apart or in another language; null where it is well. */
  cause: causeSchema.nullable(),
  pid: z.number().nullable(),
  startedAt: z.string().nullable(),
  uptimeMs: z.number().nullable(),
  restartCount: z.number(),
  maxRestarts: z.number(),
  totalRestarts: z.number(),
  consecutiveFailures: z.number(),
  lastRestart: z.string().nullable(),
  nextRestartAt: z.string().nullable(),
  lastExit: lastExitSchema.nullable(),
  cpuPercent: z.number().nullable(),
  memoryBytes: z.number().nullable(),
  processes: z.number().nullable(),
  health: healthReportSchema,
  protocol: z.string().nullable(),
  tools: z.number().nullable(),
  warnings: z.array(warningSchema),
  replicas: z.array(z.unknown()),
});
export type ServerStatus = z.infer<typeof serverStatusSchema>;

export const instanceStatusSchema = z.object({
  running: z.boolean(),
  pid: z.number().nullable(),
  version: z.string().nullable(),
  url: z.string().nullable(),
  config: z.string().nullable(),
  configErrors: z.array(configProblemSchema),
  uptimeMs: z.number().nullable(),
  memoryBytes: z.number().nullable(),
  cpuPercent: z.number().nullable(),
});
export type InstanceStatus = z.infer<typeof instanceStatusSchema>;

export const summarySchema = z.record(serverStateSchema, z.number());
export type Summary = z.infer<typeof summarySchema>;

/** What `status --json` prints and what a page starts from. */
export const statusReportSchema = z.object({
  instance: instanceStatusSchema,
  summary: summarySchema,
  servers: z.array(serverStatusSchema),
});
export type StatusReport = z.infer<typeof statusReportSchema>;
