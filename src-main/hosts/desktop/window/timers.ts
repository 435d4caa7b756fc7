/** Time as windows need it; a test hands in its own. */
export interface Timers {
  /** Calls once after `ms`; answers with what cancels it. */
  setTimer(ms: number, callback: () => void): () => void;
  /** Milliseconds since an arbitrary moment, never going back. */
  now(): number;
}

/** None keeps the process alive. */
export const realTimers: Timers = {
  setTimer(ms, callback) {
    const timer = setTimeout(callback, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
  now: () => performance.now(),
};
