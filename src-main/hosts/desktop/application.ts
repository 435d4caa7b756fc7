import { join } from 'node:path';
import { message } from '../../../src-shared/i18n/message.ts';
import { resolveConfigPath } from '../../runtime/config-path.ts';
import { defaultHome, findInstance } from '../../runtime/find-instance.ts';
import { VERSION } from '../../runtime/version.ts';
import { type DesktopArguments, userDataFor } from './arguments.ts';
import { askLoseUnsaved } from './ask-lose-unsaved.ts';
import { askStopAll } from './ask-stop-all.ts';
import { createBoard } from './board/board.ts';
import { createActions } from './create-actions.ts';
import { createDesktopRouter } from './desktop-router.ts';
import { createDesktopState } from './desktop-state.ts';
import type { DesktopPlatform, ElectronApi } from './electron-api.ts';
import { createLateLog } from './late-log.ts';
import { endFromOutside } from './lifecycle/end-from-outside.ts';
import { createQuit } from './lifecycle/quit.ts';
import { watchSessionEnd } from './lifecycle/session-end.ts';
import { type SingleInstance, takeSingleInstance } from './lifecycle/single-instance.ts';
import { watchUnexpected } from './lifecycle/unexpected.ts';
import { isAbandoned } from './link/abandoned.ts';
import { feedBoard } from './link/feed-board.ts';
import type { OrchestratorLink } from './link/link.ts';
import { otherConfig } from './link/notices.ts';
import { openLinkAsking } from './link/open-link-asking.ts';
import { appImageOf, HIDDEN } from './login-item/launch-command.ts';
import { createLoginItem } from './login-item/login-item.ts';
import { startedHidden } from './login-item/started-hidden.ts';
import { createNotifications } from './notifications/notifications.ts';
import { hostPage } from './page-host.ts';
import { createPower } from './power/power.ts';
import { createPreferences } from './preferences/preferences.ts';
import type { PreferencesFile } from './preferences/preferences-file.ts';
import { registerScheme } from './protocol/page-protocol.ts';
import { createSurfaces } from './surfaces.ts';
import { createTrayHost, type TrayHost } from './tray/tray-host.ts';
import { createWords, languageOf } from './words.ts';

export interface ApplicationOptions {
  readonly electron: ElectronApi;
  readonly platform: DesktopPlatform;
  readonly arguments: DesktopArguments;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The build: page, preload and icons lie in it. */
  readonly folder: string;
  /** Called when the folder for preferences is known. */
  readonly openPreferences: (folder: string) => PreferencesFile;
  /** Who shows icons of the tray here; default: asked of the system. */
  readonly trayHost?: TrayHost;
  /** A line where there is no orchestrator of our own with a log; to standard error by default. */
  readonly tell?: (text: string) => void;
  /** Where signals come from, and what nobody caught; the process by default. */
  readonly signals?: Pick<NodeJS.EventEmitter, 'on' | 'off'>;
}

/** The application as its parts see it once it runs. */
export interface Application {
  readonly link: Promise<OrchestratorLink>;
  readonly state: ReturnType<typeof createDesktopState>;
  quit(): Promise<void>;
}

/**
 * The desktop application, from before Electron is ready until it leaves. What must be said before that is said before
 * this returns its promise, which resolves when it runs; null: another one of this home runs, was told, and this process
 * leaves.
 */
export async function beginApplication(options: ApplicationOptions): Promise<Application | null> {
  const { electron } = options;
  const { app } = electron;
  registerScheme(electron);
  app.enableSandbox();
  if (options.platform === 'win32') introduceToWindows(electron);
  if (options.platform === 'linux') leaveKeyringAlone(electron);
  const { home, config, hidden } = options.arguments;
  const paths = findInstance(home).paths;
  app.setPath(
    'userData',
    userDataFor({ home: paths.home, defaultHome: defaultHome(), userData: app.getPath('userData') }),
  );
  const instance = takeSingleInstance(electron, {
    ...{ hidden, version: VERSION },
    // A path of this process's folder means nothing to the other one.
    config: config === undefined ? null : resolveConfigPath(config),
  });
  if (instance === null) {
    app.exit(0);
    return null;
  }
  await app.whenReady();
  return compose(options, paths, instance);
}

/** `appId` of electron-builder.yml. */
const APP_ID = 'org.mcp-orchestrator.desktop';
/** Ours for ever: the system keeps it with each notification. */
const TOAST_ACTIVATOR = '{daf2385f-b809-48f2-8478-e5a9c6773f1e}';

const VERSIONS = {
  app: VERSION,
  electron: process.versions.electron ?? '',
  chromium: process.versions.chrome ?? '',
  node: process.versions.node,
};

/** Windows shows notifications of who is known by the installer's id, and wakes who has a class of its own. */
function introduceToWindows({ app }: Pick<ElectronApi, 'app'>): void {
  app.setAppUserModelId(APP_ID);
  app.setToastActivatorCLSID(TOAST_ACTIVATOR);
}

/**
 * Chromium gets the key for its cookies from the keyring, and somebody who logs in without a password would be asked for it.
 * The page has no cookies (docs/api/safe-storage.md, basic_text).
 */
function leaveKeyringAlone({ app }: Pick<ElectronApi, 'app'>): void {
  if (!app.commandLine.hasSwitch('password-store')) app.commandLine.appendSwitch('password-store', 'basic');
}

function compose(
  options: ApplicationOptions,
  paths: ReturnType<typeof findInstance>['paths'],
  instance: SingleInstance,
): Application {
  const { electron, platform, folder, environment } = options;
  const { tell = (text: string) => void process.stderr.write(`${text}\n`), signals = process } = options;
  const lateLog = createLateLog();
  const { log } = lateLog;
  const unexpected = watchUnexpected({ process: signals, log });
  /** No orchestrator is looked for any more, … */
  const leaving = new AbortController();
  /** … and nothing is heard of the one that was there. */
  const ended = new AbortController();

  const preferences = createPreferences({
    file: options.openPreferences(electron.app.getPath('userData')),
    onTrouble: (text) => state.notice(text),
  });
  const systemLanguages = electron.app.getPreferredSystemLanguages();
  const words = createWords(languageOf(preferences.get().language, systemLanguages));
  const board = createBoard(() => Date.now());
  const loginItem = createLoginItem({
    electron,
    platform,
    environment,
    home: options.arguments.home,
    config: options.arguments.config,
    onChange: () => {
      surfaces.refresh();
      state.changed();
    },
  });

  let opened: OrchestratorLink | null = null;
  /** Parts that wait for an orchestrator. */
  const late: { close(): void }[] = [];
  const state = createDesktopState(
    () => ({
      mode: opened?.mode ?? 'own',
      pid: opened?.pid ?? null,
      versions: VERSIONS,
      tray: { shown: tray.state.shown, why: tray.state.why },
      loginItem: loginItem.state(),
      preferences: preferences.get(),
    }),
    () => opened?.notices ?? [],
  );

  const link = openLinkAsking({
    electron,
    words,
    home: options.arguments.home,
    config: options.arguments.config,
    pageFolder: join(folder, 'renderer'),
    log,
    quit: () => void quit.request('it could not begin'),
    signal: leaving.signal,
  });
  const actions = createActions({
    electron,
    link,
    showWindow: (route) => window.show(route),
    setLoginItem: loginItem.set,
    quit: () => quit.ask('asked for'),
    takeOver: () => void takeOver(),
    isAbandoned: (of) => isAbandoned(of, paths.home),
    mayStopAll: () => askStopAll({ electron, words, board }),
    logs: paths.logs,
    log,
  });

  /** The same application anew, in another process. */
  const relaunch = ({ hidden }: { readonly hidden: boolean }) => {
    const args = process.argv.slice(1).filter((word) => word !== HIDDEN);
    // What runs is in an AppImage's mount, which goes with it (electron-builder#1727).
    const image = appImageOf({ environment, executable: process.execPath });
    quit.relaunch(hidden ? [...args, HIDDEN] : args, image);
  };
  const mayLose = () => askLoseUnsaved({ electron, words, window });
  /** Of an orchestrator that is gone, in a process of our own. */
  const takeOver = async () => {
    if (await mayLose()) relaunch({ hidden: false });
  };
  const quit = createQuit({
    electron,
    log,
    mayLose,
    async close(how) {
      leaving.abort();
      await link.then(
        (mine) => mine.close(how),
        () => undefined,
      );
    },
    onStopping: () => surfaces.refresh(),
    dispose: () => {
      ended.abort();
      for (const part of [...late, pageHost, surfaces, session, unexpected]) part.close();
    },
  });
  const surfaces = createSurfaces({
    electron,
    platform,
    folder,
    board,
    words,
    preferences,
    actions,
    loginItem: loginItem.state,
    trayHost: options.trayHost ?? createTrayHost(platform),
    attached: () => opened?.mode === 'attached',
    isStopping: () => quit.stopping,
    onChange: () => state.changed(),
    log,
  });
  const { tray, window } = surfaces;
  const desktopRouter = createDesktopRouter({
    state,
    actions,
    updatePreferences: preferences.update,
    openLoginSettings: loginItem.openSettings,
    seen: surfaces.seen,
  });
  const pageHost = hostPage({
    electron,
    folder,
    window,
    router: link.then(({ router }) => ({ ...router, desktop: desktopRouter })),
    log,
  });
  const session = watchSessionEnd({
    electron,
    platform,
    quit: (reason) => void quit.request(reason),
    saveNow: () => opened?.runtime?.saveNow(),
    signals,
  });
  const tellOfConfig = async (asked: string) => {
    await link;
    const { info } = findInstance(paths.home);
    const notice = info === null ? null : otherConfig(info, asked);
    if (notice !== null) state.notice(notice);
  };
  instance.onLaunch(({ hidden, version, config }) => {
    // Where the application leaves before there is an orchestrator, there is nothing to tell.
    if (config !== null) tellOfConfig(config).catch(() => undefined);
    if (version !== VERSION) {
      state.notice(message('application.second-version', { other: version, own: VERSION }));
    }
    if (!hidden || version !== VERSION) window.show();
    if (!hidden && opened !== null) {
      void isAbandoned(opened, paths.home).then((isAlone) => {
        if (isAlone) void takeOver();
      });
    }
  });
  electron.app.on('activate', () => window.show());
  electron.app.on('window-all-closed', () => undefined);
  preferences.subscribe(() => {
    words.speak(languageOf(preferences.get().language, systemLanguages));
    surfaces.refresh();
    state.changed();
  });

  /** There is one: what was said before goes to its log, and what waited for it begins. */
  function begin(ready: OrchestratorLink): void {
    opened = ready;
    const { runtime, client } = ready;
    lateLog.to(runtime === null ? tell : (text) => runtime.log.info(text));
    void feedBoard(board, ready, ended.signal);
    late.push(createNotifications({ electron, platform, client, words, actions, log }));
    if (runtime !== null) late.push(createPower({ electron, orchestrator: runtime.orchestrator }));
    void ready.ended.then(async ({ restart }) => {
      if (quit.stopping) return;
      await endFromOutside({ electron, words, window, restart, signal: leaving.signal }).catch(
        (error: unknown) => log(`whether something is unsaved cannot be told: ${String(error)}`),
      );
      if (quit.stopping) return;
      if (restart) relaunch({ hidden: !window.visible });
      else void quit.request('the orchestrator ended');
    });
    let pid = ready.pid;
    board.subscribe(() => {
      if (ready.pid === pid) return;
      pid = ready.pid;
      state.changed();
    });
    surfaces.refresh();
    state.changed();
  }
  // Where the application leaves before, there is nothing to begin with.
  link.then(begin, () => undefined);
  if (!startedHidden({ electron, argv: options.arguments.hidden ? [HIDDEN] : [], platform })) window.show();
  surfaces.stayReachable();
  return { link, state, quit: () => quit.request('asked for') };
}
