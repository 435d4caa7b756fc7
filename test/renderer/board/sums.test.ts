import { describe, expect, it } from 'vitest';
import { lastNeed, merged, restartsSince } from '../../../src-renderer/features/board/day.ts';
import { sumOf, sumSeries } from '../../../src-renderer/features/board/sums.ts';
import { newestSleep } from '../../../src-renderer/features/notices/banners.tsx';
import { changesSince, gather } from '../../../src-renderer/features/notices/changes.ts';
import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import { statusOf } from '../../doubles/orchestrator.ts';

const series = (points: readonly (readonly [number, number | null])[]) => ({
  points: points.map(([at, cpuPercent]) => ({ at, cpuPercent, memoryBytes: null, latencyMs: null })),
  hour: { cpuPercent: null, memoryBytes: null, latencyMs: null },
  memoryWarnBytes: null,
});

describe('the sum of all servers', () => {
  it('is not known where nothing is', () => {
    expect(sumOf([null, null])).toBeNull();
    expect(sumOf([null, 2, 3])).toBe(5);
  });

  it('takes the newest sample of each at every moment, and forgets one that is old', () => {
    const sums = sumSeries(
      [
        series([
          [0, 10],
          [20_000, 20],
        ]),
        series([[5000, 1]]),
      ],
      ({ cpuPercent }) => cpuPercent,
      70_000,
      70_000,
    );
    expect(sums.map(({ value }) => value)).toEqual([10, 11, 21, 21, 21, 21, 20, null]);
    expect(sums.at(-1)?.at).toBe(70_000);
  });
});

const event = (seq: number, at: string, known: Partial<OrchestratorEvent>): OrchestratorEvent => ({
  seq,
  at,
  type: 'server.restart',
  server: 'a',
  generation: 1,
  actor: 'supervisor',
  operation: null,
  data: {},
  ...known,
});

describe('the day', () => {
  it('counts each restart once, of today only', () => {
    const events = [
      event(2, '2026-01-02T10:00:00Z', {}),
      event(1, '2026-01-01T10:00:00Z', {}),
      event(2, '2026-01-02T10:00:00Z', {}),
      event(3, '2026-01-02T11:00:00Z', { type: 'server.exit' }),
    ];
    expect(restartsSince(events, Date.parse('2026-01-02T00:00:00Z'))).toEqual([
      Date.parse('2026-01-02T10:00:00Z'),
    ]);
  });

  it('knows when somebody was needed last', () => {
    expect(
      lastNeed([
        event(1, '2026-01-01T10:00:00Z', { type: 'server.state', data: { from: 'CRASHED', to: 'STARTING' } }),
        event(2, '2026-01-01T11:00:00Z', { type: 'server.state', data: { from: 'STARTING', to: 'RUNNING' } }),
      ]),
    ).toBe('2026-01-01T10:00:00Z');
    expect(lastNeed([])).toBeNull();
  });
});

describe('the sleep of the computer', () => {
  it('is told for two minutes after it woke', () => {
    const slept = event(4, '2026-01-01T10:00:00Z', { type: 'instance.freeze', data: { lengthMs: 5000 } });
    const at = Date.parse(slept.at);
    expect(newestSleep([slept, event(5, slept.at, {})], at + 60_000)).toEqual({ seq: 4, lengthMs: 5000 });
    expect(newestSleep([slept], at + 130_000)).toBeNull();
    expect(newestSleep([], at)).toBeNull();
  });
});

describe('what is spoken', () => {
  it('is where servers came to rest, those of one kind together, and nothing of new ones', () => {
    const before = new Map([
      ['a', 'RUNNING'],
      ['b', 'RUNNING'],
      ['c', 'STARTING'],
      ['d', 'RUNNING'],
    ] as const);
    const changes = changesSince(before, [
      statusOf('a', { state: 'CRASHED', reason: 'EXITED' }),
      statusOf('b', { state: 'CRASHED', reason: 'EXITED' }),
      statusOf('c', { state: 'RUNNING' }),
      statusOf('d', { state: 'STOPPING' }),
      statusOf('new', { state: 'CRASHED', reason: 'EXITED' }),
    ]);
    expect(gather(changes).map(([, names]) => names)).toEqual([['a', 'b'], ['c']]);
  });
});

describe('the events of a day', () => {
  const event = (seq: number) => ({ seq, type: 'server.restart' }) as unknown as OrchestratorEvent;

  it('stay known when the feed has let them go, each once and in order', () => {
    const morning = merged([], [event(2), event(1)]);
    expect(merged(morning, [event(2), event(3)])).toEqual([event(1), event(2), event(3)]);
    expect(merged(morning, [event(1)])).toBe(morning);
    expect(merged(morning, [])).toBe(morning);
  });
});
