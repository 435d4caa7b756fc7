import { expect, test } from 'vitest';
import { Kit, needs, problem, remote, server } from './fleet-kit.ts';

const slow = { stop: { drain: 5000, eofWait: 5000, termWait: 5000, killWait: 2000 } };

test('row 45: only the server whose launch changed is restarted, after its old tree is gone', async () => {
  const kit = new Kit();
  await kit.boot([server('a'), server('b')]);
  kit.world.behave('a', { eofMs: 3000 });
  Object.assign(kit.world.process('a').behaviour, { eofMs: 3000 });
  kit.apply([server('a', { launchHash: 'a-2' }), server('b')]);
  await kit.advance(2000);
  expect(kit.world.launches('a')).toBe(1);
  await kit.advance(2000);
  expect(kit.states()).toEqual({ a: 'RUNNING', b: 'RUNNING' });
  expect([kit.world.launches('a'), kit.world.launches('b')]).toEqual([2, 1]);
  expect(kit.status('a')).toMatchObject({ restartCount: 0, totalRestarts: 0 });
  expect(kit.eventsOf('server.state', 'a').at(-1)).toMatchObject({ actor: 'reload', operation: null });
  expect(kit.eventsOf('config.loaded').at(-1)).toMatchObject({ actor: 'reload', data: { changed: ['a'] } });
  await kit.shutdown();
});

test('row 45: a changed interval is applied live, and the process stays', async () => {
  const kit = new Kit();
  await kit.boot([server('a')]);
  const { pid } = kit.status('a');
  const health = {
    kind: 'auto',
    interval: 1000,
    timeout: 500,
    grace: 0,
    failureThreshold: 2,
    url: null,
  } as const;
  kit.apply([server('a', { policy: { health } })]);
  kit.world.process('a').behaviour.answersProbes = false;
  await kit.advance(2500);
  expect(kit.status('a')).toMatchObject({ pid, state: 'UNHEALTHY' });
  await kit.shutdown();
});

test('row 45: a removed server is stopped and forgotten, a renamed one is stopped and started under its new name', async () => {
  const kit = new Kit();
  await kit.boot([server('a'), server('old')]);
  kit.apply([server('a'), server('new')]);
  await kit.advance(1000);
  expect(kit.states()).toEqual({ a: 'RUNNING', new: 'RUNNING' });
  expect(kit.world.alive('old')).toEqual([]);
  expect(kit.world.store.servers().map((record) => record.name)).not.toContain('old');
  expect(kit.orchestrator.server('old').ok).toBe(false);
  await kit.shutdown();
});

test('row 45: an invalid edit leaves a running server on its last good definition and says so', async () => {
  const kit = new Kit();
  await kit.boot([server('a'), server('b', { policy: { autoStart: false } }), server('c')]);
  kit.world.behave('c', { exitAfterMs: 1 });
  kit.world.process('c').end({ code: 1, signal: null });
  await kit.advance(100);
  expect(kit.status('c').phase).toBe('BACKOFF');
  const bad = ['a', 'b', 'c'].map((name) =>
    server(name, { launchHash: `${name}-2`, problems: [problem(name)] }),
  );
  kit.apply(bad);
  await kit.advance(100);
  expect(kit.status('a')).toMatchObject({ state: 'RUNNING', warnings: [{ kind: 'config' }] });
  expect(kit.status('a').warnings[0]?.message).toContain('Line 3: wrong.');
  expect(kit.status('b')).toMatchObject({ state: 'CRASHED', reason: 'CONFIG' });
  expect(kit.status('c')).toMatchObject({ state: 'CRASHED', reason: 'CONFIG' });
  expect(kit.orchestrator.status().instance.configErrors).toHaveLength(3);
  expect(kit.eventsOf('config.error')).toHaveLength(1);
  // Taken back: nothing of it is restarted.
  kit.apply([server('a'), server('b', { policy: { autoStart: false } }), server('c')]);
  kit.world.behave('c', { exitAfterMs: null });
  await kit.advance(100);
  expect(kit.status('a')).toMatchObject({ state: 'RUNNING', warnings: [] });
  expect(kit.world.launches('a')).toBe(1);
  expect(kit.status('c').state).toBe('RUNNING');
  await kit.shutdown();
});

test('row 45: a file that cannot be read as a whole changes nothing but the errors that are shown', async () => {
  const kit = new Kit();
  await kit.boot([server('a')]);
  kit.orchestrator.reject([problem('a', 'Line 9: the file ends too early.')]);
  await kit.advance(100);
  expect(kit.states()).toEqual({ a: 'RUNNING' });
  expect(kit.orchestrator.status().instance.configErrors).toMatchObject([
    { message: 'Line 9: the file ends too early.' },
  ]);
  expect(kit.eventsOf('config.error')).toMatchObject([{ actor: 'reload' }]);
  kit.apply([server('a')]);
  expect(kit.orchestrator.status().instance.configErrors).toEqual([]);
  await kit.shutdown();
});

test('row 46: ten saves of the same end in a second restart the server once at most', async () => {
  const kit = new Kit();
  await kit.boot([server('a'), server('b')]);
  for (let save = 0; save < 10; save++) {
    kit.apply([server('a', { launchHash: 'a-2' }), server('b')]);
    await kit.advance(100);
  }
  await kit.advance(1000);
  expect([kit.world.launches('a'), kit.world.launches('b')]).toEqual([2, 1]);
  await kit.shutdown();
});

test('a disabled server is stopped, stays down whatever asks, and comes back when it is enabled', async () => {
  const kit = new Kit();
  await kit.boot([server('a'), server('app', { policy: { dependsOn: needs('a') } })]);
  kit.apply([server('a', { enabled: false }), server('app', { policy: { dependsOn: needs('a') } })]);
  await kit.advance(1000);
  expect(kit.status('a')).toMatchObject({ state: 'STOPPED', desired: 'up', enabled: false });
  kit.orchestrator.reset(['a'], { actor: 'cli:0' });
  kit.restart('app');
  await kit.advance(1000);
  expect(kit.status('app')).toMatchObject({ state: 'CRASHED', reason: 'DEPENDENCY' });
  expect(kit.status('app').detail).toContain('`a`, which is disabled');
  kit.apply([server('a'), server('app', { policy: { dependsOn: needs('a') } })]);
  await kit.advance(1000);
  expect(kit.states()).toEqual({ a: 'RUNNING', app: 'RUNNING' });
  // A change of its launch while it is disabled starts nothing either.
  kit.apply([server('a', { enabled: false, launchHash: 'a-2' }), server('app')]);
  await kit.advance(1000);
  expect(kit.status('a').state).toBe('STOPPED');
  await kit.shutdown();
});

test('a server that comes back before its old self is gone starts after it', async () => {
  const kit = new Kit();
  kit.world.behave('a', { eofMs: 3000 });
  await kit.boot([server('a', { policy: slow })]);
  kit.apply([]);
  await kit.advance(1000);
  kit.apply([server('a', { policy: slow, launchHash: 'a-2' })]);
  await kit.advance(1000);
  expect(kit.status('a').state).toBe('STOPPING');
  await kit.advance(2000);
  expect(kit.status('a').state).toBe('RUNNING');
  expect(kit.world.violations).toEqual([]);
  await kit.shutdown();
});

test('a process that becomes a remote server keeps its name and its counts', async () => {
  const kit = new Kit();
  await kit.boot([server('a')]);
  kit.world.process('a').end({ code: 1, signal: null });
  await kit.advance(2000);
  expect(kit.status('a').totalRestarts).toBe(1);
  kit.apply([remote('a')]);
  await kit.advance(1000);
  expect(kit.status('a')).toMatchObject({ state: 'RUNNING', pid: null, transport: 'http', totalRestarts: 1 });
  expect(kit.world.alive('a')).toEqual([]);
  kit.apply([server('a')]);
  await kit.advance(1000);
  expect(kit.status('a')).toMatchObject({ state: 'RUNNING', transport: 'stdio' });
  await kit.shutdown();
});

test('a new server starts at once, one that a person stopped in an earlier life does not', async () => {
  const kit = new Kit();
  await kit.boot([server('a')]);
  kit.apply([server('b'), server('a'), server('c', { policy: { autoStart: false } })]);
  await kit.advance(1000);
  expect(kit.orchestrator.status().servers.map(({ name, state }) => [name, state])).toEqual([
    ['b', 'RUNNING'],
    ['a', 'RUNNING'],
    ['c', 'STOPPED'],
  ]);
  expect(kit.orchestrator.configuration?.servers).toHaveLength(3);
  await kit.shutdown();
  kit.apply([]);
  expect(kit.orchestrator.configuration?.servers).toHaveLength(3);
});

test('addresses show no secret, warnings of the file stand at their server, clients are told in turns', async () => {
  const kit = new Kit();
  const told: (readonly string[])[] = [];
  kit.orchestrator.onStatus((servers) => told.push(servers));
  const far = { ...remote('far'), secrets: ['tok en'] };
  const endpoint = { url: 'https://example.org/mcp?key=tok%20en', transport: 'http', headers: {} } as const;
  await kit.boot([{ ...far, endpoint }], { warnings: [problem('far', 'Line 4: odd.'), problem('other')] });
  expect(kit.status('far').url).toBe('https://example.org/mcp?key=••••');
  expect(kit.status('far').warnings).toMatchObject([{ kind: 'config', message: 'Line 4: odd.' }]);
  expect(told.length).toBeGreaterThan(0);
  const feed = kit.orchestrator.openFeed?.({ since: null });
  expect(await feed?.next()).toMatchObject({
    value: { kind: 'snapshot', report: { summary: { RUNNING: 1 } } },
  });
  await feed?.return?.();
  await kit.shutdown();
});
