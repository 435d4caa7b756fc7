import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import type { SignKind } from '../../ui/sign.tsx';
import { eventSign } from '../activity/event-words.ts';

/** One thing that happened, or the same thing several times. */
export interface TimelineRow {
  readonly key: string;
  /** The newest of them. */
  readonly event: OrchestratorEvent;
  /** null: nothing of its state changed. */
  readonly sign: SignKind | null;
  readonly count: number;
  /** When the oldest of them was. */
  readonly since: string;
  /** Of an exit: how long it had been running. */
  readonly ranMs: number | null;
  /** Of a server that came up: what it listed then. */
  readonly tools: number | null;
}

/** Tools listed so soon after it came up belong to that. */
const SAME_MOMENT_MS = 3000;

/**
 * What a person reads of a server's events, newest first: steps on the way and ends that somebody asked for are left out
 * (the next row says what came of them), and the same thing again is one row.
 *
 * @param events newest first
 */
export function timelineOf(events: readonly OrchestratorEvent[]): readonly TimelineRow[] {
  const rows: TimelineRow[] = [];
  let tools: OrchestratorEvent | null = null;
  for (const [index, event] of events.entries()) {
    if (event.type === 'tools.changed' && cameUpBefore(events, index)) {
      tools = event;
      continue;
    }
    if (!isTold(event)) continue;
    const cameUp = event.type === 'server.state' && event.data.to === 'RUNNING';
    const row: TimelineRow = {
      key: String(event.seq),
      event,
      sign: eventSign(event),
      count: 1,
      since: event.at,
      ranMs: event.type === 'server.exit' ? ranBefore(events, index) : null,
      tools: cameUp && typeof tools?.data.tools === 'number' ? tools.data.tools : null,
    };
    if (cameUp) tools = null;
    const last = rows.at(-1);
    if (last !== undefined && matterOf(last.event) === matterOf(event))
      rows[rows.length - 1] = { ...last, count: last.count + 1, since: event.at };
    else rows.push(row);
  }
  return rows;
}

/**
 * Is this a configuration that was read, and did it change this server? At the start of the orchestrator every server is
 * added, which is no change.
 */
export function changesServer({ type, data }: OrchestratorEvent, name: string): boolean {
  return type === 'config.loaded' && Array.isArray(data.changed) && data.changed.includes(name);
}

function isTold({ type, data, actor }: OrchestratorEvent): boolean {
  switch (type) {
    case 'server.exit':
      return data.expected !== true;
    case 'server.state':
      if (data.to === 'STOPPING') return false;
      return data.to !== 'STARTING' || (actor !== 'supervisor' && data.phase !== 'BACKOFF');
    case 'server.health':
      return data.status === 'fail';
    case 'operation.finished':
      return data.ok === false;
    default:
      return true;
  }
}

/** Of a warning that comes and goes, the newest tells how it stands. */
function matterOf(event: OrchestratorEvent): string {
  const { type, data } = event;
  return type === 'server.warning' ? `${type} ${String(data.kind)}` : kindOf(event);
}

/** What makes two events the same thing again. */
function kindOf({ type, data, actor }: OrchestratorEvent): string {
  // Each says how many times it failed by now.
  if (type === 'server.health') return `${type} ${String(data.status)}`;
  return JSON.stringify([
    type,
    actor,
    // To wait for a start is not to start.
    data.phase === 'BACKOFF',
    ...['to', 'reason', 'code', 'signal', 'attempt', 'status', 'message', 'change', 'kind', 'tools'].map(
      (key) => data[key] ?? null,
    ),
  ]);
}

/** Newest first: what came before stands behind. Events of an earlier version do not tell it themselves. */
function ranBefore(events: readonly OrchestratorEvent[], index: number): number | null {
  const exit = events[index];
  if (typeof exit?.data.ranMs === 'number') return exit.data.ranMs;
  for (let at = index + 1; at < events.length; at++) {
    const event = events[at];
    if (event === undefined) return null;
    if (event.type === 'server.exit') return null;
    if (event.type !== 'server.state' || event.data.to !== 'RUNNING' || event.data.from === 'UNHEALTHY')
      continue;
    return exit === undefined ? null : Date.parse(exit.at) - Date.parse(event.at);
  }
  return null;
}

function cameUpBefore(events: readonly OrchestratorEvent[], index: number): boolean {
  const at = Date.parse(events[index]?.at ?? '');
  return events
    .slice(index + 1, index + 6)
    .some(
      (event) =>
        event.type === 'server.state' &&
        event.data.to === 'RUNNING' &&
        event.data.from !== 'UNHEALTHY' &&
        at - Date.parse(event.at) <= SAME_MOMENT_MS,
    );
}

/** The same events by number, newest first; those of the feed are newer than those that were asked for. */
export function mergeEvents(
  ...lists: readonly (readonly OrchestratorEvent[])[]
): readonly OrchestratorEvent[] {
  const bySeq = new Map<number, OrchestratorEvent>();
  for (const list of lists) for (const event of list) bySeq.set(event.seq, event);
  return [...bySeq.values()].sort((a, b) => b.seq - a.seq);
}

/** Every event as a row of its own, nothing left out; the same thing several times in a row is still one. */
export function allRows(events: readonly OrchestratorEvent[]): readonly TimelineRow[] {
  const rows: TimelineRow[] = [];
  for (const [index, event] of events.entries()) {
    const last = rows.at(-1);
    if (last !== undefined && kindOf(last.event) === kindOf(event)) {
      rows[rows.length - 1] = { ...last, count: last.count + 1, since: event.at };
      continue;
    }
    rows.push({
      key: String(event.seq),
      event,
      sign: eventSign(event),
      count: 1,
      since: event.at,
      ranMs: event.type === 'server.exit' ? ranBefore(events, index) : null,
      tools: null,
    });
  }
  return rows;
}

export interface Day {
  readonly day: string;
  readonly rows: readonly TimelineRow[];
}

export function byDay(rows: readonly TimelineRow[], nameOf: (at: string) => string): readonly Day[] {
  const days: { day: string; rows: TimelineRow[] }[] = [];
  for (const row of rows) {
    const day = nameOf(row.event.at);
    const last = days.at(-1);
    if (last?.day === day) last.rows.push(row);
    else days.push({ day, rows: [row] });
  }
  return days;
}
