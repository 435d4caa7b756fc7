import { duration, percent, say } from '../../ui/words.ts';
import { roundBytes } from './captions.ts';

const DURATIONS = new Set([
  'startupTimeout',
  'restart.backoff.initial',
  'restart.backoff.max',
  'restart.backoff.firstAfterStable.uptime',
  'restart.backoff.firstAfterStable.delay',
  'restart.stableReset',
  'stop.drain',
  'stop.eofWait',
  'stop.termWait',
  'stop.killWait',
  'health.interval',
  'health.timeout',
  'health.grace',
  'resources.sample',
]);
const SIZES = new Set(['resources.memoryWarn', 'resources.memoryLimit', 'logs.maxSize']);
const SHARES = new Set(['restart.backoff.jitter']);
const PERCENTS = new Set(['resources.cpuWarn']);

/** A value of the policy as a person reads it. */
export function policyValue(path: string, value: unknown): string {
  if (value === null || value === undefined)
    return path === 'startupTimeout' ? say('server.policy.by-command') : say('server.policy.none');
  if (typeof value === 'boolean') return say(value ? 'server.policy.yes' : 'server.policy.no');
  if (typeof value === 'number') return figure(path, value);
  if (Array.isArray(value))
    return value.length === 0 ? say('server.policy.none') : value.map(item).join(', ');
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}

function figure(path: string, value: number): string {
  if (DURATIONS.has(path)) return duration(value);
  if (SIZES.has(path)) return roundBytes(value);
  if (PERCENTS.has(path)) return percent(value);
  if (SHARES.has(path)) return percent(value * 100);
  return String(value);
}

function item(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const { server, condition } = value as { readonly server?: unknown; readonly condition?: unknown };
  if (typeof server !== 'string') return JSON.stringify(value);
  return say('server.policy.dependency', { server, condition: String(condition) });
}

export interface PolicyLeaf {
  readonly path: string;
  readonly value: unknown;
  readonly from: 'default' | 'all servers' | 'this server';
  readonly line: number | null;
}

export function leafOf(policy: readonly PolicyLeaf[], path: string): PolicyLeaf | null {
  return policy.find((leaf) => leaf.path === path) ?? null;
}

/** Who said the strongest of several values: what is told in one line has one origin. */
export function originOfAll(policy: readonly PolicyLeaf[], paths: readonly string[]): PolicyLeaf | null {
  const leaves = policy.filter(({ path }) => paths.includes(path));
  return (
    leaves.find(({ from }) => from === 'this server') ??
    leaves.find(({ from }) => from === 'all servers') ??
    leaves[0] ??
    null
  );
}

export function numberOf(policy: readonly PolicyLeaf[], path: string): number | null {
  const value = leafOf(policy, path)?.value;
  return typeof value === 'number' ? value : null;
}

/** Names of the servers that it needs. */
export function dependenciesOf(policy: readonly PolicyLeaf[]): readonly string[] {
  const value = leafOf(policy, 'dependsOn')?.value;
  if (!Array.isArray(value)) return [];
  return value
    .map((each: unknown) =>
      typeof each === 'string' ? each : (each as { readonly server?: unknown } | null)?.server,
    )
    .filter((each) => typeof each === 'string');
}
