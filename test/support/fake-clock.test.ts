import { describe, expect, test } from 'vitest';
import { FakeClock } from './fake-clock.ts';

describe('time that passes only when told', () => {
  test('timers run at their moments and in their order', async () => {
    const clock = new FakeClock();
    const seen: string[] = [];
    const note = (name: string) => () => seen.push(`${name} at ${clock.monotonicMs()}`);
    clock.setTimer(30, note('c'));
    clock.setTimer(10, note('a'));
    clock.setTimer(10, note('b'));
    clock.setTimer(31, note('too late'));
    await clock.advance(30);
    expect({ seen, now: clock.monotonicMs(), pending: clock.pending }).toEqual({
      seen: ['a at 10', 'b at 10', 'c at 30'],
      now: 30,
      pending: [{ dueMs: 31, delayMs: 31 }],
    });
  });

  test('a timer armed by a timer runs in the same advance, at its own moment', async () => {
    const clock = new FakeClock();
    const beats: number[] = [];
    const beat = (): void => {
      beats.push(clock.monotonicMs());
      clock.setTimer(1000, beat);
    };
    clock.setTimer(1000, beat);
    await clock.advance(3500);
    expect(beats).toEqual([1000, 2000, 3000]);
  });

  test('what a timer sets off in promises is done before the next moment', async () => {
    const clock = new FakeClock();
    const seen: string[] = [];
    const work = async (): Promise<void> => {
      for (let step = 1; step <= 50; step++) await Promise.resolve();
      seen.push(`work done at ${clock.monotonicMs()}`);
      clock.setTimer(5, () => seen.push(`armed by work, at ${clock.monotonicMs()}`));
    };
    clock.setTimer(10, () => void work());
    clock.setTimer(20, () => seen.push('the next moment'));
    await clock.advance(20);
    expect(seen).toEqual(['work done at 10', 'armed by work, at 15', 'the next moment']);
  });

  test('a cancelled timer does not run, also when one that is due with it cancels it', async () => {
    const clock = new FakeClock();
    const seen: string[] = [];
    clock.setTimer(10, () => {
      seen.push('first');
      second.cancel();
      second.cancel();
    });
    const second = clock.setTimer(10, () => seen.push('second'));
    await clock.advance(10);
    expect(seen).toEqual(['first']);
  });

  test('advanceToNext goes from timer to timer', async () => {
    const clock = new FakeClock();
    clock.setTimer(4000, () => undefined);
    expect([await clock.advanceToNext(), clock.monotonicMs(), await clock.advanceToNext()]).toEqual([
      true,
      4000,
      false,
    ]);
  });

  test('delays are clamped: below zero is now, and beyond 24.8 days is the longest', async () => {
    const clock = new FakeClock();
    clock.setTimer(-5, () => undefined);
    clock.setTimer(2 ** 31, () => undefined);
    expect(clock.pending.map(({ delayMs }) => delayMs)).toEqual([0, 2 ** 31 - 1]);
    expect(() => clock.setTimer(Number.NaN, () => undefined)).toThrow('NaN');
  });

  test('advance rejects with what a callback throws', async () => {
    const clock = new FakeClock();
    clock.setTimer(10, () => {
      throw new Error('a bug');
    });
    await expect(clock.advance(10)).rejects.toThrow('a bug');
  });

  test('timers that arm each other without time passing end in an error, not in a hang', async () => {
    const clock = new FakeClock();
    const again = (): void => void clock.setTimer(0, again);
    again();
    await expect(clock.advance(1)).rejects.toThrow('do not come to rest at 0 ms');
  });
});

describe('turns', () => {
  test('resolve after all timers that are due together', async () => {
    const clock = new FakeClock();
    const seen: string[] = [];
    const timeOut = async (name: string): Promise<void> => {
      seen.push(`${name} fires`);
      await clock.nextTurn();
      seen.push(`${name} looks again`);
    };
    clock.setTimer(10, () => void timeOut('first'));
    clock.setTimer(10, () => void timeOut('second'));
    await clock.advance(10);
    expect(seen).toEqual(['first fires', 'second fires', 'first looks again', 'second looks again']);
  });

  test('need no time, and an advance waits for all of them', async () => {
    const clock = new FakeClock();
    const seen: number[] = [];
    const work = async (): Promise<void> => {
      for (let turn = 1; turn <= 20; turn++) await clock.nextTurn();
      seen.push(clock.monotonicMs());
    };
    clock.setTimer(10, () => void work());
    clock.setTimer(11, () => undefined);
    await clock.advance(11);
    expect(seen).toEqual([10]);
  });
});

describe('sleep and changed clocks', () => {
  test('jumpWall moves only the wall clock', async () => {
    const clock = new FakeClock({ monotonicMs: 500, wallMs: 1_000_000 });
    clock.setTimer(10, () => undefined);
    clock.jumpWall(-86_400_000);
    expect([clock.monotonicMs(), clock.wallMs(), clock.pending]).toEqual([
      500,
      -85_400_000,
      [{ dueMs: 510, delayMs: 10 }],
    ]);
  });

  test('what fell due in a freeze runs together afterwards, late', async () => {
    const clock = new FakeClock();
    const seen: string[] = [];
    const timeOut = async (name: string): Promise<void> => {
      seen.push(`${name} at ${clock.monotonicMs()}`);
      await clock.nextTurn();
      seen.push(`${name} looks again`);
    };
    clock.setTimer(2000, () => void timeOut('probe b'));
    clock.setTimer(1000, () => void timeOut('probe a'));
    clock.freeze(3_600_000);
    expect(seen).toEqual([]);
    await clock.advance(0);
    expect(seen).toEqual([
      'probe a at 3600000',
      'probe b at 3600000',
      'probe a looks again',
      'probe b looks again',
    ]);
  });

  test('a freeze can leave the monotonic clock where it was', () => {
    const clock = new FakeClock({ wallMs: 0 });
    clock.freeze(1000, { wallOnly: true });
    expect([clock.monotonicMs(), clock.wallMs()]).toEqual([0, 1000]);
  });
});
