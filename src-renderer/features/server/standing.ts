import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { clock, duration, say, wait } from '../../ui/words.ts';

/** `Running 6 d 4 h`, `Starting again in 14 s`, `Disabled in the file` */
export function stateWords(server: ServerStatus, now: number): string {
  const { state, nextRestartAt, startedAt, pausedUntil, enabled, since } = server;
  if (!enabled && state === 'STOPPED') return say('state.disabled');
  if (state === 'STARTING' && nextRestartAt !== null)
    return say('state.starting-again', { time: wait(Date.parse(nextRestartAt) - now) });
  if (state === 'STARTING') {
    const begun = startedAt ?? since;
    if (begun === null) return say('state.STARTING');
    return say('state.starting-for', { time: duration(passed(begun, now)) });
  }
  const word = say(`state.${state}`);
  if (pausedUntil !== null) return say('state.paused', { state: word, time: clock(Date.parse(pausedUntil)) });
  const begun = state === 'RUNNING' ? startedAt : state === 'UNHEALTHY' ? since : null;
  return begun === null ? word : say('page.up', { state: word, time: duration(passed(begun, now)) });
}

/** Whole seconds: tenths would change at every look. What has just begun is in its first. */
export function passed(since: string, now: number): number {
  return Math.max(1000, Math.floor((now - Date.parse(since)) / 1000) * 1000);
}
