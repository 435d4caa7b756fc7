import type * as Electron from 'electron';
import type { FakeApp } from './app.ts';
import { Emitter, type MenuEvents } from './emitted.ts';
import { createEvent, NO_KEYS } from './events.ts';
import { imageOf } from './image.ts';
import { carryOut, createRoles, type Role } from './roles.ts';
import type { FakeWindow, FakeWindows } from './window.ts';
import { focusedOf } from './window-face.ts';
import type { World } from './world.ts';

type ItemOptions = Electron.MenuItemConstructorOptions;
type ItemType = Electron.MenuItem['type'];

const TYPES = ['normal', 'separator', 'submenu', 'checkbox', 'radio', 'header', 'palette'];

/** What menus need of the rest of the double. */
export interface MenuParts {
  readonly world: World;
  readonly app: FakeApp;
  readonly windows: FakeWindows;
  /** Context menus that stand open, the newest last. */
  readonly popups: FakeMenu[];
}

interface Kit extends MenuParts {
  readonly roles: ReadonlyMap<string, Role>;
}

let lastCommandId = 0;

/** docs/api/menu-item.md: its properties may be changed while it is shown, but for type, role, accelerator and submenu. */
export class FakeMenuItem
  implements
    Pick<
      Electron.MenuItem,
      | 'checked'
      | 'commandId'
      | 'enabled'
      | 'id'
      | 'label'
      | 'registerAccelerator'
      | 'sublabel'
      | 'toolTip'
      | 'visible'
    >
{
  readonly type: ItemType;
  readonly role: string | undefined;
  readonly accelerator: string | null;
  readonly submenu: FakeMenu | undefined;
  readonly commandId: number;
  readonly icon: ItemOptions['icon'];
  readonly registerAccelerator: boolean;
  menu: FakeMenu | null = null;
  id: string;
  label: string;
  sublabel: string;
  toolTip: string;
  enabled: boolean;
  visible: boolean;
  readonly #kit: Kit;
  readonly #role: Role | undefined;
  readonly #click: ItemOptions['click'];
  #checked: boolean;

  constructor(kit: Kit, options: ItemOptions) {
    this.#kit = kit;
    this.role = options.role?.toLowerCase();
    this.#role = this.role === undefined ? undefined : kit.roles.get(this.role);
    if (this.role !== undefined && !this.#role)
      throw new Error(`the double does not know the role ${options.role}`);
    this.submenu = submenuOf(kit, options, this.#role);
    this.type = options.type ?? (this.submenu ? 'submenu' : 'normal');
    // docs/api/menu-item.md#new-menuitemoptions
    if (this.type === 'submenu' && !this.submenu) throw new Error('Invalid submenu');
    if (!TYPES.includes(this.type)) throw new Error(`Unknown menu item type: ${this.type}`);
    if (options.icon !== undefined) imageOf(kit.world, options.icon);
    lastCommandId += 1;
    this.commandId = lastCommandId;
    this.accelerator = options.accelerator ?? this.#role?.accelerator ?? null;
    this.registerAccelerator = options.registerAccelerator ?? this.#role?.registerAccelerator ?? true;
    this.icon = options.icon;
    this.id = options.id ?? '';
    this.label = options.label ?? this.#role?.label ?? '';
    this.sublabel = options.sublabel ?? '';
    this.toolTip = options.toolTip ?? '';
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.#checked = options.checked ?? false;
    this.#click = options.click;
  }

  get checked(): boolean {
    return this.#checked;
  }

  // docs/api/menu-item.md#menuitemchecked: a radio item turns off those beside it
  set checked(checked: boolean) {
    this.#checked = this.type === 'radio' ? true : checked;
    if (this.type !== 'radio' || !this.menu) return;
    for (const other of this.menu.radiosBeside(this)) other.#checked = false;
  }

  // docs/api/menu-item.md#menuitemclick: a role wins over `click`; a checkbox changes by itself
  click(
    event: Electron.KeyboardEvent = NO_KEYS,
    window: FakeWindow | null = focusedOf(this.#kit.windows),
  ): void {
    if (this.type === 'checkbox' || this.type === 'radio') this.checked = !this.checked;
    if (this.#role) return carryOut(this.#role, this.#kit.app, window);
    this.#click?.(
      this as unknown as Electron.MenuItem,
      (window ?? undefined) as unknown as Electron.BaseWindow | undefined,
      event,
    );
  }
}

/** docs/api/menu.md */
export class FakeMenu extends Emitter<MenuEvents> implements Pick<Electron.Menu, 'closePopup' | 'popup'> {
  readonly items: FakeMenuItem[] = [];
  readonly #windows: FakeWindows;
  readonly #popups: FakeMenu[];

  constructor({ windows, popups }: Pick<MenuParts, 'windows' | 'popups'>) {
    super();
    this.#windows = windows;
    this.#popups = popups;
  }

  // docs/api/menu.md#menuappendmenuitem
  append(item: FakeMenuItem): void {
    this.insert(this.items.length, item);
  }

  // docs/api/menu.md#menuinsertpos-menuitem
  insert(pos: number, item: FakeMenuItem): void {
    if (!(item instanceof FakeMenuItem)) throw new TypeError('Invalid item');
    if (pos < 0) throw new RangeError(`Position ${pos} cannot be less than 0`);
    if (pos > this.items.length) {
      throw new RangeError(`Position ${pos} cannot be greater than the total MenuItem count`);
    }
    item.menu = this;
    this.items.splice(pos, 0, item);
  }

  // docs/api/menu.md#menugetmenuitembyidid: in submenus too
  getMenuItemById(id: string): FakeMenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }

  // docs/api/menu.md#menupopupoptions
  popup(options: Electron.PopupOptions = {}): void {
    if (this.#windows.all.length === 0) throw new Error('Cannot open Menu without a BaseWindow present');
    this.#popups.push(this);
    this.once('menu-will-close', () => options.callback?.());
    this.tell('menu-will-show', createEvent());
  }

  // docs/api/menu.md#menuclosepopupwindow
  closePopup(): void {
    const at = this.#popups.indexOf(this);
    if (at < 0) return;
    this.#popups.splice(at, 1);
    this.tell('menu-will-close', createEvent());
  }

  /** The other radio items between the same separators. */
  radiosBeside(item: FakeMenuItem): readonly FakeMenuItem[] {
    const at = this.items.indexOf(item);
    const isEdge = (one: FakeMenuItem) => one.type === 'separator';
    const from = this.items.slice(0, at).findLastIndex(isEdge) + 1;
    const rest = this.items.slice(at).findIndex(isEdge);
    const to = rest < 0 ? this.items.length : at + rest;
    return this.items.slice(from, to).filter((other) => other.type === 'radio' && other !== item);
  }
}

/** `Menu` and `MenuItem` as the application gets them, and what stands in the menu bar. */
export function createMenus(parts: MenuParts) {
  const { world, windows } = parts;
  const kit: Kit = { ...parts, roles: createRoles({ app: parts.app, platform: world.platform }) };
  const state: { applicationMenu: FakeMenu | null } = { applicationMenu: null };

  class Menu extends FakeMenu {
    constructor() {
      super(parts);
    }

    static buildFromTemplate(template: readonly (ItemOptions | FakeMenuItem)[]): FakeMenu {
      return build(kit, template);
    }

    // docs/api/menu.md#menusetapplicationmenumenu: on Windows and Linux it becomes every window's
    static setApplicationMenu(menu: FakeMenu | null): void {
      if (menu !== null && !(menu instanceof FakeMenu)) throw new TypeError('Invalid menu');
      state.applicationMenu = menu;
      if (world.platform === 'darwin') return;
      for (const window of windows.all) window.setMenu(menu);
    }

    static getApplicationMenu(): FakeMenu | null {
      return state.applicationMenu;
    }
  }

  class MenuItem extends FakeMenuItem {
    constructor(options: ItemOptions) {
      super(kit, options);
    }
  }
  return { Menu, MenuItem, state };
}

// docs/api/menu.md#menubuildfromtemplatetemplate
function build(kit: Kit, template: readonly (ItemOptions | FakeMenuItem)[]): FakeMenu {
  if (!Array.isArray(template)) {
    throw new TypeError('Invalid template for Menu: Menu template must be an array');
  }
  const isValid = (item: ItemOptions) =>
    item !== null &&
    typeof item === 'object' &&
    ('label' in item || 'role' in item || item.type === 'separator');
  if (!template.every(isValid)) {
    throw new TypeError('Invalid template for MenuItem: must have at least one of label, role or type');
  }
  const menu = new FakeMenu(kit);
  for (const item of withoutIdleSeparators(template)) {
    menu.append(item instanceof FakeMenuItem ? item : new FakeMenuItem(kit, item));
  }
  return menu;
}

// lib/browser/api/menu.ts: no two separators after each other, none at an edge
function withoutIdleSeparators<Item extends ItemOptions | FakeMenuItem>(
  items: readonly Item[],
): readonly Item[] {
  const isLine = (item: Item | undefined) => item?.type === 'separator';
  const isHidden = (item: Item) => item.visible === false;
  return items
    .filter((item, at, all) => isHidden(item) || !isLine(item) || at === 0 || !isLine(all[at - 1]))
    .filter((item, at, all) => isHidden(item) || !isLine(item) || (at > 0 && at < all.length - 1));
}

function submenuOf(kit: Kit, { submenu }: ItemOptions, role: Role | undefined): FakeMenu | undefined {
  if (submenu instanceof FakeMenu) return submenu;
  if (submenu) return build(kit, submenu as readonly ItemOptions[]);
  return role?.submenu && build(kit, role.submenu.map(templateOf));
}

const templateOf = (name: string): ItemOptions =>
  name === '-' ? { type: 'separator' } : { role: name as NonNullable<ItemOptions['role']> };
