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

/** One value of the points of a bucket. Plain numbers: two hundred servers have twelve thousand buckets. */
class Mean {
  #sum = 0;
  #count = 0;

  add(value: number | null): void {
    if (value === null) return;
    this.#sum += value;
    this.#count++;
  }

  /** The mean, null of nothing; then it begins anew. */
  take(): number | null {
    const mean = this.#count === 0 ? null : this.#sum / this.#count;
    this.#sum = 0;
    this.#count = 0;
    return mean;
  }
}

function bucketed(points: readonly MetricPoint[], nowWallMs: number, widthMs: number): MetricPoint[] {
  const first = Math.floor(nowWallMs / widthMs) - RECENT_MS / widthMs + 1;
  const result: MetricPoint[] = [];
  let bucket = -1;
  const [at, cpu, memory, latency] = [new Mean(), new Mean(), new Mean(), new Mean()];
  const close = () => {
    const atMs = at.take();
    if (atMs === null) return;
    const memoryBytes = memory.take();
    result.push({
      at: Math.round(atMs),
      cpuPercent: rounded(cpu.take()),
      memoryBytes: memoryBytes === null ? null : Math.round(memoryBytes),
      latencyMs: rounded(latency.take()),
    });
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
    at.add(point.at);
    cpu.add(point.cpuPercent);
    memory.add(point.memoryBytes);
    latency.add(point.latencyMs);
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
