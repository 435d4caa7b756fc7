import { writeFile } from 'node:fs/promises';
import dbus from 'dbus-next';
import { startDaemon } from './daemon.ts';
import { tempFolder } from './temp.ts';
import { findTool, type OptionalTool } from './tools.ts';

export const DBUS_DAEMON: OptionalTool = {
  name: 'dbus-daemon',
  programs: ['dbus-daemon'],
  variable: 'MCP_ORCHESTRATOR_TEST_DBUS',
  debianPackage: 'dbus',
  unpack: false,
  neededFor: 'what we say on the bus of a desktop session',
};

export const NOTIFY_SEND: OptionalTool = {
  name: 'notify-send',
  programs: ['notify-send'],
  variable: 'MCP_ORCHESTRATOR_TEST_NOTIFY_SEND',
  debianPackage: 'libnotify-bin',
  unpack: false,
  neededFor: 'the notifications of the host without windows',
};

export const DUNST: OptionalTool = {
  name: 'dunst',
  programs: ['dunst'],
  variable: 'MCP_ORCHESTRATOR_TEST_DUNST',
  debianPackage: 'dunst',
  unpack: false,
  neededFor: 'how notifications look',
};

export const XVFB: OptionalTool = {
  name: 'Xvfb',
  programs: ['Xvfb'],
  variable: 'MCP_ORCHESTRATOR_TEST_XVFB',
  debianPackage: 'xvfb',
  unpack: false,
  neededFor: 'everything with a screen',
};

export const IMAGEMAGICK: OptionalTool = {
  name: 'ImageMagick',
  programs: ['import'],
  variable: 'MCP_ORCHESTRATOR_TEST_IMPORT',
  debianPackage: 'imagemagick',
  unpack: false,
  neededFor: 'pictures of the screen',
};

/** The first that is missing, as the reason why its tests are skipped; null: all are there. */
export function missingTool(...tools: readonly OptionalTool[]): string | null {
  const missing = tools.find((tool) => findTool(tool) === null);
  return missing === undefined
    ? null
    : `${missing.name} is not installed (${missing.debianPackage}): npm run test:setup`;
}

/** A bus of its own, as of a desktop session: nobody is on it, and nobody is started by it. */
export interface SessionBus extends AsyncDisposable {
  /** For `DBUS_SESSION_BUS_ADDRESS`. */
  readonly address: string;
  connect(): Promise<dbus.MessageBus>;
}

export async function sessionBus(): Promise<SessionBus> {
  const folder = await tempFolder('bus');
  const address = `unix:path=${folder.file('socket')}`;
  const config = folder.file('bus.conf');
  await writeFile(
    config,
    `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>${address}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>`,
  );
  const daemon = await startDaemon({
    tool: DBUS_DAEMON,
    args: [`--config-file=${config}`, '--nofork', '--print-address=3'],
  });
  const connections: dbus.MessageBus[] = [];
  return {
    address,
    async connect() {
      const bus = dbus.sessionBus({ busAddress: address });
      // It ends with the daemon: that is no error of anybody.
      bus.on('error', () => undefined);
      connections.push(bus);
      return bus;
    },
    async [Symbol.asyncDispose]() {
      for (const bus of connections) bus.disconnect();
      await daemon[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** One call of `Notify`, as the notification server got it. */
export interface Notified {
  readonly application: string;
  readonly replaces: number;
  readonly summary: string;
  readonly body: string;
  readonly actions: readonly string[];
  readonly hints: Readonly<Record<string, unknown>>;
  readonly timeoutMs: number;
}

/**
 * A notification server on the bus that writes down what it gets.
 * https://specifications.freedesktop.org/notification-spec/latest/protocol.html
 */
export async function notificationServer(bus: SessionBus): Promise<{ readonly got: readonly Notified[] }> {
  const got: Notified[] = [];
  class Notifications extends dbus.interface.Interface {
    Notify(
      application: string,
      replaces: number,
      _icon: string,
      summary: string,
      body: string,
      actions: string[],
      hints: Record<string, dbus.Variant>,
      timeoutMs: number,
    ): number {
      const plainHints = Object.fromEntries(Object.entries(hints).map(([key, { value }]) => [key, value]));
      got.push({ application, replaces, summary, body, actions, hints: plainHints, timeoutMs });
      return got.length;
    }
    CloseNotification(_id: number): void {}
    GetCapabilities(): string[] {
      return ['body', 'body-markup', 'actions'];
    }
    GetServerInformation(): string[] {
      return ['recorder', 'test', '1', '1.2'];
    }
  }
  Notifications.configureMembers({
    methods: {
      Notify: { inSignature: 'susssasa{sv}i', outSignature: 'u' },
      CloseNotification: { inSignature: 'u', outSignature: '' },
      GetCapabilities: { inSignature: '', outSignature: 'as' },
      GetServerInformation: { inSignature: '', outSignature: 'ssss' },
    },
  });
  const connection = await bus.connect();
  connection.export('/org/freedesktop/Notifications', new Notifications('org.freedesktop.Notifications'));
  await connection.requestName('org.freedesktop.Notifications', 0);
  return { got };
}
