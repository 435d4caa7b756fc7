import type { Cause } from '../../src-shared/i18n/message.ts';
import type { ServerStatus } from '../../src-shared/schema/status.ts';

export interface Group<T = ServerStatus> {
  /** null: those without one. */
  readonly name: string | null;
  readonly servers: readonly T[];
}

/** In the order of the file, each server in its first group; those without one come last. */
export function groupServers<T extends Pick<ServerStatus, 'groups'>>(
  servers: readonly T[],
): readonly Group<T>[] {
  const groups = new Map<string | null, T[]>();
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

/** Shown at the top, once. */
export function needsPerson({ state, enabled }: Pick<ServerStatus, 'state' | 'enabled'>): boolean {
  return enabled && (state === 'CRASHED' || state === 'UNHEALTHY');
}

type Troubled = Pick<ServerStatus, 'state' | 'enabled' | 'since' | 'lastExit' | 'health'>;

/** Since when it needs somebody, as well as it is known. */
export function troubleSince({ state, since, lastExit, health }: Omit<Troubled, 'enabled'>): string | null {
  return since ?? (state === 'CRASHED' ? (lastExit?.at ?? null) : health.checkedAt);
}

/** Crashed ones first, then unhealthy ones; the newest first. */
export function troubleFirst<T extends Troubled>(servers: readonly T[]): readonly T[] {
  const rank = ({ state }: T) => (state === 'CRASHED' ? 0 : 1);
  const at = (server: T) => troubleSince(server) ?? '';
  return servers
    .filter(needsPerson)
    .sort((a, b) => rank(a) - rank(b) || (at(a) === at(b) ? 0 : at(a) < at(b) ? 1 : -1));
}

/** What one repair mends for all that have it. A restart limit is each server's own story. */
const SHARED: ReadonlySet<string> = new Set([
  'NOT_FOUND',
  'PORT_CONFLICT',
  'DEPENDENCY',
  'HOST',
  'CONFIG',
  'AUTH',
]);

function causeKey({ name, state, reason, cause }: ClusteredShape): string {
  const own = `own ${name}`;
  if (cause === null) return own;
  if (state === 'UNHEALTHY') {
    const { dependency } = cause.happened.params;
    if (dependency !== undefined) return `UNHEALTHY ${dependency}`;
    return isUnreachable(cause) ? `UNHEALTHY ${JSON.stringify(cause.happened)}` : own;
  }
  if (reason === null || !SHARED.has(reason)) return own;
  return `${reason} ${JSON.stringify([cause.happened, cause.remedy])}`;
}

/** What does not answer is a host, and not each of the servers behind it. */
function isUnreachable({ happened }: Cause): boolean {
  return happened.key === 'mcp.network.unreachable';
}

type ClusteredShape = Pick<ServerStatus, 'name' | 'state' | 'reason' | 'cause'>;

/** Same cause in two or more servers: one card. In the order of the first of each. */
export function clusterByCause<T extends ClusteredShape>(servers: readonly T[]): readonly (readonly T[])[] {
  const clusters = new Map<string, T[]>();
  for (const server of servers) {
    const key = causeKey(server);
    const members = clusters.get(key);
    if (members === undefined) clusters.set(key, [server]);
    else members.push(server);
  }
  return [...clusters.values()];
}
