import type { FakeApp } from './app.ts';
import type { FakeWebContents } from './web-contents.ts';
import type { FakeWindow } from './window.ts';

/** Whom a role acts upon. */
export interface Actors {
  readonly app: FakeApp;
  readonly platform: 'linux' | 'darwin' | 'win32';
}

/** docs/tutorial/menus.md#roles: an item that the system, or Electron, knows by name. */
export interface Role {
  readonly label: string;
  readonly accelerator?: string;
  /** false: shown, but the page itself hears the keys. */
  readonly registerAccelerator?: boolean;
  readonly submenu?: readonly string[];
  readonly app?: (app: FakeApp) => void;
  readonly window?: (window: FakeWindow) => void;
  readonly page?: (contents: FakeWebContents) => void;
}

/** The last part of each submenu of a role; `-` is a separator. lib/browser/api/menu-item-roles.ts names them. */
const SUBMENUS = {
  appmenu: 'about - services - hide hideothers unhide - quit',
  editmenu: 'undo redo - cut copy paste delete - selectall',
  viewmenu: 'reload forcereload toggledevtools - resetzoom zoomin zoomout - togglefullscreen',
};

/** All that is known, by its name in small letters. Labels and accelerators are those of lib/browser/api/menu-item-roles.ts. */
export function createRoles({ app, platform }: Actors): ReadonlyMap<string, Role> {
  const isMac = platform === 'darwin';
  const quitLabel = { darwin: `Quit ${app.name}`, win32: 'Exit', linux: 'Quit' }[platform];
  const edit = (label: string, name: keyof FakeWebContents & string, accelerator?: string): Role => ({
    label,
    ...(accelerator && { accelerator }),
    registerAccelerator: false,
    page: (contents) => (contents[name] as () => void)(),
  });
  const zoom = (label: string, accelerator: string, next: (level: number) => number): Role => ({
    label,
    accelerator,
    page: (contents) => {
      contents.zoomLevel = next(contents.zoomLevel);
    },
  });
  const submenu = (label: string, items: string): Role => ({ label, submenu: items.split(' ') });
  const roles: Record<string, Role> = {
    about: { label: platform === 'linux' ? 'About' : `About ${app.name}`, app: (it) => it.showAboutPanel() },
    quit: {
      label: quitLabel,
      ...(platform !== 'win32' && { accelerator: 'CommandOrControl+Q' }),
      app: (it) => it.quit(),
    },
    close: {
      label: isMac ? 'Close Window' : 'Close',
      accelerator: 'CommandOrControl+W',
      window: (it) => it.close(),
    },
    minimize: { label: 'Minimize', accelerator: 'CommandOrControl+M', window: (it) => it.minimize() },
    togglefullscreen: {
      label: 'Toggle Full Screen',
      accelerator: isMac ? 'Control+Command+F' : 'F11',
      window: (it) => it.setFullScreen(!it.isFullScreen()),
    },
    hide: { label: `Hide ${app.name}`, accelerator: 'Command+H', app: (it) => it.hide() },
    hideothers: { label: 'Hide Others', accelerator: 'Command+Alt+H', app: () => {} },
    unhide: { label: 'Show All', app: (it) => it.show() },
    services: { label: 'Services' },
    front: { label: 'Bring All to Front' },
    zoom: { label: 'Zoom', window: (it) => it.maximize() },
    window: { label: 'Window' },
    help: { label: 'Help' },
    undo: { ...edit('Undo', 'undo', 'CommandOrControl+Z'), registerAccelerator: true },
    redo: {
      ...edit('Redo', 'redo', platform === 'win32' ? 'Control+Y' : 'Shift+CommandOrControl+Z'),
      registerAccelerator: true,
    },
    cut: edit('Cut', 'cut', 'CommandOrControl+X'),
    copy: edit('Copy', 'copy', 'CommandOrControl+C'),
    paste: edit('Paste', 'paste', 'CommandOrControl+V'),
    pasteandmatchstyle: edit(
      'Paste and Match Style',
      'pasteAndMatchStyle',
      isMac ? 'Cmd+Option+Shift+V' : 'Shift+CommandOrControl+V',
    ),
    delete: edit('Delete', 'delete'),
    selectall: { ...edit('Select All', 'selectAll', 'CommandOrControl+A'), registerAccelerator: true },
    reload: { label: 'Reload', accelerator: 'CmdOrCtrl+R', page: (it) => it.reload() },
    forcereload: {
      label: 'Force Reload',
      accelerator: 'Shift+CmdOrCtrl+R',
      page: (it) => it.reloadIgnoringCache(),
    },
    toggledevtools: {
      label: 'Toggle Developer Tools',
      accelerator: isMac ? 'Alt+Command+I' : 'Ctrl+Shift+I',
      page: (it) => it.toggleDevTools(),
    },
    resetzoom: zoom('Actual Size', 'CommandOrControl+0', () => 0),
    zoomin: zoom('Zoom In', 'CommandOrControl+Plus', (level) => level + 0.5),
    zoomout: zoom('Zoom Out', 'CommandOrControl+-', (level) => level - 0.5),
    appmenu: submenu(app.name, SUBMENUS.appmenu),
    filemenu: submenu('File', isMac ? 'close' : 'quit'),
    editmenu: submenu('Edit', SUBMENUS.editmenu),
    viewmenu: submenu('View', SUBMENUS.viewmenu),
    windowmenu: submenu('Window', isMac ? 'minimize zoom - front' : 'minimize zoom close'),
  };
  return new Map(Object.entries(roles));
}

/** On macOS the system itself carries out a role; Electron does elsewhere. Either way `click` is not called. */
export function carryOut(role: Role, app: FakeApp, window: FakeWindow | null): void {
  if (role.app) role.app(app);
  else if (role.window && window) role.window(window);
  else if (role.page && window) role.page(window.webContents);
}
