import { expect, test } from 'vitest';
import { createEventLog } from '../../../src-main/core/events/event-log.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { draft, memoryStore } from './memory-store.ts';

function bench(capacity?: number) {
  const store = memoryStore();
  const clock = new FakeClock();
  const errors: unknown[] = [];
  const log = createEventLog({
    store,
    clock,
    onListenerError: (error) => errors.push(error),
    ...(capacity === undefined ? {} : { capacity }),
  });
  return { store, clock, errors, log };
}

const seqs = (events: readonly { readonly seq: number }[]): readonly number[] => events.map(({ seq }) => seq);

test('an event is numbered, dated, kept and told to everybody before append returns', () => {
  const { log, clock, store } = bench();
  const heard: number[] = [];
  const stop = log.subscribe(({ seq }) => heard.push(seq));
  const event = log.append(draft('a'));
  expect(event).toMatchObject({ seq: 1, at: new Date(clock.wallMs()).toISOString(), server: 'a' });
  stop();
  log.append(draft('a'));
  expect(heard).toEqual([1]);
  expect([log.lastSeq, store.lastSeq]).toEqual([2, 2]);
});

test('a listener that throws is reported, and the others hear the event', () => {
  const { log, errors } = bench();
  const heard: number[] = [];
  log.subscribe(() => {
    throw new Error('a bug');
  });
  log.subscribe(({ seq }) => heard.push(seq));
  log.append(draft('a'));
  expect([heard, errors.length]).toEqual([[1], 1]);
});

test('an event that a listener appends is heard by all after the one that caused it', () => {
  const { log } = bench();
  const heard: string[] = [];
  log.subscribe(({ seq }) => {
    if (seq === 1) log.append(draft('b'));
    heard.push(`first ${seq}`);
  });
  log.subscribe(({ seq }) => heard.push(`second ${seq}`));
  log.append(draft('a'));
  expect(heard).toEqual(['first 1', 'second 1', 'first 2', 'second 2']);
});

test('who resumes from a number in memory gets the rest without the store being read', () => {
  const { log, store } = bench(10);
  for (let index = 0; index < 25; index++) log.append(draft(index % 2 === 0 ? 'a' : 'b'));
  expect(seqs(log.query({ since: 22, limit: 10 }))).toEqual([23, 24, 25]);
  expect(seqs(log.query({ since: 20, limit: 2 }))).toEqual([21, 22]);
  expect(seqs(log.query({ since: 25, limit: 10 }))).toEqual([]);
  expect(seqs(log.query({ since: 20, limit: 10, server: 'a' }))).toEqual([21, 23, 25]);
  expect(seqs(log.query({ since: 20, limit: 10, actor: 'reload' }))).toEqual([]);
  expect(seqs(log.query({ since: 20, limit: 10, types: ['server.state'], before: 22 }))).toEqual([21]);
  expect(store.queries).toEqual([]);
  expect(seqs(log.query({ since: 3, limit: 4 }))).toEqual([4, 5, 6, 7]);
  expect(seqs(log.query({ limit: 2 }))).toEqual([25, 24]);
  expect(store.queries).toHaveLength(2);
});

test('events of an earlier instance come from the store', () => {
  const { log, store } = bench();
  store.appendEvent(draft('a'), 0);
  store.appendEvent(draft('a'), 0);
  expect(seqs(log.query({ since: 0, limit: 10 }))).toEqual([1, 2]);
  expect(store.queries).toHaveLength(1);
});

test('memory holds no more than it may, and recent gives the newest', () => {
  const { log } = bench(10);
  for (let index = 0; index < 1000; index++) log.append(draft('a'));
  expect(seqs(log.recent(3))).toEqual([998, 999, 1000]);
  expect(log.recent(10_000)).toHaveLength(10);
  expect(log.recent(0)).toEqual([]);
});
