import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { findElectron } from '../../src-main/hosts/headless/launch/electron.js';
import { connectRpc, type RpcClient } from '../../src-main/transport/rpc-client.ts';
import { ROOT } from '../arch/import-graph.ts';
import { statusNotifierWatcher } from '../hosts/desktop/tray/status-notifier-watcher.ts';
import { type BuiltCli, daemon, type Place, place } from '../hosts/headless/kit.ts';
import type { Desktop, DesktopScenario, DesktopStage } from '../scenarios/desktop/desktop-scenario.ts';
import { DBUS_DAEMON, missingTool, type SessionBus, sessionBus } from '../support/session-bus.ts';

/** Electron's own program, where it was fetched (`npm run electron:install`). */
export const electronPath: string | null = findElectron(ROOT)?.program ?? null;

/** Electron refuses its sandbox to root, as whom containers usually run. */
const SWITCHES = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

export interface ElectronStage extends DesktopStage, AsyncDisposable {
  readonly where: Place;
  /** The page in the window of the launch that runs. */
  page(): Promise<Page>;
}

/** A computer with the application in a real Electron, unpackaged: Playwright needs what the fuses of a package close. */
export async function electronStage(
  cli: BuiltCli,
  configuration: DesktopScenario['configuration'] | null,
): Promise<ElectronStage> {
  if (electronPath === null) throw new Error('there is no Electron: run "npm run electron:install"');
  const executablePath = electronPath;
  const where = await place(cli);
  const home = where.home.file('.local', 'share', 'mcp-orchestrator');
  const write = (content: object | string) =>
    writeFile(where.config, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  if (configuration !== null) {
    await write(
      typeof configuration === 'function' ? configuration({ folder: where.home.path }) : configuration,
    );
  }
  const bus = await panel();
  const env = {
    ...process.env,
    ...where.home.env,
    ...(bus === null ? {} : { DBUS_SESSION_BUS_ADDRESS: bus.address }),
    MCP_ORCHESTRATOR_NOTIFY: 'off',
  } as Record<string, string>;
  const running: ElectronApplication[] = [];

  async function launch(...words: readonly string[]): Promise<Desktop> {
    const args = [...SWITCHES, ROOT, `--home=${home}`, `--config=${where.config}`, ...words];
    if (running.some((app) => app.process().exitCode === null))
      return secondLaunch(executablePath, args, env);
    const app = await _electron.launch({ executablePath, args, env });
    running.push(app);
    return desktopOn(app, home);
  }

  return {
    where,
    folder: where.home.path,
    home,
    file: where.config,
    write,
    launch,
    async page() {
      const app = running.at(-1);
      if (app === undefined) throw new Error('the application was not launched');
      return app.firstWindow();
    },
    command: async (...words) => (await where.run(words)).code,
    daemon: () => daemon(where),
    async [Symbol.asyncDispose]() {
      for (const app of running)
        if (app.process().exitCode === null) await app.close().catch(() => undefined);
      await bus?.[Symbol.asyncDispose]();
      await where[Symbol.asyncDispose]();
    },
  };
}

/** A bus with somebody on it who shows icons: without one, as on a screen of Xvfb, a start without a window has one. */
async function panel(): Promise<SessionBus | null> {
  if (process.platform !== 'linux' || missingTool(DBUS_DAEMON) !== null) return null;
  const bus = await sessionBus();
  await statusNotifierWatcher(bus, true);
  return bus;
}

/** It hands its arguments to the first and leaves, so that nobody can attach to it. */
async function secondLaunch(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Desktop> {
  const child = spawn(program, args, { env, stdio: 'ignore' });
  const gone = once(child, 'exit').then(([code]) => Number(code ?? 1));
  await gone;
  const never = () => {
    throw new Error('this launch has left: the first one shows the window');
  };
  return {
    exited: await gone,
    gone: () => gone,
    windows: async () => 0,
    route: async () => null,
    stateOf: never,
    pids: never,
    call: never,
    closeWindow: never,
    chooseMenu: never,
    quit: never,
    signal: never,
    ...unreachable(),
  };
}

/** Scenarios say with `needs` what only the double can show; those are not played here. */
function unreachable(): Pick<Desktop, 'tray' | 'dialogs' | 'notifications' | 'session'> {
  const part = new Proxy(
    {},
    {
      get() {
        throw new Error('this belongs to the system here: the scenario has to say so in `needs`');
      },
    },
  );
  return { tray: part, dialogs: part, notifications: part, session: part } as never;
}

function desktopOn(app: ElectronApplication, home: string): Desktop {
  const child = app.process();
  const gone =
    child.exitCode === null ? once(child, 'exit').then(([code]) => Number(code ?? 1)) : Promise.resolve(1);
  let rpc: RpcClient | null = null;
  const client = async () => {
    if (rpc === null) {
      const [info, token] = await Promise.all([
        readFile(join(home, 'runtime.json'), 'utf8'),
        readFile(join(home, 'token'), 'utf8'),
      ]);
      const { url } = JSON.parse(info) as { readonly url: string };
      const mine = connectRpc({ url, token: token.trim(), actor: 'desktop' });
      void mine.closed.then(() => {
        rpc = null;
      });
      rpc = mine;
    }
    return rpc.client;
  };
  const servers = async () => (await (await client()).servers.status()).servers;
  return {
    get exited() {
      return child.exitCode;
    },
    gone: () => gone,
    windows: () =>
      app.evaluate(
        ({ BrowserWindow }) => BrowserWindow.getAllWindows().filter((each) => each.isVisible()).length,
      ),
    async route() {
      const page = app.windows().find((each) => each.url().startsWith('app:'));
      if (page === undefined) return null;
      const { pathname, search } = new URL(page.url());
      return `${pathname}${search}`;
    },
    stateOf: async (name) =>
      (await servers().catch(() => [])).find((server) => server.name === name)?.state ?? null,
    pids: async () => (await servers()).flatMap(({ pid }) => (pid === null ? [] : [pid])),
    async call(path, input) {
      const target = path
        .split('.')
        .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], await client());
      return (target as (given: unknown) => Promise<unknown>)(input);
    },
    closeWindow: () =>
      app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()
          .find((each) => each.isVisible())
          ?.close(),
      ),
    chooseMenu: (...labels) =>
      app.evaluate(({ Menu }, path) => {
        let menu = Menu.getApplicationMenu();
        for (const [depth, label] of path.entries()) {
          const item = menu?.items.find((each) => each.label.replaceAll('&', '') === label);
          if (item === undefined) throw new Error(`no item "${label}" in the menu bar`);
          if (depth === path.length - 1) item.click();
          else menu = item.submenu ?? null;
        }
      }, labels),
    quit: () => app.evaluate(({ app: inside }) => inside.quit()).catch(() => undefined),
    async signal(name) {
      child.kill(name);
    },
    ...unreachable(),
  };
}
