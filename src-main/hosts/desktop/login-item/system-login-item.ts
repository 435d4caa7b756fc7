import type { App, LoginItemSettings } from 'electron';
import { message } from '../../../../src-shared/i18n/message.ts';
import type { LoginItem } from '../../../../src-shared/schema/desktop.ts';
import { reasonOf } from '../reason.ts';
import type { LoginItemBackend } from './backend.ts';
import type { LaunchCommand } from './launch-command.ts';

export type LoginItemApp = Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>;

const item = (state: LoginItem['state'], detail: LoginItem['detail'] = null): LoginItem => ({
  state,
  detail,
  canOpenSettings: true,
});

const unknown = (error: unknown): LoginItem =>
  item('unknown', message('desktop.login.unknown', { reason: reasonOf(error) }));

/** The application itself as a login item. macOS starts it without arguments, and tells it that it was login. */
export function macLoginItem(app: LoginItemApp): LoginItemBackend {
  const read = (): LoginItem => {
    try {
      const { status } = app.getLoginItemSettings();
      if (status === 'enabled') return item('on');
      if (status === 'requires-approval')
        return item('needs-approval', message('desktop.login.needs-approval'));
      return item('off');
    } catch (error) {
      return unknown(error);
    }
  };
  return {
    settingsUrl: 'x-apple.systempreferences:com.apple.LoginItems-Settings.extension',
    read: async () => read(),
    async write(on) {
      try {
        app.setLoginItemSettings({ openAtLogin: on });
      } catch (error) {
        return unknown(error);
      }
      const after = read();
      // Nothing fails where the system does not take it: an application that is not signed, for example.
      if (on && after.state === 'off') return item('off', message('desktop.login.refused'));
      return after;
    },
  };
}

/** A value of the registry's `Run` key, and what Task Manager says of it. */
export function windowsLoginItem(app: LoginItemApp, command: LaunchCommand): LoginItemBackend {
  const { program: path, suffix } = command;
  const args = [...command.args];
  // By default it has the application's id as its name: where it is another home, it needs one of its own.
  const name = suffix === null ? null : `mcp-orchestrator-${suffix}`;

  const read = (): LoginItem => {
    try {
      return stateOf(app.getLoginItemSettings({ path, args }));
    } catch (error) {
      return unknown(error);
    }
  };

  const stateOf = ({ openAtLogin, executableWillLaunchAtLogin, launchItems }: LoginItemSettings) => {
    if (launchItems.some(({ scope, enabled }) => scope === 'machine' && enabled))
      return item('managed', message('desktop.login.machine'));
    const own = launchItems.find((entry) =>
      name === null ? sameWords(entry.args, args) : entry.name === name,
    );
    const isRegistered = name === null ? openAtLogin : own !== undefined;
    if (!isRegistered) return item('off');
    const isEnabled = own?.enabled ?? executableWillLaunchAtLogin;
    return isEnabled ? item('on') : item('off', message('desktop.login.task-manager'));
  };

  return {
    settingsUrl: 'ms-settings:startupapps',
    read: async () => read(),
    async write(on) {
      try {
        app.setLoginItemSettings({ openAtLogin: on, path, args, ...(name === null ? {} : { name }) });
      } catch (error) {
        return unknown(error);
      }
      return read();
    },
  };
}

const sameWords = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((word, index) => word === other[index]);
