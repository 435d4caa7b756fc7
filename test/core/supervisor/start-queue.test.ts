import { expect, test } from 'vitest';
import { createStartQueue, type StartClass } from '../../../src-main/core/supervisor/start-queue.ts';

function queueOf(direct: number, wrappers: number, warm = new Set<string>()) {
  const granted: string[] = [];
  const queue = createStartQueue({ concurrency: { direct, wrappers }, isWarm: (key) => warm.has(key) });
  const ask = (name: string, startClass: StartClass = 'direct', packageKey: string | null = null) =>
    queue.request({ startClass, packageKey, granted: () => granted.push(name) });
  return { queue, granted, ask, warm };
}

test('grants as many as the class may have, in the order they were asked for', () => {
  const { ask, granted, queue } = queueOf(2, 1);
  const [a] = [ask('a'), ask('b'), ask('c'), ask('d')];
  expect(granted).toEqual(['a', 'b']);
  expect(queue.waiting).toBe(2);
  a.release();
  a.release();
  expect(granted).toEqual(['a', 'b', 'c']);
});

test('wrappers and direct starts do not wait for each other', () => {
  const { ask, granted } = queueOf(1, 1);
  ask('a');
  ask('npx', 'wrappers');
  expect(granted).toEqual(['a', 'npx']);
});

test('a place in the queue that is given back is not granted', () => {
  const { ask, granted } = queueOf(1, 1);
  const a = ask('a');
  ask('b').release();
  ask('c');
  a.release();
  expect(granted).toEqual(['a', 'c']);
});

test('a cold package starts once at a time and lets others pass; warm, all of it starts', () => {
  const { ask, granted, warm } = queueOf(1, 3);
  const first = ask('p1', 'wrappers', 'npx:p');
  ask('p2', 'wrappers', 'npx:p');
  ask('p3', 'wrappers', 'npx:p');
  ask('q', 'wrappers', 'npx:q');
  expect(granted).toEqual(['p1', 'q']);
  warm.add('npx:p');
  first.release();
  expect(granted).toEqual(['p1', 'q', 'p2', 'p3']);
});

test('a cold package that failed lets the next of it try', () => {
  const { ask, granted } = queueOf(1, 3);
  const first = ask('p1', 'wrappers', 'npx:p');
  ask('p2', 'wrappers', 'npx:p');
  first.release();
  expect(granted).toEqual(['p1', 'p2']);
});

test('a grant that is given back at once lets the next one in without recursion', () => {
  const granted: number[] = [];
  const queue = createStartQueue({ concurrency: { direct: 1, wrappers: 1 }, isWarm: () => true });
  const hold = queue.request({ startClass: 'direct', packageKey: null, granted: () => undefined });
  for (let index = 0; index < 5000; index++) {
    const ticket = queue.request({
      startClass: 'direct',
      packageKey: null,
      granted: () => {
        granted.push(index);
        ticket.release();
      },
    });
  }
  hold.release();
  expect(granted).toHaveLength(5000);
});

test('a raised concurrency lets in who waits', () => {
  const { ask, granted, queue } = queueOf(1, 1);
  ask('a');
  ask('b');
  queue.setConcurrency({ direct: 2, wrappers: 1 });
  expect(granted).toEqual(['a', 'b']);
});
