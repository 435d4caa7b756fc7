import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { Client, Link, RpcConnection } from './client.ts';

/** Whether we are let in is answered at once, or is not known. */
const REFUSED_MS = 5000;

/** A page in a browser: the WebSocket beside it. */
export const socketLink: Link = {
  kind: 'browser',
  open: openRpcSocket,
  isRefused: () =>
    fetch('/api/health', { cache: 'no-store', signal: AbortSignal.timeout(REFUSED_MS) }).then(
      ({ status }) => status === 401,
      () => false,
    ),
};

/** It never throws: what cannot be opened is closed. */
function openRpcSocket(): RpcConnection {
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
    desktop: null,
    closed,
    close: () => socket.close(),
  };
}
