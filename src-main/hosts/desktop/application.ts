import { join } from 'node:path';
import { message } from '../../../src-shared/i18n/message.ts';
import { defaultHome, findInstance } from '../../runtime/find-instance.ts';
import { VERSION } from '../../runtime/version.ts';
import { servePort } from '../../transport/message-port.ts';
import { type DesktopArguments, userDataFor } from './arguments.ts';
import { createBadge } from './badge/badge.ts';
import { createBoard } from './board/board.ts';
import { createActions } from './create-actions.ts';
import { createDesktopRouter } from './desktop-router.ts';
import { createDesktopState } from './desktop-state.ts';
import type { DesktopPlatform, ElectronApi } from './electron-api.ts';
import { acceptPorts } from './ipc/accept-ports.ts';
import { createLateLog } from './late-log.ts';
import { createQuit } from './lifecycle/quit.ts';
import { watchSessionEnd } from './lifecycle/session-end.ts';
import { onSecondLaunch, takeSingleInstance } from './lifecycle/single-instance.ts';
import { isAbandoned } from './link/abandoned.ts';
import { feedBoard } from './link/feed-board.ts';
import { ACTOR, type OrchestratorLink } from './link/link.ts';
import { openLinkAsking } from './link/open-link-asking.ts';
import { HIDDEN } from './login-item/launch-command.ts';
import { createLoginItem } from './login-item/login-item.ts';
import { startedHidden } from './login-item/started-hidden.ts';
import { createApplicationMenu } from './menu/application-menu.ts';
import { createNotifications } from './notifications/notifications.ts';
import { createPower } from './power/power.ts';
import { createPreferences } from './preferences/preferences.ts';
import type { PreferencesFile } from './preferences/preferences-file.ts';
import { PAGE_ORIGIN, registerScheme, servePage } from './protocol/page-protocol.ts';
import { guardContents } from './security/guards.ts';
import { createTray } from './tray/tray.ts';
import { createTrayHost, type TrayHost } from './tray/tray-host.ts';
import { createMainWindow } from './window/main-window.ts';
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
  /** Where signals come from; the process by default. */
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
  const { home, hidden } = options.arguments;
  const paths = findInstance(home).paths;
  app.setPath(
    'userData',
    userDataFor({ home: paths.home, defaultHome: defaultHome(), userData: app.getPath('userData') }),
  );
  if (!takeSingleInstance(electron, { hidden, version: VERSION })) {
    app.exit(0);
    return null;
  }
  await app.whenReady();
  return compose(options, paths);
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

function compose(options: ApplicationOptions, paths: ReturnType<typeof findInstance>['paths']): Application {
  const { electron, platform, folder, environment } = options;
  const icons = join(folder, 'icons');
  const lateLog = createLateLog();
  const { log } = lateLog;
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
      tray.refresh();
      state.changed();
    },
  });

  let opened: OrchestratorLink | null = null;
  /** Parts that wait for an orchestrator. */
  const late: { close(): void }[] = [];
  const state = createDesktopState(() => ({
    mode: opened?.mode ?? 'own',
    pid: opened?.pid ?? null,
    versions: VERSIONS,
    tray: { shown: tray.state.shown, why: tray.state.why },
    loginItem: loginItem.state(),
    preferences: preferences.get(),
  }));

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
    quit: () => void quit.request('asked for'),
    takeOver: () => relaunch({ hidden: false }),
    isAbandoned: (of) => isAbandoned(of, paths.home),
    logs: paths.logs,
    log,
  });

  /** The same application anew, in another process. */
  const relaunch = ({ hidden }: { readonly hidden: boolean }) => {
    const words = process.argv.slice(1).filter((word) => word !== HIDDEN);
    quit.relaunch(hidden ? [...words, HIDDEN] : words);
  };
  const quit = createQuit({
    electron,
    log,
    async close(how) {
      leaving.abort();
      await link.then(
        (mine) => mine.close(how),
        () => undefined,
      );
    },
    onStopping: () => tray.refresh(),
    dispose: () => {
      ended.abort();
      for (const part of [...late, tray, badge, ports, session, window]) part.close();
    },
  });
  const tray = createTray({
    electron,
    platform,
    board,
    words,
    actions,
    icons,
    loginItem: loginItem.state,
    host: options.trayHost ?? createTrayHost(platform),
    attached: () => opened?.mode === 'attached',
    onChange() {
      stayReachable();
      window.refresh();
      state.changed();
    },
  });
  const window = createMainWindow({
    electron,
    platform,
    words,
    preferences,
    board,
    preload: join(folder, 'preload.cjs'),
    icons,
    hasTray: () => tray.state.shown,
    onQuit: () => actions.quit(),
    log,
  });
  /** Without an icon and without a window nobody would find it. */
  const stayReachable = () => {
    if (!tray.state.shown && tray.state.why !== null) window.stayReachable();
  };
  const badge = createBadge({ electron, platform, board, window, icons, words });
  createApplicationMenu({
    electron,
    platform,
    words,
    actions,
    window,
    isDevelopment: !electron.app.isPackaged,
  });
  const desktopRouter = createDesktopRouter({
    state,
    actions,
    updatePreferences: preferences.update,
    openLoginSettings: () => loginItem.openSettings(),
    seen: () => badge.seen(),
  });
  servePage({ electron, folder: join(folder, 'renderer') });
  guardContents({
    electron,
    origin: PAGE_ORIGIN,
    openExternal: (url) => void electron.shell.openExternal(url),
  });
  const ports = acceptPorts({
    electron,
    isOurs: window.isOurs,
    serve: (port) =>
      void link.then(
        ({ router }) =>
          servePort({ router: { ...router, desktop: desktopRouter }, port, context: { actor: ACTOR } }),
        nothing,
      ),
  });
  const session = watchSessionEnd({
    electron,
    platform,
    quit: (reason) => void quit.request(reason),
    saveNow: () => opened?.runtime?.saveNow(),
    ...(options.signals === undefined ? {} : { signals: options.signals }),
  });
  onSecondLaunch(electron, VERSION, ({ hidden, version }) => {
    if (version !== VERSION) {
      state.notice(message('application.second-version', { other: version, own: VERSION }));
    }
    if (!hidden || version !== VERSION) window.show();
    if (!hidden && opened !== null) {
      void isAbandoned(opened, paths.home).then((isAlone) => {
        if (isAlone) relaunch({ hidden: false });
      });
    }
  });
  electron.app.on('activate', () => window.show());
  electron.app.on('window-all-closed', () => undefined);
  preferences.subscribe(() => {
    words.speak(languageOf(preferences.get().language, systemLanguages));
    tray.refresh();
    state.changed();
  });

  void link.then((ready) => {
    opened = ready;
    if (ready.runtime !== null) lateLog.to((text) => ready.runtime?.log.info(text));
    for (const text of ready.notices) state.notice(text);
    void feedBoard(board, ready, ended.signal);
    late.push(createNotifications({ electron, platform, client: ready.client, words, actions, log }));
    if (ready.runtime !== null) {
      late.push(createPower({ electron, orchestrator: ready.runtime.orchestrator }));
    }
    void ready.ended.then(({ restart }) => {
      if (quit.stopping) return;
      if (restart) relaunch({ hidden: !window.visible });
      else void quit.request('the orchestrator ended');
    });
    state.changed();
  }, nothing);
  void loginItem.refresh();
  if (!startedHidden({ electron, argv: options.arguments.hidden ? [HIDDEN] : [], platform })) window.show();
  stayReachable();
  return { link, state, quit: () => quit.request('asked for') };
}

/** Where the application left before there was an orchestrator. */
function nothing(): void {}
