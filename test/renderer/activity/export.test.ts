import { describe, expect, it } from 'vitest';
import {
  type EventFilter,
  type ListEvents,
  matchesEvent,
  readEvents,
} from '../../../src-renderer/features/activity/event-source.ts';
import { readAllEvents, toCsv } from '../../../src-renderer/features/activity/export.ts';
import { countOf } from '../../../src-renderer/features/activity/filter.ts';
import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import { eventOf } from './events.ts';

const START = Date.UTC(2026, 10, 20, 12);
/** One a second; every third is of another kind; numbers have gaps, as they have once old ones are gone. */
const stored: readonly OrchestratorEvent[] = Array.from({ length: 5000 }, (_, index) =>
  index % 3 === 0
    ? eventOf('config.loaded', { exists: true, servers: index }, { server: null, actor: 'reload' })
    : eventOf('server.exit', { code: index }, { actor: 'cli:1000' }),
).map((event, index) => ({
  ...event,
  seq: 100 + index * 2,
  at: new Date(START + index * 1000).toISOString(),
}));

const everything: EventFilter = { types: [], server: null, actor: null, text: '', time: null };
const { signal } = new AbortController();
function storedList(): { readonly list: ListEvents; readonly asked: () => number } {
  let asked = 0;
  const list: ListEvents = async ({
    before = Number.POSITIVE_INFINITY,
    limit = 100,
    type,
    server,
    actor,
  }) => {
    asked++;
    const events = stored
      .filter(
        (event) =>
          event.seq < before &&
          (type === undefined || event.type === type) &&
          (server === undefined || event.server === server) &&
          (actor === undefined || event.actor === actor || event.actor.startsWith(`${actor}:`)),
      )
      .toReversed()
      .slice(0, limit);
    return { events, lastSeq: stored.at(-1)?.seq ?? 0 };
  };
  return { list, asked: () => asked };
}
const all = (filter: Partial<EventFilter>) =>
  readAllEvents(storedList().list, { ...everything, ...filter }, { signal, onProgress: () => undefined });

describe('the events behind the list', () => {
  it('are read page by page, each once, newest first', async () => {
    const events = await all({});
    expect(events.map(({ seq }) => seq)).toEqual(stored.map(({ seq }) => seq).toReversed());
  });

  it('of several types are laid together in their order', async () => {
    const events = await all({ types: ['config.loaded', 'server.exit'] });
    expect(events.map(({ seq }) => seq)).toEqual(stored.map(({ seq }) => seq).toReversed());
    expect(await all({ types: ['config.loaded'], actor: 'reload' })).toHaveLength(1667);
    expect(await all({ actor: 'cli' })).toHaveLength(3333);
  });

  it('of exits are those that nobody asked for, in the list as in its count', () => {
    const exit = { ...everything, types: ['server.exit'] as const };
    expect(matchesEvent(eventOf('server.exit', { code: 1, expected: false }), exit)).toBe(true);
    expect(matchesEvent(eventOf('server.exit', { code: 0, expected: true }), exit)).toBe(false);
    expect(matchesEvent(eventOf('server.exit', { code: 0, expected: true }), everything)).toBe(true);
    const counts = { types: { 'server.exit': 5, 'config.loaded': 2, 'config.error': 1 }, exits: 3 };
    expect(countOf('exits', counts)).toBe(3);
    expect(countOf('configuration', counts)).toBe(3);
    expect(countOf('health', counts)).toBe(0);
  });

  it('of a time are found without reading what is newer', async () => {
    const { list, asked } = storedList();
    const time = { from: START + 60_000, to: START + 120_000 };
    const page = await readEvents(list, { ...everything, time }, { before: null, limit: 100, signal });
    expect(page.events.map(({ at }) => Date.parse(at))).toEqual(
      Array.from({ length: 60 }, (_, index) => START + 119_000 - index * 1000),
    );
    expect(page.next).toBe(null);
    expect(asked()).toBeLessThan(20);
    expect(await all({ time: { from: 0, to: START } })).toEqual([]);
  });

  it('of a rare word come with where to look further', async () => {
    const filter = { ...everything, text: 'CODE 1.' };
    const page = await readEvents(storedList().list, filter, { before: null, limit: 50, signal });
    expect([page.events, page.next]).toEqual([[], expect.any(Number)]);
    expect(await all({ text: 'code 4999' })).toHaveLength(1);
  });
});

describe('the CSV of events', () => {
  it('quotes what needs it, and lets no cell begin like a formula', () => {
    const text = toCsv([
      eventOf('server.health', { status: 'fail', message: 'say "no",\nnow' }, { server: '=cmd|x' }),
      eventOf('tools.changed', { tools: 1 }, { server: ' @SUM(A1)', actor: '-1+2' }),
      eventOf('tools.changed', { tools: 1 }, { server: '\t=1', actor: '＝1' }),
      eventOf('config.loaded', { exists: false, file: 'a' }, { server: null, generation: null }),
    ]);
    const [head, first, second, third, fourth] = text.split('\r\n');
    expect(head).toBe('\ufeff"seq","at","type","server","actor","what","generation","operation","data"');
    expect(first).toContain(`"'=cmd|x"`);
    expect(first).toContain('"Health check failed: say ""no"",\nnow"');
    expect(second).toContain(`"' @SUM(A1)","'-1+2"`);
    expect(third).toContain(`"'\t=1","'＝1"`);
    expect(fourth).toContain('"config.loaded",,"supervisor","There is no configuration at `a`",,,');
  });
});
