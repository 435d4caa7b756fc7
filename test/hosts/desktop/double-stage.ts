import { EventEmitter } from 'node:events';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { type Application, beginApplication } from '../../../src-main/hosts/desktop/application.ts';
import { parseDesktopArguments } from '../../../src-main/hosts/desktop/arguments.ts';
import { commandOf } from '../../../src-main/hosts/desktop/command-line.ts';
import type { DesktopPlatform } from '../../../src-main/hosts/desktop/electron-api.ts';
import { openElectronStore } from '../../../src-main/hosts/desktop/preferences/electron-store-file.ts';
import type { TrayHost } from '../../../src-main/hosts/desktop/tray/tray-host.ts';
import { tellWhatIsRead } from '../../../src-shared/contract/port.ts';
import { ROOT } from '../../arch/import-graph.ts';
import {
  createElectronDouble,
  type ElectronDouble,
  type ElectronDoubleOptions,
} from '../../doubles/electron/index.ts';
import type { Desktop, DesktopScenario, DesktopStage } from '../../scenarios/desktop/desktop-scenario.ts';
import { type BuiltCli, daemon, type Place, place } from '../headless/kit.ts';

/** Pictures and page as the build puts them; what nothing here looks at is left out. */
async function buildFolder(folder: string): Promise<string> {
  await mkdir(join(folder, 'icons'), { recursive: true });
  const assets = join(ROOT, 'assets');
  for (const name of await readdir(join(assets, 'tray'))) {
    await symlink(join(assets, 'tray', name), join(folder, 'icons', name));
  }
  await symlink(join(assets, 'icons', 'icon.png'), join(folder, 'icons', 'icon.png'));
  return folder;
}

export interface DoubleStage extends DesktopStage, AsyncDisposable {
  readonly where: Place;
  /** Of the launch that runs. */
  readonly double: ElectronDouble;
  readonly application: Application;
}

export interface DoubleStageOptions {
  readonly platform?: DesktopPlatform;
  readonly configuration?: DesktopScenario['configuration'];
  readonly electron?: Partial<ElectronDoubleOptions>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Default: there is one, and was from the start. */
  readonly trayHost?: TrayHost;
  /** Where `--home` leads; default: a folder of this stage. */
  readonly home?: string;
}

/** A computer with the application on the double of Electron; orchestrator, servers and daemon are real. */
export async function doubleStage(cli: BuiltCli, options: DoubleStageOptions = {}): Promise<DoubleStage> {
  const where = await place(cli);
  const { configuration } = options;
  const content =
    typeof configuration === 'function' ? configuration({ folder: where.home.path }) : configuration;
  if (content !== undefined) await write(where.config, content);
  const home = options.home ?? where.home.file('.local', 'share', 'mcp-orchestrator');
  const folder = await buildFolder(where.home.file('build'));
  const userData = where.home.file('electron');
  await mkdir(userData, { recursive: true });
  const { default: ElectronStore } = await import('electron-store');
  const launches: ElectronDouble[] = [];
  let current: { readonly double: ElectronDouble; readonly application: Application } | null = null;

  const running = () => {
    if (current === null) throw new Error('the application was not launched');
    return current;
  };

  async function launch(...words: readonly string[]): Promise<Desktop> {
    const before = launches.findLast((double) => double.exited === null);
    const args = [`--home=${home}`, `--config=${where.config}`, ...words];
    if (commandOf(args) !== null) throw new Error(`${words.join(' ')} is for the command line`);
    const double = createElectronDouble({
      platform: options.platform ?? 'linux',
      userData,
      ...options.electron,
      ...(before === undefined ? {} : { secondInstanceOf: before }),
    });
    const signals = new EventEmitter();
    const begun = beginApplication({
      electron: double.electron,
      platform: double.platform,
      arguments: parseDesktopArguments(args),
      environment: { ...where.home.env, ...options.environment },
      folder,
      openPreferences: (cwd) => openElectronStore(ElectronStore, { cwd }),
      // Whether this machine's desktop shows icons is no matter of these scenarios.
      trayHost: options.trayHost ?? { watch: always },
      signals,
      tell: () => undefined,
    });
    const application = await begun;
    launches.push(double);
    if (application !== null) current = { double, application };
    await double.settled();
    return desktopOn({ double, application, signals });
  }

  return {
    where,
    folder: where.home.path,
    home,
    file: where.config,
    get double() {
      return running().double;
    },
    get application() {
      return running().application;
    },
    launch,
    write: (configuration) => write(where.config, configuration),
    command: async (...words) => (await where.run(words)).code,
    daemon: () => daemon(where),
    async [Symbol.asyncDispose]() {
      for (const double of launches.reverse()) {
        if (double.exited === null) {
          double.user.quit();
          await double.settled(); // a page was asked what it holds
          if (double.exited === null) double.user.quit(); // a second time: now
          await double.whenExited;
        }
        double.close();
      }
      await where[Symbol.asyncDispose]();
    },
  };
}

function always(listener: (isThere: boolean) => void): () => void {
  listener(true);
  return () => undefined;
}

function desktopOn(parts: {
  readonly double: ElectronDouble;
  readonly application: Application | null;
  readonly signals: EventEmitter;
}): Desktop {
  const { double, application, signals } = parts;
  const { user } = double;
  let client: unknown = null;
  const visible = () => user.windows.filter((window) => window.isVisible);
  const call = (path: string, input: unknown) => {
    client ??= createORPCClient(new RPCLink({ port: startedPort(double) }));
    const target = path
      .split('.')
      .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], client) as (
      given: unknown,
    ) => Promise<unknown>;
    return target(input);
  };
  const status = async () => (await application?.link)?.client.servers.status() ?? null;
  return {
    get exited() {
      return double.exited;
    },
    windows: async () => visible().length,
    async route() {
      const [window] = visible();
      if (window === undefined) return null;
      const { pathname, search } = new URL(window.page.url);
      return `${pathname}${search}`;
    },
    async stateOf(name) {
      const report = await status().catch(() => null);
      return report?.servers.find((server) => server.name === name)?.state ?? null;
    },
    async pids() {
      const report = await status();
      return (report?.servers ?? []).flatMap(({ pid }) => (pid === null ? [] : [pid]));
    },
    call,
    async closeWindow() {
      visible()[0]?.close();
      await double.settled();
    },
    async chooseMenu(...labels) {
      user.menuBar(...labels).click();
      await double.settled();
    },
    async quit() {
      user.quit();
      await double.settled();
    },
    async signal(name) {
      signals.emit(name, name);
    },
    gone: () => double.whenExited,
    tray: {
      get shown() {
        return user.tray.made > 0 && user.tray.isThere;
      },
      get tooltip() {
        return user.tray.tooltip;
      },
      get icon() {
        return basename(user.tray.image ?? '');
      },
      get made() {
        return user.tray.made;
      },
      labels: () => user.tray.outline,
      choose: (...labels) => user.menu(...labels).click(),
      click: () => user.tray.click(),
    },
    dialogs: {
      get open() {
        const [shown] = user.dialogs;
        return shown === undefined ? null : `${shown.message} ${shown.detail}`.trim();
      },
      press: (button, { checkbox } = {}) =>
        user.dialog().press(button, checkbox === undefined ? {} : { checked: checkbox }),
    },
    notifications: {
      get shown() {
        return user.notifications.map(({ title, body }) => ({ title, body }));
      },
      click(title) {
        const found = user.notifications.find((notification) => notification.title === title);
        if (found === undefined) throw new Error(`no notification "${title}" is on the screen`);
        found.clicked();
      },
    },
    session: {
      suspend: () => user.power.suspend(),
      resume: () => user.power.resume(),
      end: () => void user.logOff(),
    },
  };
}

function startedPort(double: ElectronDouble) {
  const port = double.user.openPort();
  tellWhatIsRead(port);
  port.start();
  return port;
}

async function write(file: string, content: object | string): Promise<void> {
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
}
