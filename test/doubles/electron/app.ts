import type * as Electron from 'electron';
import { FakeAppFacts } from './app-facts.ts';
import { everyWindow } from './base-window.ts';
import type { FakeDock } from './dock.ts';
import type { AppEvents } from './emitted.ts';
import { createEvent } from './events.ts';
import type { LoginItems } from './login-items.ts';
import type { SingleInstance } from './single-instance.ts';
import type { FakeWindows } from './window.ts';
import type { World } from './world.ts';

type Used = Pick<
  Electron.App,
  | 'exit'
  | 'focus'
  | 'hasSingleInstanceLock'
  | 'hide'
  | 'isReady'
  | 'quit'
  | 'relaunch'
  | 'releaseSingleInstanceLock'
  | 'requestSingleInstanceLock'
  | 'show'
  | 'whenReady'
>;

/** docs/api/app.md: the life of the application. The order of its end is that of shell/browser/browser.cc. */
export class FakeApp extends FakeAppFacts implements Used {
  /** On macOS only. docs/api/app.md#appdock-macos-readonly */
  readonly dock: FakeDock | undefined;
  readonly #windows: FakeWindows;
  readonly #instance: SingleInstance;
  #quitting = false;
  #exiting = false;
  #over = false;
  #exitCode = 0;

  constructor(
    world: World,
    parts: {
      readonly windows: FakeWindows;
      readonly dock: FakeDock | undefined;
      readonly instance: SingleInstance;
      readonly logins: LoginItems;
    },
  ) {
    super(world, parts.logins);
    this.#windows = parts.windows;
    this.dock = parts.dock;
    this.#instance = parts.instance;
  }

  override tell<Name extends keyof AppEvents>(name: Name, ...rest: AppEvents[Name]): boolean {
    if (!name.startsWith('browser-window') && !name.startsWith('web-contents'))
      this.world.happened.push(name);
    return super.tell(name, ...rest);
  }

  /** docs/api/app.md#event-ready: after the first turn of the event loop. */
  becomeReady(): void {
    if (this.world.isReady || this.world.exited !== null) return;
    this.world.becomeReady();
    this.tell('will-finish-launching');
    this.tell('ready', createEvent(), {});
  }

  isReady(): boolean {
    return this.world.isReady;
  }

  // docs/api/app.md#appwhenready
  whenReady(): Promise<void> {
    if (this.world.isReady) return Promise.resolve();
    return new Promise((resolve) => {
      this.once('ready', () => resolve());
    });
  }

  // docs/api/app.md#appquit, #event-before-quit: asked first, then the windows, then #event-will-quit
  quit(): void {
    if (this.#quitting || this.#over) return;
    this.#quitting = this.#ask('before-quit');
    if (!this.#quitting) return;
    if (everyWindow(this.#windows).length === 0) return this.#askAndEnd();
    for (const window of everyWindow(this.#windows)) window.close();
  }

  // docs/api/app.md#appexitexitcode: at once, windows destroyed, neither before-quit nor will-quit
  exit(exitCode = 0): void {
    if (this.#over) return;
    this.#exitCode = exitCode;
    // shell/browser/browser.cc, ExitWithCode: before there is a message loop, the process just ends
    if (!this.world.isReady) return this.world.end(exitCode);
    this.#quitting = true;
    this.#exiting = true;
    if (everyWindow(this.#windows).length === 0) return this.#end();
    for (const window of everyWindow(this.#windows)) window.destroy();
  }

  /** docs/api/app.md#event-window-all-closed: not where the application is ending; without a listener it quits. */
  lastWindowClosed(): void {
    if (this.#exiting) return this.#end();
    if (this.#quitting) return this.#askAndEnd();
    if (!this.tell('window-all-closed')) this.quit();
  }

  /** docs/api/app.md#appquit: a window that stays cancels the quitting. */
  closeWasRefused(): void {
    if (!this.#exiting) this.#quitting = false;
  }

  // docs/api/app.md#apprelaunchoptions: when this one has ended
  relaunch(options: Electron.RelaunchOptions = {}): void {
    this.told.relaunch = options.args ?? this.world.setting.argv.slice(1);
    this.told.relaunchProgram = options.execPath ?? null;
  }

  // docs/api/app.md#apprequestsingleinstancelockadditionaldata
  requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean {
    return this.#instance.request(additionalData);
  }

  hasSingleInstanceLock(): boolean {
    return this.#instance.isHeld;
  }

  releaseSingleInstanceLock(): void {
    this.#instance.release();
  }

  // docs/api/app.md#appfocusoptions
  focus(): void {
    this.#windows.all.find((window) => window.isVisible())?.focus();
  }

  // docs/api/app.md#apphide-macos
  hide(): void {
    for (const window of this.#windows.all) window.hide();
  }

  // docs/api/app.md#appshow-macos
  show(): void {
    for (const window of this.#windows.all) window.showInactive();
  }

  #ask(name: 'before-quit' | 'will-quit'): boolean {
    const event = createEvent();
    this.tell(name, event);
    // A listener may have ended everything with app.exit.
    return !event.defaultPrevented && !this.#over;
  }

  #askAndEnd(): void {
    if (this.#over) return;
    if (this.#ask('will-quit')) return this.#end();
    this.#quitting = false;
  }

  // docs/api/app.md#event-quit
  #end(): void {
    if (this.#over) return;
    this.#over = true;
    this.tell('quit', createEvent(), this.#exitCode);
    this.#instance.release();
    this.world.end(this.#exitCode);
  }
}
