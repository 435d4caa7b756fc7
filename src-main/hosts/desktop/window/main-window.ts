import type { WebContents } from 'electron';
import type { Board } from '../board/board.ts';
import { type DesktopClock, systemClock } from '../clock.ts';
import type { BrowserWindow, DesktopPlatform, ElectronApi } from '../electron-api.ts';
import type { Preferences } from '../preferences/preferences.ts';
import { pageAddress, routeOf } from '../protocol/page-address.ts';
import type { Words } from '../words.ts';
import { createClosing } from './closing.ts';
import { offerContextMenu } from './context-menu.ts';
import { createDock } from './dock.ts';
import { createLook } from './look.ts';
import { createPageWatch } from './page-watch.ts';
import { holdsUnsaved } from './unsaved.ts';
import { createPageWindow } from './window-factory.ts';
import type { ZoomStep } from './zoom.ts';

/** A page that has not painted by then is shown as it is. */
const SHOW_LIMIT_MS = 3000;
/** A window that is closed by mistake is back at once; after this its memory is given back. */
const GRACE_MS = 60_000;

export interface MainWindowOptions {
  readonly electron: Pick<
    ElectronApi,
    'app' | 'BrowserWindow' | 'dialog' | 'Menu' | 'nativeImage' | 'nativeTheme'
  >;
  readonly platform: DesktopPlatform;
  readonly words: Words;
  readonly preferences: Pick<Preferences, 'get' | 'update' | 'subscribe'>;
  readonly board: Board;
  readonly preload: string;
  readonly icons: string;
  /** An icon is really there that brings the window back. */
  readonly hasTray: () => boolean;
  readonly onQuit: () => void;
  /** From now on the icon alone brings it back. */
  readonly onHidden?: () => void;
  readonly isStopping: () => boolean;
  readonly graceMs?: number;
  readonly clock?: DesktopClock;
  readonly log: (text: string) => void;
}

export interface MainWindow {
  /** Makes it where there is none, brings it to the front, and to `route` (such as `/servers/db/log`) where one is given. */
  show(route?: string): void;
  readonly visible: boolean;
  /** The window while it lives; hidden ones do for a while. */
  readonly current: BrowserWindow | null;
  /** With every window that is made from now on. Returns the unsubscriber. */
  onMade(listener: (window: BrowserWindow) => void): () => void;
  isOurs(contents: WebContents): boolean;
  /** The page would lose something if it were closed now. */
  holdsUnsaved(): Promise<boolean>;
  /** Kept in the preferences. */
  zoom(step: ZoomStep): void;
  /** There is no icon, or none any more: where nothing is shown, it is minimised in the task bar at least. */
  stayReachable(): void;
  /** Another language, or the tray came or went. */
  refresh(): void;
  /** At once, whatever the page holds. The next `show` makes a new one. */
  destroy(): void;
  close(): void;
}

/**
 * The window with the dashboard. There is one or none: closing hides it, a minute later it is destroyed, and `show` makes
 * it anew at the same route.
 */
export function createMainWindow(options: MainWindowOptions): MainWindow {
  const { electron, platform, clock = systemClock } = options;
  const madeListeners = new Set<(window: BrowserWindow) => void>();
  let current: BrowserWindow | null = null;
  let route = '/';
  /** `pending`: made, and shown as soon as it has painted. */
  let stage: 'pending' | 'shown' | 'hidden' = 'hidden';
  /** Its time in hiding is over, and it closes unless its page has unsaved work. */
  let leaving = false;
  /** Of the stage that it is in. */
  let timer: { cancel(): void } | null = null;
  let closed = false;

  const isWanted = () => stage !== 'hidden';
  const isAlive = (window: BrowserWindow) => window === current && !window.isDestroyed();
  const living = () => (current !== null && isAlive(current) ? current : null);
  const dock = createDock({
    electron,
    platform,
    clock,
    isNeeded: () => isWanted() || !options.hasTray(),
  });
  const look = createLook({ ...options, current: living });

  function load(window: BrowserWindow, to = route): void {
    // What went wrong is told by did-fail-load.
    window.loadURL(pageAddress(to)).catch(() => {});
  }

  function reveal(window: BrowserWindow): void {
    if (closed || !isAlive(window)) return;
    timer?.cancel();
    stage = 'shown';
    dock.settle();
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  function hide(window: BrowserWindow): void {
    if (closed || !isAlive(window)) return;
    timer?.cancel();
    stage = 'hidden';
    if (platform === 'darwin' && window.isFullScreen()) {
      // Hidden in full screen it would leave a black screen behind (electron#20263).
      window.once('leave-full-screen', () => {
        if (!isWanted()) window.hide();
      });
      window.setFullScreen(false);
    } else window.hide();
    dock.settle();
    options.onHidden?.();
    timer = clock.setTimer(options.graceMs ?? GRACE_MS, () => {
      if (!isAlive(window)) return;
      leaving = true;
      // Not destroy: a page with unsaved work keeps itself, and is tried again later.
      window.close();
    });
  }

  const closing = createClosing({ ...options, hide, quit: options.onQuit });
  const watchPage = createPageWatch({
    ...options,
    clock,
    isWanted,
    load: (window) => load(window),
    reveal,
    quit: options.onQuit,
  });

  function make(): BrowserWindow {
    const window = createPageWindow({ ...options, ...look.first() });
    const { webContents } = window;
    current = window;
    stage = 'pending';
    window.once('ready-to-show', () => {
      if (stage === 'pending') reveal(window);
    });
    timer = clock.setTimer(SHOW_LIMIT_MS, () => reveal(window));
    window.on('close', (event) => {
      if (closed || leaving) return;
      event.preventDefault();
      closing(window);
    });
    webContents.on('will-prevent-unload', () => {
      if (!leaving) return;
      leaving = false;
      if (!isWanted()) hide(window);
    });
    window.on('closed', () => {
      if (current !== window) return;
      timer?.cancel();
      const askedForMeanwhile = leaving && isWanted();
      current = null;
      stage = 'hidden';
      leaving = false;
      // Its name is free only after this event (docs/api/structures/base-window-options.md, name).
      if (askedForMeanwhile) clock.setTimer(0, () => show());
      else dock.settle();
    });
    const keepRoute = (address: string) => {
      route = routeOf(address) ?? route;
    };
    webContents.on('did-navigate', (_event, address) => keepRoute(address));
    webContents.on('did-navigate-in-page', (_event, address, isMainFrame) => {
      if (isMainFrame) keepRoute(address);
    });
    look.keepOn(window);
    watchPage(window);
    offerContextMenu(window, options);
    for (const listener of [...madeListeners]) listener(window);
    load(window);
    return window;
  }

  function show(to?: string): void {
    if (closed) return;
    if (current === null) {
      if (to !== undefined) route = to;
      make();
      dock.settle();
      return;
    }
    if (to !== undefined && pageAddress(to) !== current.webContents.getURL()) load(current, to);
    if (stage === 'hidden' || stage === 'shown') reveal(current);
  }

  /** Where a task bar is the only way left, the window takes its place there. */
  function stayReachable(): void {
    if (closed || platform === 'darwin' || isWanted() || options.hasTray()) return;
    const window = current ?? make();
    timer?.cancel();
    stage = 'shown';
    window.showInactive();
    window.minimize();
  }

  return {
    show,
    stayReachable,
    get visible() {
      return stage === 'shown' && living()?.isVisible() === true;
    },
    get current() {
      return living();
    },
    onMade(listener) {
      madeListeners.add(listener);
      return () => madeListeners.delete(listener);
    },
    isOurs: (contents) => living()?.webContents === contents,
    async holdsUnsaved() {
      const window = living();
      return window !== null && holdsUnsaved(window, clock);
    },
    zoom: look.zoom,
    refresh() {
      look.retitle();
      dock.settle();
    },
    destroy: () => current?.destroy(),
    close() {
      closed = true;
      timer?.cancel();
      look.close();
      current?.destroy();
      // Last: a window that goes has a word with the dock.
      dock.close();
    },
  };
}
