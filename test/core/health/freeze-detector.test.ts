import { expect, test } from 'vitest';
import { createFreezeDetector, type Freeze } from '../../../src-main/core/health/freeze-detector.ts';
import type { Clock } from '../../../src-main/core/ports/clock.ts';
import { FakeClock } from '../../support/fake-clock.ts';

function bench(counting: (clock: FakeClock) => Clock = (clock) => clock) {
  const clock = new FakeClock();
  const freeze = createFreezeDetector({ clock: counting(clock) });
  const freezes: Freeze[] = [];
  const stop = freeze.onFreeze((one) => freezes.push(one));
  return { clock, freeze, freezes, stop };
}

test('awake time passes as time does, between beats too', async () => {
  const { clock, freeze, freezes } = bench();
  await clock.advance(12_345);
  expect(freeze.awakeMs()).toBe(12_345);
  expect(freeze.inGrace()).toBe(false);
  expect(freezes).toEqual([]);
});

test.each([false, true])(
  'an hour of sleep is told once with its length and is not awake (wall only: %s)',
  async (wallOnly) => {
    const { clock, freeze, freezes } = bench();
    await clock.advance(10_500);
    clock.freeze(3_600_000, { wallOnly });
    await clock.advance(29_000);
    expect(freezes).toHaveLength(1);
    expect(freezes[0]?.lengthMs).toBeGreaterThanOrEqual(3_598_000);
    expect(freezes[0]?.lengthMs).toBeLessThanOrEqual(3_600_500);
    expect(freeze.awakeMs()).toBeGreaterThanOrEqual(39_500);
    expect(freeze.awakeMs()).toBeLessThanOrEqual(40_500);
    expect(freeze.inGrace()).toBe(true);
    await clock.advance(2_500);
    expect(freeze.inGrace()).toBe(false);
    expect(freeze.epoch()).toBe(1);
  },
);

test('who looks before the beat comes hears of the freeze at once', async () => {
  const { clock, freeze, freezes } = bench();
  await clock.advance(10_000);
  clock.freeze(60_000);
  expect(freeze.awakeMs()).toBe(11_000);
  expect(freezes).toHaveLength(1);
});

test('five seconds without a beat are no freeze', async () => {
  const { clock, freeze, freezes } = bench();
  clock.freeze(4_900);
  await clock.advance(1_000);
  expect(freezes).toEqual([]);
  expect(freeze.awakeMs()).toBe(5_900);
});

test('row 41: a clock set back a day is no freeze; set forward it is taken for one, and awake time is right', async () => {
  const { clock, freeze, freezes } = bench();
  clock.jumpWall(-86_400_000);
  await clock.advance(10_000);
  expect(freezes).toEqual([]);
  clock.jumpWall(86_400_000);
  await clock.advance(10_000);
  expect(freezes).toHaveLength(1);
  expect(freeze.awakeMs()).toBe(20_000);
});

test('row 41: where the system counts its sleep, a clock set forward is no freeze and a sleep is one', async () => {
  let sleptMs = 0;
  const { clock, freeze, freezes } = bench((fake) =>
    Object.assign(fake, { bootMs: () => fake.monotonicMs() + sleptMs }),
  );
  clock.jumpWall(86_400_000);
  await clock.advance(10_000);
  expect(freezes).toEqual([]);
  sleptMs = 3_600_000;
  clock.freeze(3_600_000, { wallOnly: true });
  await clock.advance(10_000);
  expect(freezes.map(({ lengthMs }) => lengthMs)).toEqual([3_600_000]);
  clock.freeze(60_000);
  await clock.advance(10_000);
  expect(freezes).toHaveLength(2);
  expect(freeze.awakeMs()).toBeLessThanOrEqual(31_000);
});

test('hints begin a grace and void what is under way, and tell no freeze of themselves', async () => {
  const { clock, freeze, freezes } = bench();
  freeze.suspend();
  expect(freeze.inGrace()).toBe(true);
  await clock.advance(31_000);
  expect(freeze.inGrace()).toBe(false);
  freeze.wake();
  expect([freeze.inGrace(), freeze.epoch(), freezes.length]).toEqual([true, 2, 0]);
});

test('who no longer listens hears nothing, and after dispose no timer is left', async () => {
  const { clock, freeze, freezes, stop } = bench();
  stop();
  clock.freeze(60_000);
  await clock.advance(1_000);
  expect(freezes).toEqual([]);
  freeze.dispose();
  expect(clock.pending).toEqual([]);
});
