import { z } from 'zod';
import { byteSize, durationMs, positiveDurationMs } from './quantities.ts';

/**
 * A server's policy, as `orchestrator.defaults` and `orchestrator.servers.NAME` may write it: every key optional.
 * Durations are milliseconds or text such as "30s"; sizes are bytes or text such as "1GB"; CPU is percent of one core.
 * Names and defaults are the contract of the configuration file. The descriptions are what an editor shows.
 */
export const dependencySchema = z.union([
  z.string(),
  z.strictObject({ server: z.string(), condition: z.enum(['started', 'healthy']).default('healthy') }),
]);

export const backoffSchema = z.strictObject({
  initial: durationMs.optional().describe('The first wait. Default 1000 ms.'),
  factor: z.number().min(1).max(100).optional().describe('How much longer each further wait is. Default 4.'),
  max: durationMs.optional().describe('The longest wait. Default 60000 ms.'),
  jitter: z.number().min(0).max(1).optional().describe('The part of a wait that is random. Default 0.25.'),
  firstAfterStable: z
    .strictObject({ uptime: durationMs.optional(), delay: durationMs.optional() })
    .optional()
    .describe(
      'After a run of at least `uptime` (default 60000 ms) the wait is `delay` (default 100 ms) instead of the backoff.',
    ),
});

export const restartSchema = z.strictObject({
  policy: z.enum(['always', 'on-failure', 'never']).optional().describe('Default "always".'),
  maxRestarts: z.int().min(0).max(1_000_000).optional().describe('Restarts before it stays down. Default 3.'),
  backoff: backoffSchema.optional(),
  stableReset: positiveDurationMs
    .optional()
    .describe('Running without interruption for so long gives the restarts back. Default 600000 ms.'),
  resetDaily: z.boolean().optional().describe('Give the restarts back at local midnight. Default false.'),
});

export const policyInputSchema = z.strictObject({
  enabled: z.boolean().optional().describe('A disabled server is listed and never started. Default true.'),
  autoStart: z.boolean().optional().describe('Start it with the orchestrator. Default true.'),
  aliases: z.array(z.string()).optional().describe('Other names for it.'),
  dependsOn: z
    .array(dependencySchema)
    .optional()
    .describe('Servers that come before it: names, or {server, condition: "started" | "healthy"}.'),
  restartWith: z.array(z.string()).optional().describe('Restart it when one of these dependencies restarts.'),
  restart: restartSchema.optional(),
  startupTimeout: positiveDurationMs
    .optional()
    .describe('Default 30 s; 180 s where npx, uvx or docker fetch first.'),
  stop: z
    .strictObject({
      drain: durationMs.optional().describe('Calls in flight may finish. Default 5000 ms.'),
      eofWait: durationMs.optional().describe('Wait after closing its input. Default 5000 ms.'),
      termWait: durationMs.optional().describe('Wait after SIGTERM. Default 5000 ms.'),
      killWait: durationMs.optional().describe('Wait after SIGKILL. Default 2000 ms.'),
    })
    .optional(),
  health: z
    .strictObject({
      kind: z.enum(['auto', 'mcp', 'http', 'process', 'none']).optional().describe('Default "auto".'),
      interval: positiveDurationMs.optional().describe('Default 30000 ms.'),
      timeout: positiveDurationMs.optional().describe('Default 10000 ms.'),
      grace: durationMs.optional().describe('No check in the first moments of a run. Default 5000 ms.'),
      failureThreshold: z
        .int()
        .min(1)
        .max(1000)
        .optional()
        .describe('Failures in a row that restart it. Default 3.'),
      url: z.string().optional().describe('The address of the health page, for kind "http".'),
    })
    .optional(),
  resources: z
    .strictObject({
      sample: positiveDurationMs.optional().describe('Default 10000 ms.'),
      cpuWarn: z.number().positive().optional().describe('Percent of one core. Default 90.'),
      memoryWarn: byteSize.optional().describe('Default "1GB".'),
      memoryLimit: byteSize
        .optional()
        .describe('Over it in 3 samples in a row it is restarted. Default: none.'),
    })
    .optional(),
  port: z
    .strictObject({
      env: z.string().optional().describe('The variable that tells it the port. Default "PORT".'),
      fixed: z.int().min(1).max(65535).optional().describe('Default: a free port, chosen once and kept.'),
      startWhenFree: z
        .boolean()
        .optional()
        .describe('Start by itself when a taken port becomes free. Default false.'),
    })
    .optional(),
  inheritEnv: z
    .array(z.string())
    .optional()
    .describe('More variables of the environment to pass on than the allow-list.'),
  logs: z
    .strictObject({
      maxSize: byteSize.optional().describe('Default "10MB".'),
      maxFiles: z.int().min(1).max(1000).optional().describe('Default 5.'),
    })
    .optional(),
  replicas: z.int().min(1).max(64).optional().describe('Instances behind one name. Default 1.'),
  gateway: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('Comes with the gateway: kept, not read yet.'),
});
export type PolicyInput = z.input<typeof policyInputSchema>;

export type RestartPolicy = 'always' | 'on-failure' | 'never';
export type HealthKind = 'auto' | 'mcp' | 'http' | 'process' | 'none';
export type DependencyCondition = 'started' | 'healthy';
export interface Dependency {
  readonly server: string;
  readonly condition: DependencyCondition;
}

/** A policy with every default filled in. All durations in milliseconds, all sizes in bytes. */
export interface Policy {
  readonly enabled: boolean;
  readonly autoStart: boolean;
  readonly aliases: readonly string[];
  readonly dependsOn: readonly Dependency[];
  readonly restartWith: readonly string[];
  readonly restart: {
    readonly policy: RestartPolicy;
    readonly maxRestarts: number;
    readonly backoff: {
      readonly initial: number;
      readonly factor: number;
      readonly max: number;
      readonly jitter: number;
      readonly firstAfterStable: { readonly uptime: number; readonly delay: number };
    };
    readonly stableReset: number;
    readonly resetDaily: boolean;
  };
  /** null: by the kind of command (30 s; 180 s for a cold npx, uvx or docker; 60 s for a warm one). */
  readonly startupTimeout: number | null;
  readonly stop: {
    readonly drain: number;
    readonly eofWait: number;
    readonly termWait: number;
    readonly killWait: number;
  };
  readonly health: {
    readonly kind: HealthKind;
    readonly interval: number;
    readonly timeout: number;
    readonly grace: number;
    readonly failureThreshold: number;
    readonly url: string | null;
  };
  readonly resources: {
    readonly sample: number;
    readonly cpuWarn: number;
    readonly memoryWarn: number;
    readonly memoryLimit: number | null;
  };
  readonly port: {
    readonly env: string;
    readonly fixed: number | null;
    readonly startWhenFree: boolean;
  } | null;
  readonly inheritEnv: readonly string[];
  readonly logs: { readonly maxSize: number; readonly maxFiles: number };
  readonly replicas: number;
  readonly gateway: Readonly<Record<string, unknown>>;
}

export const defaultPolicy: Policy = {
  enabled: true,
  autoStart: true,
  aliases: [],
  dependsOn: [],
  restartWith: [],
  restart: {
    policy: 'always',
    maxRestarts: 3,
    backoff: {
      initial: 1000,
      factor: 4,
      max: 60_000,
      jitter: 0.25,
      firstAfterStable: { uptime: 60_000, delay: 100 },
    },
    stableReset: 600_000,
    resetDaily: false,
  },
  startupTimeout: null,
  stop: { drain: 5000, eofWait: 5000, termWait: 5000, killWait: 2000 },
  health: { kind: 'auto', interval: 30_000, timeout: 10_000, grace: 5000, failureThreshold: 3, url: null },
  resources: { sample: 10_000, cpuWarn: 90, memoryWarn: 1_000_000_000, memoryLimit: null },
  port: null,
  inheritEnv: [],
  logs: { maxSize: 10_000_000, maxFiles: 5 },
  replicas: 1,
  gateway: {},
};
