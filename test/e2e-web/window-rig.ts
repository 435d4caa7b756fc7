import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { AnyRouter } from '@orpc/server';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { transformWithOxc } from 'vite';
import type { DesktopActions } from '../../src-main/hosts/desktop/actions.ts';
import { createDesktopRouter } from '../../src-main/hosts/desktop/desktop-router.ts';
import { createDesktopState } from '../../src-main/hosts/desktop/desktop-state.ts';
import type { ElectronApi } from '../../src-main/hosts/desktop/electron-api.ts';
import { createPreferences } from '../../src-main/hosts/desktop/preferences/preferences.ts';
import type { StoredPreferences } from '../../src-main/hosts/desktop/preferences/preferences-file.ts';
import { PAGE_ORIGIN, servePage } from '../../src-main/hosts/desktop/protocol/page-protocol.ts';
import { createRuntime } from '../../src-main/runtime/create-runtime.ts';
import type { Runtime } from '../../src-main/runtime/options.ts';
import { servePort } from '../../src-main/transport/message-port.ts';
import type { DesktopState } from '../../src-shared/schema/desktop.ts';
import { launchBrowser } from '../support/browser.ts';
import { tempFolder } from '../support/temp.ts';
import { buildPage, openPage } from './page.ts';

const PRELOAD = join(import.meta.dirname, '..', '..', 'src-main', 'hosts', 'desktop', 'preload.ts');

/** What the system around the application says; the test changes it. */
type Around = Pick<DesktopState, 'mode' | 'pid' | 'tray' | 'loginItem'>;

export interface WindowRig extends AsyncDisposable {
  readonly runtime: Runtime;
  readonly preferences: ReturnType<typeof createPreferences>;
  /** What a person asked for outside the page, in order. */
  readonly asked: string[];
  around(change: Partial<Around>): void;
  notice(key: string, params: Readonly<Record<string, string | number>>): void;
  /** Of every document so far: how many ports it gave. */
  readonly ports: number;
  open(path: string, options?: BrowserContextOptions): ReturnType<typeof openPage>;
}

/**
 * The page as it is in the application's window: the real page in Chromium, served by the application's own protocol
 * handler, over one port that the real preload hands on, in front of a real orchestrator and the application's own router.
 *
 * Chromium cannot be given a protocol like `app:` from outside, so the handler's answers travel over HTTP, the preload is
 * told this origin, and the build reads `location.protocol` as `app:`: the one expression by which the page knows where it
 * is. Nothing of the sources knows of it. What Electron does between preload and main process, the relay below does.
 *
 * `router`: what is served in the place of the orchestrator's own.
 */
export async function startWindow(
  name: string,
  config: string,
  options: { readonly router?: (runtime: Runtime) => AnyRouter } = {},
): Promise<WindowRig> {
  const stack = new AsyncDisposableStack();
  try {
    const folder = stack.use(await tempFolder(name));
    const [built, browser] = await Promise.all([
      buildPage({ 'location.protocol': JSON.stringify('app:') }),
      launchBrowser(),
    ]);
    stack.use(built);
    stack.adopt<Browser>(browser, (opened) => opened.close());
    const file = folder.file('servers.json');
    await writeFile(file, config);
    const runtime = stack.use(
      await createRuntime({ home: folder.file('home'), config: file, port: 0, pageFolder: null }),
    );
    const application = createApplication(runtime, () => relay.close());
    const web = stack.use(await serveOverHttp(built.folder));
    const preload = await preloadFor(web.origin);
    const relay = createRelay({
      ...(options.router?.(runtime) ?? runtime.router),
      desktop: application.router,
    });
    stack.defer(relay.close);
    const owned = stack.move();
    return {
      ...application,
      runtime,
      get ports() {
        return relay.taken;
      },
      async open(path, contextOptions = {}) {
        const opened = await openPage(browser, 'about:blank', contextOptions);
        await relay.attach(opened.page);
        await opened.page.addInitScript(preload);
        await opened.page.goto(`${web.origin}${path}`);
        return opened;
      },
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

/** The application's own parts behind the window's topic; what they reach of the system is recorded. */
function createApplication(runtime: Runtime, leave: () => void) {
  let stored: StoredPreferences = {};
  const preferences = createPreferences({
    file: {
      path: 'preferences.json',
      read: () => stored,
      write: (next) => {
        stored = next;
      },
      setAside: () => 'preferences.json.broken',
    },
    onTrouble: () => undefined,
  });
  let around: Around = {
    mode: 'own',
    pid: runtime.pid,
    tray: { shown: true, why: null },
    loginItem: { state: 'off', detail: null, canOpenSettings: false },
  };
  const state = createDesktopState(() => ({
    ...around,
    versions: { app: '0.0.1', electron: '45.4.1', chromium: '154.0.1', node: process.versions.node },
    preferences: preferences.get(),
  }));
  preferences.subscribe(state.changed);
  const asked: string[] = [];
  const note =
    (what: string) =>
    (...values: readonly unknown[]) =>
      void asked.push([what, ...values].join(' '));
  const change = (next: Partial<Around>) => {
    around = { ...around, ...next };
    state.changed();
  };
  const actions: DesktopActions = {
    showWindow: note('show'),
    start: note('start'),
    stop: note('stop'),
    restart: note('restart'),
    openLogs: note('logs'),
    setLoginItem(on) {
      note('login')(on);
      change({ loginItem: { ...around.loginItem, state: on ? 'on' : 'off' } });
    },
    quit() {
      note('quit')();
      void runtime.shutdown({ reason: 'asked for' }).then(leave);
    },
  };
  const router = createDesktopRouter({
    state,
    actions,
    updatePreferences: preferences.update,
    openLoginSettings: note('login settings'),
    seen: note('seen'),
  });
  return {
    preferences,
    asked,
    router,
    around: change,
    notice: (key: string, params: Readonly<Record<string, string | number>>) => state.notice({ key, params }),
  };
}

/** The handler of `app://` behind an address that Chromium can open. */
async function serveOverHttp(folder: string): Promise<{ readonly origin: string } & AsyncDisposable> {
  let handle: ((request: Request) => Response | Promise<Response>) | null = null;
  const protocol: Pick<ElectronApi['protocol'], 'handle' | 'unhandle'> = {
    handle(_scheme, handler) {
      handle = handler;
    },
    unhandle() {
      handle = null;
    },
  };
  const page = servePage({ electron: { protocol: protocol as ElectronApi['protocol'] }, folder });
  const server = createServer((request, response) => {
    const asked = new Request(`${PAGE_ORIGIN}${request.url ?? '/'}`, { method: request.method ?? 'GET' });
    void Promise.resolve(handle?.(asked)).then(async (answer) => {
      response.writeHead(answer?.status ?? 500, Object.fromEntries(answer?.headers ?? []));
      response.end(Buffer.from((await answer?.arrayBuffer()) ?? new ArrayBuffer(0)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      page.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The real preload, with this origin for the application's, and the relay's end for Electron's `ipcRenderer`. */
async function preloadFor(origin: string): Promise<string> {
  const source = await readFile(PRELOAD, 'utf8');
  const { code } = await transformWithOxc(source, PRELOAD);
  const own = code.replace(/^import\b.*$/m, '').replaceAll(PAGE_ORIGIN, origin);
  return `(${String(watchChannels)})();(() => { const ipcRenderer = { postMessage: ${String(relayEnd)} };\n${own}\n})();`;
}

declare global {
  interface Window {
    testToMain(text: string | null): void;
    testToPage(text: string | null): void;
    /** The page's own end of the newest channel. */
    testPagePort: globalThis.MessagePort;
  }
}

/** In the page: Electron tells a port that its other end is closed, which Chromium does not. */
function watchChannels(): void {
  window.MessageChannel = class extends window.MessageChannel {
    constructor() {
      super();
      window.testPagePort = this.port1;
    }
  };
}

/** In the page: what the preload hands on. null tells of a new port, and back that it is closed. */
function relayEnd(_channel: string, _message: unknown, [port]: readonly globalThis.MessagePort[]): void {
  if (port === undefined) throw new Error('no port was handed on');
  window.testToPage = (text) => {
    if (text !== null) return port.postMessage(text);
    port.close();
    window.testPagePort.dispatchEvent(new Event('close'));
  };
  window.testToMain(null);
  port.onmessage = ({ data }) => {
    if (typeof data !== 'string') throw new TypeError('only texts are relayed');
    window.testToMain(data);
  };
}

/** In place of Electron: a document's port is a real one of ours, and a new document's takes its place. */
function createRelay(router: AnyRouter) {
  const ports = new Map<Page, MessagePort>();
  let taken = 0;
  const take = (page: Page) => {
    taken++;
    ports.get(page)?.close();
    const { port1: mine, port2: theirs } = new MessageChannel();
    ports.set(page, mine);
    mine.on('message', (text: string) => {
      // A page that is gone, or another document that begins, has no end for it any more.
      page.evaluate((each) => window.testToPage(each), text).catch(() => undefined);
    });
    servePort({ router, port: theirs, context: { actor: 'desktop' } });
  };
  return {
    get taken() {
      return taken;
    },
    async attach(page: Page): Promise<void> {
      await page.exposeBinding('testToMain', (_source, text: string | null) => {
        if (text === null) take(page);
        else ports.get(page)?.postMessage(text);
      });
      page.on('close', () => ports.get(page)?.close());
    },
    close(): void {
      for (const [page, port] of ports) {
        port.close();
        page.evaluate(() => window.testToPage(null)).catch(() => undefined);
      }
      ports.clear();
    },
  };
}
