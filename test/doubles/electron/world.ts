import type { DesktopPlatform } from '../../../src-main/hosts/desktop/electron-api.ts';

/** What can be said about a computer and its desktop before the application starts there. */
export interface Setting {
  readonly platform: DesktopPlatform;
  /** A temporary folder; whatever the application keeps, it keeps in there. */
  readonly userData: string;
  readonly argv: readonly string[];
  readonly locale: string;
  readonly languages: readonly string[];
  readonly isPackaged: boolean;
  /** `throws`: the icon cannot be made, as where a GUID belongs to another program. */
  readonly tray: 'ok' | 'throws';
  /** `refused`: asked for and not shown, as for an unsigned program on macOS. `silent`: nobody ever answers. */
  readonly notifications: 'ok' | 'unsupported' | 'refused' | 'silent';
  /** `no`: a dock that knows nothing of counts. */
  readonly badge: 'ok' | 'no';
  /** `unpainted`: loaded, and drawn when `page.paints()` says so. `when-told`: `page.arrives()` must say so before. */
  readonly pages: 'by-themselves' | 'unpainted' | 'when-told';
  /** A clock in milliseconds, for what Electron limits by time. */
  readonly nowMs: () => number;
}

// Taken before a test can replace it.
const realImmediate = setImmediate;

/** What all parts of one application share: is it ready, has it ended, what is still under way. */
export class World {
  readonly setting: Setting;
  /** Names of what was emitted by the application and its windows, in order. */
  readonly happened: string[] = [];
  readonly whenExited: Promise<number>;
  readonly #closers = new Set<() => void>();
  #resolveExited: (code: number) => void = () => {};
  #underWay = 0;
  #ready = false;
  #exited: number | null = null;

  constructor(setting: Setting) {
    this.setting = setting;
    this.whenExited = new Promise((resolve) => {
      this.#resolveExited = resolve;
    });
  }

  get platform(): DesktopPlatform {
    return this.setting.platform;
  }

  get isReady(): boolean {
    return this.#ready;
  }

  get exited(): number | null {
    return this.#exited;
  }

  becomeReady(): void {
    this.#ready = true;
  }

  /** The process is gone: nothing that waits for a later turn runs any more. */
  end(code: number): void {
    if (this.#exited !== null) return;
    this.#exited = code;
    this.close();
    this.#resolveExited(code);
  }

  requireReady(sentence: string): void {
    if (!this.#ready) throw new Error(sentence);
  }

  requirePlatform(what: string, ...platforms: readonly DesktopPlatform[]): void {
    if (!platforms.includes(this.platform)) {
      throw new Error(`a person has no ${what} on ${this.platform}: it exists on ${platforms.join(' and ')}`);
    }
  }

  /** In a later turn of the event loop, as whatever the system or another process answers. */
  later(action: () => void): void {
    this.#underWay += 1;
    realImmediate(() => {
      this.#underWay -= 1;
      if (this.#exited === null) action();
    });
  }

  /** Work of the world itself (a page that loads): `settled` waits for it. */
  async track<T>(work: Promise<T>): Promise<T> {
    this.#underWay += 1;
    try {
      return await work;
    } finally {
      this.#underWay -= 1;
    }
  }

  /** Resolves when nothing that this world started is under way. */
  async settled(): Promise<void> {
    do {
      await new Promise<void>((resolve) => {
        realImmediate(resolve);
      });
    } while (this.#underWay > 0);
  }

  /** Called when the process ends or the test is over. */
  onClose(closer: () => void): () => void {
    this.#closers.add(closer);
    return () => this.#closers.delete(closer);
  }

  close(): void {
    for (const closer of [...this.#closers]) closer();
    this.#closers.clear();
  }
}
