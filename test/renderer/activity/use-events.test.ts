import { expect, it } from 'vitest';
import { EMPTY, MOST_LIVE, reduceEvents } from '../../../src-renderer/features/activity/use-events.ts';
import { eventOf } from './events.ts';

const from = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => eventOf('server.exit', {}, { seq: first - index }));

it('a list that is open for days lets go of its oldest events, which are paged again', () => {
  let state = reduceEvents(EMPTY, {
    kind: 'page',
    page: { events: from(100, 100), next: null, lastSeq: 100 },
    first: true,
  });
  expect([state.events.length, state.next, state.head]).toEqual([100, null, 100]);
  for (let head = 200; head <= 2000; head += 100)
    state = reduceEvents(state, { kind: 'fresh', events: from(head, 100), head });
  expect([state.events.length, state.head]).toEqual([MOST_LIVE, 2000]);
  expect([state.events[0]?.seq, state.events.at(-1)?.seq]).toEqual([2000, 2000 - MOST_LIVE + 1]);
  expect(state.next).toBe(2000 - MOST_LIVE + 1);
});
