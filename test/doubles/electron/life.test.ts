import { describe, expect, it } from 'vitest';
import { started } from './kit.ts';

describe('the start', () => {
  it('is ready after the first turn of the event loop, not before (app.md#event-ready)', async () => {
    await using it = await started({ ready: 'by-itself' });
    const { app } = it.double.electron;
    expect(app.isReady()).toBe(false);
    await app.whenReady();
    expect(app.isReady()).toBe(true);
    expect(it.double.happened).toEqual(['will-finish-launching', 'ready']);
  });

  it('refuses tray, window, notification, session and screen before it is ready (their pages, constructor)', async () => {
    await using it = await started({ ready: 'by-itself' });
    const { electron } = it.double;
    const image = electron.nativeImage.createEmpty();
    expect(() => new electron.Tray(image)).toThrow('Cannot create Tray before app is ready');
    expect(() => new electron.BrowserWindow()).toThrow('Cannot create BrowserWindow before app is ready');
    expect(() => new electron.Notification()).toThrow('Cannot create Notification before app is ready');
    expect(() => electron.session.defaultSession).toThrow('when app is ready');
    expect(() => electron.protocol.handle('app', () => new Response())).toThrow('when app is ready');
    expect(() => electron.screen.getPrimaryDisplay()).toThrow("before the app 'ready' event");
  });

  it('takes privileged schemes and the sandbox before it is ready only, schemes once (protocol.md, app.md#appenablesandbox)', async () => {
    await using it = await started({ ready: 'by-itself' });
    const { app, protocol } = it.double.electron;
    app.enableSandbox();
    protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true } }]);
    expect(() => protocol.registerSchemesAsPrivileged([])).toThrow('only once');
    await app.whenReady();
    expect(() => protocol.registerSchemesAsPrivileged([])).toThrow('before app is ready');
    expect(() => app.enableSandbox()).toThrow('before app is ready');
    expect(it.double.schemes()).toEqual([{ scheme: 'app', privileges: { standard: true } }]);
  });
});

describe('the end', () => {
  it('asks before-quit, closes the windows, asks will-quit and tells quit (app.md#appquit)', async () => {
    await using it = await started();
    const { electron, user } = it.double;
    new electron.BrowserWindow();
    user.quit();
    expect(it.double.exited).toBeNull();
    expect(await it.double.whenExited).toBe(0);
    expect(it.double.happened.slice(2)).toEqual([
      'window show',
      'before-quit',
      'window close',
      'window closed',
      'will-quit',
      'quit',
    ]);
  });

  it('stays where before-quit is prevented, and asks again the next time (app.md#event-before-quit)', async () => {
    await using it = await started();
    const { app } = it.double.electron;
    app.once('before-quit', (event) => event.preventDefault());
    it.double.user.quit();
    await it.double.settled();
    expect(it.double.exited).toBeNull();
    it.double.user.quit();
    expect(it.double.exited).toBe(0);
  });

  it('stays where will-quit is prevented (app.md#event-will-quit)', async () => {
    await using it = await started();
    it.double.electron.app.once('will-quit', (event) => event.preventDefault());
    it.double.user.quit();
    expect(it.double.exited).toBeNull();
  });

  it('is called off by a window that stays (app.md#appquit)', async () => {
    await using it = await started();
    const { electron, user } = it.double;
    const window = new electron.BrowserWindow();
    window.once('close', (event) => event.preventDefault());
    user.quit();
    await it.double.settled();
    expect(it.double.exited).toBeNull();
    user.quit();
    expect(await it.double.whenExited).toBe(0);
    expect(it.double.happened.filter((name) => name === 'before-quit')).toHaveLength(2);
  });

  it('comes at once by app.exit: windows destroyed, neither before-quit nor will-quit (app.md#appexitexitcode)', async () => {
    await using it = await started();
    const { electron } = it.double;
    const window = new electron.BrowserWindow();
    window.on('close', (event) => event.preventDefault());
    const codes: number[] = [];
    electron.app.on('quit', (_event, code) => codes.push(code));
    electron.app.exit(3);
    expect(it.double.exited).toBe(3);
    expect(codes).toEqual([3]);
    expect(it.double.happened.slice(3)).toEqual(['window closed', 'quit']);
  });

  it('comes by the last window, unless somebody listens (app.md#event-window-all-closed)', async () => {
    await using quits = await started();
    new quits.double.electron.BrowserWindow();
    quits.double.user.window().close();
    expect(await quits.double.whenExited).toBe(0);

    await using stays = await started();
    stays.double.electron.app.on('window-all-closed', () => {});
    new stays.double.electron.BrowserWindow();
    stays.double.user.window().close();
    await stays.double.settled();
    expect(stays.double.exited).toBeNull();
    expect(stays.double.user.windows).toEqual([]);
  });

  it('comes with the Windows session: windows are told, the application is not (app.md#event-before-quit)', async () => {
    await using it = await started({ platform: 'win32' });
    const { electron, user } = it.double;
    const window = new electron.BrowserWindow();
    const told: string[] = [];
    window.on('query-session-end', (event) => told.push(`query ${event.reasons}`));
    window.on('session-end', (event) => told.push(`end ${event.reasons}`));
    expect(user.logOff()).toBe('goes on');
    expect(told).toEqual(['query logoff', 'end logoff']);
    expect(it.double.exited).toBe(0);
    expect(it.double.happened).not.toContain('before-quit');
    expect(it.double.happened).not.toContain('quit');
  });

  it('is delayed by query-session-end and by shutdown, where prevented (browser-window.md, power-monitor.md)', async () => {
    await using windows = await started({ platform: 'win32' });
    new windows.double.electron.BrowserWindow().on('query-session-end', (event) => event.preventDefault());
    expect(windows.double.user.logOff()).toBe('delayed');
    expect(windows.double.exited).toBeNull();

    await using linux = await started();
    linux.double.electron.powerMonitor.on('resume', () => {});
    linux.double.electron.powerMonitor.on('shutdown', (event?: { preventDefault(): void }) =>
      event?.preventDefault(),
    );
    expect(linux.double.user.logOff()).toBe('delayed');
    expect(linux.double.exited).toBeNull();
  });

  it('tells of a shutdown on Linux from the second listener of powerMonitor on (lib/browser/api/power-monitor.ts)', async () => {
    await using it = await started();
    const { powerMonitor } = it.double.electron;
    let heard = 0;
    const listen = () => {
      heard += 1;
    };
    powerMonitor.on('shutdown', listen);
    it.double.user.power.shutdown();
    expect(heard).toBe(0);
    powerMonitor.on('shutdown', listen);
    it.double.user.power.shutdown();
    expect(heard).toBe(2);
  });

  it('tells windows without a page, too, and takes them along (base-window.md#event-session-end-windows)', async () => {
    await using it = await started({ platform: 'win32' });
    const { BaseWindow } = it.double.electron;
    const told: string[] = [];
    const window = new BaseWindow({ show: false });
    window.on('session-end', () => told.push('session-end'));
    window.on('closed', () => told.push('closed'));
    it.double.user.logOff();
    expect(told).toEqual(['session-end']);

    await using other = await started({ platform: 'win32' });
    const left = new other.double.electron.BaseWindow({ show: false });
    other.double.electron.app.exit(0);
    expect([left.isDestroyed(), other.double.exited]).toEqual([true, 0]);
  });

  it('comes with the session elsewhere through the application itself (power-monitor.md#event-shutdown)', async () => {
    await using it = await started({ platform: 'darwin' });
    expect(it.double.user.logOff()).toBe('goes on');
    expect(it.double.exited).toBe(0);
    expect(it.double.happened.slice(2)).toEqual(['before-quit', 'will-quit', 'quit']);
  });
});

describe('a second instance', () => {
  it('gets no lock and is told of with its data, its arguments in another order (app.md#event-second-instance)', async () => {
    await using it = await started();
    const { app } = it.double.electron;
    expect(app.requestSingleInstanceLock()).toBe(true);
    const told: unknown[] = [];
    app.on('second-instance', (_event, argv, _folder, data) => told.push([argv, data]));
    await using second = await started({
      secondInstanceOf: it.double,
      argv: ['/opt/app', 'status', '--hidden'],
    });
    expect(second.double.electron.app.requestSingleInstanceLock({ words: ['status'] })).toBe(false);
    await it.double.settled();
    expect(told).toEqual([
      [
        ['/opt/app', '--hidden', '--original-process-start-time=13300000000000000', 'status'],
        { words: ['status'] },
      ],
    ]);
  });

  it('is told of after ready, however early it came', async () => {
    await using it = await started({ ready: 'by-itself' });
    const { app } = it.double.electron;
    app.requestSingleInstanceLock();
    const ready: boolean[] = [];
    app.on('second-instance', () => ready.push(app.isReady()));
    it.double.user.launchAgain(['--hidden']);
    expect(ready).toEqual([]);
    await it.double.settled();
    expect(ready).toEqual([true]);
  });

  it('takes over when the first has ended (app.md#apphassingleinstancelock)', async () => {
    await using it = await started();
    it.double.electron.app.requestSingleInstanceLock();
    it.double.electron.app.exit(0);
    await using second = await started({ secondInstanceOf: it.double });
    expect(second.double.electron.app.requestSingleInstanceLock()).toBe(true);
  });
});
