import { expect, it } from 'vitest';

// A tool of node_modules/.bin that is started from a shell takes the system's Node, without a word.
it('runs under Node 24, as the product does', () => {
  expect(process.versions.node).toMatch(/^24\./);
});
