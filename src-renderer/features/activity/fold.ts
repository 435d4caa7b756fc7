import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import type { SignKind } from '../../ui/sign.tsx';
import { clock, duration, say } from '../../ui/words.ts';
import { eventSentence, eventSign } from './event-words.ts';

/**
 * What one reads as one thing: a start with its phases, a restart that somebody asked for, exits with the restarts that
 * followed, the same thing again and again. `events` are newest first.
 */
export interface Row {
  readonly kind: 'one' | 'start' | 'stop' | 'restart' | 'exit';
  readonly events: readonly OrchestratorEvent[];
  /** How often it happened. */
  readonly count: number;
}

interface OpenRow {
  readonly kind: Row['kind'];
  /** Oldest first, while it grows. */
  readonly events: OrchestratorEvent[];
  count: number;
  /** What it ended with; only more of the same can follow. */
  ended: boolean;
}

/** `events` newest first; so are the rows, by their newest event. Only events of one server are folded, and never past another thing of it. */
export function foldEvents(events: readonly OrchestratorEvent[]): readonly Row[] {
  const rows: OpenRow[] = [];
  const newest = new Map<string | null, OpenRow>();
  for (const event of events.toReversed()) {
    const open = newest.get(event.server);
    if (open !== undefined && absorb(open, event)) continue;
    const taken = open !== undefined && becomesRestart(open, event);
    const row: OpenRow = taken
      ? { kind: 'restart', events: [...open.events, event], count: 1, ended: false }
      : { kind: kindOf(event), events: [event], count: 1, ended: false };
    if (taken) rows.splice(rows.indexOf(open), 1);
    rows.push(row);
    newest.set(event.server, row);
  }
  return rows
    .map(({ kind, events: own, count }) => ({ kind, count, events: own.toReversed() }))
    .sort((a, b) => newestOf(b).seq - newestOf(a).seq);
}

export function newestOf({ events }: Row): OrchestratorEvent {
  const [newest] = events;
  if (newest === undefined) throw new Error('a row without an event');
  return newest;
}

export function oldestOf({ events }: Row): OrchestratorEvent {
  return events.at(-1) ?? newestOf({ events } as Row);
}

/** Who caused it: who began it. */
export function actorOf(row: Row): string {
  return oldestOf(row).actor;
}

export function rowSentence(row: Row): string {
  const { kind, count } = row;
  const newest = newestOf(row);
  const oldest = oldestOf(row);
  const time = clock(Date.parse(oldest.at));
  const news = row.events.find((event) => event.type !== 'operation.finished') ?? newest;
  const isUp = row.events.some((event) => event.type === 'server.state' && event.data.to === 'RUNNING');
  switch (kind) {
    case 'start':
    case 'restart': {
      if (!isUp) return eventSentence(news);
      const took = duration(Date.parse(news.at) - Date.parse(oldest.at));
      return say(kind === 'start' ? 'event.state.RUNNING.after' : 'activity.restarted', { time: took });
    }
    case 'exit': {
      const exit = row.events.findLast((event) => event.type === 'server.exit') ?? newest;
      const sentence = eventSentence(exit);
      if (isRestarted(row)) return say('activity.exit.restarted', { exit: sentence, count, time });
      return count === 1 ? sentence : say('activity.exit.again', { exit: sentence, count, time });
    }
    default: {
      const sentence = repeatedCheck(row) ?? eventSentence(kind === 'stop' ? news : newest);
      return count === 1 ? sentence : say('activity.again', { sentence, count, time });
    }
  }
}

export function rowSign(row: Row): SignKind | null {
  if (row.kind === 'exit') return isRestarted(row) ? 'starting' : 'crashed';
  return eventSign(row.events.find((event) => event.type !== 'operation.finished') ?? newestOf(row));
}

/** Of checks that failed one after the other, each telling how often by now, only what they have in common. */
function repeatedCheck({ events, count }: Row): string | null {
  const [newest] = events;
  if (count === 1 || newest?.type !== 'server.health') return null;
  const isOne = events.every(({ data }) => data.message === newest.data.message);
  return isOne ? null : say('event.health.fail');
}

/** Whether a restart followed the newest exit. */
function isRestarted({ events }: Row): boolean {
  const newest = events.find(({ type }) => type === 'server.exit' || type === 'server.restart');
  return newest?.type === 'server.restart';
}

function kindOf(event: OrchestratorEvent): Row['kind'] {
  if (event.type === 'server.exit' && event.data.expected !== true) return 'exit';
  if (event.type !== 'server.state') return 'one';
  if (event.data.to === 'STARTING') return 'start';
  return event.data.to === 'STOPPING' ? 'stop' : 'one';
}

/** Takes the event into the row where it belongs there. */
function absorb(row: OpenRow, event: OrchestratorEvent): boolean {
  const more = belongs(row, event);
  if (more === null) return false;
  row.events.push(event);
  row.count += more;
  row.ended ||= endsWith(row.kind, event);
  return true;
}

/** null: it does not; else by how much the count grows. */
function belongs(row: OpenRow, event: OrchestratorEvent): 0 | 1 | null {
  const { type, data } = event;
  // The answer to what somebody asked for says nothing that the change did not.
  if (type === 'operation.finished' && data.ok === true && row.kind !== 'one') return 0;
  switch (row.kind) {
    case 'one':
      return event.server !== null && isSame(row.events.at(-1), event) ? 1 : null;
    case 'start':
    case 'restart':
      return !row.ended && isState(event, 'STARTING', 'RUNNING') ? 0 : null;
    case 'stop':
      return !row.ended && (isState(event, 'STOPPED') || (type === 'server.exit' && data.expected === true))
        ? 0
        : null;
    case 'exit':
      if (type === 'server.restart' || isState(event, 'STARTING', 'RUNNING')) return 0;
      if (isState(event, 'STOPPING')) return ['failure', 'crash'].includes(String(data.then)) ? 0 : null;
      return isSame(row.events[0], event) ? 1 : null;
  }
}

/** Stopped only to start again, by one and the same wish. */
function becomesRestart(row: OpenRow, event: OrchestratorEvent): boolean {
  const [first] = row.events;
  return row.kind === 'stop' && first?.data.then === 'restart' && isState(event, 'STARTING');
}

function endsWith(kind: Row['kind'], event: OrchestratorEvent): boolean {
  if (kind === 'stop') return isState(event, 'STOPPED');
  return kind !== 'exit' && isState(event, 'RUNNING');
}

function isState({ type, data }: OrchestratorEvent, ...to: readonly string[]): boolean {
  return type === 'server.state' && to.includes(String(data.to));
}

function isSame(a: OrchestratorEvent | undefined, b: OrchestratorEvent): boolean {
  if (a === undefined || a.type !== b.type || a.actor !== b.actor) return false;
  if (a.type === 'server.exit')
    return (
      a.data.code === b.data.code && a.data.signal === b.data.signal && a.data.expected === b.data.expected
    );
  if (a.type === 'server.health' && a.data.status === 'fail') return b.data.status === 'fail';
  return eventSentence(a) === eventSentence(b);
}
