import type { MetricPoint, RecentMetrics } from '../orchestrator.ts';
import { isGap, percentile95, RECENT_MS, rounded, thinned } from './metric-summary.ts';

export const HOUR_MS = 3_600_000;
/** An hour at one point a second; faster sampling keeps a shorter past rather than more memory. */
const MOST_POINTS = 3600;
const FIRST_POINTS = 32;

/** The last hour of one server, in typed arrays that grow with use: 24 bytes a point, 9 kB at one point in 10 s. */
export interface MetricRing {
  push(point: MetricPoint): void;
  /** Oldest first, nothing older than an hour before `nowWallMs`. */
  points(nowWallMs: number): readonly MetricPoint[];
  /** What is measured from here on does not continue what was measured before. */
  gap(atWallMs: number): void;
  /** Ten minutes in at most sixty points, and the hour in three numbers. */
  recent(nowWallMs: number): RecentMetrics;
  /** When the last point was taken; null before the first. */
  readonly lastAt: number | null;
}

/** Numbers that are not known are stored as NaN. */
const stored = (value: number | null): number => value ?? Number.NaN;
const told = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;

export function createMetricRing(): MetricRing {
  let at = new Float64Array(FIRST_POINTS);
  let cpu = new Float32Array(FIRST_POINTS);
  let memory = new Float64Array(FIRST_POINTS);
  let latency = new Float32Array(FIRST_POINTS);
  let start = 0;
  let count = 0;

  const isOld = (index: number, nowMs: number): boolean => nowMs - (at[index] ?? 0) > HOUR_MS;

  const grow = () => {
    const size = Math.min(MOST_POINTS, at.length * 2);
    const unrolled = <T extends Float64Array | Float32Array>(from: T, into: T): T => {
      into.set(from.subarray(start));
      into.set(from.subarray(0, start), from.length - start);
      return into;
    };
    at = unrolled(at, new Float64Array(size));
    cpu = unrolled(cpu, new Float32Array(size));
    memory = unrolled(memory, new Float64Array(size));
    latency = unrolled(latency, new Float32Array(size));
    start = 0;
  };

  const last = (): number => (start + count - 1) % at.length;

  const pointAt = (index: number): MetricPoint => ({
    at: at[index] ?? 0,
    cpuPercent: told(cpu[index]),
    memoryBytes: told(memory[index]),
    latencyMs: told(latency[index]),
  });

  const pointsSince = (fromMs: number): MetricPoint[] => {
    const points: MetricPoint[] = [];
    for (let offset = 0; offset < count; offset++) {
      const index = (start + offset) % at.length;
      const atMs = at[index] ?? 0;
      if (atMs >= fromMs) points.push(pointAt(index));
    }
    return points;
  };

  const push = (point: MetricPoint): void => {
    while (count > 0 && isOld(start, point.at)) {
      start = (start + 1) % at.length;
      count--;
    }
    if (count === at.length) {
      if (at.length < MOST_POINTS) grow();
      else {
        start = (start + 1) % at.length;
        count--;
      }
    }
    const index = (start + count) % at.length;
    at[index] = point.at;
    cpu[index] = stored(point.cpuPercent);
    memory[index] = stored(point.memoryBytes);
    latency[index] = stored(point.latencyMs);
    count++;
  };

  /** Over the typed arrays: two hundred servers' hours are looked at for one answer. */
  const hour = (nowMs: number): RecentMetrics['hour'] => {
    let highestCpu = -1;
    let highestMemory = -1;
    const latencies = new Float32Array(count);
    let known = 0;
    for (let offset = 0; offset < count; offset++) {
      const index = (start + offset) % at.length;
      if (isOld(index, nowMs)) continue;
      // No comparison is true of NaN.
      const cpuPercent = cpu[index] ?? Number.NaN;
      if (cpuPercent > highestCpu) highestCpu = cpuPercent;
      const memoryBytes = memory[index] ?? Number.NaN;
      if (memoryBytes > highestMemory) highestMemory = memoryBytes;
      const latencyMs = latency[index] ?? Number.NaN;
      if (latencyMs >= 0) latencies[known++] = latencyMs;
    }
    return {
      cpuPercent: highestCpu < 0 ? null : rounded(highestCpu),
      memoryBytes: highestMemory < 0 ? null : highestMemory,
      latencyMs: rounded(percentile95(latencies.subarray(0, known))),
    };
  };

  return {
    push,
    gap: (atWallMs) => {
      if (count === 0 || isGap(pointAt(last()))) return;
      push({ at: atWallMs, cpuPercent: null, memoryBytes: null, latencyMs: null });
    },
    points: (nowWallMs) => pointsSince(nowWallMs - HOUR_MS),
    recent: (nowWallMs) => ({
      points: thinned(pointsSince(nowWallMs - RECENT_MS), nowWallMs),
      hour: hour(nowWallMs),
    }),
    get lastAt() {
      return count === 0 ? null : (at[last()] ?? null);
    },
  };
}
