import { expect, test } from 'vitest';
import { createTreeBook, type ProcessReading } from '../../../src-main/adapters/resources/tree-book.ts';

const reading = (pid: number, cpuMs: number, more: Partial<ProcessReading> = {}): ProcessReading => ({
  pid,
  parentPid: 1,
  command: `p${pid}`,
  startToken: 100 + pid,
  cpuMs,
  reapedMs: 0,
  memoryBytes: 1000,
  ...more,
});

test('CPU is what all of the tree used between two samples, of one core', () => {
  const book = createTreeBook();
  expect(book.measure('a', [reading(1, 500), reading(2, 9000)], 0)).toMatchObject({
    cpuPercent: null,
    memoryBytes: 2000,
    processes: [
      { pid: 1, cpuPercent: null },
      { pid: 2, cpuPercent: null },
    ],
  });
  expect(book.measure('a', [reading(1, 1500), reading(2, 14_000)], 10_000)).toEqual({
    cpuPercent: 60,
    memoryBytes: 2000,
    processes: [
      { pid: 1, parentPid: 1, command: 'p1', cpuPercent: 10, memoryBytes: 1000 },
      { pid: 2, parentPid: 1, command: 'p2', cpuPercent: 50, memoryBytes: 1000 },
    ],
  });
});

test('a child that is new counts with all it used, and has no figure of its own yet', () => {
  const book = createTreeBook();
  book.measure('a', [reading(1, 0)], 0);
  expect(book.measure('a', [reading(1, 0), reading(2, 3000)], 10_000)).toMatchObject({
    cpuPercent: 30,
    processes: [{ cpuPercent: 0 }, { cpuPercent: null }],
  });
});

test('children that came and went between two samples count through the parent that waited for them', () => {
  const book = createTreeBook();
  book.measure('a', [reading(1, 0)], 0);
  expect(book.measure('a', [reading(1, 0, { reapedMs: 7000 })], 10_000)).toMatchObject({ cpuPercent: 70 });
});

test('of a child that ended only what was not yet told counts', () => {
  const book = createTreeBook();
  book.measure('a', [reading(1, 0), reading(2, 50_000, { reapedMs: 4000 })], 0);
  expect(book.measure('a', [reading(1, 0, { reapedMs: 55_000 })], 10_000)).toMatchObject({ cpuPercent: 10 });
});

test('a child whose end nobody waited for takes nothing off', () => {
  const book = createTreeBook();
  book.measure('a', [reading(1, 0), reading(2, 50_000)], 0);
  expect(book.measure('a', [reading(1, 2000)], 10_000)).toMatchObject({ cpuPercent: 20 });
});

test('a pid that was given to another process is another process', () => {
  const book = createTreeBook();
  book.measure('a', [reading(1, 0), reading(2, 50_000)], 0);
  expect(book.measure('a', [reading(1, 0), reading(2, 1000, { startToken: 7 })], 10_000)).toMatchObject({
    cpuPercent: 10,
    processes: [{ cpuPercent: 0 }, { cpuPercent: null }],
  });
});

test('a tree of which nobody is left from the page before begins anew', () => {
  const book = createTreeBook();
  book.measure('a', [reading(1, 0)], 0);
  expect(book.measure('a', [reading(2, 90_000)], 10_000)).toMatchObject({ cpuPercent: null });
  expect(book.measure('a', [], 20_000)).toBeNull();
  expect(book.measure('a', [reading(2, 90_000)], 30_000)).toMatchObject({ cpuPercent: null });
});

test('two samples in a moment give the same answer rather than noise', () => {
  const book = createTreeBook();
  book.measure('a', [reading(1, 0)], 0);
  const first = book.measure('a', [reading(1, 100)], 1000);
  expect(book.measure('a', [reading(1, 110)], 1050)).toBe(first);
  expect(book.measure('a', [reading(1, 200)], 2000)).toMatchObject({ cpuPercent: 10 });
});

test('trees of which nothing is left are forgotten', () => {
  const book = createTreeBook();
  book.measure('a', [reading(1, 0)], 0);
  book.measure('b', [reading(2, 0)], 0);
  book.forgetUnless((pid, startToken) => pid === 2 && startToken === 102);
  expect(book.measure('a', [reading(1, 5)], 1000)).toMatchObject({ cpuPercent: null });
  expect(book.measure('b', [reading(2, 100)], 1000)).toMatchObject({ cpuPercent: 10 });
});
