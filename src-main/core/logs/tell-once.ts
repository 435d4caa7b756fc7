import type { Clock } from '../ports/clock.ts';

/** A disk that is full on and off is told of once in this time. */
const TELL_AGAIN_AFTER_MS = 60_000;

export interface TellOnce {
  tell(text: string): void;
  /** One that comes late is told what it missed. */
  listener: ((text: string) => void) | null;
}

export function createTellOnce(clock: Clock): TellOnce {
  let listener: ((text: string) => void) | null = null;
  let untold: string | null = null;
  let toldAtMs: number | null = null;

  function pass(): void {
    if (!listener || untold === null) return;
    const text = untold;
    untold = null;
    listener(text);
  }

  return {
    tell(text) {
      const nowMs = clock.monotonicMs();
      if (toldAtMs !== null && nowMs - toldAtMs < TELL_AGAIN_AFTER_MS) return;
      toldAtMs = nowMs;
      untold = text;
      pass();
    },
    get listener() {
      return listener;
    },
    set listener(next) {
      listener = next;
      pass();
    },
  };
}
