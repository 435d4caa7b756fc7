import { expect, test } from 'vitest';
import { message } from '../../../src-shared/i18n/message.ts';
import { defaultPolicy } from '../../../src-shared/schema/policy.ts';
import { FakeWorld } from '../../doubles/fake-world.ts';
import { asked, needs, problem, remote, server } from '../supervisor/fleet-kit.ts';
import { AlertsKit } from './alerts-kit.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

test('a crash is told after two seconds with what happened and what follows, and taken back when it recovered', async () => {
  const kit = new AlertsKit();
  await kit.boot([server('db')]);
  await kit.advance(5 * MINUTE);
  kit.crash('db');
  await kit.advance(1900);
  expect(kit.screen.news()).toEqual([]);
  await kit.advance(200);
  expect(kit.screen.news()).toEqual([
    'db crashed: It ended with code 1. It is started again: restart 1 of 3.',
  ]);
  expect(kit.screen.alerts[0]).toMatchObject({
    id: 'server:db',
    kind: 'crashed',
    servers: ['db'],
    actions: ['log'],
  });
  await kit.advance(26 * SECOND);
  expect(kit.screen.news()).toEqual([]);
  await kit.advance(6 * SECOND);
  expect(kit.screen.news()).toEqual([
    'withdrawn: server:db',
    'db is running again: It has been running for 32 s.',
  ]);
  await kit.advance(60 * MINUTE);
  expect(kit.screen.news()).toEqual([]);
  await kit.end();
});

test('a used-up budget takes the place of the crash; the restarts in between are not told', async () => {
  const kit = new AlertsKit();
  kit.world.behave('db', { exitAfterMs: 100 });
  await kit.boot([server('db')]);
  await kit.advance(2 * MINUTE);
  const [crash, down, ...more] = kit.screen.news();
  expect(more).toEqual([]);
  expect(crash).toBe('db crashed: It ended with code 1. It is started again: restart 1 of 3.');
  expect(down).toMatch(
    /^db is down: Exited with code 1 four times in .* All 3 restarts are used, so it stays down\. Read its last lines/,
  );
  expect(kit.screen.titles).toEqual(['db is down']);
  expect(kit.screen.alerts.map(({ id }) => id)).toEqual(['server:db', 'server:db']);
  expect(kit.screen.alerts[1]?.actions).toEqual(['restart', 'log']);
  await kit.end();
});

test('one that ends every two minutes is told once in ten minutes, and its recovery once', async () => {
  const kit = new AlertsKit();
  const policy = { restart: { ...defaultPolicy.restart, maxRestarts: 1000 } };
  kit.world.behave('db', { exitAfterMs: 2 * MINUTE });
  await kit.boot([server('db', { policy })]);
  await kit.advance(12 * MINUTE);
  expect(kit.screen.news().filter((text) => !text.startsWith('withdrawn'))).toEqual([
    expect.stringMatching(/^db crashed/),
    expect.stringMatching(/^db is running again/),
  ]);
  expect(kit.screen.titles).toEqual([]); // it crashed again, so that it runs again was taken back
  await kit.advance(3 * MINUTE);
  expect(kit.screen.news().filter((text) => !text.startsWith('withdrawn'))).toEqual([
    expect.stringMatching(/^db crashed/),
    expect.stringMatching(/^db is running again/),
  ]);
  await kit.end();
});

test('a server whose failed health checks restart it is told once, with the check', async () => {
  const kit = new AlertsKit();
  await kit.boot([server('db')]);
  kit.world.process('db').behaviour.answersProbes = false;
  await kit.advance(3 * MINUTE);
  const [crash, ...rest] = kit.screen.news();
  expect(crash).toMatch(/^db crashed: .*\. It is started again: restart 1 of 3\.$/);
  expect(rest).toEqual(['withdrawn: server:db', expect.stringMatching(/^db is running again/)]);
  await kit.end();
});

test.each([
  ['stops', (kit: AlertsKit) => void kit.stop('db')],
  ['restarts', (kit: AlertsKit) => void kit.restart('db')],
  ['removes', (kit: AlertsKit) => kit.apply([])],
  ['disables', (kit: AlertsKit) => kit.apply([server('db', { policy: { enabled: false } })])],
])('a person who %s a server ends what was told of it without a word', async (_, act) => {
  const kit = new AlertsKit();
  kit.world.behave('db', { exitAfterMs: 100 });
  await kit.boot([server('db')]);
  await kit.advance(2 * MINUTE);
  expect(kit.screen.titles).toEqual(['db is down']);
  kit.screen.news();
  kit.world.behave('db', { exitAfterMs: null });
  act(kit);
  await kit.advance(5 * MINUTE);
  expect(kit.screen.news()).toEqual(['withdrawn: server:db']);
  await kit.end();
});

test('a crash right before a person stops it is not told at all', async () => {
  const kit = new AlertsKit();
  await kit.boot([server('db')]);
  kit.crash('db');
  await kit.advance(1000);
  kit.stop('db');
  await kit.advance(MINUTE);
  expect(kit.screen.news()).toEqual([]);
  await kit.end();
});

test('a start by hand that fails is told, and a new episode begins with it', async () => {
  const kit = new AlertsKit();
  kit.world.behave('db', { exitAfterMs: 100 });
  await kit.boot([server('db')]);
  await kit.advance(2 * MINUTE);
  kit.screen.news();
  kit.start('db');
  await kit.advance(3 * SECOND);
  expect(kit.screen.news()).toEqual(['withdrawn: server:db', expect.stringMatching(/^db crashed/)]);
  await kit.end();
});

test('what stays down for another reason is told with what to do about it', async () => {
  const kit = new AlertsKit();
  const cause = {
    happened: message('reason.NOT_FOUND.happened', { command: 'uvx', folders: 9 }),
    remedy: message('reason.NOT_FOUND.remedy', { program: 'uv' }),
  };
  kit.world.behave('db', { precheck: { ok: false, reason: 'NOT_FOUND', cause } });
  await kit.boot([server('db')]);
  await kit.advance(10 * SECOND);
  expect(kit.screen.news()).toEqual([
    'db is down: The command `uvx` was not found in the 9 folders of the PATH. ' +
      'Install uv, or give the full path of the command. Then try again: no restart was used up.',
  ]);
  await kit.end();
});

test('what is wrong in the file is told once at boot, together, and offers no restart', async () => {
  const kit = new AlertsKit();
  const wrong = ['a', 'b', 'c', 'd'].map((name) => server(name, { problems: [problem(name)] }));
  await kit.boot([...wrong, server('fine')]);
  await kit.advance(MINUTE);
  expect(kit.screen.news()).toEqual([
    '4 servers are down: a, b, c and 1 more. They stay down until you mend them: the overview tells each one’s cause.',
  ]);
  expect(kit.screen.alerts[0]).toMatchObject({ servers: ['a', 'b', 'c', 'd'], actions: [] });
  kit.apply([
    ...wrong.slice(0, 3),
    server('d', { problems: [problem('d', 'Line 9: wrong.')] }),
    server('fine'),
  ]);
  await kit.advance(MINUTE);
  kit.apply([server('a'), server('b'), server('c'), server('d'), server('fine')]);
  await kit.advance(MINUTE);
  expect(kit.screen.titles).toEqual([]);
  await kit.end();
});

test('of a server that waits for another that is down only the other is told', async () => {
  const kit = new AlertsKit();
  kit.world.behave('db', { handshake: 'protocol' });
  await kit.boot([server('db'), server('app', { policy: { dependsOn: needs('db') } })]);
  await kit.advance(10 * MINUTE);
  expect(kit.states()).toEqual({ db: 'CRASHED', app: 'CRASHED' });
  expect(kit.screen.titles).toEqual(['db is down']);
  await kit.end();
});

test('what was down when the last instance ended is no news when it is down again', async () => {
  const first = new AlertsKit();
  first.world.behave('db', { handshake: 'protocol' });
  first.world.behave('limit', { exitAfterMs: 100 });
  await first.boot([server('db'), server('limit')]);
  await first.advance(2 * MINUTE);
  expect(first.screen.titles).toHaveLength(2);
  await first.end();

  const second = new AlertsKit(new FakeWorld({ clock: first.world.clock, store: first.world.store }));
  second.world.behave('db', { handshake: 'protocol' });
  await second.boot([server('db'), server('limit')]);
  await second.advance(10 * MINUTE);
  expect(second.states()).toEqual({ db: 'CRASHED', limit: 'CRASHED' });
  expect(second.screen.news()).toEqual([]);
  second.start('db');
  await second.advance(10 * SECOND);
  expect(second.screen.titles).toEqual(['db is down']);
  await second.end();
});

test('a remote server that cannot be reached is no crash; one that refuses the token is down', async () => {
  const kit = new AlertsKit();
  kit.world.behave('far', { reachable: false });
  kit.world.behave('locked', { handshake: 'auth' });
  await kit.boot([remote('far'), remote('locked')]);
  await kit.advance(10 * MINUTE);
  expect(kit.states()).toEqual({ far: 'UNHEALTHY', locked: 'CRASHED' });
  expect(kit.screen.titles).toEqual(['locked is down']);
  expect(kit.screen.alerts[0]?.actions).toEqual(['log']);
  await kit.end();
});

test('the end of the instance takes back what was told and tells nothing of what it ends', async () => {
  const kit = new AlertsKit();
  kit.world.behave('db', { handshake: 'protocol' });
  await kit.boot([server('db'), server('app')]);
  await kit.advance(10 * SECOND);
  kit.screen.news();
  await kit.shutdown();
  await kit.advance(MINUTE);
  expect(kit.screen.news()).toEqual(['withdrawn: server:db']);
  kit.alerts.close();
});

test('a pause that holds a failed server back is no crash', async () => {
  const kit = new AlertsKit();
  await kit.boot([server('db')]);
  kit.watched(kit.orchestrator.pause(['db'], 10 * MINUTE, asked));
  await kit.advance(SECOND);
  kit.crash('db');
  await kit.advance(MINUTE);
  expect(kit.states()).toEqual({ db: 'STOPPED' });
  expect(kit.screen.news()).toEqual([]);
  await kit.end();
});

test('after a sleep a server has to run for 30 s anew before it counts as recovered', async () => {
  const kit = new AlertsKit();
  await kit.boot([server('db')]);
  await kit.advance(MINUTE);
  kit.crash('db');
  await kit.advance(20 * SECOND);
  expect(kit.screen.titles).toEqual(['db crashed']);
  kit.world.clock.freeze(8 * 60 * MINUTE);
  await kit.advance(20 * SECOND);
  expect(kit.screen.titles).toEqual(['db crashed']);
  await kit.advance(15 * SECOND);
  expect(kit.screen.titles).toEqual(['db is running again']);
  await kit.end();
});

test('secrets of the configuration do not get into a notification', async () => {
  const kit = new AlertsKit();
  const cause = {
    happened: message('reason.PROTOCOL.happened', { problem: 'it said hunter2-hunter2' }),
    remedy: message('reason.PROTOCOL.remedy'),
  };
  kit.world.behave('db', { precheck: { ok: false, reason: 'CONFIG', cause } });
  await kit.boot([server('db', { secrets: ['hunter2-hunter2'] })]);
  await kit.advance(10 * SECOND);
  expect(kit.screen.titles).toEqual(['db is down']);
  expect(JSON.stringify(kit.screen.alerts)).toContain('it said ');
  expect(JSON.stringify(kit.screen.alerts)).not.toContain('hunter2');
  await kit.end();
});
