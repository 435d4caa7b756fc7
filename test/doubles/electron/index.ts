import type * as Electron from 'electron';
import type { DesktopPlatform, ElectronApi } from '../../../src-main/hosts/desktop/electron-api.ts';
import { FakeApp } from './app.ts';
import { FakeBaseWindow } from './base-window.ts';
import { FakeDialog } from './dialog.ts';
import { FakeDock } from './dock.ts';
import { createNativeImage } from './image.ts';
import { FakeIpcMain } from './ipc.ts';
import { LoginItems, type LoginItemsSetting } from './login-items.ts';
import { createMenus, type FakeMenu } from './menu.ts';
import { createNet } from './net.ts';
import { FakeNotification, NotificationCentre } from './notification.ts';
import { FakeMessageChannelMain } from './ports.ts';
import { FakePowerMonitor } from './power.ts';
import { FakeScreen } from './screen.ts';
import { createProtocolModule, createSessionModule, FakeSession } from './session.ts';
import type { Shape } from './shape.ts';
import { FakeShell } from './shell.ts';
import { SingleInstance } from './single-instance.ts';
import { FakeNativeTheme, type Look } from './theme.ts';
import { FakeTray } from './tray.ts';
import { createUser, type User } from './user.ts';
import { FakeWebContents } from './web-contents.ts';
import { FakeWindow, type FakeWindows, type Surroundings } from './window.ts';
import { focusedOf } from './window-face.ts';
import { WindowMemory } from './window-memory.ts';
import { type Setting, World } from './world.ts';

export type { ShownDialog } from './dialog.ts';
export type { MenuItemUser, ShownItem } from './shown-menu.ts';
export type { NotificationUser, User } from './user.ts';
export type { OpenPortOptions, PageUser } from './user-page.ts';
export type { TrayUser } from './user-tray.ts';
export type { WindowUser } from './user-window.ts';

/** The computer that the application starts on. All but the folder has a usual value. */
export interface ElectronDoubleOptions extends Partial<Omit<Setting, 'userData'>> {
  readonly userData: string;
  /** `now`: for parts that are only ever made when the application is ready. */
  readonly ready?: 'now' | 'by-itself';
  readonly look?: Partial<Look>;
  readonly onBattery?: boolean;
  readonly loginItems?: LoginItemsSetting;
  /** The first one is the primary one. */
  readonly displays?: readonly Electron.Rectangle[];
  /** Another instance in the same session: whoever is first keeps the lock. */
  readonly secondInstanceOf?: ElectronDouble;
}

/** Electron as the application knows it, and whoever uses the application. */
export interface ElectronDouble {
  readonly electron: ElectronApi;
  readonly user: User;
  readonly platform: DesktopPlatform;
  readonly argv: readonly string[];
  /** The exit code, once the process has ended. */
  readonly exited: number | null;
  readonly whenExited: Promise<number>;
  /** What the application and its windows went through, in order: `before-quit`, `window close` ... */
  readonly happened: readonly string[];
  /** What the application told the system by calls that answer nothing: identifiers, sandbox, about panel. */
  readonly told: Readonly<Record<string, unknown>>;
  /** Schemes registered before `ready`. */
  readonly schemes: () => readonly Electron.CustomScheme[];
  /** When all that the double itself started (pages, answers of the system) is done. */
  settled(): Promise<void>;
  /** For the end of a test: ports are closed. */
  close(): void;
}

const DISPLAY: Electron.Rectangle = { x: 0, y: 0, width: 1_920, height: 1_080 };

/** What belongs to a double but is no part of its face. */
const instances = new WeakMap<ElectronDouble, SingleInstance>();

export function createElectronDouble(options: ElectronDoubleOptions): ElectronDouble {
  const setting = settingOf(options);
  const world = new World(setting);
  const { platform } = setting;
  const first = options.secondInstanceOf && instances.get(options.secondInstanceOf);
  const instance = new SingleInstance(world, first ?? null);
  const logins = new LoginItems(world, options.loginItems ?? {});
  const windows: FakeWindows = { all: [], bare: [], focused: null };
  const dock = platform === 'darwin' ? new FakeDock(world) : undefined;
  const app = new FakeApp(world, { windows, dock, instance, logins });
  instance.tellThrough((...told) => app.tell('second-instance', ...told));

  const session = new FakeSession();
  const protocol = createProtocolModule(world, session);
  const screen = new FakeScreen(world, options.displays ?? [DISPLAY]);
  const theme = new FakeNativeTheme(world);
  if (options.look) theme.looks(options.look);
  const power = new FakePowerMonitor(platform, options.onBattery ?? false);
  const ipcMain = new FakeIpcMain(world);
  const dialog = new FakeDialog(world);
  const shell = new FakeShell();
  const net = createNet(world, session);
  const centre = new NotificationCentre();
  const trays: FakeTray[] = [];
  const popups: FakeMenu[] = [];
  const menus = createMenus({ world, app, windows, popups });
  const menuBar = (): FakeMenu | null => menus.state.applicationMenu;

  const createContents = () => new FakeWebContents(world, session);
  const around: Surroundings = {
    world,
    app,
    windows,
    memory: new WindowMemory(world, screen),
    createContents,
    menuBar,
  };

  class Tray extends FakeTray {
    constructor(image: Electron.NativeImage | string, guid?: string) {
      super(world, image, guid);
      trays.push(this);
    }
  }

  class Notification extends FakeNotification {
    constructor(given?: Electron.NotificationConstructorOptions) {
      super(world, centre, given);
    }

    // docs/api/notification.md#notificationissupported
    static isSupported(): boolean {
      return setting.notifications !== 'unsupported';
    }
  }

  class BaseWindow extends FakeBaseWindow {
    constructor(given?: Electron.BaseWindowConstructorOptions) {
      super(around, given);
    }
  }

  class BrowserWindow extends FakeWindow {
    constructor(given?: Electron.BrowserWindowConstructorOptions) {
      super(around, given);
    }

    // docs/api/browser-window.md#static-methods
    static getAllWindows(): FakeWindow[] {
      return [...windows.all];
    }

    static getFocusedWindow(): FakeWindow | null {
      return focusedOf(windows);
    }

    static fromWebContents(contents: unknown): FakeWindow | null {
      return windows.all.find((window) => window.webContents === contents) ?? null;
    }

    static fromId(id: number): FakeWindow | null {
      return windows.all.find((window) => window.id === id) ?? null;
    }
  }

  class MessageChannelMain extends FakeMessageChannelMain {
    constructor() {
      super(world);
    }
  }

  const electron = {
    app,
    BaseWindow,
    BrowserWindow,
    dialog,
    ipcMain,
    Menu: menus.Menu,
    MenuItem: menus.MenuItem,
    MessageChannelMain,
    nativeImage: createNativeImage(world),
    nativeTheme: theme,
    net: net.module,
    Notification,
    powerMonitor: power,
    protocol: protocol.module,
    screen,
    session: createSessionModule(world, session),
    shell,
    Tray,
  } satisfies Shape;

  const user = createUser({
    world,
    app,
    windows,
    trays,
    popups,
    centre,
    ipcMain,
    menuBar,
    dialog,
    shell,
    power,
    theme,
    screen,
    instance,
    logins,
    network: net.state,
    createContents,
    async fetch(url, init) {
      const response = await session.protocol.fetch(url, init);
      if (!response) throw new TypeError('Failed to fetch: net::ERR_UNKNOWN_URL_SCHEME');
      return response;
    },
  });

  // docs/api/app.md#event-ready: not before the first turn of the event loop is over
  if (options.ready === 'now') app.becomeReady();
  else world.later(() => app.becomeReady());

  const double: ElectronDouble = {
    // Each part keeps to its own piece of Electron's typings; the whole of them is more than is imitated.
    electron: electron as unknown as ElectronApi,
    user,
    platform,
    argv: setting.argv,
    get exited() {
      return world.exited;
    },
    whenExited: world.whenExited,
    happened: world.happened,
    told: app.told,
    schemes: protocol.schemes,
    settled: () => world.settled(),
    close: () => world.close(),
  };
  instances.set(double, instance);
  return double;
}

function settingOf(options: ElectronDoubleOptions): Setting {
  const locale = options.locale ?? 'en-US';
  return {
    platform: options.platform ?? 'linux',
    userData: options.userData,
    argv: options.argv ?? [process.execPath],
    locale,
    languages: options.languages ?? [locale],
    isPackaged: options.isPackaged ?? false,
    tray: options.tray ?? 'ok',
    notifications: options.notifications ?? 'ok',
    badge: options.badge ?? 'ok',
    pages: options.pages ?? 'by-themselves',
    nowMs: options.nowMs ?? (() => performance.now()),
  };
}
