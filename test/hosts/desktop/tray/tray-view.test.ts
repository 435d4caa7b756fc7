import { describe, expect, test } from 'vitest';
import { message } from '../../../../src-shared/i18n/message.ts';
import { statusOf } from '../../../support/statuses.ts';
import { NOON, trayKit } from './kit.ts';

const crashed = statusOf({
  name: 'postgres',
  groups: ['data'],
  state: 'CRASHED',
  reason: 'RESTART_LIMIT',
  since: '2026-11-21T11:00:00.000Z',
  cause: {
    happened: message('reason.RESTART_LIMIT.happened', { code: 1, times: 4, time: '17 min', max: 3 }),
    remedy: message('reason.RESTART_LIMIT.remedy', { max: 3 }),
  },
  lastExit: { code: 1, signal: null, at: '2026-11-21T11:00:00.000Z', lastLines: [] },
});
const unhealthy = statusOf({
  name: 'prices',
  groups: ['data'],
  state: 'UNHEALTHY',
  cause: {
    happened: message('reason.UNHEALTHY.happened', { times: 2, problem: 'HTTP 503' }),
    remedy: message('reason.UNHEALTHY.remedy', { time: '11 s', threshold: 3 }),
  },
});
const running = statusOf({ name: 'memory' });
const stopped = statusOf({ name: 'search', state: 'STOPPED', desired: 'down' });

const numbered = (count: number, more: Parameters<typeof statusOf>[0] = { name: '' }) =>
  Array.from({ length: count }, (_, index) => statusOf({ ...more, name: `server-${index + 1}` }));

test('the menu of a mixed morning: who needs the person first, with the reason and what helps', async () => {
  using kit = trayKit();
  await kit.drawn([unhealthy, running, crashed, stopped]);
  expect(kit.user.tray.outline).toEqual([
    '2 of 4 servers need you (disabled)',
    'postgres: Crashed, restart limit',
    '  Exited with code 1 four times in 17 min. All 3 restarts are (disabled)',
    '  used, so it stays down. (disabled)',
    '  Read its last lines, mend the cause, then restart it. A restart (disabled)',
    '  by hand gives it 3 new ones. (disabled)',
    '  -',
    '  Restart',
    '  Show log',
    'prices: Unhealthy',
    '  Its health check failed 2 times in a row: HTTP 503. (disabled)',
    '  -',
    '  Restart',
    '  Stop',
    '  Show log',
    'Open',
    '-',
    'memory: Running',
    '  Start (disabled)',
    '  Stop',
    '  Restart',
    'search: Stopped',
    '  Start',
    '  Stop (disabled)',
    '  Restart (disabled)',
    '-',
    'Groups',
    '  data',
    '    Start',
    '    Stop',
    '    Restart',
    'Start all',
    'Stop all',
    '-',
    'Logs folder',
    'Start at login',
    '-',
    'Quit',
  ]);
});

test('each item does what it says', async () => {
  using kit = trayKit();
  await kit.drawn([unhealthy, running, crashed, stopped]);
  const { user, asked } = kit;
  user.menu('postgres: Crashed, restart limit', 'Restart').click();
  user.menu('postgres: Crashed, restart limit', 'Show log').click();
  user.menu('prices: Unhealthy', 'Show log').click();
  user.menu('memory: Running', 'Stop').click();
  user.menu('search: Stopped', 'Start').click();
  user.menu('Groups', 'data', 'Start').click();
  user.menu('Groups', 'data', 'Stop').click();
  user.menu('Groups', 'data', 'Restart').click();
  for (const label of ['Open', 'Start all', 'Stop all', 'Logs folder', 'Start at login', 'Quit'])
    user.menu(label).click();
  expect(asked).toEqual([
    'restart postgres',
    'show /servers/postgres/log?at=crash',
    'show /servers/prices/log',
    'stop memory',
    'start search',
    'start postgres',
    'stop prices',
    'restart prices postgres',
    'show',
    'start everything',
    'stop everything',
    'logs',
    'login item on',
    'quit',
  ]);
});

test('says the same in German', async () => {
  using kit = trayKit();
  kit.words.speak('de');
  await kit.drawn([running, crashed]);
  expect(kit.user.tray.outline.filter((line) => !line.startsWith(' '))).toEqual([
    '1 von 2 Servern braucht dich (disabled)',
    'postgres: Abgestürzt, Neustarts verbraucht',
    'Öffnen',
    '-',
    'memory: Läuft',
    '-',
    'Gruppen',
    'Alle starten',
    'Alle anhalten',
    '-',
    'Ordner der Protokolle',
    'Bei der Anmeldung starten',
    '-',
    'Beenden',
  ]);
});

test('up to 12 servers stand in the order of the file; of more, the rest is in the window', async () => {
  using kit = trayKit();
  const lines = () => kit.user.tray.outline.filter((line) => /^(server-|Show all)/.test(line));
  await kit.drawn(numbered(12));
  expect(lines()).toEqual(numbered(12).map(({ name }) => `${name}: Running`));
  await kit.drawn([...numbered(13), crashed]);
  expect(lines()).toEqual([...numbered(11).map(({ name }) => `${name}: Running`), 'Show all 14 servers']);
  kit.user.menu('Show all 14 servers').click();
  expect(kit.asked).toEqual(['show /']);
});

test('no more than 12 stand there when everything has crashed, the newest first', async () => {
  using kit = trayKit();
  const many = numbered(40, { name: '', state: 'CRASHED', reason: 'EXITED' }).map((server, index) => ({
    ...server,
    since: new Date(NOON + index).toISOString(),
  }));
  await kit.drawn(many);
  const lines = kit.user.tray.outline.filter((line) => line.startsWith('server-'));
  expect(lines).toHaveLength(12);
  expect(lines[0]).toBe('server-40: Crashed, ended');
  expect(kit.user.tray.outline).toContain('Show all 40 servers');
});

describe('what does not help is not offered', () => {
  test.each(['CONFIG', 'DEPENDENCY', 'UNKILLABLE'] as const)('no restart after %s', async (reason) => {
    using kit = trayKit();
    await kit.drawn([statusOf({ name: 'db', state: 'CRASHED', reason, detail: 'Line 41: mend it.' })]);
    const [, head] = kit.user.tray.outline;
    expect(kit.user.menu(String(head)).outline).toEqual(['Line 41: mend it. (disabled)', '-', 'Show log']);
  });

  test('a server that is disabled in the file cannot be started; one that waits can be, at once', async () => {
    using kit = trayKit();
    const waiting = statusOf({ name: 'b', state: 'STARTING', nextRestartAt: '2026-11-21T12:00:14.000Z' });
    await kit.drawn([statusOf({ name: 'a', enabled: false, state: 'STOPPED' }), waiting]);
    expect(kit.user.menu('a: Disabled in the file').outline).toEqual([
      'Start (disabled)',
      'Stop (disabled)',
      'Restart (disabled)',
    ]);
    expect(kit.user.menu('b: Starting').outline).toEqual(['Start', 'Stop', 'Restart']);
  });

  test('all can only be started or stopped where there is one that can', async () => {
    using kit = trayKit();
    await kit.drawn([running]);
    expect([kit.user.menu('Start all').enabled, kit.user.menu('Stop all').enabled]).toEqual([false, true]);
    await kit.drawn([stopped]);
    expect([kit.user.menu('Start all').enabled, kit.user.menu('Stop all').enabled]).toEqual([true, false]);
  });
});

test('names of strangers are shown as they are: no underlined letters, no turned lines, no menu as wide as the screen', async () => {
  using kit = trayKit();
  const evil = ['R&D', 'a\u202eb', 'x'.repeat(128)];
  await kit.drawn(evil.map((name) => statusOf({ name })));
  const lines = kit.user.tray.outline.filter((line) => line.endsWith(': Running'));
  expect(lines).toEqual([
    'R&D: Running',
    'a\\u{202e}b: Running',
    `${'x'.repeat(26)}…${'x'.repeat(13)}: Running`,
  ]);
  kit.user.menu('R&D: Running', 'Stop').click();
  expect(kit.asked).toEqual(['stop R&D']);
});

describe('while the orchestrator does not answer', () => {
  test('nothing is claimed of servers and nothing can be asked of them', async () => {
    using kit = trayKit();
    await kit.drawn([running]);
    kit.board.lost();
    await kit.drawn();
    expect(kit.user.tray.outline).toEqual([
      'Not known since 12:00:00 (disabled)',
      'The orchestrator does not answer. (disabled)',
      'Open',
      '-',
      'Logs folder',
      'Start at login',
      '-',
      'Quit',
    ]);
  });

  test('before it first answered it is being asked', async () => {
    using kit = trayKit();
    await kit.drawn();
    expect(kit.user.tray.outline[0]).toBe('Connecting (disabled)');
    expect(kit.user.tray.tooltip).toBe('Connecting');
    expect(kit.user.tray.image).toMatch(/busy-/);
  });

  test('without servers the way in is what is left', async () => {
    using kit = trayKit();
    await kit.drawn([]);
    expect(kit.user.tray.outline.slice(0, 4)).toEqual([
      'No servers yet (disabled)',
      'Open',
      '-',
      'Logs folder',
    ]);
  });
});

describe('start at login', () => {
  test.each([
    ['on', '✓ Start at login'],
    ['off', 'Start at login'],
    ['managed', 'Start at login, set by the system (disabled)'],
    ['needs-approval', '✓ Start at login, waits for your approval in the system settings'],
    ['unknown', 'Start at login, not known on this system (disabled)'],
  ] as const)('%s reads "%s"', async (state, line) => {
    using kit = trayKit();
    kit.loginItem = { state, detail: null, canOpenSettings: false };
    kit.tray.refresh();
    await kit.drawn();
    expect(kit.user.tray.outline).toContain(line);
  });

  test('what the system refused is off again, though the click had turned it on', async () => {
    using kit = trayKit({ platform: 'win32' });
    await kit.drawn();
    kit.user.menu('Start at login').click();
    expect(kit.asked).toEqual(['login item on']);
    expect(kit.user.tray.outline).toContain('✓ Start at login');
    await kit.drawn();
    expect(kit.user.tray.outline).toContain('Start at login');
  });
});

test('attached to another instance, Quit says that the servers keep running', async () => {
  using kit = trayKit({ more: { attached: () => true } });
  await kit.drawn();
  expect(kit.user.tray.outline.at(-1)).toBe('Quit (servers keep running)');
});
