import { LAUNCHER_PID_VARIABLE } from './launch/node-flags.js';

/** Ctrl-C arrives twice where both the terminal and npm send it. */
const SAME_SIGNAL_MS = 500;
const LOOK_EVERY_MS = 1000;

/** Why an instance is to end, from its first moment on: what came before there was a listener is told to it. */
export interface StopWatch {
  /** The first signal, or the end of the launcher that had to stay beside us. */
  onStop(listener: (reason: string) => void): void;
  /** Each signal after it. */
  onForce(listener: () => void): void;
  dispose(): void;
}

export function watchStop(env: NodeJS.ProcessEnv = process.env): StopWatch {
  const lastAt = new Map<string, number>();
  let reason: string | null = null;
  let forces = 0;
  let stopListener: ((reason: string) => void) | null = null;
  let forceListener: (() => void) | null = null;

  function stop(why: string): void {
    if (reason !== null) return;
    reason = why;
    stopListener?.(why);
  }

  function onSignal(signal: NodeJS.Signals): void {
    const now = performance.now();
    const isSame = now - (lastAt.get(signal) ?? Number.NEGATIVE_INFINITY) < SAME_SIGNAL_MS;
    lastAt.set(signal, now);
    if (isSame) return;
    if (reason === null) return stop(signal);
    forces++;
    forceListener?.();
  }

  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  const launcher = Number(env[LAUNCHER_PID_VARIABLE] ?? Number.NaN);
  // Neither servers nor a successor are to take it for theirs.
  delete env[LAUNCHER_PID_VARIABLE];
  const timer = Number.isInteger(launcher)
    ? setInterval(() => {
        if (!isAlive(launcher)) stop('launcher');
      }, LOOK_EVERY_MS).unref()
    : undefined;

  return {
    onStop(listener) {
      stopListener = listener;
      if (reason !== null) listener(reason);
    },
    onForce(listener) {
      forceListener = listener;
      for (let count = 0; count < forces; count++) listener();
    },
    dispose() {
      clearInterval(timer);
      // The handlers stay: a late signal must not end the process before its exit code is set.
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
