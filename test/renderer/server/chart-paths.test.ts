import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  areaPath,
  heightOf,
  linePath,
  placeOf,
  roundAbove,
  runsOf,
  ticksOf,
} from '../../../src-renderer/ui/chart-paths.ts';

const never = () => false;
const span = { from: 0, to: 1000 };

describe('the lines of a chart', () => {
  it('end where nothing ran, and go on after it', () => {
    const dots = [1, 2, null, 4].map((value, index) => ({ at: index * 1000, value }));
    expect(runsOf(dots, (index) => index === 2)).toEqual([
      [
        { at: 0, value: 1 },
        { at: 1000, value: 2 },
      ],
      [{ at: 3000, value: 4 }],
    ]);
  });

  it('pass over a moment in which only this was not measured', () => {
    const dots = [1, null, 3].map((value, index) => ({ at: index * 1000, value }));
    expect(runsOf(dots, never)).toHaveLength(1);
  });

  it('end where nothing was measured for far longer than usual', () => {
    const dots = [0, 10, 20, 30, 300, 310].map((seconds) => ({ at: seconds * 1000, value: 1 }));
    expect(runsOf(dots, never).map((run) => run.length)).toEqual([4, 2]);
    const slow = [0, 300, 600, 900].map((seconds) => ({ at: seconds * 1000, value: 1 }));
    expect(runsOf(slow, never)).toHaveLength(1);
  });

  it('are drawn from the foot of the scale up, and run along its top where they are over it', () => {
    const runs = [
      [
        { at: 0, value: 0 },
        { at: 500, value: 50 },
        { at: 1000, value: 400 },
      ],
    ];
    expect(linePath(runs, span, 100)).toBe('M0 100L50 50L100 0');
    expect(areaPath(runs, span, 100)).toBe('M0 100L0 100L50 50L100 0L100 100Z');
  });

  it('show a single moment as a dot, without an area', () => {
    const runs = [[{ at: 500, value: 50 }]];
    expect(linePath(runs, span, 100)).toBe('M50 50L50 50');
    expect(areaPath(runs, span, 100)).toBe('');
  });

  it('stay within the scale whatever the values are', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true }),
        fc.double({ min: 0.001, max: 1e12, noNaN: true }),
        (value, top) => {
          const height = heightOf(value, top);
          return height >= 0 && height <= 100;
        },
      ),
    );
    expect(placeOf(250, span)).toBe(25);
  });
});

describe('the scale of a chart', () => {
  it('has round values, from 0 to at most three above', () => {
    expect(ticksOf(100)).toEqual([0, 50, 100]);
    expect(ticksOf(1.4e9)).toEqual([0, 5e8, 1e9]);
    expect(ticksOf(2)).toEqual([0, 1, 2]);
    expect(ticksOf(15)).toEqual([0, 5, 10, 15]);
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e13, noNaN: true }), (top) => {
        const ticks = ticksOf(top);
        return ticks.length >= 2 && ticks.length <= 4 && ticks.every((tick) => tick <= top * 1.01);
      }),
    );
  });

  it('is rounded up so coarsely that it stays while values come', () => {
    expect([0, 1, 1.1, 22, 41, 140, 9999].map(roundAbove)).toEqual([1, 1, 1.5, 30, 50, 150, 10_000]);
    expect(roundAbove(41)).toBe(roundAbove(49));
  });
});
