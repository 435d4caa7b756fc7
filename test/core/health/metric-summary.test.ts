import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMetricRing } from '../../../src-main/core/health/metric-ring.ts';
import { isGap, MOST_RECENT, RECENT_MS, thinned } from '../../../src-main/core/health/metric-summary.ts';
import type { MetricPoint } from '../../../src-main/core/orchestrator.ts';

const NOW = 1_800_000_000_000;
const point = (at: number, cpuPercent: number | null = 1, more: Partial<MetricPoint> = {}): MetricPoint => ({
  at,
  cpuPercent,
  memoryBytes: 1000,
  latencyMs: null,
  ...more,
});
const gap = (at: number): MetricPoint => ({ at, cpuPercent: null, memoryBytes: null, latencyMs: null });

describe('the last ten minutes', () => {
  test('are the samples themselves where they come every ten seconds', () => {
    const points = Array.from({ length: 60 }, (_, index) => point(NOW - 595_000 + index * 10_000, index));
    expect(thinned(points, NOW - 1)).toEqual(points);
  });

  test('are means of ten seconds where they come faster, and stay as they are when time moves on', () => {
    const points = Array.from({ length: 600 }, (_, index) => point(NOW - 600_000 + index * 1000, index % 10));
    const thin = thinned(points, NOW - 1);
    expect(thin).toHaveLength(60);
    expect(thin[0]).toEqual({ at: NOW - 595_500, cpuPercent: 4.5, memoryBytes: 1000, latencyMs: null });
    expect(thinned(points, NOW + 9999).slice(0, -1)).toEqual(thin.slice(1).slice(0, -1));
  });

  test('keep a gap where one was, and begin with none', () => {
    const points = [gap(NOW - 400_000), point(NOW - 300_000), gap(NOW - 299_000), point(NOW - 298_000, 3)];
    expect(thinned(points, NOW)).toEqual(points.slice(1));
  });

  test('know latency only where it was measured', () => {
    const points = [point(NOW - 9000), point(NOW - 8000, 1, { latencyMs: 7 }), point(NOW - 7000)];
    expect(thinned(points, NOW).map(({ latencyMs }) => latencyMs)).toEqual([7]);
  });

  test('are at most sixty points in order, whatever a server does', () => {
    const step = fc.record({ afterMs: fc.integer({ min: 0, max: 20_000 }), gap: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
        let at = NOW - RECENT_MS;
        const points = steps.map((one) => {
          at += one.afterMs;
          return one.gap ? gap(at) : point(at);
        });
        const thin = thinned(points, at);
        expect(thin.length).toBeLessThanOrEqual(MOST_RECENT);
        for (const [index, one] of thin.entries()) {
          const before = thin[index - 1];
          if (before === undefined) continue;
          expect(one.at).toBeGreaterThanOrEqual(before.at);
          expect(isGap(one) && isGap(before)).toBe(false);
        }
      }),
    );
  });
});

describe('the hour', () => {
  test('is told by its highest values and the latency that 95 of 100 stay below', () => {
    const ring = createMetricRing();
    ring.push(point(NOW - 3_700_000, 99, { memoryBytes: 9e9 }));
    for (let index = 1; index <= 100; index++)
      ring.push(point(NOW - 200_000 + index * 1000, index / 3, { latencyMs: 101 - index }));
    expect(ring.recent(NOW).hour).toEqual({ cpuPercent: 33.33, memoryBytes: 1000, latencyMs: 95 });
    expect(createMetricRing().recent(NOW)).toEqual({
      points: [],
      hour: { cpuPercent: null, memoryBytes: null, latencyMs: null },
    });
  });
});

test('to sum an hour up costs about what it costs to read it', () => {
  const ring = createMetricRing();
  for (let index = 0; index < 360; index++)
    ring.push(point(NOW - 3_600_000 + index * 10_000, index % 100, { latencyMs: index % 3 ? null : index }));
  // CPU time, the best of several, and both in turns: the rest is what else the computer did.
  const cost = (work: () => void) => {
    const before = process.cpuUsage();
    for (let turn = 0; turn < 200; turn++) work();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  const rounds = Array.from({ length: 7 }, () => ({
    summing: cost(() => ring.recent(NOW)),
    reading: cost(() => ring.points(NOW)),
  }));
  const best = (of: 'summing' | 'reading') => Math.min(...rounds.map((round) => round[of]));
  expect(best('summing'), JSON.stringify(rounds)).toBeLessThan(10 * best('reading'));
});
