export type ZoomStep = 'in' | 'out' | 'reset';

/** As browsers step, within what the preferences hold. */
const FACTORS = [0.5, 0.67, 0.75, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const;

/** The next factor; at either end it stays. */
export function zoomed(factor: number, step: ZoomStep): number {
  switch (step) {
    case 'in':
      return FACTORS.find((each) => each > factor) ?? factor;
    case 'out':
      return FACTORS.findLast((each) => each < factor) ?? factor;
    case 'reset':
      return 1;
  }
}
