import type { Series } from '../../state/samples.ts';
import type { SparkPoint } from '../../ui/sparkline-path.ts';

/** One point of the sum each; servers are sampled at different moments. */
const STEP_MS = 10_000;
/** An older sample says nothing about now. */
const FRESH_MS = 45_000;

/** null where nothing is known: a sum of nothing is not 0. */
export function sumOf(values: readonly (number | null)[]): number | null {
  let sum: number | null = null;
  for (const value of values) if (value !== null) sum = (sum ?? 0) + value;
  return sum;
}

/** All servers together over the time, each with its newest sample of that moment. */
export function sumSeries(
  all: readonly Series[],
  pick: (point: Series['points'][number]) => number | null,
  to: number,
  spanMs: number,
): readonly SparkPoint[] {
  const steps = Math.floor(spanMs / STEP_MS);
  const sums: (number | null)[] = Array.from({ length: steps + 1 }, () => null);
  for (const { points } of all) {
    let next = 0;
    for (let step = 0; step <= steps; step++) {
      const at = to - (steps - step) * STEP_MS;
      while (next < points.length && (points[next]?.at ?? 0) <= at) next++;
      const point = points[next - 1];
      if (point === undefined || at - point.at > FRESH_MS) continue;
      const value = pick(point);
      if (value !== null) sums[step] = (sums[step] ?? 0) + value;
    }
  }
  return sums.map((value, step) => ({ at: to - (steps - step) * STEP_MS, value }));
}
