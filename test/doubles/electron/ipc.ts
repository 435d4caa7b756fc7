import { EventEmitter } from 'node:events';
import type { MessagePort } from 'node:worker_threads';
import type * as Electron from 'electron';
import { createEvent } from './events.ts';
import { FakeMessagePortMain } from './ports.ts';
import type { FakeFrame, FakeWebContents } from './web-contents.ts';
import type { World } from './world.ts';

type Handler = (event: Electron.IpcMainInvokeEvent, ...rest: unknown[]) => unknown;

/** Who sends, and with what. */
export interface Sent {
  readonly sender: FakeWebContents;
  readonly frame: FakeFrame;
  readonly ports?: readonly MessagePort[];
}

/** docs/api/ipc-main.md: what pages send arrives here, under the name of its channel. */
export class FakeIpcMain
  extends EventEmitter
  implements Pick<Electron.IpcMain, 'handle' | 'handleOnce' | 'removeHandler'>
{
  readonly #world: World;
  readonly #handlers = new Map<string, Handler>();

  constructor(world: World) {
    super();
    this.#world = world;
  }

  // docs/api/ipc-main.md#ipcmainhandlechannel-listener
  handle(channel: string, listener: Handler): void {
    if (this.#handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    this.#handlers.set(channel, listener);
  }

  handleOnce(channel: string, listener: Handler): void {
    this.handle(channel, (event, ...rest) => {
      this.removeHandler(channel);
      return listener(event, ...rest);
    });
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** `ipcRenderer.postMessage` or `send` of a page's preload script. */
  arrives(channel: string, sent: Sent, ...rest: readonly unknown[]): void {
    const ports = (sent.ports ?? []).map((port) => new FakeMessagePortMain(this.#world, port));
    const event = createEvent({
      type: 'frame' as const,
      processId: sent.frame.processId,
      frameId: sent.frame.routingId,
      ports: ports as unknown as Electron.MessagePortMain[],
      returnValue: undefined,
      sender: sent.sender as unknown as Electron.WebContents,
      // docs/api/structures/ipc-main-event.md: null once the frame has navigated or is destroyed
      get senderFrame() {
        return sent.frame.detached ? null : (sent.frame as unknown as Electron.WebFrameMain);
      },
      reply: (replyChannel: string, ...reply: unknown[]) => sent.sender.send(replyChannel, ...reply),
    }) satisfies Electron.IpcMainEvent;
    this.emit(channel, event, ...structuredClone(rest));
  }

  /** `ipcRenderer.invoke` of a page's preload script. */
  async asked(channel: string, sent: Sent, ...rest: readonly unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel);
    if (!handler) throw new Error(`Error invoking remote method '${channel}': no handler registered`);
    const event = createEvent({
      type: 'frame' as const,
      processId: sent.frame.processId,
      frameId: sent.frame.routingId,
      sender: sent.sender as unknown as Electron.WebContents,
      get senderFrame() {
        return sent.frame.detached ? null : (sent.frame as unknown as Electron.WebFrameMain);
      },
    }) satisfies Electron.IpcMainInvokeEvent;
    return structuredClone(await handler(event, ...structuredClone(rest)));
  }
}
