import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/websocket';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ApiContext } from '../api/context.ts';
import type { ApiRouter } from '../api/router.ts';
import type { Clock, Timer } from '../core/ports/clock.ts';
import type { Logger } from '../core/ports/orchestrator-ports.ts';

const MAX_MESSAGE_BYTES = 2 ** 20;
/** A peer that does not answer a ping before the next one is gone. */
export const PING_EVERY_MS = 15_000;
/** Requests and streams that one page may have open; ours has three. */
const MOST_REQUESTS = 64;
export const MOST_SOCKETS = 64;
/** RFC 6455 §7.4.1 */
const GOING_AWAY = 1001;
const POLICY_VIOLATION = 1008;

export interface RpcSockets {
  readonly count: number;
  /** Takes over an upgrade that the guards have let in. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, context: ApiContext): void;
  /** Says goodbye to every page; those that do not answer are cut off by the end of the server. */
  close(): void;
  terminate(): void;
}

/** The contract over WebSockets: what the page speaks. */
export function createRpcSockets(options: {
  readonly router: ApiRouter;
  readonly clock: Clock;
  readonly logger: Logger;
}): RpcSockets {
  const { clock, logger } = options;
  const handler = new RPCHandler<ApiContext>(options.router);
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  });

  function serve(socket: WebSocket, context: ApiContext): void {
    let open = 0;
    const peer = { send: (data: Parameters<typeof sendAndWait>[1]) => sendAndWait(socket, data) };
    const stopPinging = keepAlive(socket, clock);
    socket.on('error', (error) => logger.debug('a page broke the protocol', { error: error.message }));
    socket.on('message', (data, isBinary) => {
      if (isBinary || open >= MOST_REQUESTS) return socket.close(POLICY_VIOLATION);
      open++;
      handler
        .message(peer as never, String(data), { context })
        .catch((error: unknown) => {
          logger.debug('a message of a page was not understood', { error: String(error) });
          socket.close(POLICY_VIOLATION);
        })
        .finally(() => open--);
    });
    socket.on('close', () => {
      stopPinging();
      handler.close(peer as never);
    });
  }

  return {
    get count() {
      return server.clients.size;
    },
    accept(request, socket, head, context) {
      server.handleUpgrade(request, socket, head, (webSocket) => serve(webSocket, context));
    },
    close() {
      for (const socket of server.clients) socket.close(GOING_AWAY);
    },
    terminate() {
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}

/**
 * Settles when the bytes have left for the system: a stream waits with its next message until then, so that a page
 * which does not read costs one message of memory for each stream.
 */
function sendAndWait(socket: WebSocket, data: string | ArrayBufferLike | Uint8Array): Promise<void> {
  return new Promise((resolve) => socket.send(data as string, () => resolve()));
}

function keepAlive(socket: WebSocket, clock: Clock): () => void {
  let answered = true;
  let timer: Timer | null = null;
  socket.on('pong', () => {
    answered = true;
  });
  const ping = () => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
    timer = clock.setTimer(PING_EVERY_MS, ping);
  };
  timer = clock.setTimer(PING_EVERY_MS, ping);
  return () => timer?.cancel();
}
