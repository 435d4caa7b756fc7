import type { Configuration, ServerDefinition } from './definition.ts';

/** What a new configuration asks for. Names; a renamed server is one removed and one added. */
export interface ConfigurationDiff {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** The running incarnation must be replaced, or the server became invalid, valid, or invalid for another reason. */
  readonly launchChanged: readonly string[];
  /** Only what is applied live: policy, enabled, aliases, groups, secrets. */
  readonly policyChanged: readonly string[];
  readonly unchanged: readonly string[];
  /** The servers that stay stand in another order. */
  readonly orderChanged: boolean;
  readonly groupsChanged: boolean;
  /** `http` or `startConcurrency`. */
  readonly settingsChanged: boolean;
}

export function diffConfigurations(previous: Configuration | null, next: Configuration): ConfigurationDiff {
  const before = new Map(previous?.servers.map((server) => [server.name, server]));
  const after = new Map(next.servers.map((server) => [server.name, server]));
  const added: string[] = [];
  const launchChanged: string[] = [];
  const policyChanged: string[] = [];
  const unchanged: string[] = [];
  for (const [name, server] of after) {
    const old = before.get(name);
    if (old === undefined) added.push(name);
    else if (old.launchHash !== server.launchHash || !same(problemsOf(old), problemsOf(server)))
      launchChanged.push(name);
    else if (!same(liveParts(old), liveParts(server))) policyChanged.push(name);
    else unchanged.push(name);
  }
  const stayed = (one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>) =>
    [...one.keys()].filter((name) => other.has(name));
  return {
    added,
    removed: [...before.keys()].filter((name) => !after.has(name)),
    launchChanged,
    policyChanged,
    unchanged,
    orderChanged: !same(stayed(before, after), stayed(after, before)),
    groupsChanged: !same(previous?.groups ?? [], next.groups),
    settingsChanged: previous !== null && !same(settingsOf(previous), settingsOf(next)),
  };
}

function problemsOf(server: ServerDefinition): readonly string[] {
  return server.problems.map((problem) => problem.message);
}

function liveParts(server: ServerDefinition): unknown {
  return [server.policy, server.enabled, server.aliases, server.groups, server.secrets];
}

function settingsOf(configuration: Configuration): unknown {
  return [configuration.http, configuration.startConcurrency];
}

/** Equal as data; the order of keys does not count. */
function same(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) || Array.isArray(other)) {
    return (
      Array.isArray(one) &&
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((item, index) => same(item, other[index]))
    );
  }
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every(
      (key) =>
        Object.hasOwn(other, key) &&
        same((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]),
    )
  );
}
