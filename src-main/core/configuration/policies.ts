import type { Dependency, Policy } from '../../../src-shared/schema/policy.ts';
import { defaultPolicy } from '../../../src-shared/schema/policy.ts';
import type { ValueOrigin } from './definition.ts';

/** A checked policy of the file: some keys of `Policy`, durations and sizes already numbers. */
export type CheckedPolicy = Readonly<Record<string, unknown>>;

/** Where the keys of a checked policy stand: dotted path to line. */
export type KeyLines = ReadonlyMap<string, number>;

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Key by key at every depth; a list or a single value replaces what was there. `fromEntries` and spread define
 * properties, they do not assign them, so that a key "__proto__" inside `gateway` stays a key.
 */
export function mergeDeep(base: unknown, over: unknown): unknown {
  if (!isPlainObject(base) || !isPlainObject(over)) return over;
  const merged = Object.entries(over).map(([key, value]) => [
    key,
    Object.hasOwn(base, key) ? mergeDeep(base[key], value) : value,
  ]);
  return { ...base, ...Object.fromEntries(merged) };
}

/** What `port` means once it is written at all; without it a server has none. */
const portDefaults = { env: 'PORT', fixed: null, startWhenFree: false };

function normalised(policy: CheckedPolicy): CheckedPolicy {
  if (!Array.isArray(policy.dependsOn)) return policy;
  const dependsOn = (policy.dependsOn as readonly (string | Partial<Dependency>)[]).map((one) =>
    typeof one === 'string'
      ? { server: one, condition: 'healthy' }
      : { server: one.server ?? '', condition: one.condition ?? 'healthy' },
  );
  return { ...policy, dependsOn };
}

/** The policy with every default filled in: ours, then `defaults`, then the server's own. */
export function mergePolicy(base: Policy, over: CheckedPolicy): Policy {
  const ready = 'port' in over && base.port === null ? { ...base, port: portDefaults } : base;
  // The schema has checked every key and type of `over`, and `base` is whole.
  return mergeDeep(ready, normalised(over)) as Policy;
}

export function basePolicy(defaults: CheckedPolicy): Policy {
  return mergePolicy(defaultPolicy, defaults);
}

/** Who said a value of a policy: what stands nearest to the server. `entry`: what its entry says outweighs its policy. */
export function originsOf(defaults: KeyLines, own: KeyLines, entry: KeyLines): (path: string) => ValueOrigin {
  return (path) => {
    const ownLine = entry.get(path) ?? own.get(path);
    if (ownLine !== undefined) return { from: 'this server', line: ownLine };
    const sharedLine = defaults.get(path);
    if (sharedLine !== undefined) return { from: 'all servers', line: sharedLine };
    return { from: 'default', line: null };
  };
}
