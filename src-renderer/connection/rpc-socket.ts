import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { Client, RpcConnection } from './client.ts';

/** The WebSocket beside this page. It never throws: what cannot be opened is closed. */
export function openRpcSocket(): RpcConnection {
  const url = new URL('/rpc', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.search = '';
  url.hash = '';
  const socket = new WebSocket(url);
  const closed = new Promise<void>((resolve) => {
    socket.addEventListener('close', () => resolve(), { once: true });
  });
  return {
    client: createORPCClient(new RPCLink({ websocket: socket })) as Client,
    closed,
    close: () => socket.close(),
  };
}
