import { expect, test } from 'vitest';
import { createEventLog } from '../../../src-main/core/events/event-log.ts';
import { createStatusFeed } from '../../../src-main/core/events/status-feed.ts';
import { applyFeed, emptyFeed } from '../../../src-shared/model/apply-event.ts';
import { type FeedMessage, feedMessageSchema } from '../../../src-shared/schema/feed.ts';
import type { ServerState, ServerStatus } from '../../../src-shared/schema/status.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { statusOf, summaryOf } from '../../support/statuses.ts';
import { draft, memoryStore } from './memory-store.ts';

function bench({ queueLimit }: { readonly queueLimit?: number } = {}) {
  const clock = new FakeClock();
  const errors: unknown[] = [];
  const onListenerError = (error: unknown) => errors.push(error);
  const events = createEventLog({ store: memoryStore(), clock, onListenerError });
  const servers = new Map<string, ServerStatus>();
  let memoryBytes = 1;
  const instance = () => ({
    running: true,
    pid: 1,
    version: '1',
    url: null,
    config: null,
    configErrors: [],
    uptimeMs: 1,
    memoryBytes,
    cpuPercent: 0,
  });
  const source = {
    report: () => ({ instance: instance(), summary: source.summary(), servers: [...servers.values()] }),
    server: (name: string) => servers.get(name) ?? null,
    summary: () => summaryOf([...servers.values()]),
    instance,
  };
  const feed = createStatusFeed({
    clock,
    events,
    source,
    onListenerError,
    ...(queueLimit === undefined ? {} : { queueLimit }),
  });
  const set = (name: string, state: ServerState | null) => {
    if (state === null) servers.delete(name);
    else servers.set(name, statusOf({ name, state }));
    feed.changed(name);
  };
  const grow = () => {
    memoryBytes++;
    feed.instanceChanged();
  };
  return { clock, errors, events, source, feed, set, grow };
}

/** All that waits for the client now. The question that finds nothing stays open, so this comes last. */
async function taken(stream: AsyncIterator<FeedMessage>): Promise<readonly FeedMessage[]> {
  const messages: FeedMessage[] = [];
  for (;;) {
    const later = new Promise<null>((resolve) => setImmediate(() => resolve(null)));
    const result = await Promise.race([stream.next(), later]);
    if (result === null || result.done === true) return messages;
    messages.push(feedMessageSchema.parse(result.value));
  }
}

const kinds = (messages: readonly FeedMessage[]): readonly string[] => messages.map(({ kind }) => kind);

test('changes of one turn are told once, with every name once', async () => {
  const { clock, feed, set, errors } = bench();
  const told: (readonly string[])[] = [];
  feed.onStatus(() => {
    throw new Error('a bug');
  });
  const stop = feed.onStatus((servers) => told.push(servers));
  for (let index = 0; index < 100; index++) set(index % 2 === 0 ? 'a' : 'b', 'RUNNING');
  await clock.settle();
  set('a', 'STOPPED');
  await clock.settle();
  stop();
  set('b', 'STOPPED');
  await clock.settle();
  expect(told).toEqual([['a', 'b'], ['a']]);
  expect(errors).toHaveLength(3);
});

test('a client begins with a snapshot, then gets each server as it is when it takes it', async () => {
  const { clock, feed, set, grow } = bench();
  set('a', 'STARTING');
  await clock.settle();
  const stream = feed.open({ since: null });
  expect(await stream.next()).toMatchObject({ value: { kind: 'snapshot', seq: 0, missed: 0 } });
  const waiting = stream.next();
  set('a', 'RUNNING');
  expect(await waiting).toMatchObject({
    value: { kind: 'status', servers: [{ name: 'a', state: 'RUNNING' }] },
  });
  for (const state of ['STOPPING', 'STOPPED', 'STARTING'] as const) {
    set('a', state);
    await clock.settle();
  }
  set('b', null);
  grow();
  await clock.settle();
  expect(await taken(stream)).toMatchObject([
    { kind: 'status', servers: [{ state: 'STARTING' }], removed: ['b'], summary: { STARTING: 1 } },
    { kind: 'instance', instance: { memoryBytes: 2 } },
  ]);
});

test('a client that does not read holds no more than its queue, and is told what it missed', async () => {
  const { clock, events, feed, set } = bench({ queueLimit: 10 });
  const stream = feed.open({ since: null });
  await stream.next();
  for (let index = 0; index < 1000; index++) {
    events.append(draft('a'));
    set(`s${index % 20}`, 'RUNNING');
  }
  await clock.settle();
  const messages = await taken(stream);
  const [snapshot, ...rest] = messages;
  expect(snapshot).toMatchObject({ kind: 'snapshot', missed: 990 });
  expect(rest.filter(({ kind }) => kind === 'event').length).toBe(10);
  expect(messages.length).toBeLessThanOrEqual(12);
});

test('a flood of events does not hold back the state, nor the other way round', async () => {
  const { clock, events, feed, set } = bench();
  const stream = feed.open({ since: null });
  await stream.next();
  for (let index = 0; index < 5; index++) events.append(draft('a'));
  set('a', 'RUNNING');
  await clock.settle();
  expect(kinds(await taken(stream))).toEqual(['event', 'status', 'event', 'event', 'event', 'event']);
});

test('figures are gathered where a client asks for it; what goes with an event is not held back', async () => {
  const { clock, events, feed, set } = bench();
  const stream = feed.open({ since: null, figuresApartMs: 200 });
  await stream.next();
  set('a', 'RUNNING');
  await clock.settle();
  expect(kinds([(await stream.next()).value as FeedMessage])).toEqual(['status']);
  const answers: unknown[] = [];
  const ask = () => void stream.next().then(({ value }) => answers.push(value));
  ask();
  for (const name of ['a', 'b', 'c']) {
    set(name, 'RUNNING');
    await clock.advance(60);
  }
  expect(answers).toEqual([]);
  await clock.advance(20);
  expect(answers).toMatchObject([{ kind: 'status', servers: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] }]);
  ask();
  ask();
  events.append(draft('a'));
  set('a', 'STOPPED');
  await clock.settle();
  expect(answers.slice(1)).toMatchObject([{ kind: 'event' }, { kind: 'status', servers: [{ name: 'a' }] }]);
  ask();
  set('b', 'STOPPED');
  await clock.settle();
  await stream.return?.();
  expect(clock.pending).toEqual([]);
});

test('who comes back gets what it missed after the snapshot, or how much that was', async () => {
  const { events, feed } = bench({ queueLimit: 10 });
  for (let index = 0; index < 30; index++) events.append(draft('a'));
  const near = await taken(feed.open({ since: 27 }));
  expect(near).toMatchObject([
    { kind: 'snapshot', seq: 27, missed: 0 },
    { kind: 'event', event: { seq: 28 } },
    { kind: 'event', event: { seq: 29 } },
    { kind: 'event', event: { seq: 30 } },
  ]);
  expect(near.reduce(applyFeed, { ...emptyFeed, seq: 27 })).toMatchObject({ seq: 30, missed: 0 });
  expect(await taken(feed.open({ since: 5 }))).toMatchObject([{ kind: 'snapshot', seq: 30, missed: 25 }]);
  expect(await taken(feed.open({ since: 30 }))).toMatchObject([{ kind: 'snapshot', seq: 30, missed: 0 }]);
  expect(await taken(feed.open({ since: 99 }))).toMatchObject([{ kind: 'snapshot', seq: 30, missed: 0 }]);
});

test('a new order of servers is a snapshot for everybody', async () => {
  const { clock, feed, set } = bench();
  const stream = feed.open({ since: null });
  await stream.next();
  set('a', 'RUNNING');
  feed.resync();
  await clock.settle();
  expect(kinds(await taken(stream))).toEqual(['snapshot']);
});

test('who asks for several messages at once gets them in order', async () => {
  const { clock, feed, events, set } = bench();
  const stream = feed.open({ since: null });
  const answers = [stream.next(), stream.next(), stream.next()];
  events.append(draft('a'));
  set('a', 'RUNNING');
  await clock.settle();
  set('a', 'STOPPED');
  await clock.settle();
  expect((await Promise.all(answers)).map(({ value }) => value?.kind)).toEqual([
    'snapshot',
    'event',
    'status',
  ]);
});

test('a stream ends with its signal or with its reader, also while it waits', async () => {
  const { clock, events, feed, set } = bench();
  const abort = new AbortController();
  const stream = feed.open({ since: null, signal: abort.signal });
  await stream.next();
  const waiting = stream.next();
  abort.abort();
  expect(await waiting).toEqual({ done: true, value: undefined });
  events.append(draft('a'));
  set('a', 'RUNNING');
  await clock.settle();
  expect(await stream.next()).toEqual({ done: true, value: undefined });

  const seen: string[] = [];
  for await (const { kind } of feed.open({ since: null, signal: new AbortController().signal })) {
    seen.push(kind);
    break;
  }
  expect(seen).toEqual(['snapshot']);
  expect(await feed.open({ since: null, signal: AbortSignal.abort() }).next()).toMatchObject({ done: true });
});
