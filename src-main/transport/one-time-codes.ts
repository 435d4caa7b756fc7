import type { Clock } from '../core/ports/clock.ts';
import type { Random } from '../core/ports/random.ts';

export const ONE_TIME_SECONDS = 60;
/** Whoever holds the token may ask for them; older ones give way. */
const MOST_CODES = 32;

/** Codes that open the page once, for a short time. */
export interface OneTimeCodes {
  issue(): { readonly code: string; readonly expiresAtWallMs: number };
  /** True once for a code that is still good. */
  redeem(code: string): boolean;
}

export function createOneTimeCodes(options: {
  readonly clock: Clock;
  readonly random: Random;
}): OneTimeCodes {
  const { clock, random } = options;
  const expiry = new Map<string, number>();

  return {
    issue() {
      const nowMs = clock.monotonicMs();
      for (const [code, atMs] of expiry) if (atMs <= nowMs) expiry.delete(code);
      const oldest = expiry.keys().next();
      if (expiry.size >= MOST_CODES && !oldest.done) expiry.delete(oldest.value);
      const code = random.id();
      expiry.set(code, nowMs + ONE_TIME_SECONDS * 1000);
      return { code, expiresAtWallMs: clock.wallMs() + ONE_TIME_SECONDS * 1000 };
    },
    redeem(code) {
      const atMs = expiry.get(code);
      expiry.delete(code);
      return atMs !== undefined && atMs > clock.monotonicMs();
    },
  };
}
