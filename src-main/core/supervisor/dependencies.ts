import type { Cause, Message } from '../../../src-shared/i18n/message.ts';
import { message } from '../../../src-shared/i18n/message.ts';
import type { Dependency } from '../../../src-shared/schema/policy.ts';
import type { Machine } from './machine.ts';

/** Who needs whom, by name, over the servers of one configuration in the order of its file. */
export interface DependencyGraph {
  /** The servers that this one waits for. */
  needs(name: string): readonly Dependency[];
  /** The servers that wait for this one. */
  neededBy(name: string): readonly string[];
  /** The servers that are restarted when this one restarted. */
  restartedWith(name: string): readonly string[];
  /** The names with everything they need, directly or not; dependencies first, else in the order of the file. */
  startOrder(names: Iterable<string>, options: { readonly withDependencies: boolean }): readonly string[];
  /** Everything that needs one of the names, directly or not, without the names themselves. */
  dependentsOf(names: Iterable<string>): readonly string[];
}

interface Node {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly policy: { readonly dependsOn: readonly Dependency[]; readonly restartWith: readonly string[] };
}

/** A dependency may be named by an alias; a name that nobody has stays as it is and is found missing later. */
export function createDependencyGraph(servers: readonly Node[]): DependencyGraph {
  const real = new Map<string, string>();
  for (const server of servers) for (const alias of server.aliases) real.set(alias, server.name);
  for (const server of servers) real.set(server.name, server.name);
  const needs = new Map<string, readonly Dependency[]>();
  const neededBy = new Map<string, string[]>();
  const restartedWith = new Map<string, string[]>();
  const position = new Map(servers.map((server, index) => [server.name, index]));

  for (const server of servers) {
    const list = server.policy.dependsOn.map((each) => ({
      ...each,
      server: real.get(each.server) ?? each.server,
    }));
    needs.set(server.name, list);
    for (const each of list) addTo(neededBy, each.server, server.name);
    for (const each of server.policy.restartWith) addTo(restartedWith, real.get(each) ?? each, server.name);
  }

  /** Depth first; a cycle is a configuration error elsewhere and only must not hang here. */
  function startOrder(
    names: Iterable<string>,
    { withDependencies }: { readonly withDependencies: boolean },
  ): readonly string[] {
    const asked = new Set(names);
    const ordered: string[] = [];
    const seen = new Set<string>();
    const visit = (name: string): void => {
      if (seen.has(name) || !position.has(name)) return;
      seen.add(name);
      for (const each of needs.get(name) ?? []) visit(each.server);
      if (withDependencies || asked.has(name)) ordered.push(name);
    };
    const inFileOrder = [...asked].sort((a, b) => (position.get(a) ?? 0) - (position.get(b) ?? 0));
    for (const name of inFileOrder) visit(name);
    return ordered;
  }

  function dependentsOf(names: Iterable<string>): readonly string[] {
    const asked = new Set(names);
    const seen = new Set(asked);
    const found: string[] = [];
    const open = [...asked];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      for (const dependent of neededBy.get(name) ?? []) {
        if (seen.has(dependent)) continue;
        seen.add(dependent);
        found.push(dependent);
        open.push(dependent);
      }
    }
    return found;
  }

  return {
    needs: (name) => needs.get(name) ?? [],
    neededBy: (name) => neededBy.get(name) ?? [],
    restartedWith: (name) => restartedWith.get(name) ?? [],
    startOrder,
    dependentsOf,
  };
}

function addTo(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else if (!list.includes(value)) list.push(value);
}

export type DependencyVerdict =
  | { readonly kind: 'ok' }
  | { readonly kind: 'wait'; readonly names: readonly string[] }
  | { readonly kind: 'failed'; readonly cause: Cause };

/** What a start is told about each of its dependencies; `machine` null: no such server. */
export interface DependencyView {
  readonly dependency: Dependency;
  readonly machine: Machine | null;
  readonly enabled: boolean;
}

/** Whether a start may go on: one dependency that will not come up by itself decides at once. */
export function judgeDependencies(views: readonly DependencyView[]): DependencyVerdict {
  const waiting: string[] = [];
  for (const view of views) {
    const failed = failureOf(view);
    if (failed !== null) return { kind: 'failed', cause: dependencyCause(failed, view.dependency.server) };
    if (!isMet(view)) waiting.push(view.dependency.server);
  }
  return waiting.length === 0 ? { kind: 'ok' } : { kind: 'wait', names: waiting };
}

function failureOf({ dependency, machine, enabled }: DependencyView): Message | null {
  const params = { name: dependency.server };
  if (machine === null) return message('supervisor.dependency.missing', params);
  if (!enabled) return message('supervisor.dependency.disabled', params);
  return machine.state === 'CRASHED' ? message('supervisor.dependency.crashed', params) : null;
}

function isMet({ dependency, machine }: DependencyView): boolean {
  if (machine === null) return false;
  if (machine.state === 'RUNNING') return true;
  if (dependency.condition === 'healthy') return false;
  return machine.state === 'UNHEALTHY' || (machine.state === 'STARTING' && machine.phase === 'HANDSHAKE');
}

function dependencyCause(happened: Message, name: string): Cause {
  return { happened, remedy: message('supervisor.dependency.remedy', { name }) };
}

/** The cause when the time to wait is over. */
export function dependencyTimeoutCause(names: readonly string[], waitedMs: number): Cause {
  return {
    happened: message('supervisor.dependency.timeout', {
      names: names.join(', '),
      minutes: Math.round(waitedMs / 60_000),
    }),
    remedy: message('supervisor.dependency.remedy', { name: names[0] ?? '' }),
  };
}
