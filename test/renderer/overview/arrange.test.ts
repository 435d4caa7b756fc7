import { describe, expect, it } from 'vitest';
import { arrange, namesOf, type Order } from '../../../src-renderer/features/overview/arrange.ts';
import {
  matches,
  noFilter,
  readFilter,
  writeFilter,
} from '../../../src-renderer/features/overview/filter.ts';
import { neighbour, nextTrouble } from '../../../src-renderer/features/overview/keys.ts';
import { entriesOf, type Fold } from '../../../src-renderer/features/overview/table-entries.ts';
import { rangeOf } from '../../../src-renderer/features/overview/windowing.ts';
import { statusOf } from '../../doubles/orchestrator.ts';

const fleet = [
  statusOf('b', { groups: ['one'], cpuPercent: 5 }),
  statusOf('a', { groups: ['one'], cpuPercent: 50, startedAt: '2026-01-02T00:00:00Z' }),
  statusOf('bad', { groups: ['one'], state: 'CRASHED', reason: 'EXITED' }),
  statusOf('on-its-way', { groups: ['two'], state: 'STARTING' }),
  statusOf('c10', { groups: ['two'], cpuPercent: 7 }),
  statusOf('c9', { cpuPercent: null, state: 'STOPPED', startedAt: null }),
];
const figures = (name: string) => fleet.find((server) => server.name === name) ?? null;
const order = (by: Order) => namesOf(arrange(fleet, by, figures));

describe('the arrangement', () => {
  it('has what needs somebody first, once, then the groups in the order of the file', () => {
    const { trouble, sections } = arrange(fleet, 'trouble', figures);
    expect(trouble.map((each) => each.map(({ name }) => name))).toEqual([['bad']]);
    expect(
      sections.map(({ name, members, calm }) => [name, members.length, calm.map((each) => each.name)]),
    ).toEqual([
      ['one', 3, ['b', 'a']],
      ['two', 2, ['on-its-way', 'c10']],
      [null, 1, ['c9']],
    ]);
  });

  it('asks across all groups who has the most; what is not known comes last', () => {
    expect(order('cpu').slice(0, 4)).toEqual(['bad', 'a', 'c10', 'b']);
    expect(order('cpu').at(-1)).toBe('c9');
    expect(order('name')).toEqual(['bad', 'a', 'b', 'c9', 'c10', 'on-its-way']);
    expect(order('uptime').at(-1)).toBe('c9');
  });

  it('folds groups without anything odd, shows the odd ones of the others, and obeys the person', () => {
    const { sections } = arrange(fleet, 'trouble', figures);
    const keys = (chosen: ReadonlyMap<string, Fold>, folding = true) =>
      entriesOf(sections, { folding, chosen, headings: true }).map((entry) =>
        entry.kind === 'server'
          ? entry.name
          : entry.kind === 'more'
            ? `+${entry.count}`
            : `[${entry.section.name}]`,
      );
    expect(keys(new Map())).toEqual(['[one]', '[two]', 'on-its-way', '+1', '[null]']);
    expect(keys(new Map([['group one', 'all']]))).toContain('a');
    expect(keys(new Map([['group two', 'folded']]))).toEqual(['[one]', '[two]', '[null]']);
    expect(keys(new Map(), false)).toHaveLength(3 + 5);
  });
});

describe('the filter', () => {
  it('is the same after its way through the address', () => {
    for (const filter of [
      noFilter,
      { state: 'CRASHED' as const, group: 'a & b', name: '100 %' },
      { state: 'warnings' as const, group: '', name: '' },
    ])
      expect(readFilter(new URL(writeFilter(filter), 'http://x').searchParams)).toEqual(filter);
    expect(readFilter(new URLSearchParams('state=toString'))).toEqual(noFilter);
  });

  it('finds by name and alias, by group and by being without one', () => {
    const server = statusOf('Postgres', { aliases: ['db'], groups: ['Data'] });
    expect(matches(server, { ...noFilter, name: ' POST ' })).toBe(true);
    expect(matches(server, { ...noFilter, name: 'DB' })).toBe(true);
    expect(matches(server, { ...noFilter, group: 'Data', state: 'RUNNING' })).toBe(true);
    expect(matches(server, { ...noFilter, group: '' })).toBe(false);
    expect(matches(server, { ...noFilter, state: 'warnings' })).toBe(false);
  });
});

describe('the keyboard', () => {
  it('goes from neighbour to neighbour and stays at the ends', () => {
    const names = ['a', 'b', 'c'];
    expect(neighbour(names, null, 1)).toBe('a');
    expect(neighbour(names, null, -1)).toBe('c');
    expect(neighbour(names, 'b', 1)).toBe('c');
    expect(neighbour(names, 'c', 1)).toBe('c');
    expect(neighbour([], null, 1)).toBeNull();
  });

  it('goes around those that need somebody', () => {
    const names = ['x', 'y', 'z', 'calm'];
    const troubled = ['x', 'y', 'z'];
    expect(nextTrouble(troubled, names, null, 1)).toBe('x');
    expect(nextTrouble(troubled, names, 'x', 1)).toBe('y');
    expect(nextTrouble(troubled, names, 'calm', 1)).toBe('x');
    expect(nextTrouble(troubled, names, 'calm', -1)).toBe('z');
    expect(nextTrouble(troubled, names, 'x', -1)).toBe('z');
    expect(nextTrouble([], names, 'x', 1)).toBeNull();
  });
});

describe('the window over many rows', () => {
  it('always holds what is seen, whatever the scroll position', () => {
    for (let top = 500; top > -8000; top -= 37) {
      const { from, to } = rangeOf(200, 35, top, 900);
      const firstSeen = Math.min(200, Math.max(0, Math.floor(-top / 35)));
      const lastSeen = Math.min(200, Math.max(0, Math.ceil((900 - top) / 35)));
      expect(from).toBeLessThanOrEqual(firstSeen);
      expect(to).toBeGreaterThanOrEqual(lastSeen);
      expect(to - from).toBeLessThanOrEqual(26 + 5 * 16);
    }
    expect(rangeOf(10, 0, 0, 900)).toEqual({ from: 0, to: 10 });
  });
});
