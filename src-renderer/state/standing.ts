import type { ServerStatus } from '../../src-shared/schema/status.ts';

/** Without a process of ours there is no CPU, no memory and no budget. */
export function isRemote({ kind }: Pick<ServerStatus, 'kind'>): boolean {
  return kind === 'remote';
}

/** Connected: it answers, or should. */
export function isUp({ state }: Pick<ServerStatus, 'state'>): boolean {
  return state === 'RUNNING' || state === 'UNHEALTHY';
}

/** Nothing of it is left to be stopped, and nothing is on its way. */
export function isDown({ state }: Pick<ServerStatus, 'state'>): boolean {
  return state === 'STOPPED' || state === 'CRASHED';
}

/** Down, and meant to be: it is started, not restarted. */
export function isOff({ state, desired }: Pick<ServerStatus, 'state' | 'desired'>): boolean {
  return state === 'STOPPED' || (state === 'CRASHED' && desired === 'down');
}

/** Down, and to stay so: there is nothing left to stop. One that crashed is still wanted, until somebody stops it. */
export function isStopped(server: Pick<ServerStatus, 'state' | 'desired'>): boolean {
  return isDown(server) && server.desired === 'down';
}
