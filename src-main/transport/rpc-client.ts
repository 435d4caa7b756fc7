import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import type { Contract } from '../../src-shared/contract/index.ts';

/** A connection to an instance in another process. It may open, and ends once. */
export interface RpcClient {
  readonly client: ContractRouterClient<Contract>;
  /** false: it ended before it was open. */
  readonly opened: Promise<boolean>;
  readonly closed: Promise<void>;
  close(): void;
}

/** Longer than the instance takes to answer a handshake under load, short enough for somebody who waits. */
const HANDSHAKE_MS = 10_000;

/** The contract of an instance over its WebSocket. Never throws: what cannot be opened is closed. */
export function connectRpc(instance: {
  /** A bare origin, such as `http://127.0.0.1:7717`. */
  readonly url: string;
  readonly token: string;
  readonly actor: string;
}): RpcClient {
  const socket = new WebSocket(new URL('/rpc', instance.url.replace(/^http/, 'ws')), {
    headers: { authorization: `Bearer ${instance.token}`, 'x-mcp-orchestrator-actor': instance.actor },
    handshakeTimeout: HANDSHAKE_MS,
    perMessageDeflate: false,
  });
  const opened = Promise.withResolvers<boolean>();
  const closed = Promise.withResolvers<void>();
  socket.once('open', () => opened.resolve(true));
  socket.once('close', () => {
    opened.resolve(false);
    closed.resolve();
  });
  // What went wrong is told by its end.
  socket.on('error', () => undefined);
  return {
    client: createORPCClient(new RPCLink({ websocket: forgiving(socket) })),
    opened: opened.promise,
    closed: closed.promise,
    close: () => socket.close(),
  };
}

/**
 * What is sent while it closes goes nowhere instead of being an error: a stream that is given up at that moment says so to
 * the other side, and nobody is there to catch what that throws. Whatever waits for an answer is told by the close.
 */
function forgiving(socket: WebSocket): globalThis.WebSocket {
  const forwarded = {
    get readyState() {
      return socket.readyState === WebSocket.CLOSING ? WebSocket.OPEN : socket.readyState;
    },
    send(data: string | Uint8Array<ArrayBuffer>) {
      if (socket.readyState === WebSocket.OPEN) socket.send(data);
    },
    addEventListener: socket.addEventListener.bind(socket),
    removeEventListener: socket.removeEventListener.bind(socket),
  };
  return forwarded as unknown as globalThis.WebSocket;
}
