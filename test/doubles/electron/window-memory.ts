import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as Electron from 'electron';
import type { FakeScreen } from './screen.ts';
import type { World } from './world.ts';

export interface Remembered {
  readonly bounds: Electron.Rectangle;
  readonly maximized: boolean;
}

type Options = Electron.BrowserWindowConstructorOptions;

/**
 * docs/api/structures/base-window-options.md, `windowStatePersistence`: a window with a name comes back where it was, also
 * after the application was started again. docs/api/structures/window-state-persistence.md: bounds and display mode apart.
 */
export class WindowMemory {
  readonly #file: string;
  readonly #screen: FakeScreen;

  constructor(world: World, screen: FakeScreen) {
    this.#file = join(world.setting.userData, 'Local State');
    this.#screen = screen;
  }

  recall(options: Options): Remembered | null {
    const wanted = wantedOf(options);
    const remembered = wanted && options.name ? this.#read()[options.name] : undefined;
    if (!wanted || !remembered) return null;
    return {
      bounds: wanted.bounds ? this.#screen.broughtBack(remembered.bounds) : this.place(options),
      maximized: wanted.displayMode && remembered.maximized,
    };
  }

  keep(options: Options, remembered: Remembered): void {
    if (!wantedOf(options) || !options.name) return;
    writeFileSync(this.#file, JSON.stringify({ ...this.#read(), [options.name]: remembered }));
  }

  // docs/api/structures/base-window-options.md: 800 by 600 in the middle where nothing else is said
  place({ width = 800, height = 600, x, y }: Options): Electron.Rectangle {
    const area = this.#screen.getPrimaryDisplay().workArea;
    return {
      x: x ?? Math.round(area.x + (area.width - width) / 2),
      y: y ?? Math.round(area.y + (area.height - height) / 2),
      width,
      height,
    };
  }

  #read(): Record<string, Remembered> {
    return existsSync(this.#file) ? JSON.parse(readFileSync(this.#file, 'utf8')) : {};
  }
}

function wantedOf({
  windowStatePersistence: wanted,
}: Options): { bounds: boolean; displayMode: boolean } | null {
  if (!wanted) return null;
  if (wanted === true) return { bounds: true, displayMode: true };
  return { bounds: wanted.bounds ?? true, displayMode: wanted.displayMode ?? true };
}
