/** Time as the application needs it; a test hands in its own. */
export interface DesktopClock {
  /** Milliseconds since an arbitrary moment, never going back. */
  monotonicMs(): number;
  setTimer(delayMs: number, callback: () => void): { cancel(): void };
}

/** None of its timers keeps the process alive: Electron does. */
export const systemClock: DesktopClock = {
  monotonicMs: () => performance.now(),
  setTimer(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    timer.unref();
    return { cancel: () => clearTimeout(timer) };
  },
};

/** Resolves after that time, or with the signal. */
export function pause(
  delayMs: number,
  signal?: AbortSignal,
  clock: Pick<DesktopClock, 'setTimer'> = systemClock,
): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = clock.setTimer(delayMs, resolve);
  const end = () => resolve();
  signal?.addEventListener('abort', end, { once: true });
  return promise.finally(() => {
    timer.cancel();
    signal?.removeEventListener('abort', end);
  });
}
