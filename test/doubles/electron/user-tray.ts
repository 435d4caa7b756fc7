import { find, type MenuItemUser, outline, type ShownItem } from './shown-menu.ts';
import type { FakeTray } from './tray.ts';
import type { World } from './world.ts';

/** The icon in the system's bar as a person has it before them. */
export interface TrayUser {
  readonly isThere: boolean;
  /** How many icons were made since the application started. */
  readonly made: number;
  /** The file that is drawn. */
  readonly image: string | null;
  /** macOS: takes on the colour of the bar. */
  readonly isTemplate: boolean;
  readonly tooltip: string;
  readonly items: readonly ShownItem[];
  /** The menu, a line an item, indented below its submenu. */
  readonly outline: readonly string[];
  readonly isOpen: boolean;
  /** How often the application drew it. */
  readonly draws: { readonly image: number; readonly toolTip: number; readonly menu: number };
  /** One item by its labels: `item('Servers', 'db', 'Restart')`. */
  item(...path: readonly string[]): MenuItemUser;
  click(): void;
  rightClick(): void;
  doubleClick(): void;
  /** macOS and Windows: the menu is opened and stays until it is closed. */
  openMenu(): void;
  closeMenu(): void;
}

export function createTrayUser(world: World, trays: readonly FakeTray[]): TrayUser {
  const last = () => trays.findLast((tray) => !tray.isDestroyed());
  const there = () => {
    const tray = last();
    if (!tray) throw new Error('there is no icon in the bar');
    return tray;
  };
  return {
    get isThere() {
      return last()?.image.isEmpty() === false;
    },
    get made() {
      return trays.length;
    },
    get image() {
      return there().image.path;
    },
    get isTemplate() {
      return there().image.isTemplateImage();
    },
    get tooltip() {
      return there().toolTip;
    },
    get items() {
      return there().shown;
    },
    get outline() {
      return outline(there().shown);
    },
    get isOpen() {
      return there().isOpen;
    },
    get draws() {
      return { ...there().draws };
    },
    item(...path) {
      const tray = there();
      const item = find(tray.shown, path, 'the menu of the tray');
      return {
        ...item,
        click() {
          item.click();
          if (!tray.isDestroyed()) tray.closeContextMenu();
        },
      };
    },
    click: () => there().clicked(),
    rightClick: () => there().rightClicked(),
    doubleClick: () => there().doubleClicked(),
    openMenu() {
      world.requirePlatform('way to tell that the menu of the tray opens', 'darwin', 'win32');
      there().popUpContextMenu();
    },
    closeMenu: () => there().closeContextMenu(),
  };
}
