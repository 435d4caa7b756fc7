import type { MetricPoint } from '../orchestrator.ts';

/** What small lines show: the last minutes, in few points. */
export const RECENT_MS = 600_000;
export const MOST_RECENT = 60;
/** Widths on a fixed grid of the wall clock, so that a point that was shown stays as it is when the window moves on. */
const WIDTHS_MS = [RECENT_MS / MOST_RECENT, (2 * RECENT_MS) / MOST_RECENT];

const HUNDREDTHS = 100;
const LATENCY_PERCENTILE = 0.95;

/** Nothing was measured: a line ends here, and what follows is another one. */
export function isGap({ cpuPercent, memoryBytes, latencyMs }: MetricPoint): boolean {
  return cpuPercent === null && memoryBytes === null && latencyMs === null;
}

interface Mean {
  sum: number;
  count: number;
}
const none = (): Mean => ({ sum: 0, count: 0 });
const add = (mean: Mean, value: number | null): void => {
  if (value === null) return;
  mean.sum += value;
  mean.count += 1;
};
const value = ({ sum, count }: Mean): number | null => (count === 0 ? null : sum / count);

/** Two digits: more would only make the answer longer. */
export const rounded = (number: number | null): number | null =>
  number === null ? null : Math.round(number * HUNDREDTHS) / HUNDREDTHS;

/** At most sixty points: the mean of what lies close together, and a gap where one was. */
export function thinned(points: readonly MetricPoint[], nowWallMs: number): readonly MetricPoint[] {
  let thin: readonly MetricPoint[] = [];
  for (const widthMs of WIDTHS_MS) {
    thin = bucketed(points, nowWallMs, widthMs);
    if (thin.length <= MOST_RECENT) return thin;
  }
  // Ends and starts several times a minute: the newest of it.
  return thin.slice(-MOST_RECENT);
}

function bucketed(points: readonly MetricPoint[], nowWallMs: number, widthMs: number): MetricPoint[] {
  const first = Math.floor(nowWallMs / widthMs) - RECENT_MS / widthMs + 1;
  const result: MetricPoint[] = [];
  let bucket = -1;
  let [at, cpu, memory, latency] = [none(), none(), none(), none()];
  const close = () => {
    if (at.count > 0) {
      result.push({
        at: Math.round(value(at) ?? 0),
        cpuPercent: rounded(value(cpu)),
        memoryBytes: memory.count === 0 ? null : Math.round(memory.sum / memory.count),
        latencyMs: rounded(value(latency)),
      });
    }
    [at, cpu, memory, latency] = [none(), none(), none(), none()];
  };
  for (const point of points) {
    const own = Math.floor(point.at / widthMs);
    if (own < first) continue;
    if (own !== bucket) close();
    bucket = own;
    if (isGap(point)) {
      close();
      const last = result.at(-1);
      if (last !== undefined && !isGap(last)) result.push(point);
      continue;
    }
    add(at, point.at);
    add(cpu, point.cpuPercent);
    add(memory, point.memoryBytes);
    add(latency, point.latencyMs);
  }
  close();
  return result;
}

/** The value that 95 of 100 stay below, of an unsorted list that it may sort. */
export function percentile95(values: Float32Array): number | null {
  if (values.length === 0) return null;
  values.sort();
  return values[Math.ceil(values.length * LATENCY_PERCENTILE) - 1] ?? null;
}
