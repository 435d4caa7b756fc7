import { describe, expect, it } from 'vitest';
import { cutAt } from '../../../src-renderer/features/log/cut-at.ts';
import { createLineStore } from '../../../src-renderer/features/log/line-store.ts';
import { createRows } from '../../../src-renderer/features/log/rows.ts';
import { createSearch, spansOf } from '../../../src-renderer/features/log/search.ts';
import type { LogLine } from '../../../src-shared/schema/log-line.ts';

const lineOf = (text: string): LogLine => ({
  at: '2026-11-21T12:00:00.000Z',
  server: 'a',
  stream: 'stderr',
  text,
  truncated: false,
});

/** `nowMs` goes on by itself, so that each chunk is a slice of its own where `slow`. */
function searching(texts: readonly string[], slow = false) {
  const store = createLineStore(false);
  const rows = createRows(store);
  store.append(texts.map(lineOf));
  rows.sync();
  const steps: (() => void)[] = [];
  let nowMs = 0;
  const search = createSearch({
    store,
    rows,
    onChange: () => undefined,
    soon: (step) => void steps.push(step),
    now: () => {
      if (slow) nowMs += 10;
      return nowMs;
    },
  });
  return { store, rows, search, steps };
}

describe('the search', () => {
  it('finds what one types as it stands, in any case, and begins near where one is', () => {
    const { search } = searching(['a.b', 'axb', 'A.B again', '\u001b[31ma\u001b[0m.b']);
    search.begin('a.b', 2);
    expect(search.state).toEqual({ text: 'a.b', total: 3, current: 2, place: 2, busy: false });
    expect([search.go(1), search.state.place]).toEqual([3, 3]);
    expect([search.go(1), search.state.place]).toEqual([0, 1]);
    expect([search.go(-1), search.state.place]).toEqual([3, 3]);
    search.begin('(', 0);
    expect(search.state.total).toBe(0);
    expect(search.go(1)).toBeNull();
    search.begin('', 0);
    expect(search.state.text).toBe('');
  });

  it('goes on where one is while one types', () => {
    const { search } = searching(['connect', 'connection', 'connect', 'other']);
    search.begin('con', 3);
    search.go(-1);
    expect(search.state.current).toBe(1);
    search.begin('connecti', 3);
    expect([search.state.current, search.state.total]).toEqual([1, 1]);
  });

  it('takes a slice at a time, newest lines first, and forgets a search that was replaced', () => {
    const texts = Array.from({ length: 2000 }, (_, index) => (index % 500 === 0 ? 'hit' : 'miss'));
    const { search, steps } = searching(texts, true);
    search.begin('hit', 1999);
    expect([search.state.total, search.state.current, search.state.busy]).toEqual([1, 1500, true]);
    const [old] = steps.splice(0);
    search.begin('miss', 1999);
    old?.();
    expect(search.state.total).toBe(499);
    for (let step = steps.shift(); step !== undefined; step = steps.shift()) step();
    expect([search.state.total, search.state.busy]).toEqual([1996, false]);
  });

  it('counts lines that come later, older ones, and only what a filter shows', () => {
    const { store, rows, search } = searching(['hit', 'ERROR hit']);
    search.begin('hit', 1);
    store.append([lineOf('hit'), lineOf('no')]);
    store.prepend([lineOf('hit')]);
    rows.sync();
    search.update();
    expect([search.state.total, search.state.current, search.state.place]).toEqual([4, 1, 3]);
    rows.setFilter({ stream: 'all', level: 'error' });
    search.update(true);
    expect([search.state.total, search.state.current]).toEqual([1, 1]);
  });

  it('marks what it found across the borders of colours', () => {
    expect(spansOf('Connection: connection', 'connection')).toEqual([
      { from: 0, to: 10 },
      { from: 12, to: 22 },
    ]);
    expect(cutAt([{ from: 2, to: 6 }], 0, 4)).toEqual([
      { from: 0, to: 2, hit: null },
      { from: 2, to: 4, hit: 0 },
    ]);
    expect(cutAt([{ from: 2, to: 6 }], 4, 9)).toEqual([
      { from: 4, to: 6, hit: 0 },
      { from: 6, to: 9, hit: null },
    ]);
  });
});
