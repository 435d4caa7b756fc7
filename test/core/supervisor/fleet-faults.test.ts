import { expect, test } from 'vitest';
import type { Policy } from '../../../src-shared/schema/policy.ts';
import { defaultPolicy } from '../../../src-shared/schema/policy.ts';
import { FakeWorld } from '../../doubles/fake-world.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { asked, Kit, needs, remote, server, web } from './fleet-kit.ts';

const MINUTE = 60_000;

const restartPolicy = (change: Partial<Policy['restart']>) => ({
  restart: { ...defaultPolicy.restart, ...change },
});

test('row 4: exits at once, always: three restarts after 1, 4 and 16 s, then CRASHED, told once', async () => {
  const kit = new Kit();
  kit.world.behave('a', { exitAfterMs: 0, launchMs: 0 });
  await kit.boot([server('a')]);
  await kit.advance(2 * MINUTE);
  const delays = kit.eventsOf('server.restart', 'a').map(({ data }) => data.delayMs);
  expect(delays).toEqual([1125, 4500, 18_000]);
  expect(kit.status('a')).toMatchObject({
    state: 'CRASHED',
    reason: 'RESTART_LIMIT',
    restartCount: 3,
    totalRestarts: 3,
    lastExit: { code: 1 },
  });
  expect(kit.path('a').filter((state) => state === 'CRASHED')).toHaveLength(1);
  await kit.shutdown();
});

test('row 6: lives 9 minutes and dies, again and again: CRASHED at the fourth death', async () => {
  const kit = new Kit();
  kit.world.behave('a', { exitAfterMs: 9 * MINUTE });
  await kit.boot([server('a')]);
  await kit.advance(3 * 9 * MINUTE + 30_000);
  expect(kit.status('a')).toMatchObject({ state: 'RUNNING', restartCount: 3 });
  await kit.advance(9 * MINUTE);
  expect(kit.status('a')).toMatchObject({ state: 'CRASHED', reason: 'RESTART_LIMIT' });
  await kit.shutdown();
});

test('row 7: lives 11 minutes and dies, again and again: restarted for ever', async () => {
  const kit = new Kit();
  kit.world.behave('a', { exitAfterMs: 11 * MINUTE });
  await kit.boot([server('a')]);
  for (let death = 1; death <= 6; death++) {
    await kit.advance(11 * MINUTE + 200);
    expect(kit.status('a')).toMatchObject({ state: 'RUNNING', restartCount: 1, totalRestarts: death });
  }
  await kit.shutdown();
});

test.each([
  ['', 0],
  [', also where timers fire a moment early', 0.3],
])('row 10: a cold start of 90 s that shows progress is no failure%s', async (_, earlyMs) => {
  const kit = new Kit(new FakeWorld({ clock: new FakeClock({ earlyMs }) }));
  kit.world.behave('a', { readyMs: 90_000 });
  await kit.boot([server('a')]);
  for (let second = 0; second < 95; second++) {
    const [process] = kit.world.alive('a');
    if (process !== undefined) process.output += 100;
    await kit.advance(1000);
  }
  expect(kit.status('a')).toMatchObject({ state: 'RUNNING', restartCount: 0 });
  expect(kit.world.launches('a')).toBe(1);
  await kit.shutdown();
});

test('row 10: a wrapper at work counts as progress, one that only waits runs out of time', async () => {
  const kit = new Kit();
  for (const name of ['busy', 'idle']) {
    kit.world.classes.set(name, { kind: 'npx', packageKey: `npx:${name}` });
    kit.world.behave(name, { readyMs: null });
  }
  kit.world.usage.set('busy', { cpuPercent: 40, memoryBytes: 1 });
  await kit.boot([server('busy'), server('idle')]);
  await kit.advance(182_000);
  expect(kit.status('busy')).toMatchObject({ state: 'STARTING', phase: 'HANDSHAKE', restartCount: 0 });
  expect(kit.status('idle')).toMatchObject({ restartCount: 1 });
  const told = kit.eventsOf('server.state', 'idle').map(({ data }) => String(data.detail));
  expect(told.join()).toContain('not ready 180 seconds after its start');
  // However busy, five minutes are the end.
  await kit.advance(120_000);
  expect(kit.status('busy')).toMatchObject({ restartCount: 1 });
  await kit.shutdown();
});

test('row 11: 100 servers of 20 s each, four at a time: none times out while it waits', async () => {
  const kit = new Kit();
  const names = Array.from({ length: 100 }, (_, index) => `s${index}`);
  for (const name of names) kit.world.behave(name, { readyMs: 20_000 });
  await kit.boot(names.map((name) => server(name)));
  let most = 0;
  for (let step = 0; step < 260; step++) {
    await kit.advance(2000);
    most = Math.max(
      most,
      kit.orchestrator.status().servers.filter(({ phase }) => phase === 'HANDSHAKE').length,
    );
  }
  expect(kit.orchestrator.status().summary.RUNNING).toBe(100);
  expect(kit.world.processes).toHaveLength(100);
  expect(most).toBe(4);
  await kit.shutdown();
});

test('row 16: two failed checks, then an answer: RUNNING, nothing spent', async () => {
  const kit = new Kit();
  await kit.boot([server('a')]);
  const { behaviour } = kit.world.process('a');
  behaviour.answersProbes = false;
  await kit.advance(56_000);
  expect(kit.status('a')).toMatchObject({ state: 'UNHEALTHY', health: { status: 'fail' } });
  behaviour.answersProbes = true;
  await kit.advance(10_000);
  expect(kit.status('a')).toMatchObject({ state: 'RUNNING', consecutiveFailures: 0, restartCount: 0 });
  expect(kit.eventsOf('server.health', 'a').length).toBeGreaterThanOrEqual(2);
  await kit.shutdown();
});

test('row 12: hangs after it was ready: the third failed check restarts it', async () => {
  const kit = new Kit();
  await kit.boot([server('a')]);
  kit.world.process('a').behaviour.answersProbes = false;
  kit.world.process('a').behaviour.eofMs = null;
  await kit.advance(33_000 + 3 * 15_000 + 12_000);
  expect(kit.world.launches('a')).toBe(2);
  expect(kit.status('a')).toMatchObject({ state: 'RUNNING', restartCount: 1 });
  await kit.shutdown();
});

test('row 31: a stranger answers on the port: CRASHED, named, nothing spent', async () => {
  const kit = new Kit();
  kit.world.behave('a', { ownsPort: false });
  kit.world.portHolders.set(8003, { pid: 5120, command: 'node' });
  await kit.boot([web('a')]);
  expect(kit.status('a')).toMatchObject({ state: 'CRASHED', reason: 'PORT_CONFLICT', restartCount: 0 });
  expect(kit.status('a').detail).toContain('PID 5120');
  kit.world.portHolders.clear();
  kit.start('a');
  await kit.advance(1000);
  expect(kit.status('a').detail).toContain('Port 8003 is taken');
  expect(kit.world.alive()).toEqual([]);
  await kit.shutdown();
});

test('row 33: a launched server that opens its port late is asked again until it is there', async () => {
  const kit = new Kit();
  kit.world.behave('a', { reachable: false, port: 9000 });
  await kit.boot([web('a', { port: { env: 'PORT', fixed: null, startWhenFree: false } })]);
  expect(kit.status('a')).toMatchObject({
    state: 'STARTING',
    phase: 'HANDSHAKE',
    url: 'http://127.0.0.1:9000/mcp',
  });
  kit.world.process('a').behaviour.reachable = true;
  await kit.advance(1000);
  expect(kit.status('a').state).toBe('RUNNING');
  expect(kit.world.store.records.get('a')?.port).toBe(9000);
  await kit.shutdown();
});

test('row 34: a stolen port is chosen anew, three times at most, and nothing is spent', async () => {
  const kit = new Kit();
  const port = { env: 'PORT', fixed: null, startWhenFree: false };
  kit.world.behave('a', {
    port: 9000,
    exitAfterMs: 5,
    lines: ['Error: listen EADDRINUSE: address already in use :::9000'],
  });
  await kit.boot([server('a', { policy: { port } })]);
  expect(kit.world.launches('a')).toBe(4);
  expect(kit.status('a')).toMatchObject({ phase: 'BACKOFF', restartCount: 1 });
  await kit.shutdown();
});

test('row 43: a fixed port that gets free starts the server that waits for it', async () => {
  const kit = new Kit();
  const port = { env: 'PORT', fixed: 8003, startWhenFree: true };
  const cause = { happened: { key: 'taken', params: {} }, remedy: { key: '', params: {} } };
  kit.world.behave('a', { precheck: { ok: false, reason: 'PORT_CONFLICT', cause } });
  kit.world.portHolders.set(8003, { pid: 1, command: 'x' });
  await kit.boot([server('a', { policy: { port } })]);
  await kit.advance(31_000);
  expect(kit.status('a').state).toBe('CRASHED');
  kit.world.behave('a', { precheck: null });
  kit.world.portHolders.clear();
  await kit.advance(31_000);
  expect(kit.status('a').state).toBe('RUNNING');
  await kit.shutdown();
});

test('row 15: a server that ends on the era probe is started again at once, uncharged', async () => {
  const kit = new Kit();
  kit.world.behave('a', { handshake: 'probe-exit', exitAfterMs: 5 });
  kit.apply([server('a')]);
  void kit.orchestrator.boot();
  await kit.advance(6);
  kit.world.behave('a', { handshake: 'ok', exitAfterMs: null });
  await kit.advance(1000);
  expect(kit.status('a')).toMatchObject({ state: 'RUNNING', restartCount: 0 });
  expect(kit.world.launches('a')).toBe(2);
  await kit.shutdown();
});

test('row 40: an hour of sleep with checks under way: no failure, no restart, awake time stands still', async () => {
  const kit = new Kit();
  await kit.boot([server('a')]);
  await kit.advance(29_000);
  const { behaviour } = kit.world.process('a');
  behaviour.answersProbes = false;
  await kit.advance(3000);
  kit.world.clock.freeze(3_600_000);
  behaviour.answersProbes = true;
  await kit.advance(20_000);
  expect(kit.eventsOf('instance.freeze')).toHaveLength(1);
  expect(kit.status('a')).toMatchObject({ state: 'RUNNING', restartCount: 0, consecutiveFailures: 0 });
  expect(kit.status('a').uptimeMs).toBeLessThan(60_000);
  await kit.shutdown();
});

test('row 41: a wall clock that is set by a day moves neither backoff nor reset nor uptime', async () => {
  const kit = new Kit();
  kit.world.behave('a', { exitAfterMs: 30 });
  await kit.boot([server('a')]);
  await kit.advance(200);
  const { uptimeMs } = kit.orchestrator.status().instance;
  kit.world.clock.jumpWall(-86_400_000);
  await kit.advance(900);
  expect(kit.world.launches('a')).toBe(2);
  expect((kit.orchestrator.status().instance.uptimeMs ?? 0) - (uptimeMs ?? 0)).toBe(900);
  await kit.shutdown();
});

for (const [name, when] of [
  ['BACKOFF', 1000],
  ['WAIT_DEPS', 0],
  ['SPAWNING', 0],
  ['STOPPING', 0],
] as const) {
  test(`row 42: a person's stop during ${name} ends STOPPED, and nothing is spawned later`, async () => {
    const kit = new Kit();
    kit.world.behave('a', { launchMs: 2000, ...(name === 'BACKOFF' ? { launchMs: 1, exitAfterMs: 1 } : {}) });
    kit.world.behave('db', { readyMs: null });
    await kit.boot([
      server('db'),
      server('a', name === 'WAIT_DEPS' ? { policy: { dependsOn: needs('db') } } : {}),
    ]);
    if (name === 'STOPPING') {
      await kit.advance(2000);
      kit.restart('a');
      expect(kit.status('a').state).toBe('STOPPING');
    } else expect(kit.status('a').phase).toBe(name);
    await kit.advance(when === 0 ? 0 : 10);
    const before = kit.world.launches('a');
    const stop = kit.stop('a');
    await kit.advance(10 * MINUTE);
    expect(stop.outcome).toEqual({ ok: true, failures: [] });
    expect(kit.status('a')).toMatchObject({ state: 'STOPPED', desired: 'down' });
    expect(kit.world.launches('a') - before).toBe(name === 'SPAWNING' ? 1 : 0);
    expect(kit.world.alive('a')).toEqual([]);
    await kit.shutdown();
  });
}

test('row 43: a start during a stop gives one new process; a double start one; a second stop hurries the first', async () => {
  const kit = new Kit();
  kit.world.behave('a', { eofMs: null, termMs: 10 });
  await kit.boot([server('a')]);
  const stop = kit.stop('a');
  const start = kit.start('a');
  kit.start('a');
  await kit.advance(7000);
  expect(stop.outcome?.failures).toMatchObject([{ code: 'SUPERSEDED' }]);
  expect(start.outcome?.ok).toBe(true);
  expect(kit.world.launches('a')).toBe(2);
  const first = kit.stop('a');
  await kit.advance(100);
  const second = kit.stop('a');
  await kit.advance(100);
  expect([first.outcome?.ok, second.outcome?.ok]).toEqual([true, true]);
  await kit.shutdown();
});

test('row 44: a dependency that crashes takes down who waits for it; it follows by itself when that is up', async () => {
  const kit = new Kit();
  kit.world.behave('db', { exitAfterMs: 10 });
  await kit.boot([server('app', { policy: { dependsOn: needs('db') } }), server('db')]);
  await kit.advance(MINUTE);
  expect(kit.status('db')).toMatchObject({ state: 'CRASHED', reason: 'RESTART_LIMIT' });
  expect(kit.status('app')).toMatchObject({ state: 'CRASHED', reason: 'DEPENDENCY', restartCount: 0 });
  expect(kit.status('app').detail).toBe(
    'It needs `db`, which stays down. Mend db first. This one follows by itself.',
  );
  kit.world.behave('db', { exitAfterMs: null });
  kit.restart('db');
  await kit.advance(1000);
  expect(kit.states()).toEqual({ app: 'RUNNING', db: 'RUNNING' });
  await kit.shutdown();
});

test('row 44: a dependency that restarts leaves its dependents alone, but for those that ask to restart with it', async () => {
  const kit = new Kit();
  await kit.boot([
    server('db'),
    server('calm', { policy: { dependsOn: needs('db') } }),
    server('tied', { policy: { dependsOn: needs('db'), restartWith: ['db'] } }),
  ]);
  kit.world.process('db').end({ code: 1, signal: null });
  await kit.advance(5000);
  expect(['db', 'calm', 'tied'].map((name) => kit.world.launches(name))).toEqual([2, 1, 2]);
  expect(kit.status('tied')).toMatchObject({ state: 'RUNNING', restartCount: 0, totalRestarts: 0 });
  await kit.shutdown();
});

test('row 44: a dependency that never comes up is waited for 5 minutes, then named', async () => {
  const kit = new Kit();
  kit.world.behave('db', { readyMs: 20 * MINUTE });
  await kit.boot([
    server('db', { policy: { startupTimeout: 20 * MINUTE } }),
    server('app', { policy: { dependsOn: needs('db') } }),
  ]);
  await kit.advance(4 * MINUTE);
  expect(kit.status('app').state).toBe('STARTING');
  kit.world.clock.freeze(2 * MINUTE);
  await kit.advance(10_000);
  expect(kit.status('app').state).toBe('STARTING');
  await kit.advance(MINUTE);
  expect(kit.status('app')).toMatchObject({ state: 'CRASHED', reason: 'DEPENDENCY' });
  expect(kit.status('app').detail).toContain('waited 5 min for db');
  await kit.shutdown();
});

test('row 44: `started` is enough where that is the condition; an unknown dependency is named', async () => {
  const kit = new Kit();
  kit.world.behave('db', { readyMs: 10_000 });
  await kit.boot([
    server('db'),
    server('app', { policy: { dependsOn: [{ server: 'db', condition: 'started' }] } }),
    server('lost', { policy: { dependsOn: needs('nobody') } }),
  ]);
  expect(kit.states()).toMatchObject({ db: 'STARTING', app: 'RUNNING', lost: 'CRASHED' });
  expect(kit.status('lost').detail).toContain('`nobody`, which is not in the configuration');
  await kit.shutdown();
});

test('row 46: a warning of resources is an attribute and an event, never a state; a limit restarts', async () => {
  const kit = new Kit();
  kit.world.usage.set('a', { cpuPercent: 100, memoryBytes: 2_000_000_000 });
  kit.world.usage.set('b', { cpuPercent: 1, memoryBytes: 2_000_000_000 });
  const resources = { ...defaultPolicy.resources, memoryLimit: 1_500_000_000 };
  await kit.boot([server('a'), server('b', { policy: { resources } })]);
  await kit.advance(35_000);
  expect(kit.status('a')).toMatchObject({ state: 'RUNNING', cpuPercent: 100, processes: 1 });
  expect(
    kit
      .status('a')
      .warnings.map(({ kind }) => kind)
      .sort(),
  ).toEqual(['cpu', 'memory']);
  expect(kit.eventsOf('server.warning', 'a')).toHaveLength(2);
  expect(kit.status('b').restartCount).toBeGreaterThanOrEqual(1);
  expect(kit.eventsOf('server.restart', 'b')[0]).toMatchObject({ data: { kind: 'memory' } });
  await kit.shutdown();
});

test('row 47: this computer refuses to start it: tried again, nothing spent, told after 5 minutes', async () => {
  const kit = new Kit();
  const cause = { happened: { key: 'too many open files', params: {} }, remedy: { key: '', params: {} } };
  kit.world.behave('a', { launch: { ok: false, kind: 'host', reason: 'HOST', cause } });
  await kit.boot([server('a')]);
  await kit.advance(10_000);
  expect(kit.status('a')).toMatchObject({ phase: 'BACKOFF', restartCount: 0, detail: 'too many open files' });
  await kit.advance(6 * MINUTE);
  expect(kit.status('a')).toMatchObject({ state: 'CRASHED', reason: 'HOST', restartCount: 0 });
  await kit.shutdown();
});

test('row 48: the end of the instance with 50 servers, 5 of them stubborn: 8 s at most, nobody left, desired kept', async () => {
  const world = new FakeWorld();
  const kit = new Kit(world);
  const names = Array.from({ length: 50 }, (_, index) => `s${index}`);
  for (const name of names.slice(0, 5)) world.behave(name, { eofMs: null, termMs: null });
  await kit.boot(
    names.map((name, index) =>
      // Each stubborn one stands above another: reverse order alone would take four times the limit.
      server(name, index > 0 && index < 5 ? { policy: { dependsOn: needs(`s${index - 1}`) } } : {}),
    ),
  );
  expect(kit.orchestrator.status().summary.RUNNING).toBe(50);
  expect(await kit.shutdown()).toBeLessThanOrEqual(8000);
  expect(world.alive()).toEqual([]);
  expect(world.store.servers().every((record) => record.desired === 'up')).toBe(true);
  expect(world.store.flushes).toBeGreaterThan(0);
});

test('row 48: a second, forced end kills at once; what cannot be killed is given up after 9 s', async () => {
  const forced = new Kit();
  forced.world.behave('a', { eofMs: null, termMs: null });
  await forced.boot([server('a')]);
  const gentle = forced.orchestrator.shutdown({ force: false, reason: 'SIGTERM' });
  expect(await forced.shutdown(true)).toBeLessThan(100);
  await gentle;
  const stuck = new Kit();
  stuck.world.behave('a', { eofMs: null, termMs: null, killMs: null });
  await stuck.boot([server('a'), server('b', { policy: { dependsOn: needs('a') } })]);
  expect(await stuck.shutdown()).toBeLessThanOrEqual(9000);
});

test('row 48: what is still open when the instance ends is told as failed', async () => {
  const kit = new Kit();
  kit.world.behave('a', { readyMs: null });
  await kit.boot([server('a', { policy: { autoStart: false } })]);
  const start = kit.start('a');
  await kit.advance(100);
  await kit.shutdown();
  expect(start.outcome?.ok).toBe(false);
  expect(kit.eventsOf('operation.finished')).toHaveLength(1);
});

test('a call in flight may finish before its server is stopped; a second stop does not wait for it', async () => {
  const kit = new Kit();
  await kit.boot([server('a')]);
  const call = kit.orchestrator.call('a', 'tool0', {}, { timeoutMs: 60_000 });
  const stop = kit.stop('a');
  await kit.advance(3000);
  expect(kit.world.process('a').steps).toEqual([]);
  kit.world.connections.get('a')?.answerCalls();
  await kit.advance(100);
  expect(await call).toMatchObject({ value: { ok: true } });
  expect(stop.outcome?.ok).toBe(true);
  kit.start('a');
  await kit.advance(1000);
  void kit.orchestrator.call('a', 'tool0', {}, { timeoutMs: 60_000 });
  kit.stop('a');
  await kit.advance(100);
  kit.watched(kit.orchestrator.stop(['a'], { force: true }, asked));
  await kit.advance(0);
  expect(kit.status('a').state).toBe('STOPPED');
  await kit.shutdown();
});

test('a process that ends while its calls are drained does not keep the stop waiting', async () => {
  const kit = new Kit();
  await kit.boot([server('a')]);
  void kit.orchestrator.call('a', 'tool0', {}, { timeoutMs: 60_000 });
  kit.stop('a');
  await kit.advance(10);
  kit.world.process('a').end({ code: 0, signal: null });
  await kit.advance(100);
  expect(kit.status('a').state).toBe('STOPPED');
  await kit.shutdown();
});

test('resetDaily gives a fresh budget at local midnight, also after a sleep over it', async () => {
  const kit = new Kit();
  kit.world.behave('a', { exitAfterMs: 10 });
  const midnight = new Date(kit.world.clock.wallMs()).setHours(24, 0, 0, 0);
  await kit.boot([server('a', { policy: restartPolicy({ resetDaily: true }) }), server('b')]);
  await kit.advance(MINUTE);
  expect(kit.status('a').reason).toBe('RESTART_LIMIT');
  kit.world.behave('a', { exitAfterMs: null });
  await kit.advance(midnight - kit.world.clock.wallMs() + 1000);
  expect(kit.status('a')).toMatchObject({ state: 'RUNNING', restartCount: 0, totalRestarts: 3 });
  expect(kit.eventsOf('server.state', 'a').at(-1)).toMatchObject({ actor: 'schedule' });
  kit.world.process('a').end({ code: 1, signal: null });
  await kit.advance(5000);
  expect(kit.status('a').restartCount).toBe(1);
  kit.world.clock.freeze(86_400_000);
  await kit.advance(2000);
  expect(kit.status('a').restartCount).toBe(0);
  await kit.shutdown();
});

test('a remote server reconnects at once when the network is back or the computer wakes', async () => {
  const kit = new Kit();
  kit.world.behave('far', { reachable: false });
  await kit.boot([remote('far')]);
  await kit.advance(10 * MINUTE);
  kit.world.behave('far', { reachable: true });
  kit.orchestrator.onSuspend();
  kit.orchestrator.onWake();
  await kit.advance(100);
  expect(kit.status('far')).toMatchObject({ state: 'RUNNING', restartCount: 0 });
  kit.world.behave('far', { reachable: false });
  kit.world.connections.get('far')?.break('network');
  await kit.advance(2 * MINUTE);
  expect(kit.status('far').state).toBe('UNHEALTHY');
  kit.world.behave('far', { reachable: true });
  kit.orchestrator.onNetworkUp();
  await kit.advance(100);
  expect(kit.status('far').state).toBe('RUNNING');
  kit.world.connections.get('far')?.break('auth');
  await kit.advance(100);
  expect(kit.status('far')).toMatchObject({ state: 'CRASHED', reason: 'AUTH' });
  await kit.shutdown();
});

test('a remote server that does not answer at all is told as unreachable when its time is over', async () => {
  const kit = new Kit();
  kit.world.behave('far', { readyMs: null });
  await kit.boot([remote('far')]);
  await kit.advance(31_000);
  expect(kit.status('far').state).toBe('UNHEALTHY');
  expect(kit.status('far').detail).toContain('example.org did not answer in time');
  await kit.shutdown();
});

test('a port of ours that throws fails its own server in the usual way', async () => {
  const kit = new Kit();
  const { launcher, connector } = kit.world.ports;
  const { precheck, launch } = launcher;
  launcher.precheck = (definition) =>
    definition.name === 'check' ? Promise.reject(new Error('oops')) : precheck(definition);
  launcher.launch = (request) =>
    request.server.name === 'launch' ? Promise.reject(new Error('oops')) : launch(request);
  const { attach } = connector;
  connector.attach = (definition, process) => {
    if (definition.name === 'shake') throw new Error('oops');
    return attach(definition, process);
  };
  await kit.boot([server('check'), server('launch'), server('shake'), server('well')]);
  for (const name of ['check', 'launch', 'shake']) {
    expect(kit.status(name)).toMatchObject({ state: 'STARTING', phase: 'BACKOFF' });
    expect(kit.status(name).detail).toContain('oops');
  }
  expect(kit.status('well').state).toBe('RUNNING');
  expect(kit.world.violations.length).toBeGreaterThanOrEqual(3);
  await kit.shutdown();
});
