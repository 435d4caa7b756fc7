import { NO_KEYS } from './events.ts';
import type { FakeMenu, FakeMenuItem } from './menu.ts';

/** An item as it stands on the screen. */
export interface ShownItem {
  readonly type: string;
  /** As it is read: without the marks for access keys. */
  readonly label: string;
  readonly sublabel: string;
  readonly enabled: boolean;
  readonly checked: boolean;
  readonly accelerator: string | null;
  /** Empty where it is no submenu. */
  readonly items: readonly ShownItem[];
  /** What is clicked when the person clicks. */
  readonly source: FakeMenuItem;
}

/** What a person sees of a menu at this moment. Hidden items are not there. */
export function look(menu: FakeMenu | null): readonly ShownItem[] {
  return (menu?.items ?? [])
    .filter((item) => item.visible)
    .map((item) => ({
      type: item.type,
      label: readable(item.label),
      sublabel: item.sublabel,
      enabled: item.enabled,
      checked: item.checked,
      accelerator: item.accelerator,
      items: look(item.submenu ?? null),
      source: item,
    }));
}

/** Like `Servers > db > Restart`, for messages and for deep assertions; `-` is a separator. */
export function outline(items: readonly ShownItem[], depth = 0): readonly string[] {
  return items.flatMap((item) => {
    const marks = [item.checked ? '✓ ' : '', item.enabled ? '' : ' (disabled)'];
    const line = item.type === 'separator' ? '-' : `${marks[0]}${item.label}${marks[1]}`;
    return [`${'  '.repeat(depth)}${line}`, ...outline(item.items, depth + 1)];
  });
}

/** One item that a person may point at. */
export interface MenuItemUser
  extends Pick<ShownItem, 'accelerator' | 'checked' | 'enabled' | 'label' | 'sublabel' | 'type'> {
  /** The lines of its submenu. */
  readonly outline: readonly string[];
  /** Refused by an item that is disabled, as by the system. */
  click(): void;
}

/** The item that the labels lead to; the last one may be nested. `from`: whose menu it is, for the message. */
export function find(items: readonly ShownItem[], path: readonly string[], from: string): MenuItemUser {
  let here = items;
  let found: ShownItem | undefined;
  for (const label of path) {
    found = here.find((item) => item.label === label && item.type !== 'separator');
    if (!found) {
      throw new Error(`${from} has no item "${path.join(' > ')}". It shows:\n${outline(items).join('\n')}`);
    }
    here = found.items;
  }
  if (!found) throw new Error(`${from}: no label was given`);
  const { source, ...item } = found;
  return {
    ...item,
    outline: outline(item.items),
    click() {
      if (!item.enabled) throw new Error(`${from}: "${path.join(' > ')}" is disabled, a click does nothing`);
      if (item.items.length > 0) throw new Error(`${from}: "${path.join(' > ')}" only opens its submenu`);
      source.click({ ...NO_KEYS });
    },
  };
}

// docs/api/menu.md#menusetapplicationmenumenu: `&` marks the access key and is not shown, `&&` is shown as `&`
const readable = (label: string): string => label.replaceAll(/&(.?)/gs, '$1');
