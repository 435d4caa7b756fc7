import { uptime } from 'node:os';
import type { Clock, Timer } from '../../core/ports/clock.ts';

/** Node fires what is longer than this after 1 ms (reference: supervision §6, pitfall 30). */
export const MAX_TIMER_MS = 2 ** 31 - 1;

export function createSystemClock(): Clock {
  return {
    monotonicMs: () => performance.now(),
    wallMs: () => Date.now(),
    bootMs: () => uptime() * 1000,
    setTimer(delayMs: number, callback: () => void): Timer {
      const clampedMs = Number.isNaN(delayMs) ? 0 : Math.min(Math.max(0, delayMs), MAX_TIMER_MS);
      const timeout = setTimeout(callback, clampedMs);
      timeout.unref();
      return { cancel: () => clearTimeout(timeout) };
    },
    // An immediate runs after the poll phase. From inside that phase the first one only ends it: the second one has
    // a whole poll phase behind it, wherever the caller stood.
    nextTurn: () =>
      new Promise((resolve) => {
        setImmediate(() => setImmediate(resolve));
      }),
  };
}
