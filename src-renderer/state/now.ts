import { useSyncExternalStore } from 'react';

const TICK_MS = 1000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = Date.now();

/** The time, told once a second while something shows it: one clock for the whole page, so figures change together. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/** What `tell` says at this time; what shows it is drawn again only when the words change. */
export function useTold<T extends string | number | boolean | null>(tell: (now: number) => T): T {
  return useSyncExternalStore(subscribe, () => tell(now));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) {
    // Nobody looked at the clock while it stood still.
    now = Date.now();
    document.addEventListener('visibilitychange', runWhileSeen);
    runWhileSeen();
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    document.removeEventListener('visibilitychange', runWhileSeen);
    stop();
  };
}

/** A page that nobody sees has no use for the time; looked at again, it tells the right one at once. */
function runWhileSeen(): void {
  if (document.visibilityState === 'hidden') return stop();
  if (timer !== undefined) return;
  timer = setInterval(tick, TICK_MS);
  if (Date.now() - now >= TICK_MS) tick();
}

function stop(): void {
  clearInterval(timer);
  timer = undefined;
}

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}
