import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { clockSeconds, duration, say } from '../../ui/words.ts';
import { kindIn, type LineStore } from './line-store.ts';

export interface Ending {
  readonly ranMs: number | null;
  readonly followed: string | null;
}

const UNKNOWN: Ending = { ranMs: null, followed: null };

/** What the log itself tells of an end: how long it ran before, and what came after; for the last one, its server. */
export function endingOf(store: LineStore, number: number, server: ServerStatus | null): Ending {
  const end = store.line(number);
  if (end === null) return UNKNOWN;
  const before = store.mark(number, -1);
  const after = store.mark(number, 1);
  const ranMs =
    before !== null && kindIn(before.flags) === 'started' ? Math.max(0, end.atMs - before.atMs) : null;
  if (after === null) return { ranMs, followed: server === null ? null : nowWords(server) };
  const again = kindIn(after.flags) === 'started';
  return {
    ranMs,
    followed: again ? say('log.exit.again', { time: duration(Math.max(0, after.atMs - end.atMs)) }) : null,
  };
}

function nowWords(server: ServerStatus): string | null {
  const { state, reason, restartCount, maxRestarts, nextRestartAt } = server;
  if (nextRestartAt !== null) return say('log.exit.again-at', { time: clockSeconds(nextRestartAt) });
  if (state !== 'CRASHED') return null;
  return reason === 'RESTART_LIMIT'
    ? say('log.exit.budget', { used: restartCount, max: maxRestarts })
    : say('log.exit.stays-down');
}
