import type * as Electron from 'electron';
import type { World } from './world.ts';

type Status = Electron.LoginItemSettings['status'];

/** How the system stands to login items when the application starts. */
export interface LoginItemsSetting {
  readonly openAtLogin?: boolean;
  readonly wasOpenedAtLogin?: boolean;
  /** macOS: the person has to approve it in the system's settings first. */
  readonly needsApproval?: boolean;
  readonly throws?: boolean;
  /** macOS: nothing happens and nobody says so, as for a program that is not signed. */
  readonly ignored?: boolean;
  /** Windows: an administrator has entered the program for everybody. */
  readonly machineWide?: boolean;
}

/** docs/api/app.md#appgetloginitemsettingsoptions-macos-windows and #appsetloginitemsettingssettings-macos-windows */
export class LoginItems {
  readonly #world: World;
  readonly #setting: LoginItemsSetting;
  readonly #items = new Map<string, Electron.LaunchItems>();
  #status: Status = 'not-registered';

  constructor(world: World, setting: LoginItemsSetting) {
    this.#world = world;
    this.#setting = setting;
    if (setting.openAtLogin) this.#register();
    if (setting.machineWide && world.platform === 'win32') this.#enter('everybody', { scope: 'machine' });
  }

  get(options: Electron.LoginItemSettingsOptions = {}): Electron.LoginItemSettings {
    if (this.#setting.throws) throw new Error('Failed to read the login item settings');
    const { platform } = this.#world;
    const path = options.path ?? process.execPath;
    // shell/browser/browser_win.cc: entries of that program only
    const items = [...this.#items.values()].filter((item) => item.path === path);
    const args = JSON.stringify(options.args ?? []);
    return {
      openAtLogin:
        platform === 'win32'
          ? // The arguments count: what was given to set has to be given here.
            items.some((item) => JSON.stringify(item.args) === args)
          : this.#status === 'enabled',
      wasOpenedAtLogin: platform === 'darwin' && this.#setting.wasOpenedAtLogin === true,
      status: this.#status,
      // Whatever the arguments; false where the person switched it off in the Task Manager.
      executableWillLaunchAtLogin: items.some((item) => item.enabled),
      launchItems: items,
    };
  }

  set(settings: Electron.Settings): void {
    if (this.#setting.throws) throw new Error('Failed to write the login item settings');
    // shell/browser/browser_linux.cc: nothing there
    if (this.#world.platform === 'linux') return;
    if (this.#world.platform === 'darwin') {
      // docs/api/app.md#appsetloginitemsettingssettings-macos-windows, first note
      if (this.#setting.ignored) return;
      this.#status = settings.openAtLogin ? this.#registered() : 'not-registered';
      return;
    }
    const name = settings.name ?? 'org.mcp-orchestrator';
    if (!settings.openAtLogin) {
      this.#items.delete(name);
      return;
    }
    const { path = process.execPath, args = [], enabled = true } = settings;
    this.#enter(name, { path, args, enabled });
  }

  /** Windows: the person switches it off, or on again, in the Task Manager. */
  switchedInTaskManager(on: boolean): void {
    for (const [name, item] of this.#items) this.#items.set(name, { ...item, enabled: on });
  }

  /** macOS: the person decides in the system's settings. */
  decidedInSettings(status: Status): void {
    this.#status = status;
  }

  #enter(name: string, item: Partial<Electron.LaunchItems>): void {
    const usual = { path: process.execPath, args: [], scope: 'user' as const, enabled: true };
    this.#items.set(name, { name, ...usual, ...item });
  }

  #registered(): Status {
    return this.#setting.needsApproval ? 'requires-approval' : 'enabled';
  }

  #register(): void {
    this.set({ openAtLogin: true });
  }
}
