import { describe, expect, it } from 'vitest';
import { createSamples } from '../../../src-renderer/state/sample-tracks.ts';
import { statusOf } from '../../doubles/orchestrator.ts';
import { reportOf } from '../../support/statuses.ts';

const { instance } = reportOf([]);
const MINUTE = 60_000;

describe('the past of a server', () => {
  it('begins with what the orchestrator kept and goes on with what the feed brings', () => {
    const samples = createSamples();
    const hour = { cpuPercent: 50, memoryBytes: 2e8, latencyMs: 4 };
    const points = [{ at: 1000, cpuPercent: 1, memoryBytes: 1e8, latencyMs: 3 }];
    samples.seed({ servers: [{ name: 'a', points, hour, memoryWarnBytes: 1e9 }], instance: [] }, 1000);
    samples.note([statusOf('a', { cpuPercent: 70, memoryBytes: 1.1e8 })], instance, 20_000);
    expect(samples.of('a')).toMatchObject({
      points: [{ cpuPercent: 1 }, { at: 20_000, cpuPercent: 70 }],
      hour: { cpuPercent: 70, memoryBytes: 2e8 },
      memoryWarnBytes: 1e9,
    });
    expect(samples.of('b')).toBe(null);
  });

  it('has one point a sample, not one a change of state', () => {
    const samples = createSamples();
    const sample = { cpuPercent: 1, memoryBytes: 1e8, pid: 7 };
    samples.note([statusOf('a', sample)], instance, 1000);
    const first = samples.of('a');
    samples.note(
      [statusOf('a', { ...sample, warnings: [{ kind: 'x', message: 'y', since: '' }] })],
      instance,
      9000,
    );
    expect(samples.of('a')).toBe(first);
  });

  it('keeps ten minutes, and the newest value where samples come thick and fast', () => {
    const samples = createSamples();
    for (let second = 0; second <= 20 * 60; second++)
      samples.note([statusOf('a', { cpuPercent: second })], instance, second * 1000);
    const points = samples.of('a')?.points ?? [];
    expect(points.at(-1)).toMatchObject({ cpuPercent: 1200 });
    expect(points.length).toBeLessThanOrEqual(121);
    expect((points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0)).toBeLessThanOrEqual(10 * MINUTE);
  });

  it('has a gap where the server had no process', () => {
    const samples = createSamples();
    samples.note([statusOf('a', { cpuPercent: 5 })], instance, 0);
    samples.note([statusOf('a', { cpuPercent: null, memoryBytes: null, pid: null })], instance, 10_000);
    samples.note([statusOf('a', { cpuPercent: 6 })], instance, 20_000);
    expect(samples.of('a')?.points.map(({ cpuPercent }) => cpuPercent)).toEqual([5, null, 6]);
  });

  it('is asked for again where a server is new, time was missed, or the hour has aged', () => {
    const samples = createSamples();
    const hour = { cpuPercent: 50, memoryBytes: 2e8, latencyMs: 4 };
    const a = { name: 'a', points: [], hour, memoryWarnBytes: null };
    samples.note([statusOf('a')], instance, 0);
    expect(samples.isStale(0)).toBe(false);
    samples.seed({ servers: [a], instance: [] }, 0);
    samples.note([statusOf('a')], instance, 30_000);
    expect(samples.isStale(30_000)).toBe(false);
    samples.note([statusOf('a'), statusOf('b')], instance, 40_000);
    expect(samples.isStale(40_000)).toBe(true);
    samples.seed({ servers: [a, { ...a, name: 'b' }], instance: [] }, 40_000);
    expect(samples.isStale(40_000)).toBe(false);
    samples.note([statusOf('a'), statusOf('b')], instance, 40_000 + 2 * MINUTE);
    expect(samples.isStale(40_000 + 2 * MINUTE)).toBe(true);
    samples.seed({ servers: [a, { ...a, name: 'b' }], instance: [] }, 3 * MINUTE);
    expect([samples.isStale(4 * MINUTE), samples.isStale(19 * MINUTE)]).toEqual([false, true]);
  });

  it('ends with the server', () => {
    const samples = createSamples();
    samples.note([statusOf('a', { cpuPercent: 1 }), statusOf('b', { cpuPercent: 2 })], instance, 0);
    samples.note([statusOf('b', { cpuPercent: 2 })], instance, 1000);
    expect(samples.of('a')).toBe(null);
    expect(samples.of('b')?.points).toHaveLength(1);
  });

  it('tells who listens, once for all servers of a batch', () => {
    const samples = createSamples();
    let told = 0;
    const stop = samples.subscribe(() => told++);
    samples.note([statusOf('a', { cpuPercent: 1 }), statusOf('b', { cpuPercent: 2 })], instance, 0);
    stop();
    samples.note([statusOf('a', { cpuPercent: 3 })], instance, 10_000);
    expect(told).toBe(1);
  });
});
