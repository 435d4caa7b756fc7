import type { Policy } from '../../../src-shared/schema/policy.ts';

/**
 * Milliseconds to wait before automatic restart number `attempt` (1-based): initial, times `factor` each time, at most
 * `max`, plus up to `jitter` of it so that servers that fell together do not rise together. `random` in [0, 1).
 */
export function backoffDelayMs(
  backoff: Policy['restart']['backoff'],
  attempt: number,
  random: number,
): number {
  const grown = backoff.initial * backoff.factor ** Math.max(0, attempt - 1);
  const delay = Math.min(backoff.max, grown);
  return Math.round(delay * (1 + backoff.jitter * random));
}

/**
 * While this computer itself refuses to start processes, the wait grows with the time it has refused: from one second
 * to half a minute, so that a short shortage costs little and a long one is not hammered.
 */
export function hostRetryDelayMs(refusingForMs: number, random: number): number {
  const delay = Math.min(30_000, Math.max(1000, refusingForMs / 2));
  return Math.round(delay * (1 + 0.25 * random));
}
