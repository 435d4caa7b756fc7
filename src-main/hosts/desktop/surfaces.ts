import { join } from 'node:path';
import type { LoginItem } from '../../../src-shared/schema/desktop.ts';
import type { DesktopActions } from './actions.ts';
import { createBadge } from './badge/badge.ts';
import type { Board } from './board/board.ts';
import type { DesktopPlatform, ElectronApi } from './electron-api.ts';
import { createApplicationMenu } from './menu/application-menu.ts';
import type { Preferences } from './preferences/preferences.ts';
import { createTray, type TrayHandle } from './tray/tray.ts';
import type { TrayHost } from './tray/tray-host.ts';
import { createMainWindow, type MainWindow } from './window/main-window.ts';
import type { Words } from './words.ts';

export interface SurfaceOptions {
  readonly electron: ElectronApi;
  readonly platform: DesktopPlatform;
  /** The build: page, preload and icons lie in it. */
  readonly folder: string;
  readonly board: Board;
  readonly words: Words;
  readonly preferences: Preferences;
  readonly actions: DesktopActions;
  readonly loginItem: () => LoginItem;
  readonly trayHost: TrayHost;
  readonly attached: () => boolean;
  readonly isStopping: () => boolean;
  /** The tray came, went, or has something to say. Never before `createSurfaces` returned. */
  readonly onChange: () => void;
  readonly log: (text: string) => void;
}

/** All that a person sees of the application: icon, window, menu bar, badge. Each is drawn from the board. */
export interface Surfaces {
  readonly tray: TrayHandle;
  readonly window: MainWindow;
  /** What changed outside the board: the language, the login item, the way out. */
  refresh(): void;
  /** The person looks at what is not well. */
  seen(): void;
  /** Without an icon and without a window nobody would find it. */
  stayReachable(): void;
  close(): void;
}

export function createSurfaces(options: SurfaceOptions): Surfaces {
  const { electron, platform, folder, board, words, preferences, actions, log } = options;
  const icons = join(folder, 'icons');
  const tray = createTray({
    electron,
    platform,
    board,
    words,
    actions,
    icons,
    loginItem: options.loginItem,
    host: options.trayHost,
    attached: options.attached,
    onChange() {
      stayReachable();
      window.refresh();
      options.onChange();
    },
  });
  const window = createMainWindow({
    electron,
    platform,
    words,
    preferences,
    board,
    preload: join(folder, 'preload.cjs'),
    icons,
    hasTray: () => tray.state.shown,
    onQuit: actions.quit,
    onHidden: tray.look,
    isStopping: options.isStopping,
    log,
  });
  const badge = createBadge({ electron, platform, board, window, icons, words });
  const menu = createApplicationMenu({
    electron,
    platform,
    words,
    actions,
    window,
    attached: options.attached,
    isDevelopment: !electron.app.isPackaged,
  });
  function stayReachable(): void {
    if (!tray.state.shown && tray.state.why !== null) window.stayReachable();
  }
  return {
    tray,
    window,
    refresh() {
      tray.refresh();
      window.refresh();
      menu.refresh();
    },
    seen: () => badge.seen(),
    stayReachable,
    close() {
      for (const part of [tray, badge, window]) part.close();
    },
  };
}
