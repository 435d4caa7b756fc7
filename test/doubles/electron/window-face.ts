import type * as Electron from 'electron';
import type { FakeApp } from './app.ts';
import type { FakeBaseWindow } from './base-window.ts';
import { Emitter, type WindowEvents } from './emitted.ts';
import { createEvent, refuseAfterwards } from './events.ts';
import { type FakeNativeImage, imageOf } from './image.ts';
import type { FakeMenu } from './menu.ts';
import type { FakeWebContents } from './web-contents.ts';
import type { FakeWindow } from './window.ts';
import type { WindowMemory } from './window-memory.ts';
import type { World } from './world.ts';

/** What a window needs of the rest of the double. */
export interface Surroundings {
  readonly world: World;
  readonly app: FakeApp;
  readonly windows: FakeWindows;
  readonly memory: WindowMemory;
  readonly createContents: () => FakeWebContents;
  readonly menuBar: () => FakeMenu | null;
}

/** The windows of one application, the newest last. */
export interface FakeWindows {
  readonly all: FakeWindow[];
  /** Those without a page. */
  readonly bare: FakeBaseWindow[];
  focused: FakeWindowFace | null;
}

export function focusedOf(windows: FakeWindows): FakeWindow | null {
  return windows.all.find((window) => window === windows.focused) ?? null;
}

type Used = Pick<
  Electron.BrowserWindow,
  | 'blur'
  | 'flashFrame'
  | 'focus'
  | 'getBackgroundColor'
  | 'getBounds'
  | 'getNormalBounds'
  | 'getTitle'
  | 'hide'
  | 'isFocused'
  | 'isFullScreen'
  | 'isMaximized'
  | 'isMenuBarVisible'
  | 'isMinimized'
  | 'isVisible'
  | 'maximize'
  | 'minimize'
  | 'restore'
  | 'setAutoHideMenuBar'
  | 'setBackgroundColor'
  | 'setBounds'
  | 'setFullScreen'
  | 'setMenuBarVisibility'
  | 'setOverlayIcon'
  | 'setTitle'
  | 'show'
  | 'showInactive'
  | 'unmaximize'
>;

/** docs/api/browser-window.md: what a person sees of a window, page apart. */
export abstract class FakeWindowFace extends Emitter<WindowEvents> implements Used {
  readonly options: Electron.BrowserWindowConstructorOptions;
  overlay: { readonly image: FakeNativeImage; readonly description: string } | null = null;
  flashing = false;
  menu: FakeMenu | null;
  protected readonly around: Surroundings;
  protected wasShown = false;
  #bounds: Electron.Rectangle;
  #title: string;
  #backgroundColor: string;
  #size: 'normal' | 'maximized' | 'full-screen' = 'normal';
  #shown = false;
  #minimized = false;
  #menuBarVisible: boolean;

  constructor(around: Surroundings, options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.around = around;
    this.options = options;
    this.#title = options.title ?? 'Electron';
    this.#backgroundColor = options.backgroundColor ?? '#FFF';
    this.#menuBarVisible = options.autoHideMenuBar !== true;
    const remembered = around.memory.recall(options);
    this.#bounds = remembered?.bounds ?? around.memory.place(options);
    if (remembered?.maximized) this.#size = 'maximized';
    this.menu = around.world.platform === 'darwin' ? null : around.menuBar();
    if (options.icon !== undefined) imageOf(around.world, options.icon);
  }

  abstract isDestroyed(): boolean;

  override tell<Name extends keyof WindowEvents>(name: Name, ...rest: WindowEvents[Name]): boolean {
    if (['close', 'closed', 'show', 'hide'].includes(name)) this.around.world.happened.push(`window ${name}`);
    return super.tell(name, ...rest);
  }

  // docs/api/browser-window.md#winshow: shows it and gives it focus
  show(): void {
    this.showInactive();
    this.focus();
  }

  showInactive(): void {
    if (this.#shown) return;
    this.#shown = true;
    this.wasShown = true;
    this.tell('show');
  }

  // docs/api/browser-window.md#winhide
  hide(): void {
    if (!this.#shown) return;
    this.blur();
    this.#shown = false;
    this.tell('hide');
  }

  // docs/api/browser-window.md#winisvisible: visible to a person, in the foreground
  isVisible(): boolean {
    return this.#shown && !this.#minimized;
  }

  // docs/api/browser-window.md#event-focus
  focus(): void {
    const { windows, app } = this.around;
    if (!this.isVisible() || windows.focused === this) return;
    windows.focused?.blur();
    windows.focused = this;
    // docs/api/browser-window.md#winflashframeflag: ends with a person's attention
    this.flashing = false;
    this.tell('focus');
    app.tell('browser-window-focus', createEvent(), this as unknown as Electron.BrowserWindow);
  }

  blur(): void {
    const { windows, app } = this.around;
    if (windows.focused !== this) return;
    windows.focused = null;
    this.tell('blur');
    app.tell('browser-window-blur', createEvent(), this as unknown as Electron.BrowserWindow);
  }

  isFocused(): boolean {
    return this.around.windows.focused === this;
  }

  minimize(): void {
    if (this.#minimized) return;
    this.blur();
    this.#minimized = true;
    this.tell('minimize');
  }

  // docs/api/browser-window.md#winrestore: from minimised to what it was
  restore(): void {
    if (!this.#minimized) return;
    this.#minimized = false;
    this.tell('restore');
  }

  isMinimized(): boolean {
    return this.#minimized;
  }

  // docs/api/browser-window.md#winmaximize: also shows, without focus, what was not shown
  maximize(): void {
    this.showInactive();
    if (this.#size === 'maximized') return;
    this.#size = 'maximized';
    this.tell('maximize');
  }

  unmaximize(): void {
    if (this.#size !== 'maximized') return;
    this.#size = 'normal';
    this.tell('unmaximize');
  }

  isMaximized(): boolean {
    return this.#size === 'maximized';
  }

  setFullScreen(flag: boolean): void {
    if (flag === this.isFullScreen()) return;
    const change = () => {
      this.#size = flag ? 'full-screen' : 'normal';
      this.tell(flag ? 'enter-full-screen' : 'leave-full-screen');
    };
    // docs/api/browser-window.md#winisfullscreen: on macOS it takes its time
    if (this.around.world.platform === 'darwin') this.around.world.later(change);
    else change();
  }

  isFullScreen(): boolean {
    return this.#size === 'full-screen';
  }

  getBounds(): Electron.Rectangle {
    return { ...this.#bounds };
  }

  getNormalBounds(): Electron.Rectangle {
    return { ...this.#bounds };
  }

  setBounds(bounds: Partial<Electron.Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    this.tell('move');
    this.tell('resize');
  }

  getTitle(): string {
    return this.#title;
  }

  setTitle(title: string): void {
    this.#title = title;
  }

  getBackgroundColor(): string {
    return this.#backgroundColor;
  }

  setBackgroundColor(color: string): void {
    this.#backgroundColor = color;
  }

  // docs/api/browser-window.md#winsetoverlayiconoverlay-description-windows
  setOverlayIcon(overlay: Electron.NativeImage | null, description: string): void {
    if (this.around.world.platform !== 'win32') throw new TypeError('win.setOverlayIcon is not a function');
    this.overlay = overlay ? { image: imageOf(this.around.world, overlay), description } : null;
  }

  flashFrame(flag: boolean): void {
    this.flashing = flag && !this.isFocused();
  }

  // docs/api/browser-window.md#winsetmenumenu-linux-windows
  setMenu(menu: FakeMenu | null): void {
    this.menu = menu;
  }

  removeMenu(): void {
    this.menu = null;
  }

  setAutoHideMenuBar(hide: boolean): void {
    this.#menuBarVisible = !hide;
  }

  setMenuBarVisibility(visible: boolean): void {
    this.#menuBarVisible = visible;
  }

  isMenuBarVisible(): boolean {
    return this.#menuBarVisible && this.menu !== null;
  }
}

// docs/api/browser-window.md#winisdestroyed: all else of a window that is gone throws
refuseAfterwards(FakeWindowFace.prototype, 'Object has been destroyed', ['tell']);
