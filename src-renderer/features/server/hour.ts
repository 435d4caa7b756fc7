import type { MetricPointView } from '../../../src-shared/contract/servers.ts';
import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import { type Dot, type KnownDot, roundAbove, runsOf, type Span } from '../../ui/chart-paths.ts';

export const HOUR_MS = 3_600_000;
export const MINUTE_MS = 60_000;
/** The axis moves on in such steps: more often would redraw four charts for nothing that one could see. */
const STEP_MS = 10_000;
const MEMORY_OVER_WARNING = 1.4;
const LATENCY_OVER_USUAL = 2;
/** Below it the scale would show how busy this computer is rather than how the server does. */
const SHORTEST_LATENCY_MS = 10;
const CPU_STEP = 50;
const CORE_PERCENT = 100;

export type Metric = 'cpuPercent' | 'memoryBytes' | 'latencyMs';

export function spanAt(now: number): Span {
  const to = Math.ceil(now / STEP_MS) * STEP_MS;
  return { from: to - HOUR_MS, to };
}

/** Nothing was measured: no process. */
export function isGap({ cpuPercent, memoryBytes, latencyMs }: MetricPointView): boolean {
  return cpuPercent === null && memoryBytes === null && latencyMs === null;
}

export function within(points: readonly MetricPointView[], { from, to }: Span): readonly MetricPointView[] {
  return points.filter(({ at }) => at >= from && at <= to);
}

export function runsOfMetric(
  points: readonly MetricPointView[],
  metric: Metric,
): readonly (readonly KnownDot[])[] {
  const dots: readonly Dot[] = points.map((point) => ({ at: point.at, value: point[metric] }));
  return runsOf(dots, (index) => {
    const point = points[index];
    return point === undefined || isGap(point);
  });
}

export function known(points: readonly MetricPointView[], metric: Metric): readonly number[] {
  return points.map((point) => point[metric]).filter((value) => value !== null);
}

const highest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), 0);

/** One core, or the highest of the hour above it. */
export function cpuTop(values: readonly number[]): number {
  return Math.max(CORE_PERCENT, Math.ceil(highest(values) / CPU_STEP) * CPU_STEP);
}

/** 1.4 times its warning, or what it used above that: a scale that follows the values would make noise look like news. */
export function memoryTop(values: readonly number[], warnBytes: number | null): number {
  const most = highest(values);
  const usual = warnBytes === null ? roundAbove(most * MEMORY_OVER_WARNING) : warnBytes * MEMORY_OVER_WARNING;
  return most > usual ? roundAbove(most) : usual;
}

/** Twice what 95 of 100 checks stay below; rounded, so that it seldom moves. */
export function latencyTop(values: readonly number[]): number {
  return roundAbove(Math.max(SHORTEST_LATENCY_MS, quantile(values, 0.95) * LATENCY_OVER_USUAL));
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

export interface Figures {
  readonly last: number;
  readonly highest: number;
  readonly median: number;
}

/** null: nothing known in this time. */
export function figuresOf(values: readonly number[]): Figures | null {
  const last = values.at(-1);
  return last === undefined ? null : { last, highest: highest(values), median: quantile(values, 0.5) };
}

/** Ended by itself, or ended because it did not do what it should. A stop that somebody asked for is none. */
export function exitsIn(events: readonly OrchestratorEvent[], { from, to }: Span): readonly number[] {
  return events
    .filter(
      ({ type, data }) =>
        (type === 'server.exit' && data.expected !== true) ||
        (type === 'server.restart' && data.kind !== 'exit' && data.charged !== false),
    )
    .map(({ at }) => Date.parse(at))
    .filter((at) => at >= from && at <= to)
    .sort((a, b) => a - b);
}

/** Whether a check failed: then it was checked, though no answer was measured. */
export function failedIn(events: readonly OrchestratorEvent[], { from, to }: Span): boolean {
  return events.some(({ type, data, at }) => {
    const moment = Date.parse(at);
    return type === 'server.health' && data.status === 'fail' && moment >= from && moment <= to;
  });
}

/** Discs that would lie on each other are one. */
export function apart(moments: readonly number[], { from, to }: Span, share = 0.012): readonly number[] {
  const least = (to - from) * share;
  const kept: number[] = [];
  for (const at of moments) if (at - (kept.at(-1) ?? Number.NEGATIVE_INFINITY) >= least) kept.push(at);
  return kept;
}

export interface Bar {
  readonly at: number;
  readonly count: number;
}

/** Restarts by minute. */
export function restartBars(events: readonly OrchestratorEvent[], { from, to }: Span): readonly Bar[] {
  const counts = new Map<number, number>();
  for (const { type, at } of events) {
    const moment = Date.parse(at);
    if (type !== 'server.restart' || moment < from || moment > to) continue;
    const minute = Math.floor(moment / MINUTE_MS) * MINUTE_MS;
    counts.set(minute, (counts.get(minute) ?? 0) + 1);
  }
  return [...counts].map(([at, count]) => ({ at, count })).sort((a, b) => a.at - b.at);
}

/** What was true at a moment: the point nearest to it, null where nothing ran. */
export function pointNear(points: readonly MetricPointView[], at: number): MetricPointView | null {
  let best: MetricPointView | null = null;
  for (const point of points) {
    if (best === null || Math.abs(point.at - at) < Math.abs(best.at - at)) best = point;
  }
  return best;
}
