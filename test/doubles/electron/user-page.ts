import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type * as Electron from 'electron';
import { createEvent } from './events.ts';
import type { FakeIpcMain } from './ipc.ts';
import type { FakeWebContents } from './web-contents.ts';
import { FakeFrame } from './web-frame.ts';
import type { World } from './world.ts';

/** The channel on which a preload script hands a port of its page over. */
export const PORT_CHANNEL = 'mcp-orchestrator:port';

/** A port that a page hands over, and how honest it is about it. */
export interface OpenPortOptions {
  /** Of the frame that sends; the page's own where nothing is said. */
  readonly origin?: string;
  /** `gone`: left before the message is looked at, so that there is no sender frame. */
  readonly frame?: 'main' | 'child' | 'gone';
  /** How many ports come with the message. */
  readonly ports?: number;
  readonly channel?: string;
  readonly message?: unknown;
}

/** The page in a window, and what a person or a script can do in there. */
export interface PageUser {
  readonly url: string;
  readonly title: string;
  readonly isCrashed: boolean;
  readonly zoomFactor: number;
  /** What menus did to its text: `copy`, `paste` ... */
  readonly edits: readonly string[];
  /** What was sent to it with `webContents.send`. */
  readonly received: readonly { readonly channel: string; readonly rest: readonly unknown[] }[];
  /** `pages: 'when-told'`: what was asked for arrives. */
  arrives(): void;
  /** Drawn for the first time: `ready-to-show`. By itself with `pages: 'by-themselves'`. */
  paints(): void;
  /** What document and preload script do together: a channel of the page's own, one end of which goes to the main process. */
  openPort(options?: OpenPortOptions): MessagePort;
  /** `ipcRenderer.invoke` of the preload script. */
  invoke(channel: string, ...rest: readonly unknown[]): Promise<unknown>;
  /** In the document, as by `history.pushState`. */
  movesTo(url: string): void;
  retitles(title: string): void;
  /** A link is clicked, or a script sets `location`. */
  follows(url: string, where?: { readonly frame?: 'main' | 'child' }): 'went' | 'stopped';
  /** The server sends the main frame elsewhere while it loads. */
  redirects(url: string): 'went' | 'stopped';
  rightClicks(params?: Partial<Electron.ContextMenuParams>): void;
  /** `window.open`, or a link with a target. */
  opens(url: string, disposition?: Electron.HandlerDetails['disposition']): 'allowed' | 'denied';
  attachesWebview(url: string): 'attached' | 'denied';
  /** Asks for a permission, as `navigator.clipboard` and others do. */
  asks(permission: string, details?: { readonly origin?: string }): Promise<boolean>;
  /** Looks whether it has one, without asking. */
  checks(permission: string, details?: { readonly origin?: string }): boolean;
  asksForDevice(deviceType: 'hid' | 'serial' | 'usb'): boolean;
  /** Through the handler of the address's scheme, as an image or a script of the page would come. */
  fetches(url: string, init?: RequestInit): Promise<Response>;
  /** A `beforeunload` listener that objects, or no longer. */
  objectsToUnload(objects: boolean): void;
  turnsWheel(direction: 'in' | 'out'): void;
  crashes(reason?: Electron.RenderProcessGoneDetails['reason']): void;
  hangs(): void;
  recovers(): void;
}

const NOTHING_POINTED_AT = {
  x: 0,
  y: 0,
  linkURL: '',
  selectionText: '',
  misspelledWord: '',
  dictionarySuggestions: [],
  isEditable: false,
  mediaType: 'none',
  menuSourceType: 'mouse',
} satisfies Partial<Electron.ContextMenuParams>;

export function createPageUser(parts: {
  readonly world: World;
  readonly ipcMain: FakeIpcMain;
  readonly contents: FakeWebContents;
  readonly paint: () => void;
}): PageUser {
  const { world, ipcMain, contents } = parts;
  const childFrame = (origin?: string) =>
    new FakeFrame(contents.getURL(), {
      processId: contents.id,
      parent: contents.mainFrame,
      ...(origin && { origin }),
    });
  return {
    get url() {
      return contents.getURL();
    },
    get title() {
      return contents.getTitle();
    },
    get isCrashed() {
      return contents.isCrashed();
    },
    get zoomFactor() {
      return contents.zoomFactor;
    },
    edits: contents.edits,
    received: contents.received,
    arrives: () => contents.arrives(),
    paints: parts.paint,
    openPort: (options = {}) => openPort({ world, ipcMain, contents, options }),
    invoke: (channel, ...rest) =>
      ipcMain.asked(channel, { sender: contents, frame: contents.mainFrame }, ...rest),
    movesTo: (url) => contents.movesTo(url),
    retitles: (title) => contents.retitles(title),
    follows: (url, { frame = 'main' } = {}) =>
      follow(contents, url, frame === 'main' ? contents.mainFrame : childFrame()),
    redirects(url) {
      // docs/api/web-contents.md#event-will-redirect
      const event = createEvent({ url, isSameDocument: false, isMainFrame: true, frame: null });
      contents.tell('will-redirect', event, url, false, true, contents.id, contents.mainFrame.routingId);
      return event.defaultPrevented ? 'stopped' : 'went';
    },
    // docs/api/web-contents.md#event-context-menu
    rightClicks: (params = {}) =>
      void contents.tell('context-menu', createEvent(), {
        ...NOTHING_POINTED_AT,
        ...params,
      } as Electron.ContextMenuParams),
    opens: (url, disposition = 'foreground-tab') => open(contents, url, disposition),
    attachesWebview(url) {
      // docs/api/web-contents.md#event-will-attach-webview; docs/api/webview-tag.md, first warning: off unless asked for
      const event = createEvent();
      contents.tell('will-attach-webview', event, {}, { src: url });
      return event.defaultPrevented ? 'denied' : 'attached';
    },
    asks: (permission, details) => ask(contents, permission, details?.origin ?? contents.mainFrame.origin),
    checks: (permission, details) =>
      check(contents, permission, details?.origin ?? contents.mainFrame.origin),
    asksForDevice(deviceType) {
      // docs/api/session.md#sessetdevicepermissionhandlerhandler: without one, what was granted by a choice
      const handler = contents.session.devicePermissionHandler;
      return handler?.({ deviceType, origin: contents.mainFrame.origin, device: {} as never }) ?? false;
    },
    async fetches(url, init) {
      const response = await contents.session.protocol.fetch(
        new URL(url, contents.getURL() || undefined).href,
        init,
      );
      if (!response) throw new TypeError('Failed to fetch: net::ERR_UNKNOWN_URL_SCHEME');
      return response;
    },
    objectsToUnload(objects) {
      contents.objectsToUnload = objects;
    },
    turnsWheel: (direction) => void contents.tell('zoom-changed', createEvent(), direction),
    crashes: (reason = 'crashed') => contents.goes(reason, reason === 'clean-exit' ? 0 : 133),
    hangs() {
      contents.hangs = true;
      contents.tell('unresponsive');
    },
    recovers() {
      contents.hangs = false;
      contents.tell('responsive');
    },
  };
}

function openPort(parts: {
  world: World;
  ipcMain: FakeIpcMain;
  contents: FakeWebContents;
  options: OpenPortOptions;
}): MessagePort {
  const { world, ipcMain, contents, options } = parts;
  const { origin, frame: which = 'main', ports: count = 1, channel = PORT_CHANNEL, message = null } = options;
  const main = contents.mainFrame;
  const named = origin === undefined ? {} : { origin };
  const frame =
    which === 'child'
      ? new FakeFrame(contents.getURL(), { processId: contents.id, parent: main, ...named })
      : origin === undefined && which === 'main'
        ? main
        : new FakeFrame(contents.getURL(), { processId: contents.id, ...named });
  if (which === 'gone') frame.detach();
  const { port1, port2 } = new MessageChannel();
  const more = Array.from({ length: Math.max(0, count - 1) }, () => new MessageChannel().port2);
  const close = () => port1.close();
  // docs/api/message-port-main.md#event-close: the document's end goes with the document
  contents.onLeave(close);
  world.onClose(close);
  const sent = { sender: contents, frame, ports: count === 0 ? [] : [port2, ...more] };
  world.later(() => {
    // A main frame of another origin is the page's main frame all the same, while its message is looked at.
    if (contents.isDestroyed()) return;
    const before = contents.mainFrame;
    if (which === 'main') contents.becomes(frame);
    ipcMain.arrives(channel, sent, message);
    contents.becomes(before);
    // Nobody has what was not handed over.
    if (count === 0) port2.close();
  });
  return port1;
}

// docs/api/web-contents.md#event-will-frame-navigate, then #event-will-navigate for the main frame
function follow(contents: FakeWebContents, address: string, frame: FakeFrame): 'went' | 'stopped' {
  const url = new URL(address, contents.getURL() || undefined).href;
  const isMainFrame = frame === contents.mainFrame;
  const frameOf = { frame: frame as unknown as Electron.WebFrameMain, initiator: null };
  const params = { url, isSameDocument: false, isMainFrame, ...frameOf };
  const first = createEvent(params);
  contents.tell('will-frame-navigate', first);
  if (first.defaultPrevented) return 'stopped';
  if (!isMainFrame) return 'went';
  const second = createEvent(params);
  contents.tell('will-navigate', second, url, false, true, frame.processId, frame.routingId);
  if (second.defaultPrevented) return 'stopped';
  // Nobody waits for a link: did-fail-load tells what came of it.
  contents.loadURL(url).catch(() => {});
  return 'went';
}

// docs/api/web-contents.md#contentssetwindowopenhandlerhandler: without a handler a window opens
function open(
  contents: FakeWebContents,
  address: string,
  disposition: Electron.HandlerDetails['disposition'],
): 'allowed' | 'denied' {
  const details = {
    url: new URL(address, contents.getURL() || undefined).href,
    frameName: '',
    features: '',
    disposition,
    referrer: { url: contents.getURL(), policy: 'strict-origin-when-cross-origin' as const },
  } satisfies Electron.HandlerDetails;
  if (!contents.windowOpenHandler) return 'allowed';
  return contents.windowOpenHandler(details)?.action === 'allow' ? 'allowed' : 'denied';
}

type CheckHandler = NonNullable<Parameters<Electron.Session['setPermissionCheckHandler']>[0]>;
type RequestHandler = NonNullable<Parameters<Electron.Session['setPermissionRequestHandler']>[0]>;

// docs/api/session.md#sessetpermissioncheckhandlerhandler; docs/tutorial/security.md, 5: without a handler all is granted
function check(contents: FakeWebContents, permission: string, origin: string): boolean {
  const handler = contents.session.permissionCheckHandler;
  if (!handler) return true;
  const details = { isMainFrame: true, requestingUrl: contents.getURL() };
  return handler(contents as never, permission as Parameters<CheckHandler>[1], origin, details) === true;
}

// docs/api/session.md#sessetpermissionrequesthandlerhandler: most APIs look first, and ask where that was denied
function ask(contents: FakeWebContents, permission: string, origin: string): Promise<boolean> {
  const handler = contents.session.permissionRequestHandler;
  const mayAlready = contents.session.permissionCheckHandler !== null && check(contents, permission, origin);
  if (mayAlready || !handler) return Promise.resolve(mayAlready || check(contents, permission, origin));
  return new Promise((resolve) => {
    const details = { isMainFrame: true, requestingUrl: `${origin}/` } as Parameters<RequestHandler>[3];
    handler(contents as never, permission as Parameters<RequestHandler>[1], resolve, details);
  });
}
