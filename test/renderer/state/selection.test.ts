import { describe, expect, it } from 'vitest';
import { allOf, extended, pruned, type Selection, toggled } from '../../../src-renderer/state/selection.ts';
import { createShapeSelector } from '../../../src-renderer/state/shapes.ts';
import { statusOf } from '../../doubles/orchestrator.ts';

const shown = ['a', 'b', 'c', 'd'];
const nothing: Selection = { chosen: null, selected: new Set(), anchor: null, shown };
const marked = (now: Selection) => [...now.selected].sort();

describe('what is marked', () => {
  it('is a range from the last mark to here, in the order of the page, both ways', () => {
    expect(marked(extended(toggled(nothing, 'b'), 'd'))).toEqual(['b', 'c', 'd']);
    expect(marked(extended(toggled(nothing, 'd'), 'c'))).toEqual(['c', 'd']);
    expect(marked(extended(nothing, 'c'))).toEqual(['c']);
    expect(marked(extended(toggled(nothing, 'gone'), 'a'))).toEqual(['a', 'gone']);
  });

  it('is all, and none when all are marked', () => {
    const all = allOf(nothing, shown);
    expect(marked(all)).toEqual(shown);
    expect(marked(allOf(all, shown))).toEqual([]);
    expect(marked(toggled(all, 'a'))).toEqual(['b', 'c', 'd']);
  });

  it('loses what is gone, and stays the same object otherwise', () => {
    const two = toggled(toggled(nothing, 'a'), 'b');
    expect(pruned(two, new Set(shown))).toBe(two);
    expect(marked(pruned(two, new Set(['b'])))).toEqual(['b']);
  });
});

describe('the shapes of the servers', () => {
  it('stay the same object while only figures come', () => {
    const select = createShapeSelector();
    const first = select([statusOf('a', { cpuPercent: 1, groups: ['x'] })]);
    expect(select([statusOf('a', { cpuPercent: 2, groups: ['x'] })])).toBe(first);
    const second = select([statusOf('a', { cpuPercent: 2, groups: ['x'], state: 'CRASHED' })]);
    expect(second).not.toBe(first);
    expect(second[0]?.state).toBe('CRASHED');
    expect(select([statusOf('b', { groups: ['x'] })])).not.toBe(second);
  });
});
