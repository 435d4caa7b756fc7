// Two ways to say "not longer than" on a computer that does other things too. Neither looks at the clock on the wall.

const BEAT_MS = 20;

export interface Stopwatch extends Disposable {
  readonly elapsedMs: number;
}

/**
 * Counts beats of a timer instead of time: where the computer is busy or stands still, beats come late, and the stopwatch
 * slows down with everything that it measures. For bounds on what waits, such as the rungs of a stop.
 */
export function stopwatch(): Stopwatch {
  let beats = 0;
  const timer = setInterval(() => {
    beats += 1;
  }, BEAT_MS);
  return {
    get elapsedMs() {
      return beats * BEAT_MS;
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

/** What this process has computed for the work, in CPU time. For bounds on what computes, such as a parser. */
export function cpuMsOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
