import type * as Electron from 'electron';
import { Emitter, type WindowEvents } from './emitted.ts';
import { createEvent } from './events.ts';
import type { FakeWindow } from './window.ts';
import type { FakeWindows, Surroundings } from './window-face.ts';

type Used = Pick<Electron.BaseWindow, 'close' | 'destroy' | 'isDestroyed' | 'isVisible'>;

/** docs/api/base-window.md: a window without a page, which nobody here ever shows. */
export class FakeBaseWindow extends Emitter<WindowEvents> implements Used {
  readonly options: Electron.BaseWindowConstructorOptions;
  readonly #around: Surroundings;
  #isDestroyed = false;

  constructor(around: Surroundings, options: Electron.BaseWindowConstructorOptions = {}) {
    // docs/api/base-window.md, first paragraph
    around.world.requireReady('Cannot create BaseWindow before app is ready');
    if (options.show !== false) throw new Error('the double has no windows without a page that are seen');
    super();
    this.options = options;
    this.#around = around;
    around.windows.bare.push(this);
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  isVisible(): boolean {
    return false;
  }

  // docs/api/base-window.md#winclose
  close(): void {
    if (this.#isDestroyed) return;
    const event = createEvent();
    this.tell('close', event);
    if (event.defaultPrevented) this.#around.app.closeWasRefused();
    else this.destroy();
  }

  // docs/api/base-window.md#windestroy
  destroy(): void {
    if (this.#isDestroyed) return;
    const { windows, app, world } = this.#around;
    this.#isDestroyed = true;
    windows.bare.splice(windows.bare.indexOf(this), 1);
    this.tell('closed');
    if (everyWindow(windows).length === 0 && world.exited === null) app.lastWindowClosed();
  }
}

/** With a page and without. */
export function everyWindow({ all, bare }: FakeWindows): readonly (FakeWindow | FakeBaseWindow)[] {
  return [...all, ...bare];
}
