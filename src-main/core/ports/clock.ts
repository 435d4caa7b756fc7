/** A timer that has not fired yet can be cancelled; cancelling twice is harmless. */
export interface Timer {
  cancel(): void;
}

/**
 * Time. Decisions use the monotonic reading, which no clock change moves; the wall clock is for display, for stored
 * times and for finding out that the machine slept.
 */
export interface Clock {
  /** Milliseconds since an arbitrary moment, never going back. */
  monotonicMs(): number;
  /** Milliseconds since 1970. */
  wallMs(): number;
  /**
   * Milliseconds since boot, sleep counted, which setting the clock does not move; absent where the system has none.
   * With it a clock that was set forward is not taken for a sleep.
   */
  bootMs?(): number;
  /** Delays are clamped to what timers can hold (about 24.8 days); they never keep the process alive by themselves. */
  setTimer(delayMs: number, callback: () => void): Timer;
  /**
   * Resolves after the event loop has read what already waits in pipes and sockets. After a freeze a time-out fires
   * before the answer is read: whoever decides on a time-out waits one turn and looks again.
   */
  nextTurn(): Promise<void>;
}
