import { readFile } from 'node:fs/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  createLoginItem,
  type LoginItemOptions,
} from '../../../../src-main/hosts/desktop/login-item/login-item.ts';
import { startedHidden } from '../../../../src-main/hosts/desktop/login-item/started-hidden.ts';
import { formatMessage } from '../../../../src-shared/i18n/format.ts';
import { createElectronDouble, type ElectronDoubleOptions } from '../../../doubles/electron/index.ts';
import { type TempFolder, tempFolder } from '../../../support/temp.ts';

/** A computer, and the application's login item on it. */
function computer(
  folder: TempFolder,
  setting: Partial<ElectronDoubleOptions>,
  options: Partial<LoginItemOptions> = {},
) {
  const double = createElectronDouble({ userData: folder.path, ready: 'now', isPackaged: true, ...setting });
  onTestFinished(() => double.close());
  let changes = 0;
  const begin = (more: Partial<LoginItemOptions> = {}) =>
    createLoginItem({
      electron: double.electron,
      platform: double.platform,
      environment: { XDG_CONFIG_HOME: folder.file('config'), XDG_CONFIG_DIRS: folder.file('xdg') },
      executable: '/opt/app/mcp-orchestrator',
      userHome: folder.path,
      onChange: () => changes++,
      ...options,
      ...more,
    });
  const item = begin();
  const seen = async (of = item) => {
    await of.refresh();
    const { state, detail } = of.state();
    return [state, detail === null ? null : formatMessage(detail)];
  };
  return { ...double, item, seen, begin, changes: () => changes };
}

describe('Linux', () => {
  test('it asks at once, tells of each change, and the last wish holds', async () => {
    await using folder = await tempFolder('login');
    const { item, seen, changes } = computer(folder, { platform: 'linux' });
    expect(item.state()).toEqual({ state: 'unknown', detail: null, canOpenSettings: false });
    await expect.poll(() => item.state().state).toBe('off');
    expect(changes()).toBe(1);
    await Promise.all([item.set(true), item.set(false), item.set(true)]);
    expect(await seen()).toEqual(['on', null]);
    const entry = await readFile(folder.file('config', 'autostart', 'mcp-orchestrator.desktop'), 'utf8');
    expect(entry).toContain('\nExec=/opt/app/mcp-orchestrator --hidden\n');
    const before = changes();
    await item.refresh();
    expect(changes()).toBe(before);
  });

  test('a relative XDG_CONFIG_HOME is ignored, and two homes have two entries', async () => {
    await using folder = await tempFolder('login');
    const environment = { XDG_CONFIG_HOME: 'config', XDG_CONFIG_DIRS: folder.file('xdg') };
    const { item, begin, seen } = computer(folder, { platform: 'linux' }, { environment });
    const other = begin({ home: folder.file('lab') });
    await other.set(true);
    expect([await seen(), await seen(other)]).toEqual([
      ['off', null],
      ['on', null],
    ]);
    await item.set(true);
    await other.set(false);
    expect([await seen(), await seen(other)]).toEqual([
      ['on', null],
      ['off', null],
    ]);
    const entry = await readFile(folder.file('.config', 'autostart', 'mcp-orchestrator.desktop'), 'utf8');
    expect(entry).toContain('Name=MCP Orchestrator\n');
  });

  test.each([
    [{ FLATPAK_ID: 'org.example.App' }, /^Flatpak decides on it: /],
    [{ SNAP: '/opt/app' }, /^Snap decides on it: /],
  ])('%j: something else decides, and nothing is written', async (environment, why) => {
    await using folder = await tempFolder('login');
    const { item, seen } = computer(folder, { platform: 'linux' }, { environment });
    await item.set(true);
    expect(await seen()).toEqual(['managed', expect.stringMatching(why)]);
    await expect(readFile(folder.file('.config', 'autostart', 'mcp-orchestrator.desktop'))).rejects.toThrow(
      'ENOENT',
    );
  });
});

describe('macOS', () => {
  const platform = 'darwin';

  test('on and off as the system says it; a change in the settings is seen', async () => {
    await using folder = await tempFolder('login');
    const { item, seen, user } = computer(folder, { platform });
    expect(await seen()).toEqual(['off', null]);
    await item.set(true);
    expect(item.state()).toEqual({ state: 'on', detail: null, canOpenSettings: true });
    user.loginItem.withdraw();
    expect((await seen())[0]).toBe('needs-approval');
    await item.set(false);
    expect(item.state().state).toBe('off');
  });

  test('asked for and not approved yet: says where, and opens the page', async () => {
    await using folder = await tempFolder('login');
    const { item, seen, user } = computer(folder, { platform, loginItems: { needsApproval: true } });
    await item.set(true);
    expect(await seen()).toEqual([
      'needs-approval',
      'Asked for, but macOS waits for you: allow MCP Orchestrator in System Settings, General, Login Items.',
    ]);
    item.openSettings();
    expect(user.opened.external).toEqual([
      'x-apple.systempreferences:com.apple.LoginItems-Settings.extension',
    ]);
    user.loginItem.approve();
    expect(await seen()).toEqual(['on', null]);
    user.losesBrowser();
    item.openSettings();
    await expect.poll(() => item.state().detail?.key).toBe('desktop.login.no-settings');
  });

  test('asked for and not taken, as for an application that is not signed: said, not pretended', async () => {
    await using folder = await tempFolder('login');
    const { item } = computer(folder, { platform, loginItems: { ignored: true } });
    await item.set(true);
    const { state, detail } = item.state();
    expect([state, detail === null ? null : formatMessage(detail)]).toEqual([
      'off',
      'macOS did not accept it. It does so only for a signed application: install that one into Applications, then try again.',
    ]);
    await item.set(false);
    expect(item.state()).toMatchObject({ state: 'off', detail: null });
  });

  test('run from the sources, or with files of its own: not this application', async () => {
    await using folder = await tempFolder('login');
    const sources = computer(folder, { platform, isPackaged: false });
    expect(await sources.seen()).toEqual(['managed', expect.stringContaining('It runs from its sources.')]);
    const own = computer(folder, { platform }, { home: folder.file('lab') });
    await own.item.set(true);
    expect(await own.seen()).toEqual([
      'managed',
      expect.stringContaining('hands an application no arguments'),
    ]);
    expect(own.electron.app.getLoginItemSettings().openAtLogin).toBe(false);
  });
});

describe('Windows', () => {
  const platform = 'win32';

  test('entered with its arguments, found again with the same, and gone when it is switched off', async () => {
    await using folder = await tempFolder('login');
    const { item, seen, electron } = computer(folder, { platform });
    expect(await seen()).toEqual(['off', null]);
    await item.set(true);
    expect(await seen()).toEqual(['on', null]);
    const path = '/opt/app/mcp-orchestrator';
    expect(electron.app.getLoginItemSettings({ path, args: ['--hidden'] }).launchItems).toMatchObject([
      { path, args: ['--hidden'], scope: 'user', enabled: true },
    ]);
    await item.set(false);
    expect(electron.app.getLoginItemSettings({ path }).launchItems).toEqual([]);
  });

  test('switched off in the Task Manager is off, with the way back', async () => {
    await using folder = await tempFolder('login');
    const { item, seen, user } = computer(folder, { platform });
    await item.set(true);
    user.loginItem.switchInTaskManager(false);
    expect(await seen()).toEqual([
      'off',
      'It is entered, but switched off in Task Manager, under Startup apps. Switch it on there or here.',
    ]);
    await item.set(true);
    expect(await seen()).toEqual(['on', null]);
    item.openSettings();
    expect(user.opened.external).toEqual(['ms-settings:startupapps']);
  });

  test('entered for everybody: an administrator decides', async () => {
    await using folder = await tempFolder('login');
    const { seen } = computer(
      folder,
      { platform, loginItems: { machineWide: true } },
      { executable: process.execPath },
    );
    expect(await seen()).toEqual([
      'managed',
      'It is entered for everybody on this computer: an administrator decides on it.',
    ]);
  });

  test('two homes have two entries, each with its own switch', async () => {
    await using folder = await tempFolder('login');
    const { item, begin, seen } = computer(folder, { platform });
    const other = begin({ home: folder.file('lab') });
    await other.set(true);
    expect([await seen(), await seen(other)]).toEqual([
      ['off', null],
      ['on', null],
    ]);
    await item.set(true);
    await other.set(false);
    expect([await seen(), await seen(other)]).toEqual([
      ['on', null],
      ['off', null],
    ]);
  });
});

test.each(['darwin', 'win32'] as const)(
  '%s: a system that does not tell is unknown, and why',
  async (platform) => {
    await using folder = await tempFolder('login');
    const { item, seen } = computer(folder, { platform, loginItems: { throws: true } });
    expect(await seen()).toEqual([
      'unknown',
      'The system does not tell whether it starts at login: Failed to read the login item settings.',
    ]);
    await item.set(true);
    expect(item.state()).toMatchObject({ state: 'unknown', canOpenSettings: true });
  },
);

test.each([
  ['linux', ['app', '--hidden'], false, true],
  ['win32', ['app', '--hidden', '--home=x'], false, true],
  ['linux', ['app'], false, false],
  ['darwin', ['app'], true, true],
  ['darwin', ['app'], false, false],
  ['darwin', ['app', '--hidden'], false, true],
] as const)(
  'on %s started with %j, at login: %s, it is hidden: %s',
  async (platform, argv, wasOpenedAtLogin, hidden) => {
    await using folder = await tempFolder('login');
    const { electron } = computer(folder, { platform, argv, loginItems: { wasOpenedAtLogin } });
    expect(startedHidden({ electron, platform, argv })).toBe(hidden);
  },
);

test('where macOS does not tell whether it was login, the window is shown', async () => {
  await using folder = await tempFolder('login');
  const { electron } = computer(folder, { platform: 'darwin', loginItems: { throws: true } });
  expect(startedHidden({ electron, platform: 'darwin', argv: ['app'] })).toBe(false);
});
