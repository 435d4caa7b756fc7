import { expect, test } from 'vitest';
import { wellBehaved } from '../../doubles/behaviour.ts';
import { FakeProcess } from '../../doubles/fake-process.ts';
import { FakeWorld } from '../../doubles/fake-world.ts';
import { Kit, needs, problem, remote, server } from './fleet-kit.ts';

/** A second instance with the memory and the clock of the first. */
function next({ world }: Kit): Kit {
  return new Kit(new FakeWorld({ store: world.store, clock: world.clock }));
}

function orphan(world: FakeWorld, name: string): FakeProcess {
  const request = { server: server(name), generation: 1, executable: '', port: null, nonce: 'n' };
  const process = new FakeProcess(world.clock, 900 + world.orphans.length, request, { ...wellBehaved });
  world.processes.push(process);
  world.orphans.push({ server: name, pid: process.pid, tree: process.tree });
  return process;
}

test('boot starts what is enabled, starts by itself and was not stopped by a person', async () => {
  const first = new Kit();
  const servers = [
    server('on'),
    server('off', { policy: { enabled: false } }),
    server('manual', { policy: { autoStart: false } }),
    server('stopped'),
    remote('far'),
  ];
  await first.boot(servers);
  expect(first.states()).toEqual({
    on: 'RUNNING',
    off: 'STOPPED',
    manual: 'STOPPED',
    stopped: 'RUNNING',
    far: 'RUNNING',
  });
  // Or whoever waits for all that is desired up would wait for ever.
  expect(first.status('manual').desired).toBe('down');
  first.start('manual');
  await first.advance(1000);
  expect(first.status('manual')).toMatchObject({ state: 'RUNNING', desired: 'up' });
  first.stop('stopped');
  await first.advance(1000);
  await first.shutdown();
  const second = next(first);
  await second.boot(servers);
  expect(second.states()).toMatchObject({ on: 'RUNNING', stopped: 'STOPPED' });
  expect(second.status('stopped').desired).toBe('down');
  expect(second.status('manual')).toMatchObject({ state: 'STOPPED', desired: 'down' });
  await second.shutdown();
});

test('nothing is started before boot, and a server that the file refuses is listed with its cause', async () => {
  const kit = new Kit();
  kit.apply([server('a'), server('bad', { problems: [problem('bad', 'Line 3: `command` is missing.')] })]);
  await kit.advance(1000);
  expect(kit.world.processes).toEqual([]);
  await kit.boot([
    server('a'),
    server('bad', { problems: [problem('bad', 'Line 3: `command` is missing.')] }),
  ]);
  expect(kit.status('bad')).toMatchObject({ state: 'CRASHED', reason: 'CONFIG' });
  expect(kit.status('bad').detail).toContain('`command` is missing');
  expect(kit.orchestrator.status().summary).toMatchObject({ RUNNING: 1, CRASHED: 1 });
  await kit.shutdown();
});

test('a used-up budget is not renewed by restarting the instance, but it is after stableReset', async () => {
  const first = new Kit();
  first.world.behave('a', { exitAfterMs: 10 });
  await first.boot([server('a')]);
  await first.advance(60_000);
  expect(first.status('a')).toMatchObject({ state: 'CRASHED', reason: 'RESTART_LIMIT', totalRestarts: 3 });
  await first.shutdown();
  const second = next(first);
  await second.boot([server('a')]);
  expect(second.status('a')).toMatchObject({ state: 'CRASHED', reason: 'RESTART_LIMIT', restartCount: 3 });
  expect(second.world.processes).toEqual([]);
  await second.shutdown();
  await first.advance(600_000);
  const third = next(first);
  await third.boot([server('a')]);
  expect(third.status('a')).toMatchObject({ state: 'RUNNING', restartCount: 0, totalRestarts: 3 });
  await third.shutdown();
});

test('an orphan of an earlier instance is gone before its server starts', async () => {
  const kit = new Kit();
  const old = orphan(kit.world, 'a');
  await kit.boot([server('a'), server('b')]);
  expect(old).toMatchObject({ alive: false, released: true, steps: ['term'] });
  expect(kit.states()).toEqual({ a: 'RUNNING', b: 'RUNNING' });
  expect(kit.world.violations).toEqual([]);
  await kit.shutdown();
});

test('an orphan of a stopped server, and one that nobody knows any more, are ended and not replaced', async () => {
  const first = new Kit();
  await first.boot([server('a')]);
  first.stop('a');
  await first.advance(1000);
  await first.shutdown();
  const kit = next(first);
  const known = orphan(kit.world, 'a');
  const second = orphan(kit.world, 'a');
  const stranger = orphan(kit.world, 'gone');
  await kit.boot([server('a')]);
  expect([known.alive, second.alive, stranger.alive]).toEqual([false, false, false]);
  expect(kit.status('a').state).toBe('STOPPED');
  await kit.shutdown();
});

test('a ledger that cannot be read keeps nobody from starting', async () => {
  const kit = new Kit();
  kit.world.ports.launcher.orphans = () => Promise.reject(new Error('unreadable'));
  await kit.boot([server('a')]);
  expect(kit.status('a').state).toBe('RUNNING');
  expect(kit.world.violations).toHaveLength(1);
  await kit.shutdown();
});

test('servers start after what they need, and a pause is kept over a restart of the instance', async () => {
  const first = new Kit();
  const servers = [server('app', { policy: { dependsOn: needs('db') } }), server('db')];
  first.world.behave('db', { readyMs: 5000 });
  await first.boot(servers);
  expect(first.status('app')).toMatchObject({
    state: 'STARTING',
    phase: 'WAIT_DEPS',
    detail: 'Waiting for db',
  });
  await first.advance(5000);
  expect(first.states()).toEqual({ app: 'RUNNING', db: 'RUNNING' });
  first.orchestrator.pause(['app'], 600_000, { actor: 'cli:0' });
  await first.shutdown();
  const second = next(first);
  await second.boot(servers);
  expect(second.status('app').pausedUntil).not.toBeNull();
  await second.advance(600_000);
  expect(second.status('app').pausedUntil).toBeNull();
  await second.shutdown();
});

test('boot brings along what a server needs, also with `autoStart: false`, but nothing that a person stopped', async () => {
  const servers = [
    server('app', { policy: { dependsOn: needs('db') } }),
    server('db', { policy: { autoStart: false } }),
  ];
  const first = new Kit();
  await first.boot(servers);
  expect(first.states()).toEqual({ app: 'RUNNING', db: 'RUNNING' });
  first.stop('db');
  await first.advance(1000);
  await first.shutdown();
  const second = next(first);
  await second.boot(servers);
  expect(second.states()).toMatchObject({ db: 'STOPPED' });
  await second.shutdown();
});

test('each request for the end is told of when everything is down, and a group is no server', async () => {
  const kit = new Kit();
  await kit.boot([server('a'), server('b')], { groups: [{ name: 'both', servers: ['a', 'b'] }] });
  expect(kit.orchestrator.server('both')).toMatchObject({
    ok: false,
    refusal: { message: '`both` is a group: `a`, `b`. Name one of its servers.' },
  });
  const ask = (operation: string) =>
    kit.orchestrator.shutdown({ force: true, reason: 'request', by: { actor: 'cli:1000', operation } });
  await Promise.all([ask('one'), ask('two'), kit.advance(10_000)]);
  const told = kit.events.filter(({ type }) => type === 'operation.finished');
  expect(told.map(({ operation, actor, data }) => [operation, actor, data])).toEqual([
    ['one', 'cli:1000', { ok: true, error: null }],
    ['two', 'cli:1000', { ok: true, error: null }],
  ]);
  expect(kit.states()).toEqual({ a: 'STOPPED', b: 'STOPPED' });
});
