import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { EventLoopDelay } from '../api/context.ts';
import type { Clock } from '../core/ports/clock.ts';

/** Each look wakes the process, so not oftener than this: it misses some short delays and costs an idle host nothing. */
const RESOLUTION_MS = 100;
const WINDOW_MS = 60_000;

/** Measures until it is closed. */
export function watchEventLoop(clock: Clock): EventLoopDelay & { close(): void } {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  let sinceMs = clock.monotonicMs();
  return {
    p99Ms() {
      const p99 = histogram.count === 0 ? 0 : histogram.percentile(99) / 1e6;
      if (clock.monotonicMs() - sinceMs > WINDOW_MS) {
        histogram.reset();
        sinceMs = clock.monotonicMs();
      }
      // The timer's own period is part of each reading.
      return Math.round(Math.max(0, p99 - RESOLUTION_MS) * 1000) / 1000;
    },
    close: () => histogram.disable(),
  };
}
