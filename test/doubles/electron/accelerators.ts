import type * as Electron from 'electron';
import type { DesktopPlatform } from '../../../src-main/hosts/desktop/electron-api.ts';
import type { FakeMenu, FakeMenuItem } from './menu.ts';

/** A combination of keys: modifiers in a fixed order, then the key. */
export interface Keys {
  readonly control: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  readonly meta: boolean;
  readonly key: string;
}

// docs/tutorial/keyboard-shortcuts.md#available-modifiers
const MODIFIERS: Readonly<Record<string, (platform: DesktopPlatform) => keyof Keys>> = {
  command: () => 'meta',
  cmd: () => 'meta',
  control: () => 'control',
  ctrl: () => 'control',
  commandorcontrol: (platform) => (platform === 'darwin' ? 'meta' : 'control'),
  cmdorctrl: (platform) => (platform === 'darwin' ? 'meta' : 'control'),
  alt: () => 'alt',
  option: () => 'alt',
  altgr: () => 'alt',
  shift: () => 'shift',
  super: () => 'meta',
  meta: () => 'meta',
};

/** docs/tutorial/keyboard-shortcuts.md#accelerators: not case-sensitive, one key after its modifiers. */
export function keysOf(accelerator: string, platform: DesktopPlatform): Keys {
  const parts = accelerator.endsWith('++')
    ? [...accelerator.slice(0, -2).split('+'), '+']
    : accelerator.split('+');
  const keys = { control: false, alt: false, shift: false, meta: false, key: '' };
  for (const part of parts) {
    const modifier = MODIFIERS[part.trim().toLowerCase()]?.(platform);
    if (modifier) Object.assign(keys, { [modifier]: true });
    else if (keys.key) throw new Error(`"${accelerator}" names two keys: ${keys.key} and ${part}`);
    else keys.key = part.trim().toLowerCase();
  }
  if (!keys.key) throw new Error(`"${accelerator}" names no key`);
  return { ...keys, key: keys.key === 'plus' ? '+' : keys.key };
}

/** The item of a menu that these keys belong to. docs/api/menu-item.md: hidden items have theirs, disabled ones do nothing. */
export function itemOf(menu: FakeMenu | null, keys: Keys, platform: DesktopPlatform): FakeMenuItem | null {
  for (const item of menu?.items ?? []) {
    const isSame =
      item.accelerator !== null &&
      item.registerAccelerator &&
      JSON.stringify(keysOf(item.accelerator, platform)) === JSON.stringify(keys);
    const found = isSame && item.enabled ? item : itemOf(item.submenu ?? null, keys, platform);
    if (found) return found;
  }
  return null;
}

/** docs/api/web-contents.md#event-before-input-event, `input`. */
export function inputOf(keys: Keys, type: 'keyDown' | 'keyUp'): Electron.Input {
  const named = { control: keys.control, alt: keys.alt, shift: keys.shift, meta: keys.meta };
  const isLetter = /^[a-z]$/.test(keys.key);
  return {
    ...named,
    type,
    key: isLetter && keys.shift ? keys.key.toUpperCase() : keys.key,
    code: isLetter ? `Key${keys.key.toUpperCase()}` : keys.key,
    isAutoRepeat: false,
    isComposing: false,
    location: 0,
    modifiers: Object.entries(named).flatMap(([name, isDown]) => (isDown ? [name] : [])),
  };
}
