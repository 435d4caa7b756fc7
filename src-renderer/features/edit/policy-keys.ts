export type PolicyKind = 'flag' | 'choice' | 'number' | 'duration' | 'size' | 'text';

export interface PolicyKey {
  readonly path: string;
  readonly kind: PolicyKind;
  readonly choices?: readonly string[];
  /** What holds where nobody says anything; null: nothing does. A test holds it against the policy's own defaults. */
  readonly standard: string | number | boolean | null;
  /** Shown where a server is added too. */
  readonly basic?: true;
}

/** The keys that have a field of their own; every other one is in the JSON below them. In the order of the form. */
export const policyKeys: readonly PolicyKey[] = [
  { path: 'autoStart', kind: 'flag', standard: true, basic: true },
  {
    path: 'restart.policy',
    kind: 'choice',
    choices: ['always', 'on-failure', 'never'],
    standard: 'always',
    basic: true,
  },
  { path: 'restart.maxRestarts', kind: 'number', standard: 3, basic: true },
  { path: 'startupTimeout', kind: 'duration', standard: null },
  {
    path: 'health.kind',
    kind: 'choice',
    choices: ['auto', 'mcp', 'http', 'process', 'none'],
    standard: 'auto',
  },
  { path: 'health.url', kind: 'text', standard: null },
  { path: 'health.interval', kind: 'duration', standard: 30_000 },
  { path: 'health.timeout', kind: 'duration', standard: 10_000 },
  { path: 'health.failureThreshold', kind: 'number', standard: 3 },
  { path: 'resources.cpuWarn', kind: 'number', standard: 90 },
  { path: 'resources.memoryWarn', kind: 'size', standard: 1_000_000_000 },
  { path: 'resources.memoryLimit', kind: 'size', standard: null },
  { path: 'port.env', kind: 'text', standard: null },
  { path: 'port.fixed', kind: 'number', standard: null },
  { path: 'replicas', kind: 'number', standard: 1 },
];
