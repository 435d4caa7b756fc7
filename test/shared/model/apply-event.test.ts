import { expect, test } from 'vitest';
import { applyFeed, emptyFeed, type FeedState } from '../../../src-shared/model/apply-event.ts';
import { defaultAlertSettings } from '../../../src-shared/schema/alert.ts';
import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import type { FeedMessage } from '../../../src-shared/schema/feed.ts';
import type { InstanceStatus, ServerStatus } from '../../../src-shared/schema/status.ts';
import { statusOf, summaryOf } from '../../support/statuses.ts';

const instance: InstanceStatus = {
  running: true,
  pid: 1,
  version: '1',
  url: null,
  config: null,
  configErrors: [],
  uptimeMs: 1,
  memoryBytes: 1,
  cpuPercent: 0,
};

const snapshot = (servers: ServerStatus[], seq = 5, missed = 0): FeedMessage => ({
  kind: 'snapshot',
  seq,
  missed,
  report: { instance, summary: summaryOf(servers), servers },
});

const event = (seq: number): OrchestratorEvent => ({
  seq,
  at: '2026-11-21T00:00:00.000Z',
  type: 'server.state',
  server: 'a',
  generation: 1,
  actor: 'supervisor',
  operation: null,
  data: {},
});

const [a, b, c] = ['a', 'b', 'c'].map((name) => statusOf({ name })) as [
  ServerStatus,
  ServerStatus,
  ServerStatus,
];

const names = ({ report }: FeedState): readonly string[] => (report?.servers ?? []).map(({ name }) => name);

test('a change replaces its server in place; the others stay the same objects', () => {
  const before = applyFeed(emptyFeed, snapshot([a, b, c]));
  const changed = statusOf({ name: 'b', state: 'CRASHED' });
  const summary = summaryOf([a, changed, c]);
  const after = applyFeed(before, { kind: 'status', seq: 9, servers: [changed], removed: [], summary });
  expect(names(after)).toEqual(['a', 'b', 'c']);
  expect(after.report?.servers.map((server, index) => server === [a, b, c][index])).toEqual([
    true,
    false,
    true,
  ]);
  expect(after.report).toMatchObject({ summary: { CRASHED: 1, RUNNING: 2 } });
  expect(after.report?.instance).toBe(before.report?.instance);
  expect(after.seq).toBe(9);
});

test('a name that is gone leaves, a new one comes last', () => {
  const before = applyFeed(emptyFeed, snapshot([a, b]));
  const summary = summaryOf([b, c]);
  expect(names(applyFeed(before, { kind: 'status', seq: 6, servers: [c], removed: ['a'], summary }))).toEqual(
    ['b', 'c'],
  );
});

test('events stand in order, each once, the newest five hundred', () => {
  let state = applyFeed(emptyFeed, snapshot([a], 0));
  for (let seq = 1; seq <= 700; seq++) state = applyFeed(state, { kind: 'event', event: event(seq) });
  expect([state.events.length, state.events[0]?.seq, state.seq]).toEqual([500, 201, 700]);
  expect(applyFeed(state, { kind: 'event', event: event(650) })).toBe(state);
});

test('a snapshot after a gap keeps the events and counts what is missing', () => {
  let state = applyFeed(emptyFeed, snapshot([a], 5));
  state = applyFeed(state, { kind: 'event', event: event(6) });
  state = applyFeed(state, snapshot([b], 40, 30));
  expect(state).toMatchObject({ seq: 40, missed: 30, events: [{ seq: 6 }] });
});

test('numbers that went back are another history: its events begin anew', () => {
  let state = applyFeed(emptyFeed, snapshot([a], 900, 3));
  state = applyFeed(state, { kind: 'event', event: event(901) });
  state = applyFeed(state, snapshot([b], 2));
  expect(state).toMatchObject({ seq: 2, missed: 0, events: [] });
  expect(applyFeed(state, { kind: 'event', event: event(3) }).events).toHaveLength(1);
});

test('the instance changes alone, and nothing is applied before the first snapshot', () => {
  const state = applyFeed(emptyFeed, snapshot([a]));
  const after = applyFeed(state, { kind: 'instance', instance: { ...instance, memoryBytes: 7 } });
  expect(after.report).toMatchObject({ instance: { memoryBytes: 7 } });
  expect(after.report?.servers).toBe(state.report?.servers);
  expect(applyFeed(emptyFeed, { kind: 'instance', instance })).toBe(emptyFeed);
  expect(
    applyFeed(emptyFeed, { kind: 'status', seq: 1, servers: [a], removed: [], summary: summaryOf([a]) }),
  ).toBe(emptyFeed);
});

test('what is told of notifications is known until another history begins', () => {
  const alerts = { settings: defaultAlertSettings, quiet: false, presenter: 'desktop', last: null };
  const state = applyFeed(applyFeed(emptyFeed, snapshot([a], 5)), { kind: 'alerts', alerts });
  expect(state.alerts).toEqual(alerts);
  expect(applyFeed(state, snapshot([a], 9)).alerts).toBe(state.alerts);
  expect(applyFeed(state, snapshot([a], 2)).alerts).toBeNull();
});

test('a kind of message that a later version has changes nothing', () => {
  const state = applyFeed(emptyFeed, snapshot([a]));
  expect(applyFeed(state, { kind: 'of-later' } as unknown as FeedMessage)).toBe(state);
});
