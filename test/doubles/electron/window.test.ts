import { describe, expect, it } from 'vitest';
import { started } from './kit.ts';

describe('a window', () => {
  it('is shown with focus unless told otherwise, and tells so (browser-window.md#winshow)', async () => {
    await using it = await started();
    const hidden = new it.electron.BrowserWindow({ show: false });
    expect([hidden.isVisible(), hidden.isFocused()]).toEqual([false, false]);
    const told: string[] = [];
    for (const name of ['show', 'focus', 'blur', 'hide'] as const)
      hidden.on(name as 'show', () => told.push(name));
    hidden.show();
    hidden.show();
    hidden.hide();
    expect(told).toEqual(['show', 'focus', 'blur', 'hide']);
  });

  it('has the focus alone: another one that is shown takes it (browser-window.md#event-blur)', async () => {
    await using it = await started();
    const one = new it.electron.BrowserWindow();
    const told: string[] = [];
    one.on('blur', () => told.push('blur'));
    const other = new it.electron.BrowserWindow();
    expect(told).toEqual(['blur']);
    expect([one.isFocused(), other.isFocused()]).toEqual([false, true]);
    expect(it.electron.BrowserWindow.getFocusedWindow()).toBe(other);
    expect(it.electron.BrowserWindow.getAllWindows()).toEqual([one, other]);
  });

  it('that is minimised is brought back by restore, not by show (browser-window.md#winrestore)', async () => {
    await using it = await started();
    const window = new it.electron.BrowserWindow();
    it.user.window().minimizes();
    window.show();
    expect([window.isMinimized(), window.isVisible()]).toEqual([true, false]);
    window.restore();
    expect([window.isMinimized(), window.isVisible()]).toEqual([false, true]);
  });

  it('may refuse to close; destroy does not ask, and tells closed (browser-window.md#event-close, #windestroy)', async () => {
    await using it = await started();
    it.electron.app.on('window-all-closed', () => {});
    const window = new it.electron.BrowserWindow();
    const told: string[] = [];
    window.on('close', (event) => {
      told.push('close');
      event.preventDefault();
    });
    window.on('closed', () => told.push('closed'));
    it.user.window().close();
    await it.double.settled();
    expect(window.isDestroyed()).toBe(false);
    window.destroy();
    expect(told).toEqual(['close', 'closed']);
    expect(window.isDestroyed()).toBe(true);
  });

  it('is good for nothing once it is gone (browser-window.md#event-closed)', async () => {
    await using it = await started();
    it.electron.app.on('window-all-closed', () => {});
    const window = new it.electron.BrowserWindow();
    const { webContents } = window;
    window.destroy();
    expect(() => window.show()).toThrow('Object has been destroyed');
    expect(() => window.setTitle('x')).toThrow('Object has been destroyed');
    expect(() => window.webContents).toThrow('Object has been destroyed');
    expect(() => webContents.getURL()).toThrow('Object has been destroyed');
    expect(() => webContents.setZoomFactor(1)).toThrow('Object has been destroyed');
    expect([window.isDestroyed(), webContents.isDestroyed()]).toEqual([true, true]);
  });

  it('stays where its page objects, unless will-prevent-unload overrules it (web-contents.md#event-will-prevent-unload)', async () => {
    await using it = await started();
    it.electron.app.on('window-all-closed', () => {});
    const window = new it.electron.BrowserWindow();
    it.user.window().page.objectsToUnload(true);
    window.close();
    await it.double.settled();
    expect(window.isDestroyed()).toBe(false);
    window.webContents.on('will-prevent-unload', (event) => event.preventDefault());
    window.close();
    await it.double.settled();
    expect(window.isDestroyed()).toBe(true);
  });

  it('with a name is the only one of it while it lives (base-window-options.md, name)', async () => {
    await using it = await started();
    it.electron.app.on('window-all-closed', () => {});
    const first = new it.electron.BrowserWindow({ name: 'main' });
    expect(() => new it.electron.BrowserWindow({ name: 'main' })).toThrow('already in use');
    first.destroy();
    expect(new it.electron.BrowserWindow({ name: 'main' }).isDestroyed()).toBe(false);
  });

  it('comes back where it was, also after a new start, and never out of sight (window-state-persistence.md)', async () => {
    const displays = [
      { x: 0, y: 0, width: 1_920, height: 1_080 },
      { x: 1_920, y: 0, width: 1_920, height: 1_080 },
    ];
    const options = { name: 'main', windowStatePersistence: true };
    await using first = await started({ displays });
    new first.electron.BrowserWindow(options);
    first.user.window().movesTo({ x: 2_000, y: 50, width: 900, height: 700 });
    first.user.window().maximizes();
    first.electron.app.exit();

    await using same = await started({ displays, userData: first.folder });
    new same.electron.BrowserWindow(options);
    expect(same.user.window().bounds).toEqual({ x: 2_000, y: 50, width: 900, height: 700 });
    expect(same.user.window().isMaximized).toBe(true);

    await using unplugged = await started({ displays: displays.slice(0, 1), userData: first.folder });
    new unplugged.electron.BrowserWindow(options);
    expect(unplugged.user.window().bounds).toEqual({ x: 0, y: 0, width: 900, height: 700 });
  });

  it('flashes until it is looked at; marks in the task bar are for Windows (browser-window.md#winflashframeflag)', async () => {
    await using it = await started({ platform: 'win32' });
    const window = new it.electron.BrowserWindow();
    it.user.window().blurs();
    window.flashFrame(true);
    window.setOverlayIcon(
      it.electron.nativeImage.createFromPath(it.picture('failed.png')),
      '2 servers are down',
    );
    expect(it.user.window().isFlashing).toBe(true);
    expect(it.user.window().overlay?.description).toBe('2 servers are down');
    it.user.window().focuses();
    expect(it.user.window().isFlashing).toBe(false);
    window.setOverlayIcon(null, '');
    expect(it.user.window().overlay).toBeNull();

    await using linux = await started();
    const other = new linux.electron.BrowserWindow();
    expect(() => other.setOverlayIcon(null, '')).toThrow('not a function');
  });
});

describe('the full screen', () => {
  it('is entered at once, on macOS after a while (browser-window.md#winisfullscreen)', async () => {
    for (const platform of ['linux', 'win32', 'darwin'] as const) {
      await using it = await started({ platform });
      const window = new it.electron.BrowserWindow();
      window.setFullScreen(true);
      expect([platform, window.isFullScreen()]).toEqual([platform, platform !== 'darwin']);
      await it.double.settled();
      expect(window.isFullScreen()).toBe(true);
    }
  });
});

describe('keys', () => {
  it('go to before-input-event, then to the menu, then to the page (web-contents.md#event-before-input-event)', async () => {
    await using it = await started();
    const { Menu, BrowserWindow } = it.electron;
    const clicked: string[] = [];
    Menu.setApplicationMenu(
      Menu.buildFromTemplate([
        {
          label: 'File',
          submenu: [
            { label: 'Add', accelerator: 'CmdOrCtrl+N', click: () => clicked.push('add') },
            { label: 'Off', accelerator: 'CmdOrCtrl+E', enabled: false, click: () => clicked.push('off') },
            { role: 'copy' },
          ],
        },
      ]),
    );
    const { webContents } = new BrowserWindow();
    const window = it.user.window();
    expect(window.presses('Ctrl+N')).toBe('menu');
    expect(window.presses('Ctrl+E')).toBe('page');
    expect(window.presses('Ctrl+C')).toBe('page');
    webContents.on('before-input-event', (event, input) => {
      if (input.control && input.key === 'n') event.preventDefault();
    });
    expect(window.presses('Ctrl+N')).toBe('nobody');
    expect(clicked).toEqual(['add']);
    window.blurs();
    expect(() => window.presses('Ctrl+N')).toThrow('the window that has the focus');
  });

  it('of a role do what it says: close, quit, zoom, full screen (menus.md#roles)', async () => {
    await using it = await started();
    const { Menu, BrowserWindow } = it.electron;
    Menu.setApplicationMenu(
      Menu.buildFromTemplate([{ role: 'fileMenu' }, { role: 'viewMenu' }, { role: 'windowMenu' }]),
    );
    it.electron.app.on('window-all-closed', () => {});
    const { webContents } = new BrowserWindow();
    const window = it.user.window();
    window.presses('Ctrl+Plus');
    expect(webContents.getZoomLevel()).toBe(0.5);
    window.presses('Ctrl+0');
    expect(webContents.getZoomLevel()).toBe(0);
    window.presses('F11');
    expect(it.electron.BrowserWindow.getFocusedWindow()?.isFullScreen()).toBe(true);
    window.presses('Ctrl+W');
    await it.double.settled();
    expect(it.user.windows).toEqual([]);
    it.user.menuBar('File', 'Quit').click();
    expect(it.double.exited).toBe(0);
  });
});
