import type * as Electron from 'electron';
import { Emitter, type TrayEvents } from './emitted.ts';
import { createEvent, NO_KEYS, refuseAfterwards } from './events.ts';
import { type FakeNativeImage, imageOf } from './image.ts';
import { FakeMenu } from './menu.ts';
import { look, type ShownItem } from './shown-menu.ts';
import type { World } from './world.ts';

type Used = Pick<
  Electron.Tray,
  | 'closeContextMenu'
  | 'destroy'
  | 'getBounds'
  | 'isDestroyed'
  | 'setIgnoreDoubleClickEvents'
  | 'setImage'
  | 'setPressedImage'
  | 'setTitle'
  | 'setToolTip'
>;

const BOUNDS: Electron.Rectangle = { x: 1_200, y: 0, width: 24, height: 24 };
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** docs/api/tray.md: an icon in the system's bar. */
export class FakeTray extends Emitter<TrayEvents> implements Used {
  toolTip = '';
  /** How often the application drew: every call of setImage, setToolTip and setContextMenu. */
  readonly draws = { image: 0, toolTip: 0, menu: 0 };
  readonly #world: World;
  #image: FakeNativeImage;
  #menu: FakeMenu | null = null;
  /** Linux: the menu as it was when it was handed over. */
  #handedOver: readonly ShownItem[] = [];
  #open: { readonly menu: FakeMenu; readonly items: readonly ShownItem[] } | null = null;
  #destroyed = false;

  constructor(world: World, image: Electron.NativeImage | string, guid?: string) {
    super();
    // docs/api/tray.md#new-trayimage-guid
    world.requireReady('Cannot create Tray before app is ready');
    if (guid !== undefined && !UUID.test(guid)) throw new Error('Invalid GUID format');
    if (world.setting.tray === 'throws') throw new Error('Failed to create the tray icon');
    this.#world = world;
    this.#image = imageOf(world, image);
  }

  get image(): FakeNativeImage {
    return this.#image;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  destroy(): void {
    this.#destroyed = true;
    this.#open = null;
  }

  setImage(image: Electron.NativeImage | string): void {
    this.#image = imageOf(this.#world, image);
    this.draws.image += 1;
  }

  setPressedImage(image: Electron.NativeImage | string): void {
    imageOf(this.#world, image);
  }

  // docs/api/tray.md#traysettooltiptooltip
  setToolTip(toolTip: string): void {
    if (typeof toolTip !== 'string') throw new TypeError('Error processing argument at index 0');
    this.toolTip = toolTip;
    this.draws.toolTip += 1;
  }

  setTitle(): void {}

  setIgnoreDoubleClickEvents(): void {}

  getBounds(): Electron.Rectangle {
    return { ...BOUNDS };
  }

  // docs/api/tray.md#traysetcontextmenumenu
  setContextMenu(menu: FakeMenu | null): void {
    if (menu !== null && !(menu instanceof FakeMenu)) throw new TypeError('Must pass Menu or null');
    this.#menu = menu;
    this.#handedOver = look(menu);
    this.draws.menu += 1;
  }

  /** What the person sees when the menu opens now. */
  get shown(): readonly ShownItem[] {
    if (this.#open) return this.#open.items;
    // docs/api/tray.md, "Platform Considerations", Linux: changes of items show after setContextMenu only
    return this.#world.platform === 'linux' ? this.#handedOver : look(this.#menu);
  }

  get isOpen(): boolean {
    return this.#open !== null;
  }

  get hasMenu(): boolean {
    return this.#menu !== null && this.#menu.items.length > 0;
  }

  // docs/api/tray.md#traypopupcontextmenumenu-position-macos-windows
  popUpContextMenu(menu: FakeMenu | null = this.#menu): void {
    if (this.#world.platform === 'linux' || !menu || this.#open) return;
    // docs/api/menu.md#event-menu-will-show: who listens may still change it
    menu.tell('menu-will-show', createEvent());
    this.#open = { menu, items: look(menu) };
  }

  closeContextMenu(): void {
    const open = this.#open;
    if (!open) return;
    this.#open = null;
    open.menu.tell('menu-will-close', createEvent());
  }

  /**
   * The person clicks. docs/api/tray.md#event-click: on macOS the menu opens too; on Windows it does not; on Linux the
   * desktop decides what an activation is.
   */
  clicked(): void {
    this.tell('click', { ...NO_KEYS }, { ...BOUNDS }, { x: BOUNDS.x, y: BOUNDS.y });
    if (this.#world.platform === 'darwin' && !this.#destroyed) this.popUpContextMenu();
  }

  /** docs/api/tray.md#event-right-click-macos-windows: told where no menu is set; else the menu opens. */
  rightClicked(): void {
    if (this.hasMenu) return this.popUpContextMenu();
    if (this.#world.platform !== 'linux') this.tell('right-click', { ...NO_KEYS }, { ...BOUNDS });
  }

  // docs/api/tray.md#event-double-click-macos-windows: after the first click has come as one
  doubleClicked(): void {
    this.clicked();
    if (this.#world.platform !== 'linux') this.tell('double-click', { ...NO_KEYS }, { ...BOUNDS });
  }
}

// shell/browser/api/electron_api_tray.cc, CheckAlive
refuseAfterwards(FakeTray.prototype, 'Tray is destroyed', ['destroy', 'image']);
