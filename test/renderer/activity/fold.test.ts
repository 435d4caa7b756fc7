import { describe, expect, it } from 'vitest';
import { actorOf, foldEvents, rowSentence, rowSign } from '../../../src-renderer/features/activity/fold.ts';
import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import { eventOf } from './events.ts';

type Step = readonly [
  OrchestratorEvent['type'],
  Readonly<Record<string, unknown>>,
  Partial<OrchestratorEvent>?,
];

/** Numbered from the oldest on, a second apart; newest first. */
const history = (...steps: readonly Step[]) =>
  steps
    .map(([type, data, more], index) =>
      eventOf(type, data, {
        seq: index + 1,
        at: new Date(Date.UTC(2026, 10, 20, 12, 0, index)).toISOString(),
        ...more,
      }),
    )
    .toReversed();
const state = (to: string, more: Readonly<Record<string, unknown>> = {}): Step => [
  'server.state',
  { to, ...more },
];
const exit = (code: number, more: Partial<OrchestratorEvent> = {}): Step => [
  'server.exit',
  { code, signal: null, expected: false },
  more,
];
const restart: Step = ['server.restart', { attempt: 1, maxRestarts: 3, delayMs: 1000, kind: 'exit' }];
const told = (...steps: readonly Step[]) =>
  foldEvents(history(...steps)).map((row) => rowSentence(row).replaceAll('\u202f', ' '));
const next = (then: string) => Object.fromEntries([['then', then]]);

describe('rows of events', () => {
  it('tell a start as one thing, with how long it took', () => {
    expect(
      told(
        state('STARTING', { phase: 'WAIT_DEPS' }),
        state('STARTING', { phase: 'HANDSHAKE' }),
        state('RUNNING'),
      ),
    ).toEqual(['Running, ready after 2 s']);
    expect(told(state('STARTING', { phase: 'HANDSHAKE' }))).toEqual(['Starting']);
  });

  it('tell a restart that somebody asked for as one thing, by who asked', () => {
    const by = { actor: 'dashboard' };
    const rows = foldEvents(
      history(
        ['server.state', { to: 'STOPPING', ...next('restart') }, by],
        ['server.exit', { code: 0, expected: true }, by],
        ['server.state', { to: 'STARTING', phase: 'SPAWNING' }, by],
        ['server.state', { to: 'RUNNING' }, by],
        ['operation.finished', { ok: true }, by],
      ),
    );
    expect(rows.map((row) => rowSentence(row).replaceAll('\u202f', ' '))).toEqual([
      'Restarted, ready after 3 s',
    ]);
    expect(rows.map(actorOf)).toEqual(['dashboard']);
    expect(rows.map(rowSign)).toEqual(['running']);
  });

  it('fold exits with the restarts that follow, and the same exits into one', () => {
    const cycle = [exit(1), restart, state('STARTING', { phase: 'BACKOFF' }), state('RUNNING')];
    expect(told(...cycle)).toEqual(['Exited with code 1 and restarted']);
    const [three] = told(...cycle, ...cycle, ...cycle);
    expect(three).toMatch(/^Exited with code 1 and restarted, 3 times since \d\d:00$/);
    expect(told(...cycle, exit(2))).toEqual(['Exited with code 2', 'Exited with code 1 and restarted']);
    expect(
      told(
        exit(1),
        restart,
        exit(1),
        state('STOPPING', next('crash')),
        state('CRASHED', { reason: 'RESTART_LIMIT' }),
      ),
    ).toEqual(['Crashed, restart limit', expect.stringMatching(/^Exited with code 1, 2 times since /)]);
  });

  it('fold what repeats of one server only, and nothing across another thing of it', () => {
    const failed: Step = ['server.health', { status: 'fail', message: 'HTTP 503' }];
    const other: Step = ['server.health', { status: 'fail', message: 'HTTP 503' }, { server: 'memory' }];
    const rows = foldEvents(history(failed, other, failed, state('UNHEALTHY'), failed));
    expect(rows.map(({ events }) => events.map(({ server }) => server))).toEqual([
      ['postgres'],
      ['postgres'],
      ['postgres', 'postgres'],
      ['memory'],
    ]);
  });

  it('fold checks that fail one after the other, though each says how often by now', () => {
    const failed = (times: number, more: Partial<OrchestratorEvent> = {}): Step => [
      'server.health',
      { status: 'fail', message: `It did not answer, ${times} times in a row.` },
      more,
    ];
    const between: Step = ['server.health', { status: 'fail', message: 'HTTP 503' }, { server: 'memory' }];
    expect(told(failed(2), between, failed(3), failed(4))).toEqual([
      expect.stringMatching(/^Health check failed, 3 times since /),
      'Health check failed: HTTP 503',
    ]);
    expect(told(failed(2))).toEqual(['It did not answer, 2 times in a row']);
  });

  it('lose no event and keep the newest first', () => {
    const events = history(
      exit(1),
      restart,
      exit(1, { server: 'memory' }),
      state('RUNNING'),
      ['config.loaded', { exists: true, servers: 1 }, { server: null }],
      exit(1),
      state('STOPPING', next('stop')),
      state('STOPPED'),
      ['operation.finished', { ok: true }],
    );
    const rows = foldEvents(events);
    expect(
      rows
        .flatMap((row) => row.events)
        .map(({ seq }) => seq)
        .sort(),
    ).toEqual(events.map(({ seq }) => seq).sort());
    const newest = rows.map((row) => row.events[0]?.seq ?? 0);
    expect(newest).toEqual(newest.toSorted((a, b) => b - a));
  });
});
