import { expect, test } from 'vitest';
import { formatCause, formatMessage } from '../../../src-shared/i18n/format.ts';
import { Kit, needs, remote, server } from './fleet-kit.ts';

const iso = (ms: number) => new Date(ms).toISOString();

test('a status says since when a server is in its state and who brought it there', async () => {
  const kit = new Kit();
  kit.apply([server('a')]);
  expect(kit.status('a')).toMatchObject({ state: 'STOPPED', since: null, by: null });
  await kit.boot([server('a')]);
  const booted = kit.eventsOf('server.state', 'a').at(-1);
  expect(kit.status('a')).toMatchObject({ state: 'RUNNING', since: booted?.at, by: 'supervisor' });
  await kit.advance(60_000);
  expect(kit.status('a').since).toBe(booted?.at);

  kit.stop('a');
  await kit.advance(1000);
  const stopped = kit.eventsOf('server.state', 'a').at(-1);
  expect(kit.status('a')).toMatchObject({ state: 'STOPPED', since: stopped?.at, by: 'cli:0' });

  kit.start('a');
  await kit.advance(1000);
  expect(kit.status('a')).toMatchObject({ state: 'RUNNING', by: 'cli:0' });
  kit.world.process('a').end({ code: 1, signal: null });
  await kit.advance(50);
  expect(kit.status('a')).toMatchObject({ state: 'STARTING', phase: 'BACKOFF', by: 'supervisor' });
  await kit.shutdown();
});

test('a crash that is remembered keeps its time, though nobody of this instance caused it', async () => {
  const kit = new Kit();
  kit.world.behave('a', { exitAfterMs: 5 });
  await kit.boot([server('a')]);
  await kit.advance(60_000);
  const { state, since } = kit.status('a');
  expect([state, since]).toEqual(['CRASHED', kit.eventsOf('server.state', 'a').at(-1)?.at]);
  await kit.shutdown();
  const second = new Kit(kit.world);
  second.apply([server('a')]);
  expect(second.status('a')).toMatchObject({ state: 'CRASHED', since, by: null });
  expect(Date.parse(since ?? '')).toBeLessThan(Date.parse(iso(kit.world.clock.wallMs())));
  await second.shutdown();
});

test('what is wrong is told in parts that together are the detail', async () => {
  const kit = new Kit();
  kit.world.behave('down', { exitAfterMs: 5 });
  kit.world.behave('slow', { readyMs: null });
  await kit.boot([
    server('well'),
    server('down', { secrets: ['hunter2-hunter2'] }),
    server('slow'),
    server('waits', { policy: { dependsOn: needs('slow') } }),
  ]);
  const parts = (name: string) => {
    const { cause, detail } = kit.status(name);
    expect(cause === null ? null : formatCause(cause)).toBe(detail);
    return cause && [formatMessage(cause.happened), formatMessage(cause.remedy)];
  };
  expect(parts('well')).toBeNull();
  expect(parts('slow')).toBeNull();
  expect(parts('waits')).toEqual(['Waiting for slow', '']);
  expect(kit.status('waits').cause?.happened).toEqual({
    key: 'state.waiting-for',
    params: { server: 'slow' },
  });
  expect(kit.status('down').phase).toBe('BACKOFF');
  expect(parts('down')).toEqual([expect.stringContaining('code 1'), 'Restart 1 of 3 follows.']);
  expect(kit.status('down').cause?.remedy).toEqual({
    key: 'supervisor.backoff',
    params: { attempt: 1, max: 3 },
  });
  await kit.advance(60_000);
  expect(kit.status('down').cause?.happened.key).toBe('reason.RESTART_LIMIT.happened');
  expect(parts('down')?.[1]).toContain('Read its last lines');
  await kit.shutdown();
});

test('a cause holds no secret, in whatever part of it', async () => {
  const kit = new Kit();
  const secret = 'hunter2-hunter2';
  await kit.boot([remote('far'), server('a', { secrets: [secret] })]);
  const connection = kit.world.connections.get('a');
  const cause = {
    happened: { key: 'mcp.protocol.refused', params: { method: 'ping', code: 1, text: `no ${secret}` } },
    remedy: { key: 'reason.NOT_FOUND.remedy', params: { program: secret } },
  };
  connection?.onBroken?.(cause, 'auth');
  await kit.advance(1000);
  expect(kit.status('a').cause?.happened.params).toEqual({ method: 'ping', code: 1, text: 'no ••••' });
  expect(JSON.stringify(kit.status('a'))).not.toContain(secret);
  await kit.shutdown();
});

test('the kind is what it is started with', async () => {
  const kit = new Kit();
  const launch = { command: '/usr/bin/python3', args: ['-m', 'x'], env: {}, cwd: '/' };
  kit.apply([server('a', { launch }), remote('far')]);
  expect([kit.status('a').kind, kit.status('far').kind]).toEqual(['python', 'remote']);
  await kit.shutdown();
});
