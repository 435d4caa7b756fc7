import type * as Electron from 'electron';
import { everyWindow } from './base-window.ts';
import type { ContentsEvents } from './emitted.ts';
import { createEvent, refuseAfterwards } from './events.ts';
import type { FakeWebContents } from './web-contents.ts';
import { FakeWindowFace, type Surroundings } from './window-face.ts';

export type { FakeWindows, Surroundings } from './window-face.ts';

type Used = Pick<Electron.BrowserWindow, 'close' | 'destroy' | 'id' | 'isDestroyed' | 'loadURL' | 'reload'>;

let lastId = 0;

/** docs/api/browser-window.md: a window with one page, from its start to its end. */
export class FakeWindow extends FakeWindowFace implements Used {
  readonly #contents: FakeWebContents;
  readonly #id: number;
  #life: 'open' | 'closing' | 'destroyed' = 'open';

  constructor(around: Surroundings, options: Electron.BrowserWindowConstructorOptions = {}) {
    const { world, app, windows } = around;
    // docs/api/browser-window.md, first paragraph
    world.requireReady('Cannot create BrowserWindow before app is ready');
    // docs/api/structures/base-window-options.md, `name`
    if (options.name && windows.all.some((other) => other.options.name === options.name)) {
      throw new Error(`Window name '${options.name}' is already in use`);
    }
    super(around, options);
    lastId += 1;
    this.#id = lastId;
    this.#contents = around.createContents();
    this.#listen();
    windows.all.push(this);
    app.tell('web-contents-created', createEvent(), this.#contents as unknown as Electron.WebContents);
    app.tell('browser-window-created', createEvent(), this as unknown as Electron.BrowserWindow);
    if (options.show !== false) this.show();
  }

  get id(): number {
    return this.#id;
  }

  get webContents(): FakeWebContents {
    return this.#contents;
  }

  isDestroyed(): boolean {
    return this.#life === 'destroyed';
  }

  loadURL(url: string): Promise<void> {
    return this.#contents.loadURL(url);
  }

  reload(): void {
    this.#contents.reload();
  }

  // docs/api/browser-window.md#winclose: as if the person had pressed the close button
  close(): void {
    if (this.#life !== 'open') return;
    const event = createEvent();
    this.#life = 'closing';
    this.tell('close', event);
    if (this.isDestroyed()) return;
    this.#life = 'open';
    if (event.defaultPrevented) return this.around.app.closeWasRefused();
    this.#life = 'closing';
    this.around.world.later(() => this.#unload());
  }

  // docs/api/browser-window.md#windestroy: no `close`, but certainly `closed`
  destroy(): void {
    const { world, windows, app, memory } = this.around;
    if (this.isDestroyed()) return;
    if (windows.focused === this) windows.focused = null;
    memory.keep(this.options, { bounds: this.getNormalBounds(), maximized: this.isMaximized() });
    windows.all.splice(windows.all.indexOf(this), 1);
    this.#life = 'destroyed';
    this.tell('closed');
    this.#contents.destroy();
    if (everyWindow(windows).length === 0 && world.exited === null) app.lastWindowClosed();
  }

  // docs/api/web-contents.md#event-will-prevent-unload: a page may object, `preventDefault` overrules it
  #unload(): void {
    if (this.isDestroyed()) return;
    if (this.#contents.objectsToUnload) {
      const event = createEvent();
      this.#contents.tell('will-prevent-unload', event);
      if (!event.defaultPrevented) {
        this.#life = 'open';
        return this.around.app.closeWasRefused();
      }
    }
    this.destroy();
  }

  #listen(): void {
    const { app, world } = this.around;
    const contents = this.#contents;
    contents.on('did-finish-load', () => {
      // docs/api/browser-window.md#event-ready-to-show: once a page is drawn in a window that was never shown
      if (this.wasShown || world.setting.pages !== 'by-themselves') return;
      world.later(() => this.readyToShow());
    });
    // docs/api/browser-window.md#event-page-title-updated
    contents.on('page-title-updated', (...[, title, explicitSet]: ContentsEvents['page-title-updated']) => {
      const event = createEvent();
      this.tell('page-title-updated', event, title, explicitSet);
      if (!event.defaultPrevented && !this.isDestroyed()) this.setTitle(title);
    });
    // docs/api/app.md#event-render-process-gone
    contents.on('render-process-gone', (...[event, details]: ContentsEvents['render-process-gone']) => {
      app.tell('render-process-gone', event, contents as unknown as Electron.WebContents, details);
    });
    contents.on('unresponsive', () => this.tell('unresponsive'));
    contents.on('responsive', () => this.tell('responsive'));
  }

  readyToShow(): void {
    if (!this.isDestroyed() && !this.wasShown) this.tell('ready-to-show');
  }
}

// docs/api/browser-window.md#winisdestroyed: all else of a window that is gone throws
refuseAfterwards(FakeWindow.prototype, 'Object has been destroyed', ['readyToShow', 'destroy']);
