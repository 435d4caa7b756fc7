import { expect, test } from 'vitest';
import { systemClock } from '../../../../src-main/hosts/desktop/clock.ts';
import { createThrottle } from '../../../../src-main/hosts/desktop/tray/throttle.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

test('runs at once, then once at the end of the interval, however often it is asked', async () => {
  const clock = new FakeClock();
  const ranAt: number[] = [];
  const throttle = createThrottle(clock, 250, () => ranAt.push(clock.monotonicMs()));
  for (let i = 0; i < 10; i++) throttle.request();
  expect(ranAt).toEqual([0]);
  await clock.advance(1000);
  expect(ranAt).toEqual([0, 250]);
  throttle.request();
  expect(ranAt).toEqual([0, 250, 1000]);
});

test('keeps its distance where timers fire a moment too early', async () => {
  const clock = new FakeClock({ earlyMs: 0.9 });
  const ranAt: number[] = [];
  const throttle = createThrottle(clock, 250, () => ranAt.push(clock.monotonicMs()));
  for (let i = 0; i < 50; i++) {
    throttle.request();
    await clock.advance(20);
  }
  const gaps = ranAt.slice(1).map((at, index) => at - (ranAt[index] ?? 0));
  expect(gaps.length).toBeGreaterThan(2);
  expect(gaps.filter((gap) => gap < 250)).toEqual([]);
});

test('does nothing more when it is closed, and leaves no timer', async () => {
  const clock = new FakeClock();
  let runs = 0;
  const throttle = createThrottle(clock, 250, () => {
    runs += 1;
  });
  throttle.request();
  throttle.request();
  throttle.close();
  throttle.request();
  await clock.advance(1000);
  expect({ runs, timers: clock.pending.length }).toEqual({ runs: 1, timers: 0 });
});

test('on the system clock it runs the last request too', async () => {
  let runs = 0;
  let done = () => {};
  const ran = new Promise<void>((resolve) => {
    done = resolve;
  });
  const throttle = createThrottle(systemClock, 20, () => {
    runs += 1;
    if (runs === 2) done();
  });
  throttle.request();
  throttle.request();
  // The timer alone would not keep a process alive; here the test runner does.
  await ran;
  expect(runs).toBe(2);
});
