import type * as Electron from 'electron';
import { inputOf, itemOf, keysOf } from './accelerators.ts';
import { createEvent, NO_KEYS } from './events.ts';
import type { FakeIpcMain } from './ipc.ts';
import type { FakeMenu } from './menu.ts';
import { createPageUser, type PageUser } from './user-page.ts';
import type { FakeWindow } from './window.ts';
import type { World } from './world.ts';

/** A window as a person has it before them. */
export interface WindowUser {
  /** What the application holds. */
  readonly window: Electron.BrowserWindow;
  /** What it was made with. */
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly isVisible: boolean;
  readonly isFocused: boolean;
  readonly isMinimized: boolean;
  readonly isMaximized: boolean;
  readonly isDestroyed: boolean;
  readonly title: string;
  readonly backgroundColor: string;
  readonly bounds: Electron.Rectangle;
  readonly isMenuBarVisible: boolean;
  /** Windows: the mark on its button in the task bar. */
  readonly overlay: { readonly path: string | null; readonly description: string } | null;
  readonly isFlashing: boolean;
  readonly page: PageUser;
  close(): void;
  minimizes(): void;
  restores(): void;
  maximizes(): void;
  focuses(): void;
  blurs(): void;
  movesTo(bounds: Partial<Electron.Rectangle>): void;
  /** Keys, such as `Ctrl+Q`: who got them? `nobody` where `before-input-event` was prevented. */
  presses(accelerator: string): 'menu' | 'page' | 'nobody';
}

export function createWindowUser(parts: {
  readonly world: World;
  readonly ipcMain: FakeIpcMain;
  readonly window: FakeWindow;
  readonly applicationMenu: () => FakeMenu | null;
}): WindowUser {
  const { world, ipcMain, window } = parts;
  const contents = window.webContents;
  return {
    window: window as unknown as Electron.BrowserWindow,
    options: window.options,
    get isVisible() {
      return !window.isDestroyed() && window.isVisible();
    },
    get isFocused() {
      return !window.isDestroyed() && window.isFocused();
    },
    get isMinimized() {
      return window.isMinimized();
    },
    get isMaximized() {
      return window.isMaximized();
    },
    get isDestroyed() {
      return window.isDestroyed();
    },
    get title() {
      return window.getTitle();
    },
    get backgroundColor() {
      return window.getBackgroundColor();
    },
    get bounds() {
      return window.getBounds();
    },
    get isMenuBarVisible() {
      return window.isMenuBarVisible();
    },
    get overlay() {
      return window.overlay && { path: window.overlay.image.path, description: window.overlay.description };
    },
    get isFlashing() {
      return window.flashing;
    },
    page: createPageUser({ world, ipcMain, contents, paint: () => window.readyToShow() }),
    // Through the same door as the application's own close().
    close: () => window.close(),
    minimizes: () => window.minimize(),
    restores() {
      window.restore();
      window.focus();
    },
    maximizes: () => window.maximize(),
    focuses: () => window.focus(),
    blurs: () => window.blur(),
    movesTo: (bounds) => window.setBounds(bounds),
    presses: (accelerator) => press(world, window, parts.applicationMenu(), accelerator),
  };
}

// docs/api/web-contents.md#event-before-input-event: first of all, and may prevent the page's keys and the menu's
function press(
  world: World,
  window: FakeWindow,
  applicationMenu: FakeMenu | null,
  accelerator: string,
): 'menu' | 'page' | 'nobody' {
  if (!window.isFocused())
    throw new Error(`keys go to the window that has the focus, not to "${window.getTitle()}"`);
  const keys = keysOf(accelerator, world.platform);
  const contents = window.webContents;
  const event = createEvent();
  contents.tell('before-input-event', event, inputOf(keys, 'keyDown'));
  if (event.defaultPrevented) return 'nobody';
  const menu = world.platform === 'darwin' ? applicationMenu : window.menu;
  const item = contents.ignoresMenuShortcuts ? null : itemOf(menu, keys, world.platform);
  if (!item) return 'page';
  item.click({ ...NO_KEYS, triggeredByAccelerator: true }, window);
  return 'menu';
}
