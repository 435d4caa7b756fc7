import type { MetricPointView } from '../../../src-shared/contract/servers.ts';
import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { isUp } from '../../state/standing.ts';
import { HOUR_MS, isGap } from './hour.ts';

export interface Hour {
  readonly points: readonly MetricPointView[];
  /** The figures that the newest point is made of: a status that changed elsewhere brings no point. */
  readonly mark: string;
  readonly checkedAt: string | null;
}

export const emptyHour: Hour = { points: [], mark: '', checkedAt: null };

/** What the orchestrator kept, in place of what was there. */
export function beginHour(points: readonly MetricPointView[], server: ServerStatus): Hour {
  return { points, mark: markOf(server), checkedAt: server.health.checkedAt };
}

/** What the feed brings after it. */
export function continueHour(hour: Hour, server: ServerStatus, now: number): Hour {
  const mark = markOf(server);
  if (mark === hour.mark) return hour;
  const { cpuPercent, memoryBytes, health } = server;
  // A check is told once, at the moment in which it was made.
  const latencyMs = health.checkedAt === hour.checkedAt ? null : health.latencyMs;
  const point: MetricPointView = { at: now, cpuPercent, memoryBytes, latencyMs };
  const kept = hour.points.filter(({ at }) => now - at <= HOUR_MS);
  const last = kept.at(-1);
  // Up and not measured yet is no gap.
  const repeated = isGap(point) && (last === undefined || isGap(last) || isUp(server));
  return { points: repeated ? kept : [...kept, point], mark, checkedAt: health.checkedAt };
}

function markOf(server: ServerStatus): string {
  const { pid, cpuPercent, memoryBytes, health } = server;
  return `${pid} ${isUp(server)} ${cpuPercent} ${memoryBytes} ${health.checkedAt}`;
}
