import { useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { ServerState, ServerStatus } from '../../../src-shared/schema/status.ts';

/** What of the servers is shown. It lives in the address, so that it can be linked to and "back" takes it away. */
export interface Filter {
  readonly state: ServerState | 'warnings' | null;
  readonly group: string | null;
  readonly name: string;
}

/** The order of the bar, and of the keys 1 to 6. */
export const stateOrder: readonly ServerState[] = [
  'RUNNING',
  'STARTING',
  'STOPPING',
  'UNHEALTHY',
  'CRASHED',
  'STOPPED',
];

export const noFilter: Filter = { state: null, group: null, name: '' };

export function readFilter(query: URLSearchParams): Filter {
  const state = query.get('state');
  return {
    state: state === 'warnings' ? state : (stateOrder.find((each) => each === state) ?? null),
    group: query.get('group'),
    name: query.get('q') ?? '',
  };
}

export function writeFilter({ state, group, name }: Filter): string {
  const query = new URLSearchParams();
  if (state !== null) query.set('state', state);
  if (group !== null) query.set('group', group);
  if (name !== '') query.set('q', name);
  const text = query.toString();
  return text === '' ? '/' : `/?${text}`;
}

/** The filter, and what changes it. Typing replaces the address; a press of a button is a step that "back" undoes. */
export function useFilter(): readonly [Filter, (change: Partial<Filter>) => void] {
  const search = useSearch();
  const [, navigate] = useLocation();
  const filter = useMemo(() => readFilter(new URLSearchParams(search)), [search]);
  return [
    filter,
    (change) => navigate(writeFilter({ ...filter, ...change }), { replace: change.name !== undefined }),
  ];
}

type Filtered = Pick<ServerStatus, 'name' | 'aliases' | 'groups' | 'state' | 'warnings'>;

export function matches(server: Filtered, { state, group, name }: Filter): boolean {
  const wanted = name.trim().toLocaleLowerCase();
  if (
    wanted !== '' &&
    ![server.name, ...server.aliases].some((each) => each.toLocaleLowerCase().includes(wanted))
  )
    return false;
  // Empty: those without a group.
  if (group !== null && !(group === '' ? server.groups.length === 0 : server.groups.includes(group)))
    return false;
  if (state === null) return true;
  return state === 'warnings' ? server.warnings.length > 0 : server.state === state;
}
