import type { MessagePort } from 'node:worker_threads';
import type * as Electron from 'electron';
import type { FakeApp } from './app.ts';
import type { FakeDialog, ShownDialog } from './dialog.ts';
import type { FakeIpcMain } from './ipc.ts';
import type { LoginItems } from './login-items.ts';
import type { FakeMenu } from './menu.ts';
import type { FakeNotification, NotificationCentre } from './notification.ts';
import type { FakePowerMonitor } from './power.ts';
import type { FakeScreen } from './screen.ts';
import type { FakeShell } from './shell.ts';
import { find, look, type MenuItemUser, outline } from './shown-menu.ts';
import type { SingleInstance } from './single-instance.ts';
import type { FakeNativeTheme, Look } from './theme.ts';
import type { FakeTray } from './tray.ts';
import { createPageUser, type OpenPortOptions, type PageUser } from './user-page.ts';
import { createDockUser, createPowerUser, type DockUser, logOff, type PowerUser } from './user-system.ts';
import { createTrayUser, type TrayUser } from './user-tray.ts';
import { createWindowUser, type WindowUser } from './user-window.ts';
import { FakeFrame, type FakeWebContents } from './web-contents.ts';
import type { FakeWindow, FakeWindows } from './window.ts';
import type { World } from './world.ts';

/** A notification on the screen. */
export type NotificationUser = Pick<
  FakeNotification,
  | 'body'
  | 'buttons'
  | 'clicked'
  | 'closedByPerson'
  | 'failed'
  | 'id'
  | 'isShown'
  | 'pressed'
  | 'silent'
  | 'title'
  | 'urgency'
>;

/** Whoever sits before the computer, and the computer's system with them. */
export interface User {
  readonly tray: TrayUser;
  /** An item of the tray's menu by its labels, outermost first. */
  menu(...path: readonly string[]): MenuItemUser;
  /** An item of the menu bar. */
  menuBar(...path: readonly string[]): MenuItemUser;
  /** The whole menu bar, a line an item. */
  readonly menuBarOutline: readonly string[];
  /** An item of the context menu that stands open in a window; a click closes it. */
  contextMenu(...path: readonly string[]): MenuItemUser;
  /** macOS: an item of the dock icon's menu, or a click on the icon itself. */
  readonly dock: DockUser;
  /** All windows there are, hidden ones too. */
  readonly windows: readonly WindowUser[];
  /** The only one that is seen, else the only one there is. */
  window(): WindowUser;
  /** A page that is in no window of the application, such as developer tools. */
  strangePage(url: string): PageUser;
  /** As `page.openPort` of that window, or of the only one. */
  openPort(window?: Electron.BrowserWindow | OpenPortOptions, options?: OpenPortOptions): MessagePort;
  /** As a page of that application would get it. */
  fetch(url: string, init?: RequestInit): Promise<Response>;
  /** On the screen now, the newest last. */
  readonly notifications: readonly NotificationUser[];
  readonly notificationHistory: readonly NotificationUser[];
  /** On the screen now, the newest last. */
  readonly dialogs: readonly ShownDialog[];
  /** The only dialog there is. */
  dialog(): ShownDialog;
  readonly errorBoxes: readonly { readonly title: string; readonly content: string }[];
  readonly opened: {
    readonly external: readonly string[];
    readonly paths: readonly string[];
    readonly inFolder: readonly string[];
  };
  /** No program for links and files any more. */
  losesBrowser(): void;
  readonly power: PowerUser;
  readonly theme: { changes(look: Partial<Look>): void };
  readonly screen: {
    unplugs(index: number): void;
    plugsIn(bounds: Electron.Rectangle): void;
    scales(index: number, factor: number): void;
  };
  network(online: boolean): void;
  readonly loginItem: { switchInTaskManager(on: boolean): void; approve(): void; withdraw(): void };
  /** Starts the program once more. */
  launchAgain(argv?: readonly string[], additionalData?: Record<string, unknown>): void;
  /** As from the dock, or by a signal: the application may object. */
  quit(): void;
  /** Ends the session. Windows tells windows only; macOS and Linux tell of the shutdown, then ask to quit. */
  logOff(): 'goes on' | 'delayed';
}

/** What the person's hands reach. */
export interface UserParts {
  readonly world: World;
  readonly app: FakeApp;
  readonly windows: FakeWindows;
  readonly trays: readonly FakeTray[];
  readonly popups: readonly FakeMenu[];
  readonly centre: NotificationCentre;
  readonly ipcMain: FakeIpcMain;
  readonly menuBar: () => FakeMenu | null;
  readonly dialog: FakeDialog;
  readonly shell: FakeShell;
  readonly power: FakePowerMonitor;
  readonly theme: FakeNativeTheme;
  readonly screen: FakeScreen;
  readonly instance: SingleInstance;
  readonly logins: LoginItems;
  readonly network: { online: boolean };
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  readonly createContents: () => FakeWebContents;
}

export function createUser(parts: UserParts): User {
  const { world, app, windows, dialog, shell, power, theme, screen, logins, instance } = parts;
  const tray = createTrayUser(world, parts.trays);
  const hands = new WeakMap<FakeWindow, WindowUser>();
  const windowUser = (window: FakeWindow): WindowUser => {
    const known =
      hands.get(window) ??
      createWindowUser({ world, ipcMain: parts.ipcMain, window, applicationMenu: parts.menuBar });
    hands.set(window, known);
    return known;
  };
  const only = () => {
    const visible = windows.all.filter((window) => window.isVisible());
    return windowUser(onlyOf(visible.length === 1 ? visible : windows.all, 'window'));
  };
  return {
    tray,
    menu: (...path) => tray.item(...path),
    menuBar: (...path) => find(look(parts.menuBar()), path, 'the menu bar'),
    contextMenu(...path) {
      const menu = parts.popups.at(-1);
      if (!menu) throw new Error('no context menu stands open');
      const item = find(look(menu), path, 'the context menu');
      return {
        ...item,
        click() {
          menu.closePopup();
          item.click();
        },
      };
    },
    get menuBarOutline() {
      return outline(look(parts.menuBar()));
    },
    dock: createDockUser(parts),
    get windows() {
      return windows.all.map(windowUser);
    },
    window: only,
    strangePage(url) {
      const contents = parts.createContents();
      contents.becomes(new FakeFrame(url, { processId: contents.id }));
      return createPageUser({ world, ipcMain: parts.ipcMain, contents, paint: () => {} });
    },
    openPort(window, options) {
      if (window && 'webContents' in window) {
        return windowUser(window as unknown as FakeWindow).page.openPort(options);
      }
      return only().page.openPort(window ?? options);
    },
    fetch: parts.fetch,
    get notifications() {
      return [...parts.centre.shown];
    },
    get notificationHistory() {
      return [...parts.centre.history];
    },
    get dialogs() {
      return [...dialog.shown];
    },
    dialog: () => onlyOf(dialog.shown, 'dialog'),
    errorBoxes: dialog.errors,
    opened: { external: shell.openedExternal, paths: shell.openedPaths, inFolder: shell.shownInFolder },
    losesBrowser() {
      shell.refuses = true;
    },
    power: createPowerUser(world, power),
    theme: { changes: (change) => theme.looks(change) },
    screen: {
      unplugs: (index) => screen.unplug(index),
      plugsIn: (bounds) => screen.plugIn(bounds),
      scales: (index, factor) => screen.scales(index, factor),
    },
    network(online) {
      parts.network.online = online;
    },
    loginItem: {
      switchInTaskManager(on) {
        world.requirePlatform('Task Manager', 'win32');
        logins.switchedInTaskManager(on);
      },
      approve() {
        world.requirePlatform('approval of login items', 'darwin');
        logins.decidedInSettings('enabled');
      },
      withdraw() {
        world.requirePlatform('approval of login items', 'darwin');
        logins.decidedInSettings('requires-approval');
      },
    },
    launchAgain(argv = [], additionalData) {
      if (!instance.isHeld)
        throw new Error('nobody holds the single-instance lock: a second program would just run');
      instance.secondStarted([process.execPath, ...argv], additionalData);
    },
    quit: () => app.quit(),
    logOff: () => logOff(parts),
  };
}

function onlyOf<T>(all: readonly T[], what: string): T {
  const [first, ...others] = all;
  if (!first || others.length > 0) throw new Error(`there is not one ${what} but ${all.length}`);
  return first;
}
