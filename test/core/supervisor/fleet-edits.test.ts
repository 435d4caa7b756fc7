import { describe, expect, test } from 'vitest';
import { message } from '../../../src-shared/i18n/message.ts';
import { defaultPolicy } from '../../../src-shared/schema/policy.ts';
import { asked, Kit, needs, problem, remote, server, web } from './fleet-kit.ts';

const conflict = {
  ok: false,
  reason: 'PORT_CONFLICT',
  cause: { happened: message('test.taken'), remedy: message('test.free-it') },
} as const;
const fixedPort = { env: 'PORT', fixed: 8003, startWhenFree: false };

describe('an edit of a disabled server', () => {
  test('that mends it is what enabling it starts', async () => {
    const kit = new Kit();
    await kit.boot([server('a', { enabled: false, launchHash: 'a-0', problems: [problem('a')] })]);
    kit.apply([server('a', { enabled: false })]);
    kit.apply([server('a')]);
    await kit.advance(1000);
    expect(kit.status('a')).toMatchObject({ state: 'RUNNING', detail: null });
    await kit.shutdown();
  });

  test('that breaks it is told when it is enabled, and nothing is launched', async () => {
    const kit = new Kit();
    await kit.boot([server('a', { enabled: false })]);
    const broken = { launchHash: 'a-2', problems: [problem('a')] };
    kit.apply([server('a', { ...broken, enabled: false })]);
    await kit.advance(100);
    expect(kit.status('a').state).toBe('STOPPED');
    kit.apply([server('a', broken)]);
    await kit.advance(1000);
    expect(kit.status('a')).toMatchObject({ state: 'CRASHED', reason: 'CONFIG' });
    expect(kit.status('a').detail).toContain('Line 3: wrong.');
    expect(kit.world.launches('a')).toBe(0);
    await kit.shutdown();
  });

  test('finds a crashed one at rest', async () => {
    const kit = new Kit();
    kit.world.behave('a', { handshake: 'protocol' });
    await kit.boot([server('a')]);
    expect(kit.status('a').reason).toBe('PROTOCOL');
    kit.apply([server('a', { enabled: false })]);
    await kit.advance(100);
    expect(kit.status('a')).toMatchObject({ state: 'STOPPED', reason: null, desired: 'up', enabled: false });
    await kit.shutdown();
  });
});

test('a removed server that cannot be killed is not started again when it is gone at last', async () => {
  const kit = new Kit();
  kit.world.behave('a', { eofMs: null, termMs: null, killMs: null });
  await kit.boot([server('a'), server('b')]);
  kit.apply([server('b')]);
  await kit.advance(20_000);
  expect(kit.status('a')).toMatchObject({ state: 'CRASHED', reason: 'UNKILLABLE' });
  kit.world.process('a').end({ code: null, signal: 'SIGKILL' });
  await kit.advance(60_000);
  expect(kit.states()).toEqual({ b: 'RUNNING' });
  expect(kit.world.launches('a')).toBe(1);
  await kit.shutdown();
});

test('a server whose dependency is taken out of the file starts, whether it waited or had given up', async () => {
  const kit = new Kit();
  kit.world.behave('slow', { readyMs: null });
  kit.world.behave('bad', { handshake: 'protocol' });
  const app = (dependsOn = needs()) => server('app', { policy: { dependsOn } });
  const other = (dependsOn = needs()) => server('other', { policy: { dependsOn } });
  const rest = [server('slow'), server('bad')];
  await kit.boot([...rest, app(needs('slow')), other(needs('bad'))]);
  expect(kit.states()).toMatchObject({ app: 'STARTING', other: 'CRASHED' });
  kit.apply([...rest, app(), other()]);
  await kit.advance(1000);
  expect(kit.states()).toMatchObject({ app: 'RUNNING', other: 'RUNNING' });
  await kit.shutdown();
});

test('a renamed server waits for the port that its old self still holds', async () => {
  const kit = new Kit();
  kit.world.behave('old', { port: 8003, eofMs: 3000 });
  const policy = { port: fixedPort };
  await kit.boot([server('old', { policy })]);
  const { precheck } = kit.world.ports.launcher;
  kit.world.ports.launcher.precheck = async (definition) =>
    kit.world.alive('old').length > 0 ? conflict : precheck(definition);
  kit.apply([server('new', { policy })]);
  await kit.advance(1000);
  expect(kit.status('new')).toMatchObject({ state: 'STARTING', phase: 'PRECHECK' });
  await kit.advance(3000);
  expect(kit.states()).toEqual({ new: 'RUNNING' });
  await kit.shutdown();
});

test('a port that a server of ours holds for good is a conflict at once, and a stop ends the waiting for one', async () => {
  const kit = new Kit();
  kit.world.behave('old', { port: 8003, eofMs: null, termMs: null });
  kit.world.behave('new', { precheck: conflict });
  const policy = { port: fixedPort };
  await kit.boot([server('old', { policy }), server('new', { policy })]);
  expect(kit.status('new')).toMatchObject({ state: 'CRASHED', reason: 'PORT_CONFLICT' });
  kit.stop('old');
  kit.start('new');
  await kit.advance(1000);
  expect(kit.status('new').phase).toBe('PRECHECK');
  kit.stop('new');
  await kit.advance(20_000);
  expect(kit.states()).toEqual({ old: 'STOPPED', new: 'STOPPED' });
  await kit.shutdown();
});

describe('a policy that is changed while it matters', () => {
  test('`startWhenFree` lets a server start that waits for its port, and calls it off again', async () => {
    const kit = new Kit();
    kit.world.behave('a', { precheck: conflict });
    const port = (startWhenFree: boolean) =>
      server('a', { policy: { port: { ...fixedPort, startWhenFree } } });
    kit.world.portHolders.set(8003, { pid: 7, command: 'nginx' });
    await kit.boot([port(false)]);
    kit.apply([port(true)]);
    await kit.advance(40_000);
    expect(kit.status('a').state).toBe('CRASHED');
    kit.apply([port(false)]);
    kit.world.portHolders.clear();
    kit.world.behave('a', { precheck: null });
    await kit.advance(60_000);
    expect(kit.status('a').state).toBe('CRASHED');
    kit.apply([port(true)]);
    await kit.advance(40_000);
    expect(kit.status('a').state).toBe('RUNNING');
    await kit.shutdown();
  });

  test('`startWhenFree` waits also for a holder that cannot be named', async () => {
    const kit = new Kit();
    kit.world.behave('a', { precheck: conflict });
    let free = false;
    kit.world.ports.launcher.portFree = async () => free;
    await kit.boot([server('a', { policy: { port: { ...fixedPort, startWhenFree: true } } })]);
    await kit.advance(100_000);
    expect(kit.path('a')).toEqual(['STARTING', 'CRASHED']);
    free = true;
    kit.world.behave('a', { precheck: null });
    await kit.advance(31_000);
    expect(kit.status('a').state).toBe('RUNNING');
    await kit.shutdown();
  });

  test('`startupTimeout` counts from the spawn that is under way', async () => {
    const kit = new Kit();
    kit.world.behave('a', { readyMs: 40_000 });
    await kit.boot([server('a')]);
    kit.apply([server('a', { policy: { startupTimeout: 60_000 } })]);
    await kit.advance(45_000);
    expect(kit.status('a')).toMatchObject({ state: 'RUNNING', totalRestarts: 0 });
    await kit.shutdown();
  });

  test('`resources.sample` and `health.kind` take effect at once', async () => {
    const kit = new Kit();
    const resources = { ...defaultPolicy.resources, sample: 3_600_000 };
    await kit.boot([server('a', { policy: { resources } })]);
    await kit.advance(10_000);
    kit.world.process('a').behaviour.answersProbes = false;
    kit.world.usage.set('a', { cpuPercent: 1, memoryBytes: 5_000_000 });
    kit.apply([server('a', { policy: { resources: { ...resources, sample: 1000 } } })]);
    await kit.advance(1500);
    expect(kit.status('a').memoryBytes).toBe(5_000_000);
    kit.stop('a');
    await kit.advance(100);
    kit.world.behave('a', { answersProbes: false });
    kit.start('a');
    await kit.advance(50_000);
    expect(kit.status('a')).toMatchObject({ state: 'UNHEALTHY', health: { status: 'fail' } });
    kit.apply([server('a', { policy: { health: { ...defaultPolicy.health, kind: 'none' } } })]);
    await kit.advance(100);
    expect(kit.status('a')).toMatchObject({ state: 'RUNNING', detail: null, health: { status: 'unknown' } });
    await kit.advance(120_000);
    expect(kit.status('a')).toMatchObject({ state: 'RUNNING', totalRestarts: 0 });
    await kit.shutdown();
  });
});

describe('a pause', () => {
  test('of an earlier life ends by itself, also where the file could only be read later', async () => {
    const first = new Kit();
    await first.boot([server('a')]);
    first.orchestrator.pause(['a'], 60_000, asked);
    await first.advance(100);
    await first.shutdown();
    const kit = new Kit(first.world);
    await kit.boot([]);
    kit.apply([server('a')]);
    await kit.advance(1000);
    expect(kit.status('a')).toMatchObject({ state: 'RUNNING', pausedUntil: expect.any(String) });
    await kit.advance(60_000);
    expect(kit.status('a').pausedUntil).toBeNull();
    await kit.shutdown();
  });

  test('goes on, and ends, where the server becomes one of the other kind', async () => {
    const kit = new Kit();
    await kit.boot([server('a')]);
    kit.orchestrator.pause(['a'], 60_000, asked);
    kit.apply([remote('a')]);
    await kit.advance(1000);
    expect(kit.status('a').pausedUntil).not.toBeNull();
    await kit.advance(60_000);
    expect(kit.status('a').pausedUntil).toBeNull();
    await kit.shutdown();
  });

  test('keeps a server from being restarted with its dependency', async () => {
    const kit = new Kit();
    const policy = { dependsOn: needs('db'), restartWith: ['db'] };
    await kit.boot([server('db'), server('app', { policy })]);
    kit.orchestrator.pause(['app'], 60_000, asked);
    kit.restart('db');
    await kit.advance(5000);
    expect([kit.world.launches('db'), kit.world.launches('app')]).toEqual([2, 1]);
    await kit.shutdown();
  });

  test('only puts off what the memory limit asks for', async () => {
    const kit = new Kit();
    const resources = { ...defaultPolicy.resources, memoryLimit: 2e9 };
    await kit.boot([server('a', { policy: { resources } })]);
    kit.orchestrator.pause(['a'], 120_000, asked);
    kit.world.usage.set('a', { cpuPercent: 1, memoryBytes: 3e9 });
    await kit.advance(110_000);
    expect(kit.status('a')).toMatchObject({ state: 'RUNNING', totalRestarts: 0 });
    await kit.advance(60_000);
    expect(kit.eventsOf('server.restart', 'a')[0]).toMatchObject({ data: { kind: 'memory' } });
    await kit.shutdown();
  });
});

test('a check that names an operation tells its end once, with what failed', async () => {
  const kit = new Kit();
  await kit.boot([server('a'), server('b')]);
  await kit.orchestrator.check(['a'], { ...asked, operation: 'op-1' });
  kit.stop('b');
  await kit.advance(100);
  await kit.orchestrator.check(['a', 'b'], { ...asked, operation: 'op-2' });
  await kit.orchestrator.check(['a'], asked);
  const ends = kit.eventsOf('operation.finished').filter(({ operation }) => operation?.startsWith('op-'));
  expect(ends).toMatchObject([
    { server: 'a', operation: 'op-1', actor: 'cli:0', data: { ok: true, error: null } },
    { server: null, operation: 'op-2', data: { ok: false, error: { server: 'b', code: 'CHECK_FAILED' } } },
  ]);
  await kit.shutdown();
});

test('a launched server that is reached at another computer is taken at its word', async () => {
  const kit = new Kit();
  kit.world.behave('a', { ownsPort: false });
  const endpoint = { url: 'http://192.168.1.5:8003/mcp', transport: 'http', headers: {} } as const;
  await kit.boot([{ ...web('a'), endpoint }]);
  expect(kit.status('a').state).toBe('RUNNING');
  await kit.shutdown();
});

describe('what the configuration calls secret', () => {
  const secret = 'sk-4f9a77c1d2';
  const leaky = {
    happened: message('mcp.protocol.brokenJson', { method: 'ping', text: `bad key ${secret}` }),
    remedy: message('mcp.remedy.protocol'),
  };

  test('is in no status, event or record, whoever quotes it', async () => {
    const kit = new Kit();
    const endpoint = {
      url: 'https://ada:12345@example.org/mcp?access_token=1234&q=1',
      transport: 'http',
      headers: {},
    } as const;
    const dependencies = { db: { status: `down, key ${secret}`, message: null } };
    kit.world.ports.httpHealth.get = async () => ({
      kind: 'ok',
      latencyMs: 1,
      body: { status: 'degraded', version: secret, metrics: {}, dependencies },
    });
    const health = { ...defaultPolicy.health, url: 'http://127.0.0.1:1/health' };
    await kit.boot([
      server('a', { secrets: [secret], policy: { health } }),
      { ...remote('far'), endpoint, secrets: [secret] },
      server('c', { secrets: [secret] }),
    ]);
    await kit.advance(60_000);
    kit.world.connections.get('far')?.onBroken?.(leaky, 'protocol');
    kit.world.connections.get('c')?.onBroken?.(leaky, 'network');
    await kit.advance(100);
    expect(kit.status('far').detail).toContain('bad key ••••');
    expect(kit.status('a').warnings.map(({ kind }) => kind)).toContain('dependency:db');
    expect(kit.status('far').url).toBe('https://ada:••••@example.org/mcp?access_token=••••&q=1');
    const shown = JSON.stringify([
      kit.orchestrator.status(),
      kit.events,
      kit.world.store.log,
      kit.world.store.servers(),
    ]);
    expect(shown).not.toContain(secret);
    await kit.shutdown();
  });

  test('stays one while a process that was given it still runs', async () => {
    const kit = new Kit();
    kit.world.behave('a', { eofMs: 3000 });
    const { logs } = kit.world.ports;
    const { forServer } = logs;
    const kept: (readonly string[])[] = [];
    logs.forServer = (name, limits) => {
      kept.push(limits.secrets);
      return forServer(name, limits);
    };
    await kit.boot([server('a', { secrets: [secret] })]);
    kit.apply([server('a', { launchHash: 'a-2', secrets: ['another-one'] })]);
    await kit.advance(5000);
    expect(kept).toEqual([[secret], ['another-one', secret]]);
    await kit.shutdown();
  });
});

test('a hundred lines of noise a minute on stdout are a warning until they end', async () => {
  const kit = new Kit();
  await kit.boot([server('a')]);
  const pipe: { noiseLines?: number } = kit.world.process('a').pipe;
  pipe.noiseLines = 150;
  await kit.advance(15_000);
  expect(kit.status('a').warnings).toMatchObject([
    { kind: 'noise', message: expect.stringContaining('150 lines a minute') },
  ]);
  await kit.advance(140_000);
  expect(kit.status('a').warnings).toEqual([]);
  expect(kit.eventsOf('server.warning', 'a').map(({ data }) => data.change)).toEqual(['raised', 'cleared']);
  await kit.shutdown();
});

test('what a connection found odd is a warning of its server', async () => {
  const kit = new Kit();
  await kit.boot([server('a')]);
  const { facts } = kit.world.connections.get('a') ?? { facts: null };
  if (facts === null) throw new Error('not connected');
  Object.assign(facts, { notes: [message('mcp.note.listTooLong', { pages: 64 })] });
  expect(kit.status('a').warnings).toMatchObject([{ kind: 'tools', message: expect.stringContaining('64') }]);
  await kit.shutdown();
});
