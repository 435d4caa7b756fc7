import type { Session, WebContents } from 'electron';
import type { ElectronApi } from '../electron-api.ts';
import { externalAddress } from './external-address.ts';

/** What the page may ask of the system: to write what a person copies. Reading the clipboard is not among it. */
const GRANTED: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

export interface GuardOptions {
  readonly electron: Pick<ElectronApi, 'app'>;
  /** Of the page, such as `app://dashboard`: where a window may go. */
  readonly origin: string;
  /** Gets addresses that may be opened outside, see `externalAddress`. */
  readonly openExternal: (address: string) => void;
  readonly log?: (text: string) => void;
}

/**
 * Rules for everything that will show a page: to be set before the first window. A bad certificate stays what it is by
 * default, refused; the sandbox of every window is `app.enableSandbox` and the window's own options.
 */
export function guardContents(options: GuardOptions): { close(): void } {
  const { electron } = options;
  const guarded = new WeakSet<Session>();
  const onContents = (_event: unknown, contents: WebContents) => {
    guardNavigation(contents, options);
    // A session is guarded when it gets its first contents: before anything in it can ask.
    if (guarded.has(contents.session)) return;
    guarded.add(contents.session);
    guardSession(contents.session);
  };
  electron.app.on('web-contents-created', onContents);
  return { close: () => electron.app.off('web-contents-created', onContents) };
}

/** The page stays itself: it may load itself again, and go nowhere. Frames and webviews it has none. */
function guardNavigation(
  contents: WebContents,
  { origin, openExternal, log = () => {} }: GuardOptions,
): void {
  const deny = (event: { preventDefault(): void }, what: string, address: string) => {
    event.preventDefault();
    log(`refused: ${what} ${shorten(address)}`);
  };
  contents.on('will-navigate', (event) => {
    if (!isOf(origin, event.url)) deny(event, 'navigation to', event.url);
  });
  contents.on('will-frame-navigate', (event) => {
    // Those of the main frame are will-navigate's.
    if (!event.isMainFrame) deny(event, 'a frame with', event.url);
  });
  contents.on('will-redirect', (event) => {
    if (!isOf(origin, event.url)) deny(event, 'a redirect to', event.url);
  });
  contents.on('will-attach-webview', (event, _preferences, parameters) => {
    deny(event, 'a webview with', parameters.src ?? '');
  });
  contents.setWindowOpenHandler(({ url }) => {
    const address = externalAddress(url);
    if (address === null) log(`refused: to open ${shorten(url)}`);
    else openExternal(address);
    return { action: 'deny' };
  });
}

function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => decide(GRANTED.has(permission)));
  session.setPermissionCheckHandler((_contents, permission) => GRANTED.has(permission));
  session.setDevicePermissionHandler(() => false);
}

function isOf(origin: string, address: string): boolean {
  const url = URL.parse(address);
  // `url.origin` is opaque for a scheme of our own.
  return url !== null && `${url.protocol}//${url.host}` === origin;
}

/** Addresses come from a page: one line, of a length that a log can take. */
function shorten(address: string): string {
  const plain = JSON.stringify(address);
  return plain.length > 200 ? `${plain.slice(0, 200)}…` : plain;
}
