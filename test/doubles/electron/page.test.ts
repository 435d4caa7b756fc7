import { describe, expect, it } from 'vitest';
import { type Started, started } from './kit.ts';

const PAGE = '<!doctype html><title>Overview</title>';

function serve(it: Started): void {
  it.electron.protocol.handle('app', ({ url }) => {
    if (url.endsWith('/broken')) throw new Error('the disk is gone');
    return new Response(PAGE, { headers: { 'content-security-policy': "default-src 'none'" } });
  });
}

describe('a page that loads', () => {
  it('comes from the handler of its scheme, and then the window may be shown (web-contents.md, browser-window.md#event-ready-to-show)', async () => {
    await using it = await started();
    serve(it);
    const window = new it.electron.BrowserWindow({ show: false });
    const told: unknown[] = [];
    window.once('ready-to-show', () => told.push('ready-to-show'));
    window.webContents.on('did-navigate', (_event, url, code) => told.push(`did-navigate ${url} ${code}`));
    window.webContents.on('dom-ready', () => told.push('dom-ready'));
    window.webContents.on('did-finish-load', () => told.push('did-finish-load'));
    await window.loadURL('app://dashboard/servers');
    await it.double.settled();
    expect(told).toEqual([
      'did-navigate app://dashboard/servers 200',
      'dom-ready',
      'did-finish-load',
      'ready-to-show',
    ]);
    expect([window.getTitle(), window.webContents.mainFrame.origin]).toEqual(['Overview', 'app://dashboard']);
  });

  it('fails where nobody answers, or the handler throws (web-contents.md#event-did-fail-load)', async () => {
    await using it = await started();
    serve(it);
    const window = new it.electron.BrowserWindow({ show: false });
    const failed: unknown[] = [];
    window.webContents.on('did-fail-load', (_event, code, text, url, isMainFrame) =>
      failed.push([code, text, url, isMainFrame]),
    );
    await expect(window.loadURL('nobody://home/')).rejects.toThrow(
      "ERR_UNKNOWN_URL_SCHEME (-302) loading 'nobody://home/'",
    );
    await expect(window.loadURL('app://dashboard/broken')).rejects.toThrow('ERR_FAILED (-2)');
    expect(failed).toEqual([
      [-302, 'ERR_UNKNOWN_URL_SCHEME', 'nobody://home/', true],
      [-2, 'ERR_FAILED', 'app://dashboard/broken', true],
    ]);
  });

  it('may keep a person waiting: it arrives and is drawn when told', async () => {
    await using it = await started({ pages: 'when-told' });
    serve(it);
    const window = new it.electron.BrowserWindow({ show: false });
    const told: string[] = [];
    window.on('ready-to-show', () => told.push('ready-to-show'));
    const loaded = window.loadURL('app://dashboard/').then(() => told.push('loaded'));
    await it.double.settled();
    expect(told).toEqual([]);
    it.user.window().page.arrives();
    await loaded;
    expect(told).toEqual(['loaded']);
    it.user.window().page.paints();
    expect(told).toEqual(['loaded', 'ready-to-show']);
  });

  it('gives the window its title, unless prevented (browser-window.md#event-page-title-updated)', async () => {
    await using it = await started();
    serve(it);
    const window = new it.electron.BrowserWindow({ show: false, title: 'MCP Orchestrator' });
    window.on('page-title-updated', (event) => event.preventDefault());
    await window.loadURL('app://dashboard/');
    it.user.window().page.retitles('Something else');
    expect(window.getTitle()).toBe('MCP Orchestrator');
  });

  it('shares its zoom with every window of its origin (web-contents.md#contentssetzoomlevellevel)', async () => {
    await using it = await started();
    serve(it);
    const one = new it.electron.BrowserWindow({ show: false });
    const other = new it.electron.BrowserWindow({ show: false });
    await one.loadURL('app://dashboard/');
    one.webContents.setZoomFactor(1.44);
    expect(other.webContents.getZoomFactor()).toBe(1);
    await other.loadURL('app://dashboard/settings');
    expect(other.webContents.getZoomFactor()).toBeCloseTo(1.44);
    expect(() => one.webContents.setZoomFactor(0)).toThrow('greater than 0');
  });
});

describe('what befalls a page', () => {
  it('a crash is told to page and application, and a reload mends it (web-contents.md#event-render-process-gone)', async () => {
    await using it = await started();
    serve(it);
    const window = new it.electron.BrowserWindow();
    await window.loadURL('app://dashboard/');
    const told: unknown[] = [];
    window.webContents.on('render-process-gone', (_event, { reason }) => told.push(['page', reason]));
    it.electron.app.on('render-process-gone', (_event, contents, { reason }) =>
      told.push([contents === window.webContents && 'application', reason]),
    );
    const frame = window.webContents.mainFrame;
    it.user.window().page.crashes('oom');
    expect(told.toSorted()).toEqual([
      ['application', 'oom'],
      ['page', 'oom'],
    ]);
    expect([window.webContents.isCrashed(), frame.detached]).toEqual([true, true]);
    window.reload();
    await it.double.settled();
    expect(window.webContents.isCrashed()).toBe(false);
  });

  it('a link asks will-frame-navigate and will-navigate, a script of a frame the first only (web-contents.md)', async () => {
    await using it = await started();
    serve(it);
    const window = new it.electron.BrowserWindow();
    await window.loadURL('app://dashboard/');
    const asked: string[] = [];
    window.webContents.on('will-frame-navigate', ({ url, isMainFrame }) =>
      asked.push(`frame ${url} ${isMainFrame}`),
    );
    window.webContents.on('will-navigate', (event) => {
      asked.push(`main ${event.url}`);
      if (!event.url.startsWith('app:')) event.preventDefault();
    });
    const { page } = it.user.window();
    expect(page.follows('https://example.org/')).toBe('stopped');
    expect(page.follows('https://example.org/', { frame: 'child' })).toBe('went');
    expect(page.follows('/servers')).toBe('went');
    await it.double.settled();
    expect(page.url).toBe('app://dashboard/servers');
    expect(asked).toEqual([
      'frame https://example.org/ true',
      'main https://example.org/',
      'frame https://example.org/ false',
      'frame app://dashboard/servers true',
      'main app://dashboard/servers',
    ]);
  });

  it('a link goes nowhere where will-frame-navigate is prevented, and will-navigate is not asked', async () => {
    await using it = await started();
    const { webContents } = new it.electron.BrowserWindow();
    const asked: string[] = [];
    webContents.on('will-frame-navigate', (event) => event.preventDefault());
    webContents.on('will-navigate', ({ url }) => asked.push(url));
    const { page } = it.user.window();
    expect(page.follows('https://example.org/')).toBe('stopped');
    expect(page.follows('https://example.org/', { frame: 'child' })).toBe('stopped');
    expect(asked).toEqual([]);
  });

  it('a move within the document asks nobody and keeps the document (web-contents.md#event-did-navigate-in-page)', async () => {
    await using it = await started();
    serve(it);
    const window = new it.electron.BrowserWindow();
    await window.loadURL('app://dashboard/');
    const frame = window.webContents.mainFrame;
    const told: string[] = [];
    window.webContents.on('will-navigate', () => told.push('asked'));
    window.webContents.on('did-navigate-in-page', (_event, url) => told.push(url));
    it.user.window().page.movesTo('/servers/db/log');
    expect(told).toEqual(['app://dashboard/servers/db/log']);
    expect(window.webContents.mainFrame).toBe(frame);
  });

  it('window.open is for the handler to decide; without one a window would open (web-contents.md#contentssetwindowopenhandlerhandler)', async () => {
    await using it = await started();
    const { webContents } = new it.electron.BrowserWindow();
    const { page } = it.user.window();
    expect(page.opens('https://example.org/')).toBe('allowed');
    webContents.setWindowOpenHandler(({ url }) => ({ action: url.endsWith('/ok') ? 'allow' : 'deny' }));
    expect(page.opens('https://example.org/')).toBe('denied');
    expect(page.opens('https://example.org/ok')).toBe('allowed');
  });

  it('a webview is attached unless prevented (web-contents.md#event-will-attach-webview)', async () => {
    await using it = await started();
    const { webContents } = new it.electron.BrowserWindow();
    expect(it.user.window().page.attachesWebview('https://example.org/')).toBe('attached');
    webContents.on('will-attach-webview', (event) => event.preventDefault());
    expect(it.user.window().page.attachesWebview('https://example.org/')).toBe('denied');
  });
});

describe('permissions', () => {
  it('are all granted where no handler is set (session.md#sessetpermissionrequesthandlerhandler)', async () => {
    await using it = await started();
    new it.electron.BrowserWindow();
    const { page } = it.user.window();
    expect(await page.asks('geolocation')).toBe(true);
    expect(page.checks('geolocation')).toBe(true);
    expect(page.asksForDevice('usb')).toBe(false);
  });

  it('are looked up first, and asked for where that was denied', async () => {
    await using it = await started();
    const session = it.electron.session.defaultSession;
    const asked: string[] = [];
    session.setPermissionCheckHandler((_contents, permission) => permission === 'clipboard-sanitized-write');
    session.setPermissionRequestHandler((_contents, permission, callback) => {
      asked.push(permission);
      callback(permission === 'fullscreen');
    });
    new it.electron.BrowserWindow();
    const { page } = it.user.window();
    expect(await page.asks('clipboard-sanitized-write')).toBe(true);
    expect(await page.asks('fullscreen')).toBe(true);
    expect(await page.asks('clipboard-read')).toBe(false);
    expect(asked).toEqual(['fullscreen', 'clipboard-read']);
  });

  it('can be missing on one side: with a request handler alone, checks are granted still', async () => {
    await using it = await started();
    it.electron.session.defaultSession.setPermissionRequestHandler((_contents, _permission, callback) =>
      callback(false),
    );
    new it.electron.BrowserWindow();
    expect(it.user.window().page.checks('clipboard-read')).toBe(true);
    expect(await it.user.window().page.asks('clipboard-read')).toBe(false);
  });
});
