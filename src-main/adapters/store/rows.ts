import type { Cause } from '../../../src-shared/i18n/message.ts';
import type { EventType, OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import type { CrashReason, LastExit } from '../../../src-shared/schema/status.ts';
import type { ServerRecord } from '../../core/ports/store.ts';

/** Rows of node:sqlite have no prototype; what leaves here are plain objects. */
type Row = Readonly<Record<string, unknown>>;
type Parameter = string | number | null;

export const serverColumns =
  'name, desired, crashed, restart_count, total_restarts, manual_restarts, consecutive_failures, last_restart, last_exit, port, generation, paused_until';
export const eventColumns = 'seq, at, type, server, generation, actor, operation, data';

export function serverParameters(record: ServerRecord): readonly Parameter[] {
  return [
    record.name,
    record.desired,
    record.crashed && JSON.stringify(record.crashed),
    record.restartCount,
    record.totalRestarts,
    record.manualRestarts,
    record.consecutiveFailures,
    record.lastRestart,
    record.lastExit && JSON.stringify(record.lastExit),
    record.port,
    record.generation,
    record.pausedUntil,
  ];
}

export function toServer(row: Row): ServerRecord {
  return {
    name: String(row.name),
    desired: row.desired === 'up' ? 'up' : 'down',
    crashed: toCrashed(parseObject(row.crashed)),
    restartCount: Number(row.restart_count),
    totalRestarts: Number(row.total_restarts),
    manualRestarts: Number(row.manual_restarts),
    consecutiveFailures: Number(row.consecutive_failures),
    lastRestart: textOrNull(row.last_restart),
    lastExit: toLastExit(parseObject(row.last_exit)),
    port: numberOrNull(row.port),
    generation: Number(row.generation),
    pausedUntil: textOrNull(row.paused_until),
  };
}

export function eventParameters(event: OrchestratorEvent): readonly Parameter[] {
  const { seq, at, type, server, generation, actor, operation, data } = event;
  return [seq, Date.parse(at), type, server, generation, actor, operation, JSON.stringify(data)];
}

export function toEvent(row: Row): OrchestratorEvent {
  return {
    seq: Number(row.seq),
    at: new Date(Number(row.at)).toISOString(),
    // Written by us alone; a type of a later version passes through.
    type: String(row.type) as EventType,
    server: textOrNull(row.server),
    generation: numberOrNull(row.generation),
    actor: String(row.actor),
    operation: textOrNull(row.operation),
    data: parseObject(row.data) ?? {},
  };
}

function toCrashed(value: Record<string, unknown> | null): ServerRecord['crashed'] {
  if (!value || typeof value.reason !== 'string' || typeof value.at !== 'string' || !value.cause) return null;
  return { reason: value.reason as CrashReason, cause: value.cause as Cause, at: value.at };
}

function toLastExit(value: Record<string, unknown> | null): LastExit | null {
  if (!value || typeof value.at !== 'string') return null;
  const lines = Array.isArray(value.lastLines) ? value.lastLines : [];
  return {
    code: numberOrNull(value.code),
    signal: textOrNull(value.signal),
    at: value.at,
    lastLines: lines.filter((line) => typeof line === 'string'),
  };
}

/** A field that is damaged loses itself, not its row. */
function parseObject(value: unknown): Record<string, unknown> | null {
  if (typeof value !== 'string') return null;
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
