import { fuzzyMatch, type Match } from './fuzzy.ts';

/** Something that can be chosen. */
export interface Entry {
  /** The same thing has the same one tomorrow: what was chosen lately is kept by it. */
  readonly id: string;
  readonly text: string;
  /** Other words that find it, which are not shown: aliases, what people call it elsewhere. */
  readonly also?: readonly string[];
}

/** What can be done with one server that is not well, the best first. */
export interface TroubleEntries<E extends Entry> {
  readonly server: string;
  readonly entries: readonly E[];
}

export interface ServerEntries<E extends Entry> {
  /** Opens it. */
  readonly open: E;
  readonly actions: readonly E[];
}

export interface Sources<E extends Entry> {
  readonly trouble: readonly TroubleEntries<E>[];
  readonly servers: readonly ServerEntries<E>[];
  readonly tools: readonly E[];
  readonly commands: readonly E[];
  /** Ids, newest first. */
  readonly recent: readonly string[];
}

export interface Found<E extends Entry> {
  readonly entry: E;
  readonly ranges: Match['ranges'];
}

export interface Section<E extends Entry> {
  readonly kind: 'recent' | 'trouble' | 'servers' | 'tools' | 'commands';
  /** Of `trouble`: whose. null: of several. */
  readonly server: string | null;
  /** Instead of the usual one. */
  readonly heading?: string;
  readonly found: readonly Found<E>[];
}

/** So many of each: who wants more types more. */
const MOST = { recent: 5, troubled: 3, best: 5, servers: 8, tools: 8, commands: 8 } as const;

/**
 * What the palette shows, in the order of brief.md §8: the best action for a matching server that is not well, its other
 * actions, servers, tools, commands.
 */
export function findEntries<E extends Entry>(query: string, sources: Sources<E>): readonly Section<E>[] {
  const wanted = query.trim();
  const sections = wanted === '' ? atRest(sources) : matching(wanted, sources);
  return sections.filter(({ found }) => found.length > 0);
}

/** Of one server's own list: all of it that matches, in its order. */
export function findIn<E extends Entry>(
  query: string,
  entries: readonly E[],
  server: string,
): readonly Section<E>[] {
  const found = matchAll(query.trim(), entries);
  return found.length === 0 ? [] : [section('trouble', found, server)];
}

function atRest<E extends Entry>(sources: Sources<E>): readonly Section<E>[] {
  const { trouble, servers, tools, commands } = sources;
  const known = new Map(
    [
      ...trouble.flatMap(({ entries }) => entries),
      ...servers.flatMap(({ open, actions }) => [open, ...actions]),
      ...tools,
      ...commands,
    ].map((entry) => [entry.id, entry]),
  );
  const recent = sources.recent.flatMap((id) => known.get(id) ?? []).slice(0, MOST.recent);
  const shown = new Set(recent.map(({ id }) => id));
  const rest = (entries: readonly E[], most: number) =>
    entries.filter(({ id }) => !shown.has(id)).slice(0, most);
  return [
    section('recent', recent.map(asFound)),
    section(
      'trouble',
      rest(
        trouble.flatMap(({ entries }) => entries.slice(0, 1)),
        MOST.best,
      ).map(asFound),
    ),
    section('commands', rest(commands, commands.length).map(asFound)),
  ];
}

function matching<E extends Entry>(query: string, sources: Sources<E>): readonly Section<E>[] {
  const troubled = sources.trouble
    .map(({ server, entries }) => ({ server, matches: matchAll(query, entries) }))
    .filter(({ matches }) => matches.length > 0)
    .sort((a, b) => bestScore(b.matches) - bestScore(a.matches))
    .slice(0, MOST.troubled)
    // Not by score: the best action stays the first.
    .map(({ server, matches }) => section('trouble', matches, server));
  const servers = sources.servers.flatMap(({ open, actions }) => {
    const own = matchEntry(query, open);
    return own === null ? matchAll(query, actions) : [own];
  });
  return [
    ...troubled,
    section('servers', best(servers, MOST.servers)),
    section('tools', best(matchAll(query, sources.tools), MOST.tools)),
    section('commands', best(matchAll(query, sources.commands), MOST.commands)),
  ];
}

interface Scored<E extends Entry> extends Found<E> {
  readonly score: number;
}

function matchAll<E extends Entry>(query: string, entries: readonly E[]): readonly Scored<E>[] {
  return entries.flatMap((entry) => matchEntry(query, entry) ?? []);
}

function matchEntry<E extends Entry>(query: string, entry: E): Scored<E> | null {
  const shown = fuzzyMatch(query, entry.text);
  if (shown !== null) return { entry, ...shown };
  const hidden = (entry.also ?? []).flatMap((text) => fuzzyMatch(query, text) ?? []);
  if (hidden.length === 0) return null;
  // Found by a word that is not seen: after those in which one sees why.
  return { entry, score: Math.max(...hidden.map(({ score }) => score)) - 10, ranges: [] };
}

function best<E extends Entry>(scored: readonly Scored<E>[], most: number): readonly Scored<E>[] {
  return scored.toSorted((a, b) => b.score - a.score).slice(0, most);
}

function bestScore(scored: readonly { readonly score: number }[]): number {
  return Math.max(...scored.map(({ score }) => score));
}

function asFound<E extends Entry>(entry: E): Found<E> {
  return { entry, ranges: [] };
}

function section<E extends Entry>(
  kind: Section<E>['kind'],
  found: readonly Found<E>[],
  server: string | null = null,
): Section<E> {
  return { kind, server, found };
}

/** With what was just chosen at the front. */
export function withRecent(recent: readonly string[], id: string): readonly string[] {
  return [id, ...recent.filter((each) => each !== id)].slice(0, 20);
}
