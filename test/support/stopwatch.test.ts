import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { cpuMsOf, stopwatch } from './stopwatch.ts';

test('a stopwatch counts what waits', async () => {
  using watch = stopwatch();
  await pause(200);
  expect(watch.elapsedMs).toBeGreaterThan(0);
});

test('it does not count the time in which the computer stood still', async () => {
  using watch = stopwatch();
  const until = performance.now() + 300;
  while (performance.now() < until);
  // The beats that were missed come as one.
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  expect(watch.elapsedMs).toBeLessThan(200);
});

test('the CPU time of work is that of its computing', () => {
  const spin = () => {
    const { user } = process.cpuUsage();
    while (process.cpuUsage().user - user < 50_000);
  };
  expect(cpuMsOf(spin)).toBeGreaterThanOrEqual(50);
  expect(cpuMsOf(() => undefined)).toBeLessThan(50);
});
