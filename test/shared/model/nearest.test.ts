import { expect, test } from 'vitest';
import { nearest } from '../../../src-shared/model/nearest.ts';

const known = ['maxRestarts', 'resetDaily', 'policy', 'url', 'backoff', 'stableReset'];

test.each([
  ['maxRestart', 'maxRestarts'],
  ['max_restarts', 'maxRestarts'],
  ['MAXRESTARTS', 'maxRestarts'],
  ['polciy', 'policy'],
  ['stabelReset', 'stableReset'],
  ['bakcof', 'backoff'],
  ['ulr', 'url'],
  ['uri', 'url'],
  ['ur', null],
  ['policeman', null],
  ['', null],
  ['x', null],
  ['maxRestarts'.repeat(1000), null],
])('%s is meant as %s', (name, meant) => {
  expect(nearest(name, known)).toBe(meant);
});
