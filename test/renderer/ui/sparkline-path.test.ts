import { describe, expect, it } from 'vitest';
import { SPARK_SPAN_MS, sparkBegin, sparkPath, sparkY } from '../../../src-renderer/ui/sparkline-path.ts';

const to = SPARK_SPAN_MS;

describe('a small line', () => {
  it('runs from the foot to the top of a fixed scale, and along the top above it', () => {
    expect(sparkY(0, 100)).toBe(15.5);
    expect(sparkY(100, 100)).toBe(sparkY(1000, 100));
    expect(sparkY(50, 100)).toBeGreaterThan(sparkY(100, 100));
    expect(sparkY(5, 0)).toBe(15.5);
  });

  it('ends at the newest sample and leaves gaps where nothing is known', () => {
    const { line, area } = sparkPath(
      [
        { at: to - 90_000, value: 1 },
        { at: to - 80_000, value: 2 },
        { at: to - 70_000, value: null },
        { at: to - 60_000, value: 3 },
        { at: to - 50_000, value: 3 },
        // Unheard of for more than a minute.
        { at: to, value: 4 },
      ].toSorted((a, b) => a.at - b.at),
      { to: to + 20_000, most: 4 },
    );
    expect(line.match(/M/g)).toHaveLength(2);
    expect(area.match(/Z/g)).toHaveLength(2);
    expect(line).not.toMatch(/NaN|Infinity/);
  });

  it('is nothing where there is nothing, and a dot where there is one sample', () => {
    expect(sparkPath([], { to, most: 1 })).toEqual({ line: '', area: '' });
    expect(sparkPath([{ at: to, value: 1 }], { to, most: 1 }).line).toMatch(/^M100 [\d.]+h/);
    expect(sparkPath([{ at: -10_000, value: 1 }], { to, most: 1 }).line).toBe('');
  });

  it('tells until where nothing is known, and where the newest is while the line is young', () => {
    expect(sparkBegin([], { to, most: 1 })).toBeNull();
    expect(sparkBegin([{ at: to, value: null }], { to, most: 1 })).toBeNull();
    const young = [
      { at: to - 6000, value: 1 },
      { at: to, value: 1 },
    ];
    expect(sparkBegin(young, { to, most: 1 })).toEqual({
      blank: 99,
      dot: expect.stringMatching(/^M100 1\.5h/),
    });
    const old = [{ at: to - SPARK_SPAN_MS / 2, value: 1 }, ...young];
    expect(sparkBegin(old, { to, most: 1 })).toEqual({ blank: 50, dot: '' });
  });
});
