import { runInNewContext } from 'node:vm';
import type * as Electron from 'electron';
import { createEvent, refuseAfterwards } from './events.ts';
import type { FakeMessagePortMain } from './ports.ts';
import type { FakeSession } from './session.ts';
import { FakeContentsFace } from './web-contents-face.ts';
import { FakeFrame } from './web-frame.ts';
import type { World } from './world.ts';

export { FakeFrame } from './web-frame.ts';

/** What a page got from the main process. */
export interface Received {
  readonly channel: string;
  readonly rest: readonly unknown[];
}

/** A document that a page asked for, and what came of it. */
type Loaded = { readonly status: number; readonly statusText: string; readonly html: string };
type Failed = { readonly code: number; readonly description: string };

const FAILED: Failed = { code: -2, description: 'ERR_FAILED' };
const UNKNOWN_SCHEME: Failed = { code: -302, description: 'ERR_UNKNOWN_URL_SCHEME' };
const ABORTED: Failed = { code: -3, description: 'ERR_ABORTED' };

type Used = Pick<
  Electron.WebContents,
  | 'close'
  | 'executeJavaScript'
  | 'forcefullyCrashRenderer'
  | 'getTitle'
  | 'getURL'
  | 'id'
  | 'isCrashed'
  | 'isDestroyed'
  | 'isLoading'
  | 'loadURL'
  | 'reload'
  | 'reloadIgnoringCache'
  | 'send'
>;

let lastId = 0;

/** docs/api/web-contents.md: a page, its documents and what can befall them. */
export class FakeWebContents extends FakeContentsFace implements Used {
  readonly id: number;
  /** What the page was sent. */
  readonly received: Received[] = [];
  readonly world: World;
  readonly #leaveDocument = new Set<() => void>();
  #frame: FakeFrame;
  #title = '';
  #state: 'empty' | 'loading' | 'loaded' | 'failed' | 'crashed' | 'destroyed' = 'empty';
  #navigation = 0;
  #arrive: (() => void) | null = null;

  constructor(world: World, session: FakeSession) {
    super(session);
    lastId += 1;
    this.id = lastId;
    this.world = world;
    this.#frame = new FakeFrame('', { processId: this.id });
  }

  get mainFrame(): FakeFrame {
    return this.#frame;
  }

  override getURL(): string {
    return this.#frame.url;
  }

  getTitle(): string {
    return this.#title;
  }

  isLoading(): boolean {
    return this.#state === 'loading';
  }

  isCrashed(): boolean {
    return this.#state === 'crashed';
  }

  override isDestroyed(): boolean {
    return this.#state === 'destroyed';
  }

  // docs/api/web-contents.md#contentsloadurlurl-options: settles with did-finish-load or did-fail-load
  loadURL(url: string): Promise<void> {
    return this.#navigate(url);
  }

  // docs/api/web-contents.md#contentsreload
  reload(): void {
    // Who reloads does not ask what came of it: did-fail-load tells.
    this.#navigate(this.getURL()).catch(() => {});
  }

  reloadIgnoringCache(): void {
    this.reload();
  }

  // docs/api/web-contents.md#contentsexecutejavascriptcode-usergesture: in the document, once it is loaded
  executeJavaScript(code: string): Promise<unknown> {
    if (this.hangs || this.#state !== 'loaded') return new Promise(() => {});
    const document = new EventTarget();
    document.addEventListener('beforeunload', (event) => {
      if (this.objectsToUnload) event.preventDefault();
    });
    const dispatchEvent = document.dispatchEvent.bind(document);
    const answer: unknown = runInNewContext(code, { dispatchEvent, Event });
    return new Promise((resolve) => {
      this.world.later(() => resolve(structuredClone(answer)));
    });
  }

  send(channel: string, ...rest: unknown[]): void {
    const copy = structuredClone(rest);
    this.world.later(() => this.received.push({ channel, rest: copy }));
  }

  // docs/api/web-contents.md#contentspostmessagechannel-message-transfer
  postMessage(channel: string, message: unknown, transfer: readonly FakeMessagePortMain[] = []): void {
    const ports = transfer.map((port) => port.release());
    this.world.later(() => this.received.push({ channel, rest: [message, ports] }));
  }

  // docs/api/web-contents.md#contentscloseopts
  close(): void {
    this.destroy();
  }

  // docs/api/web-contents.md#contentsforcefullycrashrenderer
  forcefullyCrashRenderer(): void {
    this.goes('killed', 9);
  }

  /** What the document holds is let go when it is left. */
  onLeave(leave: () => void): void {
    this.#leaveDocument.add(leave);
  }

  /** The renderer process ends. docs/api/web-contents.md#event-render-process-gone */
  goes(reason: Electron.RenderProcessGoneDetails['reason'], exitCode: number): void {
    if (this.isDestroyed() || this.isCrashed()) return;
    this.#navigation += 1;
    this.#state = 'crashed';
    this.hangs = false; // what comes next has a process of its own
    this.#leave();
    this.tell('render-process-gone', createEvent(), { reason, exitCode });
  }

  /** docs/api/web-contents.md#event-did-navigate-in-page */
  movesTo(url: string): void {
    this.#frame = Object.assign(this.#frame, { url: new URL(url, this.getURL()).href });
    this.tell('did-navigate-in-page', createEvent(), this.getURL(), true, this.id, this.#frame.routingId);
  }

  retitles(title: string): void {
    this.#title = title;
    this.tell('page-title-updated', createEvent(), title, true);
  }

  /** Another document in the same place, for a test of who may send. */
  becomes(frame: FakeFrame): void {
    this.#frame = frame;
  }

  /** With `pages: 'when-told'`: what the page waits for arrives. */
  arrives(): void {
    if (!this.#arrive)
      throw new Error('the page waits for nothing: nothing was asked for, or it came by itself');
    this.#arrive();
  }

  /** docs/api/web-contents.md#event-destroyed */
  destroy(): void {
    if (this.isDestroyed()) return;
    this.#leave();
    this.#state = 'destroyed';
    this.tell('destroyed');
  }

  async #navigate(url: string): Promise<void> {
    this.#navigation += 1;
    const navigation = this.#navigation;
    const isCurrent = () => navigation === this.#navigation && !this.isDestroyed();
    this.#state = 'loading';
    this.tell('did-start-loading');
    await this.#waits();
    const answer = await this.world.track(this.#ask(url));
    if (!isCurrent()) throw new Error(`${ABORTED.description} (${ABORTED.code}) loading '${url}'`);
    if ('code' in answer) return this.#fail(url, answer);
    this.#commit(url, answer);
    // Whoever listened may have gone elsewhere or closed the window.
    if (!isCurrent()) return;
    this.tell('did-finish-load');
    if (isCurrent()) this.tell('did-stop-loading');
  }

  async #waits(): Promise<void> {
    if (this.world.setting.pages !== 'when-told') return;
    await new Promise<void>((resolve) => {
      this.#arrive = resolve;
    });
    this.#arrive = null;
  }

  async #ask(url: string): Promise<Loaded | Failed> {
    if (url.startsWith('data:') || url === 'about:blank') return { status: 200, statusText: 'OK', html: '' };
    try {
      const response = await this.session.protocol.fetch(url);
      if (!response) return UNKNOWN_SCHEME;
      return { status: response.status, statusText: response.statusText, html: await response.text() };
    } catch {
      // docs/api/protocol.md#protocolhandlescheme-handler: a handler that throws is a request that failed
      return FAILED;
    }
  }

  #commit(url: string, answer: Loaded): void {
    this.#leave();
    this.#frame = new FakeFrame(url, { processId: this.id });
    this.#state = 'loaded';
    this.tell('did-navigate', createEvent(), url, answer.status, answer.statusText);
    if (this.isDestroyed()) return;
    this.tell('dom-ready');
    const title = /<title>([^<]*)<\/title>/i.exec(answer.html)?.[1];
    if (title !== undefined && !this.isDestroyed()) this.retitles(title);
  }

  // docs/api/web-contents.md#event-did-fail-load
  #fail(url: string, { code, description }: Failed): never {
    this.#state = 'failed';
    this.tell('did-fail-load', createEvent(), code, description, url, true, this.id, this.#frame.routingId);
    if (!this.isDestroyed()) this.tell('did-stop-loading');
    throw Object.assign(new Error(`${description} (${code}) loading '${url}'`), {
      code: description,
      errno: code,
      url,
    });
  }

  #leave(): void {
    this.#frame.detach();
    for (const leave of this.#leaveDocument) leave();
    this.#leaveDocument.clear();
  }
}

// docs/api/web-contents.md#contentsisdestroyed: all else of a page that is gone throws
refuseAfterwards(FakeWebContents.prototype, 'Object has been destroyed', ['destroy', 'goes', 'onLeave']);
