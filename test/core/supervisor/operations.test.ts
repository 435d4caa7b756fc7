import { expect, test } from 'vitest';
import { asked, gently, Kit, needs, remote, server } from './fleet-kit.ts';

const chain = [
  server('app', { policy: { dependsOn: needs('api') } }),
  server('api', { policy: { dependsOn: needs('db') } }),
  server('db'),
];

function finished(kit: Kit, id: string) {
  return kit.eventsOf('operation.finished').filter((event) => event.operation === id);
}

test('an operation with nothing to do ends too, exactly once', async () => {
  const kit = new Kit();
  await kit.boot([server('a')]);
  const start = kit.start('a');
  const stop = kit.stop('a');
  await kit.advance(1000);
  const again = kit.stop('a');
  await kit.advance(0);
  for (const each of [start, stop, again]) {
    expect(each.outcome).toEqual({ ok: true, failures: [] });
    expect(finished(kit, each.id)).toMatchObject([
      { server: 'a', actor: 'cli:0', data: { ok: true, error: null } },
    ]);
  }
  const none = kit.watched(new Kit().orchestrator.start([], { dependencies: true }, asked));
  await none.done;
  expect(none.outcome).toEqual({ ok: true, failures: [] });
  await kit.shutdown();
});

test('a start ends with RUNNING, or with what its first attempt failed of', async () => {
  const kit = new Kit();
  kit.world.behave('broken', { exitAfterMs: 5, exitCode: 3 });
  kit.world.behave('missing', {
    precheck: {
      ok: false,
      reason: 'NOT_FOUND',
      cause: {
        happened: { key: 'It is not there.', params: {} },
        remedy: { key: 'Install it.', params: {} },
      },
    },
  });
  await kit.boot([
    server('good', { policy: { autoStart: false } }),
    server('broken', { policy: { autoStart: false } }),
    server('missing', { policy: { autoStart: false } }),
  ]);
  const start = kit.start();
  await kit.advance(1000);
  expect(start.outcome?.failures.map(({ server, code }) => [server, code])).toEqual([
    ['missing', 'NOT_FOUND'],
    ['broken', 'START_FAILED'],
  ]);
  expect(start.outcome?.failures[0]?.message).toBe('It is not there. Install it.');
  expect(finished(kit, start.id)).toMatchObject([
    { server: null, data: { ok: false, error: { server: 'missing', code: 'NOT_FOUND' } } },
  ]);
  expect(kit.status('broken').phase).toBe('BACKOFF');
  expect(kit.status('broken').detail).toContain('Restart 1 of 3');
  await kit.shutdown();
});

test('what an operation causes carries its actor and its id, and what follows by itself does not', async () => {
  const kit = new Kit();
  await kit.boot([server('a')]);
  const restart = kit.restart('a');
  await kit.advance(1000);
  kit.world.process('a').end({ code: 1, signal: null });
  await kit.advance(100);
  const caused = kit
    .eventsOf('server.state', 'a')
    .map(({ actor, operation, data }) => [actor, operation, data.to]);
  expect(caused.slice(2)).toEqual([
    ['cli:0', restart.id, 'STOPPING'],
    ['cli:0', restart.id, 'STARTING'],
    ['cli:0', restart.id, 'RUNNING'],
    ['supervisor', null, 'STOPPING'],
    ['supervisor', null, 'STARTING'],
  ]);
  expect(restart.outcome?.ok).toBe(true);
  await kit.shutdown();
});

test('stopping a server stops those that need it first, and gives each its time', async () => {
  const kit = new Kit();
  await kit.boot(chain);
  const stop = kit.stop('db');
  await kit.advance(0);
  expect(kit.states()).toEqual({ app: 'STOPPING', api: 'RUNNING', db: 'RUNNING' });
  expect(kit.status('db').desired).toBe('down');
  await kit.advance(1000);
  expect(kit.states()).toEqual({ app: 'STOPPED', api: 'STOPPED', db: 'STOPPED' });
  expect(stop.outcome?.ok).toBe(true);
  const order = kit.eventsOf('server.state').filter(({ data }) => data.to === 'STOPPED');
  expect(order.map((event) => event.server)).toEqual(['app', 'api', 'db']);
  await kit.shutdown();
});

test('a server that waits to be stopped and dies is not started again', async () => {
  const kit = new Kit();
  kit.world.behave('app', { eofMs: 3000 });
  await kit.boot(chain);
  const stop = kit.stop('db');
  kit.world.process('db').end({ code: 1, signal: null });
  await kit.advance(4000);
  expect(stop.outcome?.ok).toBe(true);
  expect(kit.world.launches('db')).toBe(1);
  expect(kit.status('db').state).toBe('STOPPED');
  await kit.shutdown();
});

test('a start that comes while a stop still waits for others keeps the server up', async () => {
  const kit = new Kit();
  kit.world.behave('app', { eofMs: 3000 });
  await kit.boot(chain);
  const stop = kit.stop('db');
  const start = kit.start('db');
  await kit.advance(4000);
  expect(start.outcome?.ok).toBe(true);
  expect(stop.outcome?.failures).toMatchObject([{ server: 'db', code: 'SUPERSEDED' }]);
  expect(kit.status('db')).toMatchObject({ state: 'RUNNING', desired: 'up' });
  await kit.shutdown();
});

test('a start takes what it needs with it, and `no-deps` does not wait', async () => {
  const kit = new Kit();
  await kit.boot(chain.map((each) => ({ ...each, policy: { ...each.policy, autoStart: false } })));
  const start = kit.start('api');
  await kit.advance(1000);
  expect(start.servers).toEqual(['db', 'api']);
  expect(kit.states()).toEqual({ app: 'STOPPED', api: 'RUNNING', db: 'RUNNING' });
  kit.stop('db');
  await kit.advance(1000);
  const alone = kit.watched(kit.orchestrator.start(['app'], { dependencies: false }, asked));
  await kit.advance(1000);
  expect(alone.outcome?.ok).toBe(true);
  expect(kit.states()).toEqual({ app: 'RUNNING', api: 'STOPPED', db: 'STOPPED' });
  await kit.shutdown();
});

test('names, aliases and groups are found; a wrong one is refused with the nearest', async () => {
  const kit = new Kit();
  await kit.boot(
    [server('postgres', { aliases: ['db'] }), server('memory'), server('off', { enabled: false })],
    {
      groups: [{ name: 'stores', servers: ['memory', 'postgres', 'off'] }],
    },
  );
  const { orchestrator } = kit;
  expect(orchestrator.resolve(['stores'])).toEqual({ ok: true, value: ['postgres', 'memory', 'off'] });
  expect(orchestrator.resolve(['db'])).toEqual({ ok: true, value: ['postgres'] });
  expect(orchestrator.resolve([])).toMatchObject({ value: ['postgres', 'memory', 'off'] });
  const wrong = orchestrator.start(['postgre'], { dependencies: true }, asked);
  expect(wrong).toMatchObject({ ok: false, refusal: { code: 'UNKNOWN_SERVER', server: 'postgre' } });
  expect(wrong.ok || wrong.refusal.message).toContain('Did you mean `postgres`?');
  expect(orchestrator.server('zzzzzzzz')).toMatchObject({ refusal: { code: 'UNKNOWN_SERVER' } });
  expect(orchestrator.start(['off'], { dependencies: true }, asked)).toMatchObject({
    refusal: { code: 'DISABLED' },
  });
  expect(orchestrator.start(['stores'], { dependencies: true }, asked)).toMatchObject({
    value: { servers: ['postgres', 'memory'] },
  });
  expect(orchestrator.reset(['nope'], asked)).toMatchObject({ ok: false });
  expect(orchestrator.stop(['nope'], gently, asked)).toMatchObject({ ok: false });
  expect(orchestrator.restart(['nope'], gently, asked)).toMatchObject({ ok: false });
  expect(await orchestrator.check(['nope'], asked)).toMatchObject({ ok: false });
  await kit.shutdown();
  expect(orchestrator.start([], { dependencies: true }, asked)).toMatchObject({
    refusal: { code: 'SHUTTING_DOWN' },
  });
});

test('a server that cannot be killed fails its stop, and nothing new is started beside it', async () => {
  const kit = new Kit();
  kit.world.behave('a', { eofMs: null, termMs: null, killMs: null });
  await kit.boot([server('a')]);
  const stop = kit.stop('a');
  await kit.advance(13_000);
  expect(stop.outcome?.failures).toMatchObject([{ code: 'UNKILLABLE' }]);
  const start = kit.start('a');
  await kit.advance(1000);
  expect(start.outcome?.failures).toMatchObject([{ code: 'UNKILLABLE' }]);
  expect(kit.world.launches('a')).toBe(1);
  kit.world.behave('a', { eofMs: 1, termMs: 1, killMs: 0 });
  kit.world.process('a').end({ code: null, signal: 'SIGKILL' });
  await kit.advance(31_000);
  expect(kit.status('a').state).toBe('RUNNING');
  expect(kit.world.launches('a')).toBe(2);
  await kit.shutdown();
});

test('a remote server that cannot be reached fails its start and is tried for ever', async () => {
  const kit = new Kit();
  kit.world.behave('far', { reachable: false });
  await kit.boot([remote('far', { autoStart: false })]);
  const start = kit.start('far');
  await kit.advance(100);
  expect(start.outcome?.failures).toMatchObject([{ server: 'far', code: 'UNREACHABLE' }]);
  expect(kit.status('far')).toMatchObject({ state: 'UNHEALTHY', restartCount: 0 });
  kit.world.behave('far', { reachable: true });
  const again = kit.start('far');
  await kit.advance(100);
  expect(again.outcome?.ok).toBe(true);
  const stop = kit.stop('far');
  await kit.advance(100);
  expect(stop.outcome?.ok).toBe(true);
  expect(kit.status('far').state).toBe('STOPPED');
  await kit.shutdown();
});

test('a pause holds a failed server down and ends by itself; reset, resume and a wrong length', async () => {
  const kit = new Kit();
  await kit.boot([server('a')]);
  expect(kit.orchestrator.pause(['a'], -1, asked)).toMatchObject({ refusal: { code: 'INVALID' } });
  const pause = kit.watched(kit.orchestrator.pause(['a'], null, asked));
  kit.world.process('a').end({ code: 1, signal: null });
  await kit.advance(60_000);
  expect(pause.outcome?.ok).toBe(true);
  expect(kit.status('a')).toMatchObject({ state: 'STOPPED', desired: 'up' });
  expect(kit.status('a').detail).toContain('It starts again when the pause ends.');
  await kit.advance(30 * 60_000);
  expect(kit.status('a')).toMatchObject({ state: 'RUNNING', pausedUntil: null, restartCount: 0 });
  kit.orchestrator.pause(['a'], 60_000, asked);
  kit.orchestrator.resume(['a'], asked);
  await kit.advance(10);
  expect(kit.status('a').pausedUntil).toBeNull();
  const reset = kit.watched(kit.orchestrator.reset(['a'], asked));
  await kit.advance(10);
  expect(reset.outcome?.ok).toBe(true);
  await kit.shutdown();
});

test('tools, calls and checks go to what runs', async () => {
  const kit = new Kit();
  await kit.boot([server('a'), server('down', { policy: { autoStart: false } })]);
  const { orchestrator } = kit;
  expect(orchestrator.tools('a')).toMatchObject({ ok: true, value: [{ name: 'tool0' }, { name: 'tool1' }] });
  expect(orchestrator.tools('down')).toMatchObject({ refusal: { code: 'NOT_RUNNING', server: 'down' } });
  const call = orchestrator.call('a', 'tool0', {}, { timeoutMs: null });
  kit.world.connections.get('a')?.answerCalls();
  expect(await call).toMatchObject({ ok: true, value: { ok: true } });
  expect(await orchestrator.call('down', 'tool0', {}, { timeoutMs: 10 })).toMatchObject({ ok: false });
  expect(await orchestrator.check(['a', 'down'], asked)).toMatchObject({
    value: [
      { server: 'a', ok: true, protocol: '2025-11-25', tools: 2 },
      { server: 'down', ok: false, health: { message: '`down` is not running.' } },
    ],
  });
  kit.stop('down');
  await kit.advance(3000);
  expect(await orchestrator.check([], asked)).toMatchObject({ value: [{ server: 'a' }] });
  expect(orchestrator.processes('a')).toMatchObject({ value: { processes: [{ parentPid: 1 }] } });
  expect(orchestrator.metrics('a')).toMatchObject({ value: expect.arrayContaining([]) });
  kit.world.connections.get('a')?.onToolsChanged?.([]);
  expect(kit.eventsOf('tools.changed', 'a')).toHaveLength(1);
  await kit.shutdown();
});
