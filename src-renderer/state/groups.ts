import type { ServerStatus } from '../../src-shared/schema/status.ts';

export interface Group {
  /** null: those without one. */
  readonly name: string | null;
  readonly servers: readonly ServerStatus[];
}

/** In the order of the file, each server in its first group; those without one come last. */
export function groupServers(servers: readonly ServerStatus[]): readonly Group[] {
  const groups = new Map<string | null, ServerStatus[]>();
  for (const server of servers) {
    const name = server.groups[0] ?? null;
    const members = groups.get(name);
    if (members === undefined) groups.set(name, [server]);
    else members.push(server);
  }
  const others = groups.get(null);
  groups.delete(null);
  if (others !== undefined) groups.set(null, others);
  return [...groups].map(([name, members]) => ({ name, servers: members }));
}

/** Shown at the top, once. Crashed ones first. */
export function needsPerson({ state, enabled }: ServerStatus): boolean {
  return enabled && (state === 'CRASHED' || state === 'UNHEALTHY');
}

export function troubleFirst(servers: readonly ServerStatus[]): readonly ServerStatus[] {
  const rank = ({ state }: ServerStatus) => (state === 'CRASHED' ? 0 : 1);
  return servers.filter(needsPerson).sort((a, b) => rank(a) - rank(b));
}
