import { type Message, message } from '../i18n/message.ts';
import type { ServerStatus } from '../schema/status.ts';

/** One word for everything, worst first: what the tray shows. */
export const healthLevels = ['failed', 'degraded', 'busy', 'stopped', 'ok'] as const;
export type HealthLevel = (typeof healthLevels)[number];

export type AggregateInput = Pick<
  ServerStatus,
  'state' | 'desired' | 'enabled' | 'nextRestartAt' | 'warnings'
>;

export interface AggregateHealth {
  readonly level: HealthLevel;
  /** The largest text of the page. */
  readonly verdict: Message;
  /** The sentence below it, part by part; only what is not 0. */
  readonly details: readonly Message[];
  /** Crashed and unhealthy ones. */
  readonly needYou: number;
}

interface Counts {
  readonly total: number;
  readonly down: number;
  readonly unhealthy: number;
  readonly starting: number;
  /** Of those that start: after a crash, by themselves. */
  readonly restarting: number;
  readonly stopping: number;
  readonly stopped: number;
  readonly running: number;
  readonly warned: number;
  readonly wanted: number;
}

/** A server that is disabled in the file is listed, and counts nowhere. */
function countAll(servers: readonly AggregateInput[]): Counts {
  const enabled = servers.filter((server) => server.enabled);
  const count = (is: (server: AggregateInput) => boolean): number => enabled.filter(is).length;
  return {
    total: enabled.length,
    down: count(({ state }) => state === 'CRASHED'),
    unhealthy: count(({ state }) => state === 'UNHEALTHY'),
    starting: count(({ state }) => state === 'STARTING'),
    restarting: count(({ state, nextRestartAt }) => state === 'STARTING' && nextRestartAt !== null),
    stopping: count(({ state }) => state === 'STOPPING'),
    stopped: count(({ state }) => state === 'STOPPED'),
    running: count(({ state }) => state === 'RUNNING'),
    warned: count(({ state, warnings }) => state === 'RUNNING' && warnings.length > 0),
    wanted: count(({ desired }) => desired === 'up'),
  };
}

/**
 * The state of the whole, for the tray, the window's title, the verdict on the page and a script's summary. Order of
 * precedence and words: dashboard/brief.md §2 and §5.
 */
export function aggregateHealth(servers: readonly AggregateInput[]): AggregateHealth {
  const counts = countAll(servers);
  return {
    level: levelOf(counts),
    verdict: verdictOf(servers.length, counts),
    details: detailsOf(counts),
    needYou: counts.down + counts.unhealthy,
  };
}

/** When the orchestrator does not answer: nothing is known of the servers, and the last words are old. */
export function unknownVerdict(sinceText: string): Message {
  return message('verdict.unknown', { time: sinceText });
}

function levelOf(counts: Counts): HealthLevel {
  if (counts.down > 0) return 'failed';
  if (counts.unhealthy > 0) return 'degraded';
  if (counts.starting + counts.stopping > 0) return 'busy';
  return counts.wanted === 0 ? 'stopped' : 'ok';
}

function verdictOf(listed: number, counts: Counts): Message {
  const { down, unhealthy, starting, stopping, stopped, running, total } = counts;
  if (listed === 0) return message('verdict.none');
  if (down + unhealthy > 0) return message('verdict.need-you', { count: down + unhealthy, total });
  if (starting > 0 && running > 0) return message('verdict.some-starting', { running, count: starting });
  if (starting > 0) return message('verdict.starting', { count: starting });
  if (stopping > 0) return message('verdict.stopping', { count: stopping });
  if (running === 0) return message('verdict.all-stopped');
  if (stopped === 0) return message('verdict.all-running', { running });
  return message('verdict.some-stopped', { running, stopped });
}

function detailsOf(counts: Counts): readonly Message[] {
  const parts: readonly (readonly [string, number])[] = [
    ['verdict.detail.down', counts.down],
    ['verdict.detail.unhealthy', counts.unhealthy],
    ['verdict.detail.restarting', counts.restarting],
    // Where nobody needs the person, the verdict itself tells of them.
    ['verdict.detail.starting', counts.down + counts.unhealthy > 0 ? counts.starting - counts.restarting : 0],
    ['verdict.detail.warned', counts.warned],
  ];
  return parts.filter(([, count]) => count > 0).map(([key, count]) => message(key, { count }));
}
