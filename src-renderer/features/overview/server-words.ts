import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { isRemote, isUp } from '../../state/standing.ts';
import { ago, clock, duration, plainText, say, sayMessage, wait } from '../../ui/words.ts';

/** `npx`, or in words that it runs elsewhere. */
export function kindWord(server: Pick<ServerStatus, 'kind'>): string {
  return isRemote(server) ? say('page.remote') : plainText(server.kind);
}

type Worded = Pick<
  ServerStatus,
  | 'state'
  | 'reason'
  | 'enabled'
  | 'phase'
  | 'nextRestartAt'
  | 'startedAt'
  | 'since'
  | 'pausedUntil'
  | 'cause'
  | 'desired'
>;

/** `Crashed, restart limit` */
export function headOf({ state, reason }: Pick<ServerStatus, 'state' | 'reason'>): string {
  return say(state === 'CRASHED' && reason !== null ? `reason.${reason}.head` : `state.${state}`);
}

/** The state in words, with what its time says: `Running 6 d 4 h`, `Starting again in 14 s`. */
export function stateText(server: Worded, now: number): string {
  const { state, nextRestartAt, startedAt, pausedUntil, enabled } = server;
  if (!enabled) return say('state.disabled');
  if (state === 'STARTING') {
    if (nextRestartAt !== null)
      return say('state.starting-again', { time: wait(Date.parse(nextRestartAt) - now) });
    const waited = waitsFor(server);
    if (waited !== null) return say('state.waiting-for', { server: waited });
    const from = server.since ?? startedAt;
    return from === null
      ? say('state.STARTING')
      : say('state.starting-for', { time: duration(wholeSeconds(now - Date.parse(from))) });
  }
  const word = headOf(server);
  if (pausedUntil !== null) return say('state.paused', { state: word, time: clock(Date.parse(pausedUntil)) });
  if (state !== 'RUNNING' || startedAt === null) return word;
  return say('page.up', { state: word, time: duration(wholeSeconds(now - Date.parse(startedAt))) });
}

/** What it did when it was last heard of. */
export function wasText(server: Worded, at: number): string {
  const { state, startedAt, enabled } = server;
  if (!enabled) return stateText(server, at);
  if (state === 'RUNNING' && startedAt !== null)
    return say('overview.was-running', { time: duration(wholeSeconds(at - Date.parse(startedAt))) });
  return state === 'STARTING' || state === 'STOPPING' ? say(`overview.was.${state}`) : headOf(server);
}

/** The servers that it waits for; null where it does not. */
export function waitsFor({ phase, cause }: Pick<ServerStatus, 'phase' | 'cause'>): string | null {
  if (phase !== 'WAIT_DEPS' || cause?.happened.key !== 'state.waiting-for') return null;
  return String(cause.happened.params.server ?? '');
}

/** What a start is at: `handshake`. */
export function phaseText(server: Pick<ServerStatus, 'phase' | 'cause' | 'detail' | 'kind'>): string | null {
  const { phase, cause, detail } = server;
  if (phase === 'WAIT_DEPS') return null;
  if (phase === 'BACKOFF') return cause === null ? detail : sayMessage(cause.happened);
  if (phase === 'HANDSHAKE' && DOWNLOADERS.has(server.kind)) return say('overview.phase.downloading');
  return phase === null ? null : say(`page.phase.${phase}`);
}

/** What starts with these may be fetched first, which takes its time. */
const DOWNLOADERS: ReadonlySet<string> = new Set(['npx', 'uvx', 'docker', 'podman', 'bunx', 'pnpm']);

const ACTORS = ['dashboard', 'desktop', 'cli', 'reload', 'schedule', 'supervisor'] as const;

/** Who stopped it, and when. */
export function stoppedText(
  { by, since, lastExit }: Pick<ServerStatus, 'by' | 'since' | 'lastExit'>,
  now: number,
): string | null {
  if (by !== null && since !== null) {
    const actor = by.startsWith('cli:') ? 'cli' : (ACTORS.find((each) => each === by) ?? 'other');
    return say('overview.stopped-by', { actor, name: plainText(by), time: ago(since, now) });
  }
  if (lastExit === null) return null;
  const time = ago(lastExit.at, now);
  return lastExit.signal !== null
    ? say('page.exit.signal', { signal: lastExit.signal, time })
    : say('page.exit.code', { code: lastExit.code ?? '–', time });
}

/** From when it runs; null while it does not. */
export function upText(server: Pick<ServerStatus, 'state' | 'startedAt'>, now: number): string {
  const { startedAt } = server;
  if (!isUp(server) || startedAt === null) return '–';
  return duration(wholeSeconds(now - Date.parse(startedAt)));
}

/** What has just begun is in its first second. */
export function wholeSeconds(ms: number): number {
  return Math.max(1000, Math.floor(ms / 1000) * 1000);
}

const WARNINGS = [
  'cpu',
  'memory',
  'noise',
  'log-dropped',
  'health-degraded',
  'dependency',
  'tools',
  'config',
];

/** What a warning is about, in a word: `dependency:NAME` and the like are about their first part. */
export function warningWord(kind: string): string {
  const about = kind.split(':', 1)[0] ?? '';
  return WARNINGS.includes(about) ? say(`overview.warning.${about}`) : plainText(kind);
}
