import { describe, expect, test } from 'vitest';
import { guardContents } from '../../../../src-main/hosts/desktop/security/guards.ts';
import { createElectronDouble } from '../../../doubles/electron/index.ts';
import { tempFolder } from '../../../support/temp.ts';

const ORIGIN = 'app://dashboard';

/** A guarded application with a window that shows its page. */
async function openGuarded() {
  const folder = await tempFolder('guards');
  const double = createElectronDouble({ userData: folder.path, ready: 'now' });
  const { electron, user } = double;
  const opened: string[] = [];
  const lines: string[] = [];
  const guards = guardContents({
    electron,
    origin: ORIGIN,
    openExternal: (address) => opened.push(address),
    log: (text) => lines.push(text),
  });
  // Nothing that was granted before counts any more.
  electron.session.defaultSession.setDevicePermissionHandler(() => true);
  electron.protocol.handle('app', () => new Response('hello'));
  const window = new electron.BrowserWindow();
  await window.loadURL(`${ORIGIN}/`);
  return {
    ...{ double, electron, user, opened, lines, guards, page: user.window().page },
    async [Symbol.asyncDispose]() {
      guards.close();
      double.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

describe('the page goes', () => {
  test.each([`${ORIGIN}/`, `${ORIGIN}/servers/db?at=crash`])('to itself: %s', async (address) => {
    await using it = await openGuarded();
    expect([it.page.follows(address), it.page.redirects(address)]).toEqual(['went', 'went']);
    await it.double.settled();
    expect(it.lines).toEqual([]);
  });

  test.each([
    'https://example.org/',
    'http://127.0.0.1:7717/',
    'app://other/',
    'app://dashboard.example.org/',
    'app://dashboard:81/',
    'file:///etc/passwd',
    'data:text/html,hello',
    'javascript:alert(1)',
    'about:blank',
  ])('nowhere else: %s', async (address) => {
    await using it = await openGuarded();
    expect([it.page.follows(address), it.page.redirects(address)]).toEqual(['stopped', 'stopped']);
    expect([it.page.url, it.opened]).toEqual([`${ORIGIN}/`, []]);
    expect(it.lines).toEqual([
      expect.stringContaining('refused: navigation to '),
      expect.stringContaining('a redirect'),
    ]);
  });

  test('into no frame, not even with its own address', async () => {
    await using it = await openGuarded();
    expect(it.page.follows(`${ORIGIN}/`, { frame: 'child' })).toBe('stopped');
  });

  test('into no webview', async () => {
    await using it = await openGuarded();
    expect(it.page.attachesWebview('https://example.org/')).toBe('denied');
  });
});

describe('a link that wants a window', () => {
  test('gets none; the browser gets its address', async () => {
    await using it = await openGuarded();
    for (const disposition of ['foreground-tab', 'background-tab', 'new-window'] as const) {
      expect(it.page.opens('https://example.org/docs', disposition)).toBe('denied');
    }
    expect(it.page.opens('http://localhost:8003/health')).toBe('denied');
    expect(it.opened).toEqual([...Array(3).fill('https://example.org/docs'), 'http://localhost:8003/health']);
    expect(it.user.windows.length).toBe(1);
  });

  test.each([
    'file:///etc/passwd',
    'smb://host/share',
    'http://example.org/',
    'vscode://file/x',
    '/settings',
  ])('is not opened anywhere: %s', async (address) => {
    await using it = await openGuarded();
    expect([it.page.opens(address), it.opened]).toEqual(['denied', []]);
    expect(it.lines).toEqual([expect.stringContaining('refused: to open ')]);
  });
});

describe('the page may', () => {
  test('write what a person copies', async () => {
    await using it = await openGuarded();
    expect(await it.page.asks('clipboard-sanitized-write')).toBe(true);
    expect(it.page.checks('clipboard-sanitized-write')).toBe(true);
  });

  test.each([
    'clipboard-read',
    'deprecated-sync-clipboard-read',
    'media',
    'geolocation',
    'notifications',
    'fullscreen',
    'openExternal',
    'fileSystem',
    'local-network-access',
    'unknown',
  ])('do nothing else: %s', async (permission) => {
    await using it = await openGuarded();
    expect([await it.page.asks(permission), it.page.checks(permission)]).toEqual([false, false]);
  });

  test.each(['hid', 'serial', 'usb'] as const)('use no device: %s', async (device) => {
    await using it = await openGuarded();
    expect(it.page.asksForDevice(device)).toBe(false);
  });
});

test('an address in the log is one line of bounded length', async () => {
  await using it = await openGuarded();
  it.page.follows(`data:text/html,${'x'.repeat(5000)}`);
  expect(it.lines.map((line) => line.length)).toEqual([expect.toSatisfy((length: number) => length < 250)]);
});

test('windows that are made later are guarded as well, and none after the end', async () => {
  await using it = await openGuarded();
  new it.electron.BrowserWindow();
  expect(it.user.windows.map(({ page }) => page.opens('https://example.org/'))).toEqual(['denied', 'denied']);
  it.guards.close();
  new it.electron.BrowserWindow();
  expect(it.user.windows.at(-1)?.page.opens('https://example.org/')).toBe('allowed');
});
