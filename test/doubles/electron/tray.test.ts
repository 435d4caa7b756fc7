import { describe, expect, it } from 'vitest';
import { type Started, started } from './kit.ts';

function withMenu(it: Started) {
  const { Tray, Menu } = it.electron;
  const tray = new Tray(it.picture('ok.png', 22));
  const clicked: string[] = [];
  const menu = Menu.buildFromTemplate([
    { label: '1 of 2 running', enabled: false },
    { label: 'db', submenu: [{ label: 'Restart', click: () => clicked.push('db restart') }] },
    { type: 'separator' },
    {
      id: 'login',
      label: 'Start at login',
      type: 'checkbox',
      click: ({ checked }) => clicked.push(`login ${checked}`),
    },
  ]);
  tray.setContextMenu(menu);
  return { tray, menu, clicked };
}

describe('the icon in the bar', () => {
  it('is there with picture and sentence until it is destroyed (tray.md#new-trayimage-guid)', async () => {
    await using it = await started();
    expect(it.user.tray.isThere).toBe(false);
    const tray = new it.electron.Tray(it.picture('ok.png', 22));
    tray.setToolTip('2 running');
    expect([it.user.tray.isThere, it.user.tray.tooltip]).toEqual([true, '2 running']);
    tray.setImage(it.picture('failed.png', 22));
    expect(it.user.tray.image).toMatch(/failed\.png$/);
    tray.destroy();
    expect([it.user.tray.isThere, it.user.tray.made, tray.isDestroyed()]).toEqual([false, 1, true]);
    expect(() => tray.setToolTip('x')).toThrow('Tray is destroyed');
    expect(() => tray.setImage(it.picture('ok.png'))).toThrow('Tray is destroyed');
  });

  it('refuses a file that is no image, and is invisible with an empty one (native-image.md)', async () => {
    await using it = await started();
    const { Tray, nativeImage } = it.electron;
    expect(() => new Tray('/nowhere/ok.png')).toThrow("Failed to load image from path '/nowhere/ok.png'");
    const missing = nativeImage.createFromPath('/nowhere/ok.png');
    expect(missing.isEmpty()).toBe(true);
    new Tray(missing);
    expect(it.user.tray.isThere).toBe(false);
  });

  it('cannot be made where the system refuses', async () => {
    await using it = await started({ tray: 'throws' });
    const image = it.electron.nativeImage.createFromPath(it.picture('ok.png'));
    expect(() => new it.electron.Tray(image)).toThrow('Failed to create the tray icon');
  });

  it('tells of a click; of a right one on Windows and macOS where no menu is set (tray.md#event-right-click)', async () => {
    for (const [platform, expected] of [
      ['linux', ['click', 'click']],
      ['win32', ['click', 'right-click', 'click', 'double-click']],
      ['darwin', ['click', 'right-click', 'click', 'double-click']],
    ] as const) {
      await using it = await started({ platform });
      const tray = new it.electron.Tray(it.picture('okTemplate.png'));
      const told: string[] = [];
      for (const name of ['click', 'right-click', 'double-click'] as const) {
        tray.on(name as 'click', () => told.push(name));
      }
      it.user.tray.click();
      it.user.tray.rightClick();
      it.user.tray.doubleClick();
      expect([platform, told]).toEqual([platform, expected]);
    }
  });

  it('opens its menu by a click on macOS, by a right click on Windows (tray.md)', async () => {
    await using mac = await started({ platform: 'darwin' });
    withMenu(mac);
    mac.user.tray.click();
    expect(mac.user.tray.isOpen).toBe(true);

    await using windows = await started({ platform: 'win32' });
    withMenu(windows);
    windows.user.tray.click();
    expect(windows.user.tray.isOpen).toBe(false);
    windows.user.tray.rightClick();
    expect(windows.user.tray.isOpen).toBe(true);
  });
});

describe('the menu of the tray', () => {
  it('is read as a person reads it, and clicked by its labels (menu-item.md)', async () => {
    await using it = await started();
    const { clicked } = withMenu(it);
    expect(it.user.tray.outline).toEqual([
      '1 of 2 running (disabled)',
      'db',
      '  Restart',
      '-',
      'Start at login',
    ]);
    it.user.menu('db', 'Restart').click();
    it.user.menu('Start at login').click();
    expect(clicked).toEqual(['db restart', 'login true']);
    expect(() => it.user.menu('1 of 2 running').click()).toThrow('is disabled');
    expect(() => it.user.menu('db').click()).toThrow('only opens its submenu');
    expect(() => it.user.menu('files')).toThrow('has no item "files". It shows:\n1 of 2 running (disabled)');
  });

  it('shows a change of an item at once, but on Linux only when it is set again (tray.md, Platform Considerations)', async () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      await using it = await started({ platform });
      const { tray, menu } = withMenu(it);
      const login = menu.getMenuItemById('login');
      if (!login) throw new Error('no such item');
      login.checked = true;
      expect([platform, it.user.menu('Start at login').checked]).toEqual([platform, platform !== 'linux']);
      tray.setContextMenu(menu);
      expect([platform, it.user.menu('Start at login').checked]).toEqual([platform, true]);
    }
  });

  it('stays as it is while it stands open, and tells of opening and closing (menu.md#instance-events)', async () => {
    await using it = await started({ platform: 'darwin' });
    const { tray, menu } = withMenu(it);
    const told: string[] = [];
    menu.on('menu-will-show', () => told.push('show'));
    menu.on('menu-will-close', () => told.push('close'));
    it.user.tray.openMenu();
    tray.setContextMenu(it.electron.Menu.buildFromTemplate([{ label: 'Other' }]));
    expect(it.user.tray.outline[0]).toBe('1 of 2 running (disabled)');
    it.user.tray.closeMenu();
    expect(it.user.tray.outline).toEqual(['Other']);
    expect(told).toEqual(['show', 'close']);
  });
});

describe('a menu', () => {
  it('refuses templates that Electron refuses (menu.md#menubuildfromtemplatetemplate)', async () => {
    await using it = await started();
    const { Menu } = it.electron;
    expect(() => Menu.buildFromTemplate('Quit' as never)).toThrow('Menu template must be an array');
    expect(() => Menu.buildFromTemplate([{ click: () => {} }])).toThrow(
      'at least one of label, role or type',
    );
    expect(() => Menu.buildFromTemplate([{ label: 'x', type: 'button' as never }])).toThrow(
      'Unknown menu item type: button',
    );
    expect(() => Menu.buildFromTemplate([{ label: 'x', type: 'submenu' }])).toThrow('Invalid submenu');
    expect(() => Menu.buildFromTemplate([{ role: 'fly' as never }])).toThrow('does not know the role fly');
    expect(() => new Menu().insert(1, {} as never)).toThrow('Invalid item');
    expect(() => Menu.setApplicationMenu({} as never)).toThrow('Invalid menu');
  });

  it('drops separators that separate nothing, and shows && as & (lib/browser/api/menu.ts, menu.md#menusetapplicationmenumenu)', async () => {
    await using it = await started();
    const { Menu } = it.electron;
    const line = { type: 'separator' } as const;
    Menu.setApplicationMenu(
      Menu.buildFromTemplate([line, { label: '&File' }, line, line, { label: 'R && D' }, line]),
    );
    expect(it.user.menuBarOutline).toEqual(['File', '-', 'R & D']);
  });

  it('has one radio item on between two separators (menu-item.md#menuitemchecked)', async () => {
    await using it = await started();
    const { Menu } = it.electron;
    Menu.setApplicationMenu(
      Menu.buildFromTemplate([
        { label: 'light', type: 'radio', checked: true },
        { label: 'dark', type: 'radio' },
        { type: 'separator' },
        { label: 'small', type: 'radio', checked: true },
      ]),
    );
    it.user.menuBar('dark').click();
    it.user.menuBar('dark').click();
    expect(it.user.menuBarOutline).toEqual(['light', '✓ dark', '-', '✓ small']);
  });

  it('lets a role win over click (menu-item.md#new-menuitemoptions)', async () => {
    await using it = await started();
    const { Menu } = it.electron;
    const clicked: string[] = [];
    Menu.setApplicationMenu(Menu.buildFromTemplate([{ role: 'quit', click: () => clicked.push('quit') }]));
    it.user.menuBar('Quit').click();
    expect([it.double.exited, clicked]).toEqual([0, []]);
  });

  it('belongs to every window, old and new, on Linux and Windows (menu.md#menusetapplicationmenumenu)', async () => {
    await using it = await started();
    const { Menu, BrowserWindow } = it.electron;
    new BrowserWindow();
    expect(it.user.window().isMenuBarVisible).toBe(false);
    Menu.setApplicationMenu(Menu.buildFromTemplate([{ role: 'fileMenu' }]));
    new BrowserWindow({ autoHideMenuBar: true });
    expect(it.user.windows.map((window) => window.isMenuBarVisible)).toEqual([true, false]);
  });

  it('pops up in a window, and a click closes it (menu.md#menupopupoptions)', async () => {
    await using it = await started();
    const { Menu, BrowserWindow } = it.electron;
    const clicked: string[] = [];
    const menu = Menu.buildFromTemplate([
      { role: 'copy' },
      { label: 'Save', click: () => clicked.push('save') },
    ]);
    expect(() => menu.popup()).toThrow('without a BaseWindow');
    const { webContents } = new BrowserWindow();
    webContents.on('context-menu', () => menu.popup());
    it.user.window().page.rightClicks({ selectionText: 'lines' });
    it.user.contextMenu('Copy').click();
    expect(it.user.window().page.edits).toEqual(['copy']);
    expect(() => it.user.contextMenu('Save')).toThrow('no context menu');
  });
});
