import { type Message, message } from '../../../../src-shared/i18n/message.ts';
import type { LoginItem } from '../../../../src-shared/schema/desktop.ts';
import type { DesktopActions } from '../actions.ts';
import type { Board } from '../board/board.ts';
import { type DesktopClock, systemClock } from '../clock.ts';
import type { DesktopPlatform, ElectronApi, MenuItemConstructorOptions, Tray } from '../electron-api.ts';
import type { Words } from '../words.ts';
import { menuLabel, plain } from './labels.ts';
import { createThrottle } from './throttle.ts';
import type { TrayHost } from './tray-host.ts';
import { createTrayIcons } from './tray-icon.ts';
import { type Deed, type TrayItem, trayView } from './tray-view.ts';

export interface TrayOptions {
  readonly electron: Pick<ElectronApi, 'Tray' | 'Menu' | 'nativeImage' | 'nativeTheme' | 'screen'>;
  readonly platform: DesktopPlatform;
  readonly board: Board;
  readonly words: Words;
  readonly actions: DesktopActions;
  readonly loginItem: () => LoginItem;
  /** The folder of the tray's pictures, with `linux`, `mac` and `win` in it. */
  readonly icons: string;
  readonly host: TrayHost;
  /** The servers are another instance's: quitting leaves them running, and says so. */
  readonly attached?: () => boolean;
  /** When `state` changed, never before `createTray` returned. */
  readonly onChange?: () => void;
  readonly clock?: DesktopClock;
  /** `XDG_CURRENT_DESKTOP`: which desktop's bar it lies on. */
  readonly desktop?: string;
}

export interface TrayState {
  readonly shown: boolean;
  /** What a person should know: why there is none, or what is wrong with it. */
  readonly why: Message | null;
}

export interface TrayHandle {
  readonly state: TrayState;
  /** Draws what changed outside the board: the language, the login item. */
  refresh(): void;
  /** Whether anybody still shows the icon is asked anew: a panel, or its extension, may have gone. */
  look(): void;
  close(): void;
}

/** At most four times a second, however much happens. */
const INTERVAL_MS = 250;

/**
 * One icon for the life of the process, drawn from the board's state. Nothing that goes wrong with it is thrown: the
 * application does without.
 */
export function createTray(options: TrayOptions): TrayHandle {
  const { electron, board, host, onChange, clock = systemClock } = options;
  let later: { cancel(): void } | null = null;
  const pen = createPen(options, () => {
    later?.cancel();
    later = clock.setTimer(INTERVAL_MS, () => refresh());
  });
  let tray: Tray | null = null;
  let isHosted = false;
  let state: TrayState = { shown: false, why: null };
  let isMade = false;

  const become = (shown: boolean, why: Message | null): void => {
    const isSame = shown === state.shown && JSON.stringify(why) === JSON.stringify(state.why);
    state = { shown, why };
    if (!isSame && isMade) onChange?.();
  };
  const draw = (): void => {
    if (tray === null) return;
    let why: Message | null;
    try {
      why = pen.draw(tray);
    } catch (error) {
      why = message('tray.not-drawn', { problem: problemOf(error) });
    }
    if (isHosted) become(true, why);
  };
  const throttle = createThrottle(clock, INTERVAL_MS, draw);
  const refresh = (): void => {
    if (tray !== null) throttle.request();
  };
  const create = (): void => {
    try {
      // Never a second one: it is shown again when somebody shows icons again.
      tray ??= pen.create();
    } catch (error) {
      become(false, message('tray.refused', { problem: problemOf(error) }));
      return;
    }
    refresh();
  };

  const onHost = (isThere: boolean): void => {
    isHosted = isThere;
    if (isThere) create();
    else become(false, message('tray.no-host'));
  };
  let stopWatching = host.watch(onHost);
  const unsubscribe = board.subscribe(refresh);
  electron.nativeTheme.on('updated', refresh);
  electron.screen.on('display-metrics-changed', refresh);
  isMade = true;
  return {
    get state() {
      return state;
    },
    refresh,
    look() {
      // Where there is none, one is waited for already.
      if (!state.shown) return;
      stopWatching();
      stopWatching = host.watch(onHost);
    },
    close() {
      stopWatching();
      unsubscribe();
      electron.nativeTheme.off('updated', refresh);
      electron.screen.off('display-metrics-changed', refresh);
      throttle.close();
      later?.cancel();
      if (tray?.isDestroyed() === false) tray.destroy();
      tray = null;
      state = { shown: false, why: null };
    },
  };
}

interface Pen {
  create(): Tray;
  /** What a person should know of it, null where all is well. */
  draw(tray: Tray): Message | null;
}

/**
 * Puts onto an icon what is not there yet. `soon`: to be drawn again, but not at once, for whoever closes a menu or
 * chooses from it still stands in it.
 */
function createPen(options: TrayOptions, soon: () => void): Pen {
  const { electron, platform, board, words, actions, loginItem, icons, attached } = options;
  const { desktop = process.env.XDG_CURRENT_DESKTOP ?? '' } = options;
  const pictures = createTrayIcons({ electron, platform, folder: icons, desktop });
  const drawn = { image: '', tooltip: '', items: '' };
  let isMenuOpen = false;

  const view = () =>
    trayView({ state: board.state, words, loginItem: loginItem(), isAttached: attached?.() ?? false });
  const chosen = (deed: Deed): void => {
    // Electron has already turned the switch, whether the system will follow or not: what is true is drawn anew.
    if (deed.does === 'login-item') drawn.items = '';
    perform(deed, actions);
    soon();
  };
  const setMenu = (tray: Tray, items: readonly TrayItem[]): void => {
    const menu = electron.Menu.buildFromTemplate(items.map((item) => templateOf(item, chosen)));
    // A menu must not be taken away from under the pointer. On Linux the desktop shows a copy of its own.
    if (platform !== 'linux') {
      menu.on('menu-will-show', () => {
        isMenuOpen = true;
      });
      menu.on('menu-will-close', () => {
        isMenuOpen = false;
        soon();
      });
    }
    tray.setContextMenu(menu);
  };
  return {
    create() {
      const { image, key } = pictures.choose(view().look);
      const tray = new electron.Tray(image);
      drawn.image = key;
      // macOS opens the menu by itself. Linux calls a click whatever the desktop does: the menu can do all of it.
      if (platform !== 'darwin') tray.on('click', () => actions.showWindow());
      return tray;
    },
    draw(tray) {
      const { look, tooltip, items } = view();
      const icon = pictures.choose(look);
      if (icon.key !== drawn.image) tray.setImage(icon.image);
      drawn.image = icon.key;
      if (tooltip !== drawn.tooltip) tray.setToolTip(tooltip);
      drawn.tooltip = tooltip;
      const text = JSON.stringify(items);
      if (text !== drawn.items && !isMenuOpen) {
        setMenu(tray, items);
        drawn.items = text;
      }
      return icon.missing === null ? null : message('tray.image-missing', { file: icon.missing });
    },
  };
}

function templateOf(item: TrayItem, chosen: (deed: Deed) => void): MenuItemConstructorOptions {
  switch (item.kind) {
    case 'line':
      return { type: 'separator' };
    case 'text':
      return { label: menuLabel(item.label), enabled: false };
    case 'deed':
      return { label: menuLabel(item.label), enabled: item.enabled, click: () => chosen(item.deed) };
    case 'switch':
      return {
        type: 'checkbox',
        label: menuLabel(item.label),
        enabled: item.enabled,
        checked: item.on,
        click: () => chosen(item.deed),
      };
    case 'menu':
      return {
        type: 'submenu',
        label: menuLabel(item.label),
        submenu: item.items.map((inner) => templateOf(inner, chosen)),
      };
  }
}

function perform(deed: Deed, actions: DesktopActions): void {
  switch (deed.does) {
    case 'start':
    case 'stop':
    case 'restart':
      return actions[deed.does](deed.servers);
    case 'start-all':
      return actions.start();
    case 'stop-all':
      return actions.stop();
    case 'show':
      return deed.route === null ? actions.showWindow() : actions.showWindow(deed.route);
    case 'logs':
      return actions.openLogs();
    case 'login-item':
      return actions.setLoginItem(deed.on);
    case 'quit':
      return actions.quit();
  }
}

function problemOf(error: unknown): string {
  return plain(error instanceof Error ? error.message : String(error));
}
