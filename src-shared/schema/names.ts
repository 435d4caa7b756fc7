/** The closed lists of the schemas, without the schemas: a page that names states loads no validator with them. */

export const serverStates = ['STOPPED', 'STARTING', 'RUNNING', 'UNHEALTHY', 'CRASHED', 'STOPPING'] as const;

export const crashReasons = [
  'RESTART_LIMIT',
  'NOT_FOUND',
  'CONFIG',
  'PORT_CONFLICT',
  'DEPENDENCY',
  'HOST',
  'EXITED',
  'PROTOCOL',
  'AUTH',
  'UNKILLABLE',
] as const;

/** What a server that is STARTING is doing: the order is the order of the way. */
export const startPhases = [
  'WAIT_DEPS',
  'WAIT_SLOT',
  'PRECHECK',
  'SPAWNING',
  'HANDSHAKE',
  'BACKOFF',
] as const;

export const eventTypes = [
  'operation.finished',
  'server.state',
  'server.exit',
  'server.health',
  'server.restart',
  'server.warning',
  'config.loaded',
  'config.error',
  'instance.started',
  'instance.stopping',
  'instance.freeze',
  'tools.changed',
] as const;
