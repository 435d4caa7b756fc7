import { expect, test } from 'vitest';
import { rssBytes } from '../support/proc.ts';
import { cpuShare } from '../support/share.ts';
import { chaos, place, rig, rigAt } from './kit.ts';

const often = { interval: 200, timeout: 800, grace: 0 };

test.each(['busy', 'idle'])(
  'row 12: hangs (%s) once it was ready: three failed checks, then a restart',
  async (kind) => {
    await using where = await place({});
    const flags = `--state ${where.folder.file('starts')} --fail-first 1 --hang-after 100 --hang-kind ${kind}`;
    const policy = { health: often, stop: { eofWait: 200, termWait: 200 } };
    where.save({ server: chaos(flags, policy) });
    await using it = await rigAt(where);
    const first = await it.until('server', 'RUNNING');
    expect(await it.until('server', 'UNHEALTHY')).toMatchObject({
      pid: first.pid,
      health: { status: 'fail' },
    });
    const again = await it.until('server', ({ state, pid }) => state === 'RUNNING' && pid !== first.pid);
    expect(again).toMatchObject({ totalRestarts: 1, consecutiveFailures: 0 });
    const fails = it.events.filter(({ type, data }) => type === 'server.health' && data.status === 'fail');
    expect(fails).toHaveLength(3);
    expect(it.states('server').slice(0, 5)).toEqual([
      'STARTING',
      'RUNNING',
      'UNHEALTHY',
      'STOPPING',
      'STARTING',
    ]);
  },
);

test('row 13: a long call that keeps it from answering checks is no failure', async () => {
  // As in the defaults: its work is measured as often as an answer may take.
  const policy = { health: { ...often, timeout: 500 }, resources: { sample: 250 } };
  await using it = await rig({ server: chaos('--slow-tool', policy) });
  await it.until('server', ({ cpuPercent }) => cpuPercent !== null);
  const { orchestrator } = it.runtime;
  const result = await orchestrator.call('server', 'sleep', { ms: 2500, busy: true }, { timeoutMs: 20_000 });
  expect(result).toMatchObject({ ok: true, value: { ok: true } });
  expect(await it.until('server', ({ health }) => health.status === 'ok')).toMatchObject({
    state: 'RUNNING',
    totalRestarts: 0,
  });
  expect(it.states('server')).toEqual(['STARTING', 'RUNNING']);
});

test.each([-32601, -32603, -32600])('row 14: an error %i in answer to ping is an answer', async (code) => {
  const health = { ...often, timeout: '10s' };
  await using it = await rig({ server: chaos(`--ping-error ${code}`, { health }) });
  await it.until('server', ({ health }) => health.status === 'ok');
  const seen = it.status('server').health.checkedAt;
  // Another one by itself, and one that is asked for.
  await it.until('server', ({ health }) => health.checkedAt !== seen);
  expect(await it.runtime.orchestrator.check(['server'], { actor: 'test' })).toMatchObject({
    value: [{ ok: true }],
  });
  expect(it.states('server')).toEqual(['STARTING', 'RUNNING']);
  expect(it.status('server')).toMatchObject({ consecutiveFailures: 0, totalRestarts: 0 });
});

test('row 16: fails two checks, then answers: RUNNING, nothing spent', async () => {
  // It stands still until the second failure is told, and has all of the third check's time to answer.
  const health = { interval: 100, timeout: 2500, grace: 0, failureThreshold: 3 };
  await using it = await rig({ server: chaos('', { health }) });
  const { pid } = await it.until('server', 'RUNNING');
  process.kill(pid ?? 0, 'SIGSTOP');
  await it.until('server', 'UNHEALTHY');
  await it.until('server', ({ consecutiveFailures }) => consecutiveFailures === 2);
  process.kill(pid ?? 0, 'SIGCONT');
  const status = await it.until('server', 'RUNNING');
  expect(status).toMatchObject({ pid, consecutiveFailures: 0, restartCount: 0, totalRestarts: 0 });
});

test('row 30: the CPU and memory of a grandchild warn once each and restart nothing', async () => {
  const resources = { sample: 200, memoryWarn: '300MB' };
  // However little of a core a busy computer leaves to the one, and however much of it the other starts with.
  await using it = await rig({
    tree: chaos('--in-grandchild --cpu 100 --rss 400', {
      resources: { ...resources, cpuWarn: Math.max(1, cpuShare(10)) },
    }),
    calm: chaos('', { resources: { ...resources, cpuWarn: 80 } }),
  });
  const warned = await it.until('tree', ({ warnings }) => warnings.length === 2);
  expect(warned.warnings.map(({ kind }) => kind).sort()).toEqual(['cpu', 'memory']);
  expect(warned.memoryBytes).toBeGreaterThan(400e6);
  // The root alone, which is what others look at, is far below.
  expect(rssBytes(warned.pid ?? 0)).toBeLessThan(300e6);
  const raised = () =>
    it.events.filter(({ type, data }) => type === 'server.warning' && data.change === 'raised');
  for (let pass = 0, at = it.runtime.orchestrator.metrics('tree'); pass < 4; pass += 1) {
    const count: number = at.ok ? at.value.length : 0;
    await it.until('tree', () => {
      const now = it.runtime.orchestrator.metrics('tree');
      return now.ok && now.value.length > count;
    });
    at = it.runtime.orchestrator.metrics('tree');
  }
  expect(raised()).toHaveLength(2);
  expect(it.status('tree')).toMatchObject({ state: 'RUNNING', totalRestarts: 0 });
  expect(it.status('calm').warnings).toEqual([]);
});
