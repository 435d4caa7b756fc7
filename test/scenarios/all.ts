import type { Scenario } from './scenario.ts';
import { twoClicks } from './two-clicks.ts';

export const scenarios: Readonly<Record<string, readonly Scenario[]>> = {
  'from the overview at most two clicks lead to': twoClicks,
};
