import type { MetricPoint } from '../orchestrator.ts';

export const HOUR_MS = 3_600_000;
/** An hour at one point a second; faster sampling keeps a shorter past rather than more memory. */
const MOST_POINTS = 3600;
const FIRST_POINTS = 32;

/** The last hour of one server, in typed arrays that grow with use: 24 bytes a point, 9 kB at one point in 10 s. */
export interface MetricRing {
  push(point: MetricPoint): void;
  /** Oldest first, nothing older than an hour before `nowWallMs`. */
  points(nowWallMs: number): readonly MetricPoint[];
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

  return {
    push: (point) => {
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
    },
    points: (nowWallMs) => {
      const points: MetricPoint[] = [];
      for (let offset = 0; offset < count; offset++) {
        const index = (start + offset) % at.length;
        if (isOld(index, nowWallMs)) continue;
        points.push({
          at: at[index] ?? 0,
          cpuPercent: told(cpu[index]),
          memoryBytes: told(memory[index]),
          latencyMs: told(latency[index]),
        });
      }
      return points;
    },
  };
}
