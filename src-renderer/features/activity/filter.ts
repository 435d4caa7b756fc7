import { useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { EventType } from '../../../src-shared/schema/event.ts';
import { paths } from '../../routes.ts';
import type { EventFilter } from './event-source.ts';

export const kinds = ['exits', 'restarts', 'health', 'warnings', 'states', 'configuration'] as const;
export type Kind = (typeof kinds)[number];

const TYPES: Readonly<Record<Kind, readonly EventType[]>> = {
  exits: ['server.exit'],
  restarts: ['server.restart'],
  health: ['server.health'],
  warnings: ['server.warning'],
  states: ['server.state'],
  configuration: ['config.loaded', 'config.error'],
};

/** What `events.counts` of the contract tells. */
export interface Counts {
  readonly types: Readonly<Record<string, number>>;
  readonly exits: number;
}

/** How many events the list has of a kind. */
export function countOf(kind: Kind, { types, exits }: Counts): number {
  if (kind === 'exits') return exits;
  return TYPES[kind].reduce((sum, type) => sum + (types[type] ?? 0), 0);
}

export interface ActivityFilter extends EventFilter {
  readonly kind: Kind | null;
}

function readActivityFilter(query: URLSearchParams): ActivityFilter {
  const kind = kinds.find((each) => each === query.get('show')) ?? null;
  const [from, to] = [Number(query.get('from')), Number(query.get('to'))];
  return {
    kind,
    types: kind === null ? [] : TYPES[kind],
    server: query.get('server'),
    actor: query.get('by'),
    text: query.get('q') ?? '',
    time: from > 0 && to > from ? { from, to } : null,
  };
}

export function writeActivityFilter({ kind, server, actor, text, time }: ActivityFilter): string {
  const query = new URLSearchParams();
  if (kind !== null) query.set('show', kind);
  if (server !== null) query.set('server', server);
  if (actor !== null) query.set('by', actor);
  if (text !== '') query.set('q', text);
  if (time !== null) {
    query.set('from', String(time.from));
    query.set('to', String(time.to));
  }
  const written = query.toString();
  return written === '' ? paths.activity() : `${paths.activity()}?${written}`;
}

export const noActivityFilter: ActivityFilter = readActivityFilter(new URLSearchParams());

export type ChangeFilter = (change: Partial<Omit<ActivityFilter, 'types'>>) => void;

/** It lives in the address, so that it can be linked to. Typing replaces it; a choice is a step that "back" undoes. */
export function useActivityFilter(): readonly [ActivityFilter, ChangeFilter] {
  const search = useSearch();
  const [, navigate] = useLocation();
  const filter = useMemo(() => readActivityFilter(new URLSearchParams(search)), [search]);
  return [
    filter,
    (change) =>
      navigate(writeActivityFilter({ ...filter, ...change }), { replace: change.text !== undefined }),
  ];
}
