import type { CrashReason, ServerStatus } from '../../../src-shared/schema/status.ts';

/** What the palette can do with one server. */
export type ServerAction =
  | 'restart'
  | 'try-again'
  | 'start'
  | 'start-anyway'
  | 'stop'
  | 'check'
  | 'pause'
  | 'resume'
  | 'reset'
  | 'log-crash'
  | 'log'
  | 'events'
  | 'tools'
  | 'configuration'
  | 'open-line'
  | 'edit'
  | 'open';

type Subject = Pick<
  ServerStatus,
  'state' | 'reason' | 'cause' | 'enabled' | 'pausedUntil' | 'restartCount' | 'lastExit' | 'tools' | 'desired'
>;

/** The buttons of brief.md §5, the one that helps first. */
const HELPS: Readonly<Record<CrashReason, readonly ServerAction[]>> = {
  RESTART_LIMIT: ['restart', 'log-crash', 'edit'],
  NOT_FOUND: ['edit', 'try-again'],
  CONFIG: ['open-line', 'edit'],
  PORT_CONFLICT: ['try-again', 'edit'],
  DEPENDENCY: ['open', 'start-anyway'],
  HOST: ['try-again', 'log-crash'],
  EXITED: ['start', 'log-crash', 'edit'],
  PROTOCOL: ['log', 'edit', 'try-again'],
  AUTH: ['edit', 'try-again'],
  UNKILLABLE: ['check', 'log'],
};
const REST: readonly ServerAction[] = [
  'restart',
  'start',
  'stop',
  'check',
  'pause',
  'resume',
  'reset',
  'log-crash',
  'log',
  'events',
  'tools',
  'configuration',
  'edit',
  'open',
];

/** Everything that is possible now, what helps first. */
export function actionsOf(server: Subject): readonly ServerAction[] {
  const first =
    server.state === 'UNHEALTHY'
      ? (['check', 'restart', 'pause'] as const)
      : server.reason !== null && server.state === 'CRASHED'
        ? HELPS[server.reason]
        : [];
  const all = [...new Set([...first, ...REST])];
  // Two words for one deed would be a choice that is none.
  const again = first.some((action) => action === 'try-again' || action === 'start');
  return all.filter((action) => isPossible(action, server) && !(again && action === 'restart'));
}

function isPossible(action: ServerAction, server: Subject): boolean {
  const { state, enabled } = server;
  const isDown = state === 'STOPPED' || state === 'CRASHED';
  switch (action) {
    case 'start':
      return enabled && (state === 'STOPPED' || server.reason === 'EXITED');
    case 'restart':
      // What the file says wrong no restart mends.
      return enabled && state !== 'STOPPED' && server.reason !== 'CONFIG';
    case 'try-again':
    case 'start-anyway':
      return enabled && state === 'CRASHED';
    case 'stop':
      return !isDown && state !== 'STOPPING';
    case 'check':
      return state === 'RUNNING' || state === 'UNHEALTHY' || server.reason === 'UNKILLABLE';
    case 'pause':
      return enabled && !isDown && server.pausedUntil === null;
    case 'resume':
      return server.pausedUntil !== null;
    case 'reset':
      return server.restartCount > 0;
    case 'log-crash':
      return server.lastExit !== null;
    case 'tools':
      return (server.tools ?? 0) > 0;
    case 'open-line':
      return lineToMend(server) !== null;
    default:
      return true;
  }
}

/** The line of the file that keeps it from starting. */
export function lineToMend({ reason, cause }: Pick<ServerStatus, 'reason' | 'cause'>): number | null {
  const line = reason === 'CONFIG' ? cause?.remedy.params.line : undefined;
  return typeof line === 'number' ? line : null;
}
