import { expect, test } from 'vitest';
import { createOwnMetrics } from '../../../src-main/core/supervisor/own-metrics.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { Kit, server } from './fleet-kit.ts';

test('the orchestrator keeps one sample in four seconds of itself, however often it is asked', async () => {
  const clock = new FakeClock();
  let cpuPercent: number | null = null;
  const own = createOwnMetrics({ clock, instance: { cpuPercent: () => cpuPercent, memoryBytes: () => 7 } });
  expect(own.note()).toEqual({ cpuPercent: null, memoryBytes: 7 });
  cpuPercent = 0.4;
  for (let second = 0; second < 12; second++) {
    await clock.advance(1000);
    expect(own.note().cpuPercent).toBe(0.4);
  }
  // Four samples within 12 s, which is two or three points of 10 s.
  expect([2, 3]).toContain(own.points().length);
  expect(own.points().at(-1)).toMatchObject({ cpuPercent: 0.4, memoryBytes: 7, latencyMs: null });
  await clock.advance(300_000);
  own.note();
  expect(own.points().at(-2)).toMatchObject({ cpuPercent: null, memoryBytes: null });
  expect(own.points().at(-1)).toMatchObject({ cpuPercent: 0.4 });
});

test('it is sampled along with the servers, also while nobody looks', async () => {
  const kit = new Kit();
  await kit.boot([server('a')]);
  await kit.advance(60_000);
  const { servers, instance } = kit.orchestrator.recent();
  expect(servers).toMatchObject([{ name: 'a', memoryWarnBytes: 1_000_000_000 }]);
  expect(servers[0]?.points.length).toBeGreaterThan(4);
  expect(instance.length).toBeGreaterThan(4);
  await kit.shutdown();
});

test('who listens hears of each check, and a listener that fails keeps nobody from it', async () => {
  const kit = new Kit();
  const heard: unknown[] = [];
  kit.orchestrator.onCheck(() => {
    throw new Error('a bug');
  });
  const stop = kit.orchestrator.onCheck((...check) => heard.push(check));
  await kit.boot([server('a')]);
  // The first checks take what the server said at its start for an answer.
  await kit.advance(120_000);
  expect(heard).toContainEqual(['a', 1]);
  const count = heard.length;
  stop();
  await kit.advance(60_000);
  expect(heard.length).toBe(count);
  expect(kit.status('a').state).toBe('RUNNING');
  await kit.shutdown();
});
