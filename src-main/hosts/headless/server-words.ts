import { formatClock, formatDuration, formatWait, UNKNOWN } from '../../../src-shared/model/format.ts';
import type { ServerState, ServerStatus } from '../../../src-shared/schema/status.ts';
import type { Output, Style } from './output.ts';
import { say } from './say.ts';

/** What it is doing, in the words of the page: `Starting again in 14 s`, `Crashed, restart limit`. */
export function stateWord(server: ServerStatus, nowMs: number): string {
  const word = bareStateWord(server, nowMs);
  if (server.pausedUntil === null) return word;
  return say('state.paused', { state: word, time: formatClock(Date.parse(server.pausedUntil)) });
}

function bareStateWord(server: ServerStatus, nowMs: number): string {
  const { state, reason, enabled, nextRestartAt, phase } = server;
  if (state === 'CRASHED' && reason !== null) return say(`reason.${reason}.head`);
  if (state === 'STOPPED' && !enabled) return say('state.disabled');
  if (state !== 'STARTING') return say(`state.${state}`);
  if (nextRestartAt !== null) {
    return say('state.starting-again', { time: formatWait(Date.parse(nextRestartAt) - nowMs) });
  }
  if (phase === 'WAIT_DEPS') return server.detail ?? say('cli.phase.WAIT_DEPS');
  return phase === null || phase === 'BACKOFF'
    ? say('state.STARTING')
    : `${say('state.STARTING')}, ${say(`cli.phase.${phase}`)}`;
}

const styles: Readonly<Record<ServerState, Style>> = {
  RUNNING: 'green',
  STARTING: 'cyan',
  STOPPING: 'cyan',
  UNHEALTHY: 'yellow',
  CRASHED: 'red',
  STOPPED: 'dim',
};

export function paintState(output: Output, state: ServerState, text: string): string {
  return output.paint(styles[state], text);
}

/** `4 ms`, `fails`, `–`: the last check. */
export function healthWord(health: ServerStatus['health']): string {
  if (health.status === 'fail') return say('cli.health.fail');
  if (health.status === 'unknown') return UNKNOWN;
  return health.latencyMs === null ? say('cli.health.ok') : formatDuration(health.latencyMs);
}
