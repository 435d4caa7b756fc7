import { availableParallelism, loadavg } from 'node:os';

/** Of the CPU percent that a process has on an idle computer, what is left to it now: where others want the cores too, less. */
export function cpuShare(percent: number): number {
  return percent / Math.max(1, (2 * (loadavg()[0] ?? 0)) / availableParallelism());
}
