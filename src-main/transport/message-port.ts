import {
  onMessagePortClose,
  onMessagePortMessage,
  type SupportedMessagePort,
} from '@orpc/client/message-port';
import type { AnyRouter, Context } from '@orpc/server';
import { RPCHandler } from '@orpc/server/websocket';
import { PORT_READ } from '../../src-shared/contract/port.ts';
import type { ApiContext } from '../api/context.ts';

/** A port of Electron's, Node's or a browser's. */
export type RpcPort = SupportedMessagePort & {
  start?(): void;
  close(): void;
  postMessage(message: unknown): void;
};

/** What may be on its way to a page that has not said that it read it. */
export const MOST_UNREAD = 16;

/**
 * The contract over one port, in the name of its other end. Streams end when the port closes. A page that does not read
 * costs what is on its way and one message of memory for each stream, as over a socket.
 */
export function servePort(options: {
  readonly router: AnyRouter;
  readonly port: RpcPort;
  readonly context: ApiContext;
  readonly log?: (text: string) => void;
}): void {
  const { router, port, context, log = () => {} } = options;
  // The one for sockets waits until a message was taken, and knows of its peer nothing but `send`.
  const handler = new RPCHandler<Context>(router);
  const outlet = createOutlet(port);
  const peer = { send: outlet.send };
  onMessagePortMessage(port, (message: unknown) => {
    if (message === PORT_READ) return outlet.read();
    handler
      .message(peer as never, message as string, { context })
      .catch((error: unknown) => log(`a message of a page was not understood: ${String(error)}`));
  });
  onMessagePortClose(port, () => {
    outlet.close();
    handler.close(peer as never);
  });
  port.start?.();
}

/** Gives a port as much as the other side reads: `send` resolves when its message is on the way. */
function createOutlet(port: RpcPort) {
  const waiting: (() => void)[] = [];
  let unread = 0;
  let closed = false;
  return {
    async send(message: unknown): Promise<void> {
      if (unread < MOST_UNREAD && waiting.length === 0) unread++;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      if (!closed) port.postMessage(message);
    },
    read(): void {
      const next = waiting.shift();
      // Whoever waits takes the place that has become free.
      if (next !== undefined) next();
      else unread = Math.max(0, unread - 1);
    },
    close(): void {
      closed = true;
      for (const next of waiting.splice(0)) next();
    },
  };
}
