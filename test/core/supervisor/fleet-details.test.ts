import { expect, test } from 'vitest';
import { warmKey } from '../../../src-main/core/supervisor/fleet-start.ts';
import { defaultPolicy } from '../../../src-shared/schema/policy.ts';
import { asked, Kit, remote, server, web } from './fleet-kit.ts';

test('row 51: servers of one cold package start one after another, and the next instance knows it as warm', async () => {
  const kit = new Kit();
  const names = ['a', 'b', 'c'];
  for (const name of names) {
    kit.world.classes.set(name, { kind: 'npx', packageKey: 'npx:p' });
    kit.world.behave(name, { readyMs: 2000 });
  }
  await kit.boot(names.map((name) => server(name)));
  expect(names.map((name) => kit.status(name).phase)).toEqual(['HANDSHAKE', 'WAIT_SLOT', 'WAIT_SLOT']);
  await kit.advance(1500);
  expect(kit.world.store.values.get(warmKey('npx:p'))).toBe('1');
  expect(names.map((name) => kit.status(name).phase)).toEqual([null, 'HANDSHAKE', 'HANDSHAKE']);
  // Warm, it gets a minute and not three.
  kit.world.behave('a', { readyMs: null });
  kit.restart('a');
  await kit.advance(62_000);
  expect(kit.eventsOf('server.restart', 'a')).toMatchObject([{ data: { kind: 'startup-timeout' } }]);
  await kit.shutdown();
});

test('an own startup timeout counts for the first attempt and for each extension', async () => {
  const kit = new Kit();
  kit.world.behave('a', { readyMs: null });
  await kit.boot([server('a', { policy: { startupTimeout: 500 } })]);
  await kit.advance(100);
  expect(kit.status('a').restartCount).toBe(1);
  await kit.shutdown();
});

test('an exit that would be final at the start is a plain failure of a server that ran', async () => {
  const kit = new Kit();
  await kit.boot([server('a'), server('b')]);
  kit.world.process('a').end({ code: 127, signal: null });
  await kit.advance(100);
  expect(kit.status('a')).toMatchObject({ state: 'STARTING', phase: 'BACKOFF', restartCount: 1 });
  kit.world.behave('b', { exitAfterMs: 5, exitCode: 127 });
  kit.restart('b');
  await kit.advance(100);
  expect(kit.status('b')).toMatchObject({ state: 'CRASHED', reason: 'NOT_FOUND', restartCount: 0 });
  await kit.shutdown();
});

test('a stop while a launched server is not reached yet ends the asking', async () => {
  const kit = new Kit();
  kit.world.behave('a', { reachable: false, eofMs: null, termMs: null });
  await kit.boot([web('a')]);
  kit.stop('a');
  await kit.advance(600);
  const last = kit.world.connections.get('a');
  await kit.advance(3000);
  expect(kit.world.connections.get('a')).toBe(last);
  await kit.advance(10_000);
  expect(kit.status('a').state).toBe('STOPPED');
  await kit.shutdown();
});

test('what a health body complains of is a warning with a begin and an end', async () => {
  const kit = new Kit();
  const health = { ...defaultPolicy.health, kind: 'http', url: 'http://127.0.0.1:8003/health' } as const;
  let status = 'degraded';
  let answer: 'ok' | 'fail' = 'ok';
  kit.world.ports.httpHealth.get = async () => {
    const body = { status, version: '7', metrics: { a: 1 }, dependencies: {} };
    const cause = { happened: { key: 'HTTP 503', params: {} }, remedy: { key: '', params: {} } };
    return answer === 'ok' ? { kind: 'ok', latencyMs: 4, body } : { kind: 'fail', latencyMs: 4, cause, body };
  };
  await kit.boot([web('a', { health })]);
  await kit.advance(20_000);
  expect(kit.status('a')).toMatchObject({
    state: 'RUNNING',
    warnings: [
      {
        kind: 'health-degraded',
        message: 'It answers, but calls itself degraded.',
        told: { key: 'health.warning.degraded', params: { status: 'degraded' } },
      },
    ],
    health: { version: '7', latencyMs: 4 },
  });
  const since = kit.status('a').warnings[0]?.since;
  await kit.advance(30_000);
  expect(kit.status('a').warnings[0]?.since).toBe(since);
  status = 'healthy';
  await kit.advance(35_000);
  expect(kit.status('a').warnings).toEqual([]);
  expect(kit.eventsOf('server.warning', 'a').map(({ data }) => data.change)).toEqual(['raised', 'cleared']);
  answer = 'fail';
  for (let second = 0; second < 40 && kit.status('a').state === 'RUNNING'; second++) await kit.advance(1000);
  expect(kit.status('a').state).toBe('UNHEALTHY');
  // The parts go with the text, for who reads it in another language.
  expect(kit.eventsOf('server.warning', 'a')[0]?.data.told).toMatchObject({ key: 'health.warning.degraded' });
  expect(kit.eventsOf('server.health', 'a').at(-1)?.data).toMatchObject({
    cause: { happened: { key: expect.any(String) } },
  });
  await kit.shutdown();
});

test('a remote server that wants other credentials in a check is CRASHED(AUTH) and not tried again', async () => {
  const kit = new Kit();
  await kit.boot([remote('far')]);
  const connection = kit.world.connections.get('far');
  if (connection !== undefined) {
    const cause = { happened: { key: 'HTTP 401', params: {} }, remedy: { key: 'Sign in.', params: {} } };
    connection.probe = async () => ({ kind: 'failed', cause, auth: true });
  }
  await kit.advance(65_000);
  expect(kit.status('far')).toMatchObject({ state: 'CRASHED', reason: 'AUTH' });
  await kit.shutdown();
});

test('a server whose lines are dropped carries a warning until ten minutes without', async () => {
  const kit = new Kit();
  let droppedLines = 0;
  const { forServer } = kit.world.ports.logs;
  kit.world.ports.logs.forServer = (name, options) => {
    const log = forServer(name, options);
    return Object.defineProperty({ ...log }, 'droppedLines', { get: () => droppedLines });
  };
  await kit.boot([server('a')]);
  await kit.advance(15_000);
  expect(kit.status('a').warnings).toEqual([]);
  droppedLines = 40;
  await kit.advance(10_000);
  expect(kit.status('a').warnings).toMatchObject([
    { kind: 'log-dropped', message: expect.stringContaining('40 lines') },
  ]);
  await kit.advance(620_000);
  expect(kit.status('a').warnings).toEqual([]);
  await kit.shutdown();
});

test('a policy of `none` asks nothing, and a check by hand of such a server does not fail', async () => {
  const kit = new Kit();
  await kit.boot([server('a', { policy: { health: { ...defaultPolicy.health, kind: 'none' } } })]);
  kit.world.process('a').behaviour.answersProbes = false;
  await kit.advance(120_000);
  expect(kit.status('a').state).toBe('RUNNING');
  expect(await kit.orchestrator.check(['a'], asked)).toMatchObject({ value: [{ ok: true }] });
  await kit.shutdown();
});

test('a resource sampler that fails and a tree that throws are told, and their server goes on', async () => {
  const kit = new Kit();
  const { sample } = kit.world.ports.sampler;
  kit.world.ports.sampler.sample = () => Promise.reject(new Error('no /proc'));
  await kit.boot([server('a')]);
  await kit.advance(20_000);
  expect(kit.status('a')).toMatchObject({ state: 'RUNNING', memoryBytes: null });
  kit.world.ports.sampler.sample = sample;
  const process = kit.world.process('a');
  process.tree.liveMembers = () => Promise.reject(new Error('no permission'));
  const stop = kit.stop('a');
  await kit.advance(20_000);
  expect(stop.outcome?.failures).toMatchObject([{ code: 'UNKILLABLE' }]);
  expect(kit.world.violations.join()).toContain('no permission');
  process.tree.liveMembers = async () => [];
  await kit.advance(31_000);
  expect(kit.status('a').state).toBe('STOPPED');
  await kit.shutdown();
});

test('a listener that throws is told to the log, and the fleet goes on', async () => {
  const kit = new Kit();
  kit.orchestrator.onEvent(() => {
    throw new Error('deaf');
  });
  kit.orchestrator.onStatus(() => {
    throw new Error('blind');
  });
  await kit.boot([server('a')]);
  expect(kit.status('a').state).toBe('RUNNING');
  expect(kit.world.violations.join()).toContain('deaf');
  expect(kit.world.violations.join()).toContain('blind');
  await kit.shutdown();
});

test('the feed tells each change, and what is gone', async () => {
  const kit = new Kit();
  await kit.boot([server('a')]);
  const feed = kit.orchestrator.openFeed?.({ since: null });
  if (feed === undefined) throw new Error('no feed');
  await feed.next();
  kit.stop('a');
  await kit.advance(100);
  const kinds = new Set<string>();
  for (let index = 0; index < 4; index++) {
    const { value } = await feed.next();
    if (value !== undefined) kinds.add(value.kind);
  }
  expect(kinds).toEqual(new Set(['event', 'status']));
  await feed.return?.();
  await kit.shutdown();
});
