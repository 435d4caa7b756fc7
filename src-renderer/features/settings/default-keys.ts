import type { QuantityKind } from './quantity.ts';

export interface SettingKey {
  /** Under `orchestrator` in the file. */
  readonly path: readonly string[];
  readonly kind: QuantityKind | 'switch';
  /** What holds where the file says nothing, as a test compares with the policy's own defaults; null: it depends, and a sentence says on what. */
  readonly standard: number | boolean | null;
  readonly least?: number;
  readonly most?: number;
}

const MOST_MS = 30 * 86_400_000;
const policy = (
  path: string,
  kind: SettingKey['kind'],
  standard: SettingKey['standard'],
  limits: { readonly least?: number; readonly most?: number } = {},
): SettingKey => ({ path: ['defaults', ...path.split('.')], kind, standard, ...limits });

/** The defaults for every server that a person may want to change; the others are for the file. */
export const policyKeys: readonly { readonly group: string; readonly keys: readonly SettingKey[] }[] = [
  {
    group: 'restart',
    keys: [
      policy('restart.maxRestarts', 'count', 3, { most: 1_000_000 }),
      policy('restart.backoff.initial', 'duration', 1000, { most: MOST_MS }),
      policy('restart.backoff.max', 'duration', 60_000, { most: MOST_MS }),
      policy('restart.stableReset', 'duration', 600_000, { least: 1, most: MOST_MS }),
      policy('restart.resetDaily', 'switch', false),
      policy('startupTimeout', 'duration', null, { least: 1, most: MOST_MS }),
    ],
  },
  {
    group: 'health',
    keys: [
      policy('health.interval', 'duration', 30_000, { least: 1, most: MOST_MS }),
      policy('health.timeout', 'duration', 10_000, { least: 1, most: MOST_MS }),
      policy('health.failureThreshold', 'count', 3, { least: 1, most: 1000 }),
    ],
  },
  {
    group: 'resources',
    keys: [
      policy('resources.cpuWarn', 'percent', 90, { least: 0.1 }),
      policy('resources.memoryWarn', 'size', 1_000_000_000),
    ],
  },
  {
    group: 'logs',
    keys: [
      policy('logs.maxSize', 'size', 10_000_000),
      policy('logs.maxFiles', 'count', 5, { least: 1, most: 1000 }),
    ],
  },
];

export const orchestratorKeys: readonly SettingKey[] = [
  { path: ['startConcurrency', 'direct'], kind: 'count', standard: null, least: 1, most: 1000 },
  { path: ['startConcurrency', 'wrappers'], kind: 'count', standard: null, least: 1, most: 1000 },
  { path: ['http', 'port'], kind: 'count', standard: 7717, most: 65_535 },
];
