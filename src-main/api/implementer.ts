import { implement } from '@orpc/server';
import { contract } from '../../src-shared/contract/index.ts';
import type { ApiContext } from './context.ts';

/**
 * What procedures are made with. Inputs are checked against the contract; outputs are not: core's types hold them, a test
 * compares them, and checking a hundred servers again at every change is most of what a page would cost.
 */
export function implementer() {
  return implement(contract).$context<ApiContext>().$config({ initialOutputValidationIndex: Number.NaN });
}
