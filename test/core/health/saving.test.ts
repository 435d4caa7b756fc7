import { expect, test } from 'vitest';
import { createResourceWatch } from '../../../src-main/core/health/resource-watch.ts';
import type { TreeSample } from '../../../src-main/core/ports/resources.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { server as entry, Kit } from '../supervisor/fleet-kit.ts';
import { FakeServer, healthBench, policyWith, target } from './doubles.ts';

const MINUTE = 60_000;

const gapsOf = (times: readonly number[]): readonly number[] =>
  times.slice(1).map((at, index) => at - (times[index] ?? 0));

/** A health loop on a computer whose battery is pulled in and out. */
function healthOnBattery() {
  const power = { saving: false };
  const bench = healthBench({ saving: () => power.saving });
  const server = new FakeServer(bench.clock);
  return { ...bench, power, server };
}

test('while power is saved a healthy server is asked half as often', async () => {
  const { clock, loop, power, server, results } = healthOnBattery();
  power.saving = true;
  loop.watch(target(server));
  await clock.advance(20 * MINUTE);
  const [, ...later] = gapsOf(server.probedAtMs);
  expect(later.length).toBeGreaterThan(10);
  expect(Math.min(...later)).toBeGreaterThanOrEqual(54_000);
  expect(Math.max(...later)).toBeLessThanOrEqual(66_000);
  expect(new Set(results())).toEqual(new Set(['ok']));
});

test('a server that hangs on battery fails as often and in the same words: thresholds and time-outs stay', async () => {
  const found = async (saving: boolean) => {
    const { clock, loop, power, server, told } = healthOnBattery();
    power.saving = saving;
    server.behaviour = 'hangs';
    loop.watch(target(server));
    await clock.advance(MINUTE);
    return told
      .slice(0, 3)
      .map(({ atMs, result, cause }) => ({ result, cause, afterMs: atMs - (told[0]?.atMs ?? 0) }));
  };
  const onBattery = await found(true);
  expect(onBattery.map(({ result }) => result)).toEqual(['fail', 'fail', 'fail']);
  expect(onBattery).toEqual(await found(false));
});

test('an interval below that of a failing server is doubled for both', async () => {
  const { clock, loop, power, server } = healthOnBattery();
  power.saving = true;
  server.behaviour = {
    refuses: {
      kind: 'failed',
      cause: { happened: { key: 'x', params: {} }, remedy: { key: 'x', params: {} } },
      auth: false,
    },
  };
  loop.watch(target(server, { policy: () => policyWith({ interval: 2000 }) }));
  await clock.advance(MINUTE);
  expect(new Set(gapsOf(server.probedAtMs))).toEqual(new Set([4000]));
});

test('with the cable back no server waits longer than the policy says, and they do not come all at once', async () => {
  const { clock, loop, power, server: first } = healthOnBattery();
  const servers = Array.from({ length: 20 }, () => new FakeServer(clock));
  power.saving = true;
  loop.watch(target(first));
  for (const [index, server] of servers.entries()) loop.watch(target(server, { server: `s${index}` }));
  await clock.advance(20 * MINUTE);
  const before = servers.map(({ probedAtMs }) => probedAtMs.length);
  const backAtMs = clock.monotonicMs();
  power.saving = false;
  loop.hurry();
  await clock.advance(30_000);
  const next = servers.map(
    ({ probedAtMs }, index) => (probedAtMs[before[index] ?? 0] ?? Infinity) - backAtMs,
  );
  expect(Math.max(...next)).toBeLessThanOrEqual(30_000);
  expect(new Set(next.map((ms) => Math.round(ms / 1000))).size).toBeGreaterThan(5);
});

test('hurry leaves a fresh server its grace', async () => {
  const { clock, loop, power, server } = healthOnBattery();
  power.saving = true;
  loop.watch(target(server, { policy: () => policyWith({ interval: 1000, grace: 5000 }) }));
  power.saving = false;
  loop.hurry();
  await clock.advance(4999);
  expect(server.probedAtMs).toEqual([]);
});

test('samples of resources come half as often too, at once at the old pace with the cable back, and leave no gap', async () => {
  const clock = new FakeClock();
  const power = { saving: false };
  const passes: number[] = [];
  const sample: TreeSample = { cpuPercent: 1, memoryBytes: 5e6, processes: [] };
  const watch = createResourceWatch({
    clock,
    saving: () => power.saving,
    sampler: {
      sample: async (trees) => {
        passes.push(clock.monotonicMs());
        return new Map(trees.map(({ server }) => [server, sample]));
      },
    },
    onSamples: () => {},
    onWarning: () => {},
    onMemoryLimit: () => {},
    onError: (error) => {
      throw error;
    },
  });
  const policy = () => policyWith({}, { sample: 10_000 });
  watch.watch({ server: 'db', generation: 1, pid: 7, processGroup: 7, policy });
  await clock.advance(30_000);
  power.saving = true;
  await clock.advance(111_000);
  power.saving = false;
  watch.hurry();
  await clock.advance(30_000);
  expect(gapsOf(passes).slice(1)).toEqual([
    7800, 10_000, 10_000, 10_000, 20_000, 20_000, 20_000, 20_000, 20_000, 10_000, 10_000, 10_000,
  ]);
  expect(watch.metrics('db').filter(({ cpuPercent }) => cpuPercent === null)).toEqual([]);
});

test('what the host says of its power reaches checks and samples of every server, and is nothing that is told', async () => {
  const kit = new Kit();
  let checks = 0;
  kit.orchestrator.onCheck(() => checks++);
  await kit.boot([entry('a'), entry('b')]);
  await kit.advance(5 * MINUTE);
  const count = async () => {
    const checksBefore = checks;
    const points = () => {
      const found = kit.orchestrator.metrics('a');
      return found.ok ? found.value.length : 0;
    };
    const pointsBefore = points();
    await kit.advance(10 * MINUTE);
    return { checks: checks - checksBefore, samples: points() - pointsBefore };
  };
  const eventsBefore = kit.orchestrator.events({ limit: 1000 }).length;
  const usual = await count();
  kit.orchestrator.onPower({ saving: true });
  kit.orchestrator.onPower({ saving: true });
  const saving = await count();
  kit.orchestrator.onPower({ saving: false });
  const again = await count();
  expect(usual.samples).toBe(60);
  expect(usual.checks).toBeGreaterThanOrEqual(38);
  expect(saving.samples).toBeLessThanOrEqual(31);
  expect(saving.checks).toBeLessThanOrEqual(22);
  expect(again.samples).toBeGreaterThanOrEqual(60);
  expect(again.checks).toBeGreaterThanOrEqual(38);
  expect(kit.orchestrator.events({ limit: 1000 })).toHaveLength(eventsBefore);
  await kit.shutdown();
});
