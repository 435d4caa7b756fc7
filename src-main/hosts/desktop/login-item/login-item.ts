import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { App, Shell } from 'electron';
import { message } from '../../../../src-shared/i18n/message.ts';
import type { LoginItem } from '../../../../src-shared/schema/desktop.ts';
import { defaultHome } from '../../../runtime/find-instance.ts';
import type { DesktopPlatform } from '../electron-api.ts';
import { reasonOf } from '../reason.ts';
import { autostartLoginItem } from './autostart.ts';
import type { LoginItemBackend } from './backend.ts';
import { type LaunchCommand, launchCommand } from './launch-command.ts';
import { managedBackend, sandboxOf } from './managed.ts';
import { type LoginItemApp, macLoginItem, windowsLoginItem } from './system-login-item.ts';

export interface LoginItemOptions {
  readonly electron: {
    readonly app: LoginItemApp & Pick<App, 'isPackaged' | 'getAppPath'>;
    readonly shell: Pick<Shell, 'openExternal'>;
  };
  readonly platform: DesktopPlatform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** `--home` and `--config`, as this application was started. */
  readonly home?: string | undefined;
  readonly config?: string | undefined;
  /** The state or its detail changed. */
  readonly onChange?: () => void;
  readonly executable?: string;
  readonly userHome?: string;
}

/** Whether the application starts at login. Off until a person asks for it. */
export interface LoginItemHandle {
  /** As the system said it last; `unknown` before it was asked. */
  state(): LoginItem;
  /** Asks the system, and puts right an entry that leads to where the application no longer is. Never rejects. */
  refresh(): Promise<void>;
  /** Never rejects: what could not be done is the detail of the state. */
  set(on: boolean): Promise<void>;
  /** The system's own page for it, where it has one. */
  openSettings(): void;
}

/** Begins to ask at once. Electron must be ready. */
export function createLoginItem(options: LoginItemOptions): LoginItemHandle {
  const backend = backendFor(options);
  const canOpenSettings = backend.settingsUrl !== null;
  let item: LoginItem = { state: 'unknown', detail: null, canOpenSettings };
  /** One after the other: what was asked for last holds. */
  let last: Promise<void> = Promise.resolve();

  const become = (next: LoginItem) => {
    const isNew = JSON.stringify(next) !== JSON.stringify(item);
    item = next;
    if (isNew) options.onChange?.();
  };

  const inTurn = (work: () => Promise<LoginItem>): Promise<void> => {
    last = last
      .then(work)
      .catch((error: unknown) => ({
        state: 'unknown' as const,
        detail: message('desktop.login.unknown', { reason: reasonOf(error) }),
        canOpenSettings,
      }))
      .then(become);
    return last;
  };

  const refresh = () => inTurn(() => backend.read({ mend: true }));
  void refresh();

  return {
    state: () => item,
    refresh,
    set: (on) => inTurn(() => backend.write(on)),
    openSettings() {
      if (backend.settingsUrl === null) return;
      options.electron.shell
        .openExternal(backend.settingsUrl)
        .catch((error: unknown) =>
          become({ ...item, detail: message('desktop.login.no-settings', { reason: reasonOf(error) }) }),
        );
    },
  };
}

function backendFor(options: LoginItemOptions): LoginItemBackend {
  const { electron, platform } = options;
  const { app } = electron;
  const command = commandOf(options);
  switch (platform) {
    case 'darwin':
      // It would be Electron itself that starts at login, and it is handed no arguments.
      if (!app.isPackaged) return managedBackend('desktop.login.sources');
      return command.hasOwnFiles ? managedBackend('desktop.login.own-files') : macLoginItem(app);
    case 'win32':
      return windowsLoginItem(app, command);
    case 'linux':
      return linuxBackend(options, command);
  }
}

function linuxBackend(options: LoginItemOptions, command: LaunchCommand): LoginItemBackend {
  const { environment, executable = process.execPath, userHome = homedir() } = options;
  const sandbox = sandboxOf(environment, executable);
  if (sandbox !== null) return managedBackend(`desktop.login.${sandbox}`);
  const { XDG_CONFIG_HOME: config, XDG_CONFIG_DIRS: dirs } = environment;
  // The XDG specification: a relative path is to be ignored.
  const base = config !== undefined && isAbsolute(config) ? config : join(userHome, '.config');
  return autostartLoginItem({
    command,
    isPackaged: options.electron.app.isPackaged,
    folder: join(base, 'autostart'),
    systemFolders: (dirs || '/etc/xdg')
      .split(':')
      .filter((dir) => isAbsolute(dir))
      .map((dir) => join(dir, 'autostart')),
  });
}

function commandOf(options: LoginItemOptions): LaunchCommand {
  const { app } = options.electron;
  const { environment, home, config, executable = process.execPath, userHome = homedir() } = options;
  return launchCommand({
    environment,
    executable,
    appPath: app.isPackaged ? null : app.getAppPath(),
    home,
    defaultHome: defaultHome(),
    config,
    defaultConfig: join(userHome, '.mcp.json'),
  });
}
