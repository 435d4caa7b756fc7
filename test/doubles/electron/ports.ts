import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type * as Electron from 'electron';
import { Emitter, type PortEvents } from './emitted.ts';
import type { World } from './world.ts';

/**
 * One end of a real channel with the manners of the main process.
 *
 * docs/api/message-port-main.md: listeners by `on`, never `onmessage`; messages wait until `start`; `close` when the other
 * end is gone. What is sent is cloned by the channel itself.
 */
export class FakeMessagePortMain
  extends Emitter<PortEvents>
  implements Pick<Electron.MessagePortMain, 'close' | 'postMessage' | 'start'>
{
  readonly #world: World;
  readonly #port: MessagePort;
  readonly #forget: () => void;
  #state: 'open' | 'transferred' | 'closed' = 'open';

  constructor(world: World, port: MessagePort) {
    super();
    this.#world = world;
    this.#port = port;
    this.#forget = world.onClose(() => this.close());
    port.addEventListener('close', this.#closed);
  }

  // docs/api/message-port-main.md#portstart
  start(): void {
    if (this.#state !== 'open') return;
    this.#port.addEventListener('message', this.#received as never);
    this.#port.start();
  }

  // docs/api/message-port-main.md#portpostmessagemessage-transfer
  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    if (!Array.isArray(transfer)) throw new TypeError('transferables must be an array of MessagePorts');
    const ports = transfer.map((port, index) => {
      if (port instanceof FakeMessagePortMain) return port.release();
      throw new TypeError(`Port at index ${index} is not a valid port`);
    });
    if (this.#state === 'open') this.#port.postMessage(message, ports);
  }

  // docs/api/message-port-main.md#portclose
  close(): void {
    if (this.#state === 'open') this.#port.close();
  }

  /** Its other half is handed to somebody else; this object is good for nothing any more. */
  release(): MessagePort {
    if (this.#state !== 'open') throw new Error('Port is already closed or was transferred');
    this.#state = 'transferred';
    this.#forget();
    this.#port.removeEventListener('message', this.#received as never);
    this.#port.removeEventListener('close', this.#closed);
    return this.#port;
  }

  readonly #received = (event: { readonly data: unknown; readonly ports?: readonly MessagePort[] }): void => {
    const ports = (event.ports ?? []).map((port) => new FakeMessagePortMain(this.#world, port));
    this.tell('message', { data: event.data, ports: ports as unknown as Electron.MessagePortMain[] });
  };

  readonly #closed = (): void => {
    if (this.#state !== 'open') return;
    this.#state = 'closed';
    this.#forget();
    this.tell('close');
  };
}

/** docs/api/message-channel-main.md: two ends that are connected. */
export class FakeMessageChannelMain {
  readonly port1: FakeMessagePortMain;
  readonly port2: FakeMessagePortMain;

  constructor(world: World) {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new FakeMessagePortMain(world, port1);
    this.port2 = new FakeMessagePortMain(world, port2);
  }
}
