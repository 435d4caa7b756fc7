import type { DesktopActions } from '../actions.ts';
import type { DesktopPlatform, ElectronApi, MenuItemConstructorOptions } from '../electron-api.ts';
import type { MainWindow } from '../window/main-window.ts';
import type { Words } from '../words.ts';

type Item = MenuItemConstructorOptions;

export interface ApplicationMenuOptions {
  readonly electron: Pick<ElectronApi, 'Menu'>;
  readonly platform: DesktopPlatform;
  readonly words: Words;
  readonly actions: DesktopActions;
  readonly window: Pick<MainWindow, 'zoom'>;
  /** The servers are another instance's: quitting leaves them running, and says so. */
  readonly attached?: () => boolean;
  /** Adds what a developer needs: loading the page again, and its tools. */
  readonly isDevelopment: boolean;
}

export interface ApplicationMenu {
  /** Another language is spoken, or it is known whose the servers are. */
  refresh(): void;
}

/**
 * The menu bar; on Windows and Linux the window shows it with Alt. Quit quits and Close closes, on every system; finding
 * is the page's own, so no key for it stands here.
 */
export function createApplicationMenu(options: ApplicationMenuOptions): ApplicationMenu {
  const { electron } = options;
  const draw = () => electron.Menu.setApplicationMenu(electron.Menu.buildFromTemplate(template(options)));
  draw();
  return { refresh: draw };
}

const SEPARATOR: Item = { type: 'separator' };

function template(options: ApplicationMenuOptions): Item[] {
  const menus =
    options.platform === 'darwin'
      ? [applicationMenu, editMenu, viewMenu, serversMenu, windowMenu, helpMenu]
      : [fileMenu, editMenu, viewMenu, serversMenu, helpMenu];
  return menus.map((menu) => menu(options));
}

/** macOS: the menu with the application's name. */
function applicationMenu(options: ApplicationMenuOptions): Item {
  const { words } = options;
  return {
    label: words.say('application.name'),
    submenu: [
      about(options),
      SEPARATOR,
      addServer(options),
      settings(options),
      SEPARATOR,
      { role: 'services', label: words.say('desktop.menu.services') },
      SEPARATOR,
      { role: 'hide', label: words.say('desktop.menu.hide') },
      { role: 'hideOthers', label: words.say('desktop.menu.hide-others') },
      { role: 'unhide', label: words.say('desktop.menu.unhide') },
      SEPARATOR,
      quit(options),
    ],
  };
}

function fileMenu(options: ApplicationMenuOptions): Item {
  return {
    label: options.words.say('desktop.menu.file'),
    submenu: [
      addServer(options),
      settings(options),
      SEPARATOR,
      closeWindow(options),
      SEPARATOR,
      quit(options),
    ],
  };
}

/** Without it macOS knows neither copying nor pasting. */
function editMenu({ words }: ApplicationMenuOptions): Item {
  return {
    label: words.say('desktop.menu.edit'),
    submenu: [
      { role: 'undo', label: words.say('desktop.menu.undo') },
      { role: 'redo', label: words.say('desktop.menu.redo') },
      SEPARATOR,
      { role: 'cut', label: words.say('desktop.menu.cut') },
      { role: 'copy', label: words.say('desktop.menu.copy') },
      { role: 'paste', label: words.say('desktop.menu.paste') },
      { role: 'delete', label: words.say('desktop.menu.delete') },
      { role: 'selectAll', label: words.say('desktop.menu.select-all') },
    ],
  };
}

function viewMenu({ words, window, isDevelopment }: ApplicationMenuOptions): Item {
  const development: Item[] = [
    { role: 'reload', label: words.say('desktop.menu.reload') },
    { role: 'toggleDevTools', label: words.say('desktop.menu.developer-tools') },
    SEPARATOR,
  ];
  return {
    label: words.say('desktop.menu.view'),
    submenu: [
      ...(isDevelopment ? development : []),
      {
        label: words.say('desktop.menu.zoom-in'),
        accelerator: 'CommandOrControl+Plus',
        click: () => window.zoom('in'),
      },
      // The same key without Shift, where + needs it.
      {
        label: words.say('desktop.menu.zoom-in'),
        accelerator: 'CommandOrControl+=',
        visible: false,
        click: () => window.zoom('in'),
      },
      {
        label: words.say('desktop.menu.zoom-out'),
        accelerator: 'CommandOrControl+-',
        click: () => window.zoom('out'),
      },
      {
        label: words.say('desktop.menu.zoom-reset'),
        accelerator: 'CommandOrControl+0',
        click: () => window.zoom('reset'),
      },
      SEPARATOR,
      { role: 'togglefullscreen', label: words.say('desktop.menu.full-screen') },
    ],
  };
}

function serversMenu({ words, actions }: ApplicationMenuOptions): Item {
  return {
    label: words.say('desktop.menu.servers'),
    submenu: [
      { label: words.say('desktop.menu.overview'), click: () => actions.showWindow('/') },
      SEPARATOR,
      { label: words.say('desktop.menu.start-all'), click: () => actions.start() },
      { label: words.say('desktop.menu.stop-all'), click: () => actions.stop() },
    ],
  };
}

/** macOS: its roles list the windows, too. */
function windowMenu(options: ApplicationMenuOptions): Item {
  const { words } = options;
  return {
    role: 'window',
    label: words.say('desktop.menu.window'),
    submenu: [
      closeWindow(options),
      { role: 'minimize', label: words.say('desktop.menu.minimize') },
      { role: 'zoom', label: words.say('desktop.menu.zoom-window') },
      SEPARATOR,
      { role: 'front', label: words.say('desktop.menu.front') },
    ],
  };
}

function helpMenu(options: ApplicationMenuOptions): Item {
  const { words, actions, platform } = options;
  return {
    role: 'help',
    label: words.say('desktop.menu.help'),
    submenu: [
      { label: words.say('desktop.menu.logs'), click: () => actions.openLogs() },
      ...(platform === 'darwin' ? [] : [SEPARATOR, about(options)]),
    ],
  };
}

function about({ words, actions }: ApplicationMenuOptions): Item {
  return { label: words.say('desktop.menu.about'), click: () => actions.showWindow('/settings') };
}

function settings({ words, actions }: ApplicationMenuOptions): Item {
  return {
    label: words.say('desktop.menu.settings'),
    accelerator: 'CommandOrControl+,',
    click: () => actions.showWindow('/settings'),
  };
}

function addServer({ words, actions }: ApplicationMenuOptions): Item {
  return {
    label: words.say('desktop.menu.add-server'),
    accelerator: 'CommandOrControl+N',
    click: () => actions.showWindow('/add'),
  };
}

function closeWindow({ words }: ApplicationMenuOptions): Item {
  return { role: 'close', label: words.say('desktop.menu.close'), accelerator: 'CommandOrControl+W' };
}

function quit({ words, actions, attached }: ApplicationMenuOptions): Item {
  return {
    label: words.say(attached?.() ? 'tray.quit-attached' : 'desktop.menu.quit'),
    accelerator: 'CommandOrControl+Q',
    click: () => actions.quit(),
  };
}
