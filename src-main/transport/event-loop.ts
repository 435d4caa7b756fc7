import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { EventLoopDelay } from '../api/context.ts';
import type { Clock, Timer } from '../core/ports/clock.ts';

/** Each look wakes the process, so not oftener than this: it misses some short delays. */
const RESOLUTION_MS = 100;
const WINDOW_MS = 60_000;
/** Ten wake-ups a second cost an idle instance more than its heartbeat: nobody who asks, nothing that measures. */
const UNASKED_MS = 150_000;

/** Measures from the first question on, which therefore hears 0, and for as long as somebody goes on asking. */
export function watchEventLoop(clock: Clock): EventLoopDelay & { close(): void } {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  let sinceMs = clock.monotonicMs();
  let giveUp: Timer | null = null;

  function startAnew(): void {
    histogram.reset();
    sinceMs = clock.monotonicMs();
  }

  function keepMeasuring(): void {
    if (giveUp === null) {
      startAnew();
      histogram.enable();
    }
    giveUp?.cancel();
    giveUp = clock.setTimer(UNASKED_MS, rest);
  }

  function rest(): void {
    giveUp?.cancel();
    giveUp = null;
    histogram.disable();
  }

  return {
    p99Ms() {
      keepMeasuring();
      const p99 = histogram.count === 0 ? 0 : histogram.percentile(99) / 1e6;
      if (clock.monotonicMs() - sinceMs > WINDOW_MS) startAnew();
      // The timer's own period is part of each reading.
      return Math.round(Math.max(0, p99 - RESOLUTION_MS) * 1000) / 1000;
    },
    close: rest,
  };
}
