import { message } from '../../../src-shared/i18n/message.ts';
import { nearest } from '../../../src-shared/model/nearest.ts';
import type { Accepted, Refusal } from '../orchestrator.ts';
import { refusal } from '../refusal.ts';

interface Named {
  readonly name: string;
  readonly aliases: readonly string[];
}

interface Group {
  readonly name: string;
  readonly servers: readonly string[];
}

/** What a person, script or client may call servers by, and which ones that means. */
export interface Selected {
  /** In the order of the file, each once. */
  readonly names: readonly string[];
  /** Those that were asked for by their own name or alias, not through a group and not by meaning all. */
  readonly named: ReadonlySet<string>;
}

/** Resolves names, aliases and groups. An empty selection means all; a name that nobody has refuses the whole. */
export function selectServers(
  selection: readonly string[],
  servers: readonly Named[],
  groups: readonly Group[],
): Accepted<Selected> {
  const inOrder = servers.map((server) => server.name);
  if (selection.length === 0) return { ok: true, value: { names: inOrder, named: new Set() } };
  const named = new Set<string>();
  const wanted = new Set<string>();
  for (const word of selection) {
    const server = findServer(word, servers);
    const group = groups.find((each) => each.name === word);
    if (server !== undefined) {
      named.add(server.name);
      wanted.add(server.name);
    } else if (group !== undefined) {
      for (const name of group.servers) wanted.add(name);
    } else {
      return { ok: false, refusal: unknownServer(word, servers, groups) };
    }
  }
  return { ok: true, value: { names: inOrder.filter((name) => wanted.has(name)), named } };
}

export function findServer<T extends Named>(word: string, servers: readonly T[]): T | undefined {
  return (
    servers.find((server) => server.name === word) ?? servers.find((server) => server.aliases.includes(word))
  );
}

/** For a word that is no server; a group is told as what it is, where only one server makes sense. */
export function unknownServer(word: string, servers: readonly Named[], groups: readonly Group[]): Refusal {
  const group = groups.find((each) => each.name === word);
  if (group !== undefined) {
    const params = { name: word, servers: group.servers.map((name) => `\`${name}\``).join(', ') };
    return refusal('UNKNOWN_SERVER', word, message('supervisor.refusal.group', params));
  }
  const known = [
    ...servers.flatMap((server) => [server.name, ...server.aliases]),
    ...groups.map((group) => group.name),
  ];
  const near = nearest(word, known);
  const text =
    near === null
      ? message('supervisor.refusal.unknown', { name: word })
      : message('supervisor.refusal.unknown-near', { name: word, near });
  return refusal('UNKNOWN_SERVER', word, text);
}
