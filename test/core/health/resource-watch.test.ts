import { expect, test } from 'vitest';
import { createMetricRing } from '../../../src-main/core/health/metric-ring.ts';
import {
  createResourceWatch,
  type ResourceTarget,
  type ResourceWarning,
} from '../../../src-main/core/health/resource-watch.ts';
import type { ResourceSampler, TreeSample } from '../../../src-main/core/ports/resources.ts';
import { formatCause, formatMessage } from '../../../src-shared/i18n/format.ts';
import type { Cause } from '../../../src-shared/i18n/message.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { policyWith } from './doubles.ts';

type Figures = { cpu: number | null; memory: number };

function bench(sampler: Partial<ResourceSampler> = {}) {
  const clock = new FakeClock();
  const figures = new Map<string, Figures>();
  const passes: { readonly atMs: number; readonly servers: readonly string[] }[] = [];
  const warnings: (readonly [string, string, ResourceWarning])[] = [];
  const limits: (readonly [string, number, Cause])[] = [];
  const errors: unknown[] = [];
  const measured: (readonly string[])[] = [];
  const watch = createResourceWatch({
    clock,
    sampler: {
      sample: async (trees) => {
        passes.push({ atMs: clock.monotonicMs(), servers: trees.map(({ server }) => server) });
        const samples = new Map<string, TreeSample>();
        for (const { server } of trees) {
          const { cpu, memory } = figures.get(server) ?? { cpu: 1, memory: 50e6 };
          if (memory > 0) samples.set(server, { cpuPercent: cpu, memoryBytes: memory, processes: [] });
        }
        return samples;
      },
      ...sampler,
    },
    onSamples: (servers) => measured.push(servers),
    onWarning: (server, _generation, change, warning) => warnings.push([server, change, warning]),
    onMemoryLimit: (server, generation, cause) => limits.push([server, generation, cause]),
    onError: (error) => errors.push(error),
  });
  return { clock, figures, passes, warnings, limits, errors, measured, watch };
}

const tree = (server: string, more: Partial<ResourceTarget> = {}): ResourceTarget => ({
  server,
  generation: 1,
  pid: 10,
  processGroup: 10,
  policy: () => policyWith({}),
  ...more,
});

test('the first sample comes as soon as a server runs, the second 2 s later, then every 10 s', async () => {
  const { clock, passes, watch } = bench();
  watch.watch(tree('a'));
  await clock.advance(60_000);
  expect(passes.map(({ atMs }) => atMs)).toEqual([
    200, 2_200, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000,
  ]);
  expect(watch.latest('a')).toMatchObject({ cpuPercent: 1, memoryBytes: 50e6 });
});

test('a hundred servers that start within 2 s share a few passes, and later one each 10 s', async () => {
  const { clock, passes, watch } = bench();
  for (let index = 0; index < 100; index++) {
    watch.watch(tree(`s${index}`));
    await clock.advance(20);
  }
  expect(passes.length).toBeLessThanOrEqual(12);
  await clock.advance(8_500);
  const before = passes.length;
  await clock.advance(30_000);
  expect(passes.length - before).toBe(3);
  expect(passes.at(-1)?.servers).toHaveLength(100);
});

test('each server keeps its own pace, and a sampler its shortest', async () => {
  const quick = bench();
  quick.watch.watch(tree('quick', { policy: () => policyWith({}, { sample: 1_000 }) }));
  quick.watch.watch(tree('slow', { policy: () => policyWith({}, { sample: 60_000 }) }));
  await quick.clock.advance(120_000);
  const count = (server: string): number =>
    quick.passes.filter(({ servers }) => servers.includes(server)).length;
  expect([count('quick'), count('slow')]).toEqual([121, 4]);
  const windows = bench({ minimumIntervalMs: 30_000 });
  windows.watch.watch(tree('a'));
  await windows.clock.advance(120_000);
  expect(windows.passes).toHaveLength(6);
});

test('row 30: CPU at 90 % in three samples in a row is one warning, which clears below 80 %', async () => {
  const { clock, figures, warnings, limits, watch } = bench();
  const at = async (cpu: number | null) => {
    figures.set('a', { cpu, memory: 50e6 });
    await clock.advance(10_000);
    return warnings.map(([, change]) => change);
  };
  watch.watch(tree('a'));
  await clock.advance(5_000);
  await at(100);
  expect(await at(100)).toEqual([]);
  expect(await at(50)).toEqual([]);
  await at(90);
  await at(null);
  await at(90);
  expect(await at(90)).toEqual(['raised']);
  expect(watch.warnings('a').map((one) => formatMessage(one.message))).toEqual([
    'It uses 90 % of a core; the warning is set at 90 %.',
  ]);
  for (const cpu of [120, 89, 80.5, 95]) expect(await at(cpu)).toEqual(['raised']);
  expect(await at(79)).toEqual(['raised', 'cleared']);
  expect(watch.warnings('a')).toEqual([]);
  expect(limits).toEqual([]);
});

test('row 30: 1.2 GB is one warning and no restart; it clears below 0.9 of the threshold', async () => {
  const { clock, figures, warnings, limits, watch } = bench();
  watch.watch(tree('a'));
  figures.set('a', { cpu: 0, memory: 1.2e9 });
  await clock.advance(100_000);
  figures.set('a', { cpu: 0, memory: 0.95e9 });
  await clock.advance(30_000);
  expect(warnings.map(([server, change, { kind }]) => [server, change, kind])).toEqual([
    ['a', 'raised', 'memory'],
  ]);
  expect(formatMessage(warnings[0]?.[2].message ?? { key: '', params: {} })).toBe(
    'It uses 1.20 GB of memory; the warning is set at 1.00 GB.',
  );
  figures.set('a', { cpu: 0, memory: 0.89e9 });
  await clock.advance(10_000);
  expect(warnings).toHaveLength(2);
  expect(warnings[1]?.[2].sinceWallMs).toBe(warnings[0]?.[2].sinceWallMs);
  expect(limits).toEqual([]);
});

test('over the memory limit in three samples in a row is told once, until it is below again', async () => {
  const { clock, figures, limits, watch } = bench();
  watch.watch(tree('a', { generation: 7, policy: () => policyWith({}, { memoryLimit: 2e9 }) }));
  figures.set('a', { cpu: 0, memory: 2e9 });
  await clock.advance(50_000);
  expect(limits).toEqual([]);
  figures.set('a', { cpu: 0, memory: 2.5e9 });
  await clock.advance(100_000);
  expect(limits.map(([server, generation]) => [server, generation])).toEqual([['a', 7]]);
  expect(limits[0] && formatCause(limits[0][2])).toBe(
    'It used 2.50 GB of memory, over its limit of 2.00 GB, 3 times in a row. Find out what it keeps, or raise `resources.memoryLimit`.',
  );
  figures.set('a', { cpu: 0, memory: 1e9 });
  await clock.advance(10_000);
  figures.set('a', { cpu: 0, memory: 2.5e9 });
  await clock.advance(30_000);
  expect(limits).toHaveLength(2);
});

test('a new generation begins with nothing known but the points of the hour; an older one is not heard', async () => {
  const { clock, figures, watch, warnings } = bench();
  watch.watch(tree('a', { generation: 2 }));
  figures.set('a', { cpu: 100, memory: 1 });
  await clock.advance(40_000);
  expect(watch.warnings('a')).toHaveLength(1);
  watch.watch(tree('a', { generation: 1 }));
  expect(watch.latest('a')).not.toBeNull();
  watch.unwatch('a');
  expect([watch.latest('a'), watch.warnings('a'), warnings.length]).toEqual([null, [], 1]);
  expect(watch.metrics('a').length).toBe(7);
  watch.watch(tree('a', { generation: 3 }));
  expect(watch.latest('a')).toBeNull();
  watch.forget('a');
  expect(watch.metrics('a')).toEqual([]);
});

test('a sample that comes after the watch ended, or of a tree that is gone, is dropped', async () => {
  const { promise, resolve } = Promise.withResolvers<ReadonlyMap<string, TreeSample>>();
  const late = bench({ sample: () => promise });
  late.watch.watch(tree('a'));
  await late.clock.advance(300);
  late.watch.unwatch('a');
  resolve(new Map([['a', { cpuPercent: 1, memoryBytes: 1, processes: [] }]]));
  await late.clock.advance(1);
  expect(late.measured).toEqual([]);
  const gone = bench();
  gone.figures.set('a', { cpu: 0, memory: 0 });
  gone.watch.watch(tree('a'));
  await gone.clock.advance(1_000);
  expect([gone.measured, gone.watch.latest('a')]).toEqual([[], null]);
});

test('a pass that fails is told and the next comes; one that hangs is given up after a minute', async () => {
  let broken = true;
  const { clock, errors, watch } = bench({
    sample: () => {
      if (broken) return Promise.reject(new Error('no /proc'));
      return new Promise(() => {});
    },
  });
  watch.watch(tree('a'));
  await clock.advance(1_000);
  expect(errors).toHaveLength(1);
  broken = false;
  await clock.advance(5_000);
  broken = true;
  await clock.advance(60_000);
  expect(errors.length).toBeGreaterThan(1);
});

test('latency joins the next point; without a tree it is a point of its own', async () => {
  const { clock, watch } = bench();
  watch.watch(tree('a'));
  watch.noteLatency('a', 12);
  watch.noteLatency('a', null);
  await clock.advance(3_000);
  expect(watch.metrics('a').map(({ latencyMs }) => latencyMs)).toEqual([12, null]);
  watch.noteLatency('remote', 30);
  expect(watch.metrics('remote')).toEqual([
    { at: clock.wallMs(), cpuPercent: null, memoryBytes: null, latencyMs: 30 },
  ]);
  expect(watch.metrics('nobody')).toEqual([]);
});

const nothing = { cpuPercent: null, memoryBytes: null, latencyMs: null };

test('the end of a process and a time without samples are gaps, told once each', async () => {
  const { clock, figures, watch } = bench();
  figures.set('a', { cpu: 5, memory: 1 });
  watch.unwatch('a');
  expect(watch.metrics('a')).toEqual([]);
  watch.watch(tree('a'));
  await clock.advance(20_000);
  watch.unwatch('a');
  const endedAt = clock.wallMs();
  watch.unwatch('a');
  await clock.advance(5000);
  watch.watch(tree('a', { generation: 2 }));
  await clock.advance(1000);
  expect(watch.metrics('a').slice(-2)).toEqual([
    { at: endedAt, ...nothing },
    { at: expect.any(Number), cpuPercent: 5, memoryBytes: 1, latencyMs: null },
  ]);
  const lastAt = watch.metrics('a').at(-1)?.at ?? 0;
  figures.set('a', { cpu: 0, memory: 0 });
  await clock.advance(120_000);
  figures.set('a', { cpu: 6, memory: 2 });
  await clock.advance(10_000);
  expect(watch.metrics('a').slice(-2)).toMatchObject([
    { at: lastAt + 10_000, ...nothing },
    { cpuPercent: 6 },
  ]);
  // A server without a process.
  watch.noteLatency('far', 4);
  watch.unwatch('far');
  expect(watch.metrics('far').map(({ latencyMs }) => latencyMs)).toEqual([4, null]);
});

test('after dispose nothing is armed and nothing is told', async () => {
  const { clock, passes, watch } = bench();
  watch.watch(tree('a'));
  watch.dispose();
  await clock.advance(30_000);
  expect([passes, clock.pending]).toEqual([[], []]);
});

test('the ring keeps an hour at one point in 10 s, and the newest 3,600 where they come faster', () => {
  const slow = createMetricRing();
  for (let index = 0; index <= 1000; index++)
    slow.push({ at: index * 10_000, cpuPercent: index, memoryBytes: index * 1e9, latencyMs: null });
  const points = slow.points(10_000_000);
  expect(points).toHaveLength(361);
  expect([points[0]?.at, points.at(-1)]).toEqual([
    6_400_000,
    { at: 10_000_000, cpuPercent: 1000, memoryBytes: 1e12, latencyMs: null },
  ]);
  expect(slow.points(13_000_000)).toHaveLength(61);
  const quick = createMetricRing();
  for (let index = 0; index < 5000; index++)
    quick.push({ at: index, cpuPercent: null, memoryBytes: null, latencyMs: 1 });
  expect(quick.points(5000).map(({ at }) => at)).toEqual(
    Array.from({ length: 3600 }, (_, index) => index + 1400),
  );
  let at = 10_000_000;
  for (let index = 0; index < 1200; index++)
    slow.push({ at: ++at, cpuPercent: index, memoryBytes: 1, latencyMs: 1 });
  expect(
    slow
      .points(at)
      .slice(-1200)
      .map(({ cpuPercent }) => cpuPercent),
  ).toEqual(Array.from({ length: 1200 }, (_, index) => index));
  expect(slow.points(at)).toHaveLength(1200 + 360);
});
