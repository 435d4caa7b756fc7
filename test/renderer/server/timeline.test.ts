import { describe, expect, it } from 'vitest';
import {
  allRows,
  byDay,
  changesServer,
  mergeEvents,
  timelineOf,
} from '../../../src-renderer/features/server/timeline.ts';
import { createEventSelector } from '../../../src-renderer/features/server/use-events.ts';
import { firstFailure, whatChanged } from '../../../src-renderer/features/server/what-changed.ts';
import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import { exit, newestFirst, state, T0 } from './points.ts';

const restart = (attempt: number) => ({
  type: 'server.restart' as const,
  data: { attempt, maxRestarts: 3, delayMs: 1000, kind: 'exit', charged: true },
});

describe('the timeline', () => {
  it('tells ends, restarts and arrivals, newest first, without the steps between them', () => {
    const rows = timelineOf(
      newestFirst(
        { at: 0, ...state('RUNNING') },
        { at: 100, ...exit() },
        { at: 100.1, ...state('STOPPING', 'RUNNING') },
        { at: 100.2, ...restart(1) },
        { at: 100.3, ...state('STARTING', 'STOPPING', { phase: 'BACKOFF' }) },
        { at: 101, ...state('STARTING', 'STARTING', { phase: 'SPAWNING' }) },
        { at: 102, ...state('RUNNING') },
        { at: 200, ...exit() },
        { at: 200.1, ...state('CRASHED', 'STOPPING', { reason: 'RESTART_LIMIT' }) },
      ),
    );
    expect(rows.map(({ event, sign }) => [event.type, sign])).toEqual([
      ['server.state', 'crashed'],
      ['server.exit', 'crashed'],
      ['server.state', 'running'],
      ['server.restart', 'starting'],
      ['server.exit', 'crashed'],
      ['server.state', 'running'],
    ]);
    expect(rows[1]?.ranMs).toBe(98_000);
    expect(rows[4]?.ranMs).toBe(100_000);
  });

  it('leaves out an end that somebody asked for, and keeps who began it', () => {
    const rows = timelineOf(
      newestFirst(
        { at: 0, ...state('STOPPING', 'RUNNING'), actor: 'dashboard' },
        { at: 1, type: 'server.exit', data: { code: 0, signal: null, expected: true } },
        { at: 2, ...state('STARTING', 'STOPPING'), actor: 'dashboard' },
        { at: 3, ...state('RUNNING'), actor: 'dashboard' },
        { at: 4, type: 'operation.finished', data: { ok: true, error: null }, actor: 'dashboard' },
      ),
    );
    expect(rows.map(({ event }) => event.data.to)).toEqual(['RUNNING', 'STARTING']);
  });

  it('folds what happened several times in a row, with the time of the first', () => {
    const failed = (at: number, times: number) => ({
      at,
      type: 'server.health' as const,
      data: { status: 'fail', message: `failed ${times} times` },
    });
    const events = newestFirst({ at: 0, ...state('RUNNING') }, failed(10, 1), failed(20, 2), failed(30, 3));
    const [row, second] = timelineOf(events);
    expect(row).toMatchObject({ count: 3, since: new Date(T0 + 10_000).toISOString(), key: '4' });
    expect(second?.count).toBe(1);
    expect(allRows(events)).toHaveLength(2);
  });

  it('folds a warning that comes and goes, told as it stands now', () => {
    const warning = (at: number, change: string, kind = 'cpu') => ({
      at,
      type: 'server.warning' as const,
      data: { change, kind, message: `at ${at}` },
    });
    const events = newestFirst(
      warning(0, 'raised'),
      warning(1, 'cleared'),
      warning(2, 'raised'),
      warning(3, 'raised', 'memory'),
    );
    expect(timelineOf(events).map(({ count, sign }) => [count, sign])).toEqual([
      [1, 'warning'],
      [3, 'warning'],
    ]);
    expect(allRows(events)).toHaveLength(4);
  });

  it('keeps the wait for a start apart from the start', () => {
    const events = newestFirst(
      { at: 0, ...state('STARTING', 'STOPPING', { phase: 'BACKOFF' }) },
      { at: 1, ...state('STARTING', 'STARTING', { phase: 'WAIT_DEPS' }) },
      { at: 2, ...state('STARTING', 'STARTING', { phase: 'SPAWNING' }) },
    );
    expect(allRows(events).map(({ count }) => count)).toEqual([2, 1]);
  });

  it('tells the tools that were listed with the arrival', () => {
    const rows = timelineOf(
      newestFirst({ at: 0, ...state('RUNNING') }, { at: 1, type: 'tools.changed', data: { tools: 9 } }),
    );
    expect(rows).toMatchObject([{ tools: 9, sign: 'running' }]);
    const later = timelineOf(
      newestFirst({ at: 0, ...state('RUNNING') }, { at: 60, type: 'tools.changed', data: { tools: 10 } }),
    );
    expect(later).toHaveLength(2);
  });

  it('merges what was asked for with what came by itself, each event once', () => {
    const [c, b, a] = newestFirst({ at: 0, ...exit() }, { at: 1, ...exit() }, { at: 2, ...exit() }) as [
      never,
      never,
      never,
    ];
    expect(mergeEvents([b, a], [c, b])).toEqual([c, b, a]);
  });

  it('has a heading for each day', () => {
    const rows = allRows(
      newestFirst({ at: 0, ...exit(1) }, { at: 1, ...exit(2) }, { at: 90_000, ...exit(3) }),
    );
    expect(byDay(rows, (at) => at.slice(0, 10)).map(({ day, rows: of }) => [day, of.length])).toEqual([
      ['2026-11-21', 1],
      ['2026-11-20', 2],
    ]);
  });
});

describe('the events of the feed', () => {
  it('are the same list until another one of this server comes', () => {
    const select = createEventSelector(({ server }) => server === 'db');
    const [c, b, a] = newestFirst(
      { at: 0, ...exit() },
      { at: 1, ...exit(), server: 'other' },
      { at: 2, ...exit() },
    ) as [OrchestratorEvent, OrchestratorEvent, OrchestratorEvent];
    const first = select([a]);
    expect(first).toEqual([a]);
    expect(select([a, b])).toBe(first);
    expect(select([a, b, c])).toEqual([a, c]);
  });

  it('stay known when the feed has let them go, and begin anew with another history', () => {
    const select = createEventSelector(({ server }) => server === 'db');
    const [c, b, a] = newestFirst(
      { at: 0, ...exit() },
      { at: 1, ...exit(), server: 'other' },
      { at: 2, ...exit() },
    ) as [OrchestratorEvent, OrchestratorEvent, OrchestratorEvent];
    select([a, b]);
    expect(select([b, c])).toEqual([a, c]);
    expect(select([])).toEqual([]);
    expect(select([a])).toEqual([a]);
  });
});

describe('what changed before it failed', () => {
  const changed = (at: number, names: readonly string[]) => ({
    at,
    type: 'config.loaded' as const,
    server: null,
    actor: 'reload',
    data: { added: [], removed: [], changed: names },
  });
  const crashes = [
    { at: 1000, ...exit() },
    { at: 1300, ...exit() },
    { at: 1300.1, ...state('CRASHED') },
  ];

  it('is the edit of its entry within half an hour before the first failure', () => {
    const events = newestFirst(changed(580, ['db', 'other']), ...crashes);
    expect(whatChanged(events, 'db', [])).toEqual([
      { kind: 'file', server: null, at: T0 + 580_000, beforeMs: 420_000 },
    ]);
  });

  it('is nothing where the edit is older, later, or about others', () => {
    expect(whatChanged(newestFirst(changed(-900, ['db']), ...crashes), 'db', [])).toEqual([]);
    expect(whatChanged(newestFirst(...crashes, changed(1400, ['db'])), 'db', [])).toEqual([]);
    expect(whatChanged(newestFirst(changed(900, ['other']), ...crashes), 'db', [])).toEqual([]);
    expect(whatChanged(newestFirst(changed(900, ['db'])), 'db', [])).toEqual([]);
  });

  it('is a server that it needs and that ended or restarted', () => {
    const events = newestFirst(
      { at: 700, ...exit(), server: 'market' },
      { at: 705, ...exit(), server: 'stranger' },
      ...crashes,
    );
    expect(whatChanged(events, 'db', ['market'])).toEqual([
      { kind: 'dependency', server: 'market', at: T0 + 700_000, beforeMs: 300_000 },
    ]);
  });

  it('counts an edit that is told just after what it brought about', () => {
    const events = newestFirst({ at: 10, ...state('CRASHED', 'STOPPED') }, changed(10.01, ['db']));
    expect(whatChanged(events, 'db', [])).toMatchObject([{ kind: 'file', beforeMs: 0 }]);
  });

  it('begins at the first failure of this trouble, not of one before', () => {
    const events = newestFirst({ at: 0, ...exit() }, { at: 5000, ...exit() }, { at: 5100, ...exit() });
    expect(firstFailure(events)).toBe(T0 + 5_000_000);
    const byHand = newestFirst(
      { at: 0, ...exit() },
      { at: 60, ...state('STARTING', 'CRASHED'), actor: 'cli:1000' },
      { at: 120, ...exit() },
    );
    expect(firstFailure(byHand)).toBe(T0 + 120_000);
    expect(firstFailure(newestFirst({ at: 0, ...state('RUNNING') }))).toBeNull();
  });

  it('is no change when the orchestrator reads the file for the first time', () => {
    const [first] = newestFirst({
      at: 0,
      type: 'config.loaded',
      server: null,
      data: { added: ['db'], changed: [], removed: [] },
    });
    expect(first !== undefined && changesServer(first, 'db')).toBe(false);
  });
});
