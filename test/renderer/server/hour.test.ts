import { describe, expect, it } from 'vitest';
import {
  chartLabel,
  latencyCaption,
  restartsCaption,
  roundBytes,
  usageCaption,
} from '../../../src-renderer/features/server/captions.ts';
import {
  apart,
  cpuTop,
  exitsIn,
  figuresOf,
  latencyTop,
  memoryTop,
  pointNear,
  restartBars,
  runsOfMetric,
  spanAt,
} from '../../../src-renderer/features/server/hour.ts';
import { beginHour, continueHour, emptyHour } from '../../../src-renderer/features/server/live-points.ts';
import { statusOf } from '../../doubles/orchestrator.ts';
import { exit, newestFirst, pointAt, T0 } from './points.ts';

const hour = { from: T0, to: T0 + 3_600_000 };

describe('the scales of the last hour', () => {
  it('show one core, and more only where more was used', () => {
    expect([cpuTop([]), cpuTop([3, 70]), cpuTop([103]), cpuTop([260])]).toEqual([100, 100, 150, 300]);
  });

  it('show memory up to 1.4 times its warning, so that noise stays small', () => {
    expect(memoryTop([84e6, 85e6], 1e9)).toBe(1.4e9);
    expect(memoryTop([1.7e9], 1e9)).toBe(2e9);
    expect(memoryTop([100e6], null)).toBe(150e6);
  });

  it('show checks up to twice what most of them take, whatever one of them took', () => {
    const usual = Array.from({ length: 99 }, () => 18);
    expect(latencyTop([...usual, 900])).toBe(40);
    expect(latencyTop([0.4, 0.9])).toBe(10);
    expect(latencyTop([])).toBe(10);
  });

  it('move on in steps of ten seconds', () => {
    expect(spanAt(T0 + 1)).toEqual(spanAt(T0 + 9999));
    expect(spanAt(T0 + 1).to - spanAt(T0 + 1).from).toBe(3_600_000);
  });
});

describe('what happened in the last hour', () => {
  const events = newestFirst(
    { at: 10, ...exit() },
    { at: 10.1, type: 'server.restart', data: { attempt: 1, kind: 'exit', charged: true } },
    { at: 50, type: 'server.exit', data: { code: null, signal: 'SIGTERM', expected: true } },
    { at: 100, type: 'server.restart', data: { attempt: 2, kind: 'health', charged: true } },
    { at: 4000, ...exit() },
  );

  it('are exits that nobody asked for, and ends of what did not answer', () => {
    expect(exitsIn(events, hour)).toEqual([T0 + 10_000, T0 + 100_000]);
  });

  it('are restarts, counted by minute', () => {
    expect(restartBars(events, hour)).toEqual([
      { at: T0, count: 1 },
      { at: T0 + 60_000, count: 1 },
    ]);
  });

  it('marks exits that would lie on each other once', () => {
    expect(apart([T0, T0 + 1000, T0 + 600_000], hour)).toEqual([T0, T0 + 600_000]);
  });

  it('draws no line through the time without a process', () => {
    const points = [
      pointAt(0, { cpuPercent: 1 }),
      pointAt(10, { cpuPercent: 2 }),
      pointAt(12),
      pointAt(30, { cpuPercent: 3 }),
    ];
    expect(runsOfMetric(points, 'cpuPercent').map((run) => run.length)).toEqual([2, 1]);
    expect(pointNear(points, T0 + 13_000)).toBe(points[2]);
    expect(pointNear([], T0)).toBeNull();
  });
});

describe('the captions', () => {
  it('tell the newest and the highest; of a server that is down the last one', () => {
    const figures = figuresOf([10, 70, 29]);
    expect(usageCaption(figures, 'percent', true)).toBe('29\u202f% now, 70\u202f% highest');
    expect(usageCaption(figures, 'percent', false)).toBe('29\u202f% at the end, 70\u202f% highest');
    expect(usageCaption(figuresOf([148e6]), 'bytes', true)).toBe('148\u202fMB now, 148\u202fMB highest');
    expect(latencyCaption(figuresOf([6, 6, 22]))).toBe('6\u202fms median, 22\u202fms slowest');
    expect(restartsCaption(3, 14)).toBe('3 in the last hour, 14 in all');
  });

  it('say that nothing is known rather than 0', () => {
    expect(usageCaption(figuresOf([]), 'bytes', true)).toBe('nothing measured yet');
    expect(latencyCaption(null)).toBe('not checked yet');
  });

  it('stand alone as a sentence for those who do not see the chart', () => {
    expect(chartLabel('CPU', '29 % now, 70 % highest', 2)).toBe(
      'CPU over the last hour: 29 % now, 70 % highest; 2 exits.',
    );
    expect(chartLabel('CPU', 'nothing measured yet', 0)).toBe(
      'CPU over the last hour: nothing measured yet.',
    );
  });

  it('write round sizes without digits that say nothing', () => {
    expect([1e9, 1.4e9, 1.25e9, 500e6, 10e9].map(roundBytes)).toEqual(
      ['1 GB', '1.4 GB', '1.25 GB', '500 MB', '10 GB'].map((text) => text.replace(' ', '\u202f')),
    );
  });
});

describe('the hour that goes on', () => {
  const running = statusOf('db', { cpuPercent: 5, memoryBytes: 80e6 });

  it('gets a point when figures come, none when something else changed', () => {
    const begun = beginHour([pointAt(0, { cpuPercent: 4 })], running);
    expect(continueHour(begun, { ...running, tools: 99 }, T0 + 1000)).toBe(begun);
    const next = continueHour(begun, { ...running, cpuPercent: 6 }, T0 + 2000);
    expect(next.points.at(-1)).toEqual({
      at: T0 + 2000,
      cpuPercent: 6,
      memoryBytes: 80e6,
      latencyMs: null,
    });
  });

  it('tells a check once', () => {
    const begun = beginHour([], running);
    const health = { ...running.health, checkedAt: new Date(T0).toISOString(), latencyMs: 7 };
    const checked = continueHour(begun, { ...running, health }, T0);
    expect(checked.points.at(-1)?.latencyMs).toBe(7);
    const measured = continueHour(checked, { ...running, health, cpuPercent: 9 }, T0 + 1000);
    expect(measured.points.at(-1)?.latencyMs).toBeNull();
  });

  it('has one gap while there is no process, and none while a new one is not measured yet', () => {
    const down = statusOf('db', { state: 'CRASHED', pid: null, cpuPercent: null, memoryBytes: null });
    const begun = beginHour([pointAt(0, { cpuPercent: 4 })], running);
    const ended = continueHour(begun, down, T0 + 1000);
    expect(ended.points).toHaveLength(2);
    expect(continueHour(ended, { ...down, pid: 7 }, T0 + 2000).points).toHaveLength(2);
    const again = continueHour(ended, { ...running, pid: 8, cpuPercent: null, memoryBytes: null }, T0 + 3000);
    expect(again.points).toHaveLength(2);
  });

  it('forgets what is older than an hour', () => {
    const begun = beginHour([pointAt(-4000, { cpuPercent: 4 })], running);
    expect(continueHour(begun, { ...running, cpuPercent: 6 }, T0).points).toHaveLength(1);
    expect(emptyHour.points).toEqual([]);
  });
});
