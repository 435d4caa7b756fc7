import type { Policy } from '../../../src-shared/schema/policy.ts';
import type { Random } from '../ports/random.ts';

/** reference: supervision §3: ± 10 %, and 5 s after the first failure. */
export const JITTER_SHARE = 0.1;
export const FAILING_INTERVAL_MS = 5000;
/** Pitfall 27 (d): the first probes after a freeze are spread over this. */
export const RESUME_SPREAD_MS = 15_000;
/** An interval of 0 would be a busy loop. */
const SHORTEST_INTERVAL_MS = 20;

/** How much longer is waited between two looks while power is to be saved; what they find is judged as ever. */
export const SAVING_FACTOR = 2;

/** Whether power is to be saved now: the computer runs on its battery, or is too hot. */
export type Saving = () => boolean;

export const neverSaving: Saving = () => false;

/** An interval of the policy as it is kept now. */
export const stretched = (intervalMs: number, saving: Saving): number =>
  saving() ? intervalMs * SAVING_FACTOR : intervalMs;

export const intervalOf = (health: Policy['health'], saving: Saving): number =>
  stretched(Math.max(SHORTEST_INTERVAL_MS, health.interval), saving);

export const nextAfterFailure = (intervalMs: number): number => Math.min(intervalMs, FAILING_INTERVAL_MS);

/** Between two checks, as a share of the interval. */
export const jitteredShare = (random: Random): number => 1 + JITTER_SHARE * (2 * random.unit() - 1);

/** After the first: servers that became RUNNING together are spread over the interval, and never wait longer than it. */
export const firstShare = (random: Random): number => 0.4 + 0.6 * random.unit();

/** After a message that came by itself: not before an interval has passed since, when it would still count. */
export const laterShare = (random: Random): number => 1 + JITTER_SHARE * random.unit();
