import { mkdirSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type * as Electron from 'electron';
import { type AppEvents, Emitter } from './emitted.ts';
import type { LoginItems } from './login-items.ts';
import type { World } from './world.ts';

type Used = Pick<
  Electron.App,
  | 'badgeCount'
  | 'disableHardwareAcceleration'
  | 'enableSandbox'
  | 'getAppPath'
  | 'getLocale'
  | 'getLoginItemSettings'
  | 'getName'
  | 'getPath'
  | 'getPreferredSystemLanguages'
  | 'getSystemLocale'
  | 'getVersion'
  | 'isPackaged'
  | 'name'
  | 'setAboutPanelOptions'
  | 'setActivationPolicy'
  | 'setAppLogsPath'
  | 'setAppUserModelId'
  | 'setBadgeCount'
  | 'setDesktopName'
  | 'setLoginItemSettings'
  | 'setName'
  | 'setPath'
  | 'setToastActivatorCLSID'
  | 'showAboutPanel'
>;

const FOLDERS = [
  'home',
  'appData',
  'sessionData',
  'temp',
  'desktop',
  'documents',
  'downloads',
  'logs',
  'crashDumps',
];
const CLSID = /^\{?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;

/** docs/api/app.md: what the application can ask about itself and its computer, and what it can say of itself. */
export class FakeAppFacts extends Emitter<AppEvents> implements Used {
  name = 'MCP Orchestrator';
  /** What was said to the system by calls that answer nothing. */
  readonly told: Record<string, unknown> = {};
  readonly commandLine = {
    switches: new Map<string, string>(),
    // docs/api/command-line.md#commandlineappendswitchswitch-value
    appendSwitch(name: string, value = '') {
      this.switches.set(name, value);
    },
    hasSwitch(name: string) {
      return this.switches.has(name);
    },
  };
  protected readonly world: World;
  readonly #logins: LoginItems;
  readonly #paths = new Map<string, string>();
  #badge = 0;

  constructor(world: World, logins: LoginItems) {
    super();
    this.world = world;
    this.#logins = logins;
  }

  get isPackaged(): boolean {
    return this.world.setting.isPackaged;
  }

  get badgeCount(): number {
    return this.#badge;
  }

  set badgeCount(count: number) {
    this.setBadgeCount(count);
  }

  // docs/api/app.md#appsetbadgecountcount-linux-macos: true where there is a dock that shows it
  setBadgeCount(count?: number): boolean {
    const { platform, setting } = this.world;
    if (platform === 'win32' || setting.badge === 'no') return false;
    if (platform === 'linux' && count === undefined) return false;
    this.#badge = count ?? 0;
    return true;
  }

  // docs/api/app.md#appgetpathname
  getPath(name: string): string {
    const set = this.#paths.get(name);
    if (set) return set;
    if (name === 'userData') return this.world.setting.userData;
    if (name === 'exe' || name === 'module') return process.execPath;
    if (!FOLDERS.includes(name)) throw new Error(`Failed to get '${name}' path`);
    const folder = join(this.world.setting.userData, name);
    if (name === 'logs') mkdirSync(folder, { recursive: true });
    return folder;
  }

  // docs/api/app.md#appsetpathname-path
  setPath(name: string, path: string): void {
    if (!isAbsolute(path)) throw new Error('Path must be absolute');
    if (!FOLDERS.includes(name) && !['userData', 'exe', 'module'].includes(name)) {
      throw new Error('Failed to set path');
    }
    this.#paths.set(name, path);
  }

  // docs/api/app.md#appsetapplogspathpath
  setAppLogsPath(path = join(this.world.setting.userData, 'logs')): void {
    this.setPath('logs', path);
    mkdirSync(path, { recursive: true });
  }

  getAppPath(): string {
    return process.cwd();
  }

  getVersion(): string {
    return '0.1.0';
  }

  getName(): string {
    return this.name;
  }

  setName(name: string): void {
    this.name = name;
  }

  // docs/api/app.md#appgetlocale: after ready
  getLocale(): string {
    return this.world.isReady ? this.world.setting.locale : '';
  }

  // docs/api/app.md#appgetsystemlocale: after ready
  getSystemLocale(): string {
    this.world.requireReady('app.getSystemLocale() can only be called after app is ready');
    return this.world.setting.locale;
  }

  getPreferredSystemLanguages(): string[] {
    return [...this.world.setting.languages];
  }

  // docs/api/app.md#appenablesandbox: before ready
  enableSandbox(): void {
    this.#beforeReady('app.enableSandbox() can only be called before app is ready');
    this.told.sandbox = true;
  }

  // docs/api/app.md#appdisablehardwareacceleration: before ready
  disableHardwareAcceleration(): void {
    this.#beforeReady('app.disableHardwareAcceleration() can only be called before app is ready');
    this.told.hardwareAcceleration = false;
  }

  getLoginItemSettings(options?: Electron.LoginItemSettingsOptions): Electron.LoginItemSettings {
    return this.#logins.get(options);
  }

  setLoginItemSettings(settings: Electron.Settings): void {
    this.#logins.set(settings);
  }

  setAppUserModelId(id: string): void {
    this.told.appUserModelId = id;
  }

  // docs/api/app.md#appsettoastactivatorclsidid-windows
  setToastActivatorCLSID(id: string): void {
    if (!CLSID.test(id)) throw new Error('Invalid CLSID format');
    this.told.toastActivatorCLSID = id;
  }

  setDesktopName(name: string): void {
    this.told.desktopName = name;
  }

  setActivationPolicy(policy: 'regular' | 'accessory' | 'prohibited'): void {
    this.told.activationPolicy = policy;
  }

  setAboutPanelOptions(options: Electron.AboutPanelOptionsOptions): void {
    this.told.aboutPanel = options;
  }

  showAboutPanel(): void {
    this.told.aboutPanelShown = true;
  }

  #beforeReady(sentence: string): void {
    if (this.world.isReady) throw new Error(sentence);
  }
}
