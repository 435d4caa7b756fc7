import type { DesktopClock } from '../clock.ts';

export interface Throttle {
  /** Runs it now or, where it ran a moment ago, once at the end of that moment. */
  request(): void;
  close(): void;
}

/** Leading and trailing edge: the first change is seen at once, the last one surely, and never two within the interval. */
export function createThrottle(clock: DesktopClock, intervalMs: number, run: () => void): Throttle {
  let lastMs = Number.NEGATIVE_INFINITY;
  let timer: { cancel(): void } | null = null;
  let isClosed = false;
  const request = (): void => {
    if (isClosed || timer !== null) return;
    const restMs = lastMs + intervalMs - clock.monotonicMs();
    if (restMs > 0) {
      timer = clock.setTimer(Math.ceil(restMs), () => {
        timer = null;
        // A timer may fire a moment too early: then it waits for the rest.
        request();
      });
      return;
    }
    lastMs = clock.monotonicMs();
    run();
  };
  return {
    request,
    close() {
      isClosed = true;
      timer?.cancel();
      timer = null;
    },
  };
}
