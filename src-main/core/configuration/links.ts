import { message } from '../../../src-shared/i18n/message.ts';
import { nearest } from '../../../src-shared/model/nearest.ts';
import { nameFault } from '../../../src-shared/model/server-name.ts';
import { checkNode } from '../../../src-shared/schema/check.ts';
import { orchestratorSchema } from '../../../src-shared/schema/config.ts';
import type { ObjectNode } from '../../../src-shared/schema/document.ts';
import type { Dependency } from '../../../src-shared/schema/policy.ts';
import { type Cycle, describeCycle, findCycles } from './dependencies.ts';
import { type Findings, tellName } from './findings.ts';
import { quote } from './problems.ts';
import { section } from './sections.ts';
import { type Draft, policyPlace } from './servers.ts';

export type Drafts = ReadonlyMap<string, Draft>;

/** Who has an alias: alias to server. */
export type Aliases = ReadonlyMap<string, string>;

/**
 * The aliases in force. Servers, aliases and groups share one namespace: a server's name goes before every alias, and
 * of two equal aliases the first in the file stays.
 */
export function linkAliases(drafts: Drafts, findings: Findings): Aliases {
  const aliases = new Map<string, string>();
  for (const draft of drafts.values()) {
    for (const [index, alias] of draft.policy.aliases.entries()) {
      const { at, path } = policyPlace(draft, ['aliases', index]);
      const fault = nameFault(alias);
      const holder = drafts.has(alias) ? alias : aliases.get(alias);
      if (fault !== null) tellName(fault, alias, at, path, findings, draft.name);
      else if (holder === undefined) aliases.set(alias, draft.name);
      else if (holder !== draft.name) {
        const text = message('config.clash.alias', { name: quote(alias), holder: quote(holder) });
        findings.error(at, draft.name, path, text, quote(alias));
      }
    }
  }
  return aliases;
}

export interface DependencyLinks {
  readonly dependsOn: readonly Dependency[];
  readonly restartWith: readonly string[];
}

/** Dependencies by the servers' names; unknown names and cycles are problems of the server that has them. */
export function linkDependencies(
  drafts: Drafts,
  aliases: Aliases,
  findings: Findings,
): ReadonlyMap<string, DependencyLinks> {
  const links = new Map<string, DependencyLinks>();
  for (const draft of drafts.values()) {
    const known = (name: string, key: string, index: number): string | null => {
      const found = drafts.has(name) ? name : aliases.get(name);
      if (found !== undefined) return found;
      const { at, path } = policyPlace(draft, [key, index]);
      findings.error(at, draft.name, path, unknownServer(name, key, drafts), quote(name));
      return null;
    };
    const dependsOn = new Map<string, Dependency>();
    for (const [index, { server, condition }] of draft.policy.dependsOn.entries()) {
      const name = known(server, 'dependsOn', index);
      if (name === null) continue;
      dependsOn.set(name, { server: name, condition });
      warnDisabled(draft, name, index, drafts, findings);
    }
    const restartWith = new Set<string>();
    for (const [index, server] of draft.policy.restartWith.entries()) {
      const name = known(server, 'restartWith', index);
      if (name === null) continue;
      restartWith.add(name);
      if (dependsOn.has(name)) continue;
      const { at, path } = policyPlace(draft, ['restartWith', index]);
      findings.warn(at, draft.name, path, message('config.restart-with', { server: quote(name) }));
    }
    links.set(draft.name, { dependsOn: [...dependsOn.values()], restartWith: [...restartWith] });
  }
  tellCycles(drafts, links, findings);
  return links;
}

function unknownServer(name: string, key: string, drafts: Drafts): ReturnType<typeof message> {
  const close = nearest(name, drafts.keys());
  const params = { path: key, name: quote(name) };
  return close === null
    ? message('config.unknown-server', params)
    : message('config.unknown-server.near', { ...params, near: quote(close) });
}

function warnDisabled(draft: Draft, name: string, index: number, drafts: Drafts, findings: Findings): void {
  if (drafts.get(name)?.policy.enabled !== false || !draft.policy.enabled) return;
  const { at, path } = policyPlace(draft, ['dependsOn', index]);
  findings.warn(at, draft.name, path, message('config.dependency-disabled', { server: quote(name) }));
}

function tellCycles(drafts: Drafts, links: ReadonlyMap<string, DependencyLinks>, findings: Findings): void {
  const edges = new Map(
    [...links].map(([name, { dependsOn }]) => [name, dependsOn.map((one) => one.server)]),
  );
  for (const [name, cycle] of findCycles(edges)) {
    const draft = drafts.get(name);
    if (draft === undefined) continue;
    const { at, path } = policyPlace(draft, ['dependsOn', indexOfNext(draft, cycle)]);
    findings.error(at, name, path, message('config.cycle', { cycle: describeCycle(cycle) }));
  }
}

/** Which of its dependencies goes round; written under an alias, it is the whole list. */
function indexOfNext(draft: Draft, { ring, index }: Cycle): number {
  const next = ring[(index + 1) % ring.length];
  return Math.max(
    0,
    draft.policy.dependsOn.findIndex((one) => one.server === next),
  );
}

export interface Group {
  readonly name: string;
  readonly servers: readonly string[];
}

/** Groups in the order of the file. What is wrong with one is told and left out; its other members stay. */
export function resolveGroups(
  ours: ObjectNode,
  drafts: Drafts,
  aliases: Aliases,
  findings: Findings,
): readonly Group[] {
  const entry = ours.entries.get('groups');
  if (entry === undefined) return [];
  const path = ['orchestrator', 'groups'];
  const checked = checkNode(orchestratorSchema.shape.groups, entry.node, path, {
    issue: (issue) => findings.issue(issue, null),
  }) as Readonly<Record<string, readonly string[]>> | undefined;
  const groups: Group[] = [];
  for (const [name, { key, node }] of section(ours, 'groups').entries) {
    const inner = [...path, name];
    const fault = nameFault(name);
    const holder = drafts.has(name) ? name : aliases.get(name);
    if (fault !== null) tellName(fault, name, key, inner, findings);
    else if (holder !== undefined)
      findings.error(
        key,
        null,
        inner,
        message('config.clash.group', { name: quote(name), holder: quote(holder) }),
      );
    else {
      const members = new Set<string>();
      const places = node.kind === 'array' ? node.items : [];
      for (const member of checked?.[name] ?? []) {
        const server = drafts.has(member) ? member : aliases.get(member);
        if (server !== undefined) {
          members.add(server);
          continue;
        }
        const index = places.findIndex((one) => one.kind === 'scalar' && one.value === member);
        const text = unknownServer(member, `groups.${name}`, drafts);
        findings.error(places[index]?.at ?? key, null, [...inner, Math.max(0, index)], text, quote(member));
      }
      groups.push({ name, servers: [...members] });
    }
  }
  return groups;
}
