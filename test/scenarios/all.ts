import { addresses } from './addresses.ts';
import { failing } from './failing.ts';
import { instance } from './instance.ts';
import { keyboard } from './keyboard.ts';
import type { Scenario } from './scenario.ts';
import { twoClicks } from './two-clicks.ts';

export const scenarios: Readonly<Record<string, readonly Scenario[]>> = {
  'from the overview at most two clicks lead to': twoClicks,
  'a server fails while somebody looks': failing,
  'by the keyboard alone': keyboard,
  'addresses, widths, words and colours': addresses,
  'the orchestrator behind the page': instance,
};
