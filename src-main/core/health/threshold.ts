/** reference: supervision §3: three samples in a row, so that a burst of work is no news. */
export const SAMPLES_IN_A_ROW = 3;

/**
 * A value held against a limit. `clearShare` of the limit is where an episode ends: a value that swings around the
 * limit is one episode, not twenty.
 */
export interface Threshold {
  readonly inRow: number;
  readonly active: boolean;
}

export type ThresholdChange = 'raised' | 'cleared' | null;

export const quiet: Threshold = { inRow: 0, active: false };

export interface ThresholdRule {
  readonly limit: number;
  readonly clearShare: number;
  /** A warning is at or over its limit, a limit is broken only above it. */
  readonly inclusive: boolean;
}

export function step(
  threshold: Threshold,
  value: number,
  { limit, clearShare, inclusive }: ThresholdRule,
): { readonly next: Threshold; readonly change: ThresholdChange } {
  if (threshold.active) {
    if (value >= limit * clearShare) return { next: threshold, change: null };
    return { next: quiet, change: 'cleared' };
  }
  const isOver = inclusive ? value >= limit : value > limit;
  const inRow = isOver ? threshold.inRow + 1 : 0;
  if (inRow < SAMPLES_IN_A_ROW) return { next: { inRow, active: false }, change: null };
  return { next: { inRow, active: true }, change: 'raised' };
}
