import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import type { WindowContract } from '../../src-shared/contract/desktop.ts';
import { tellWhatIsRead } from '../../src-shared/contract/port.ts';
import type { Link, RpcConnection } from './client.ts';

/** What the preload listens for; it hands the port on to the application. */
const PORT_MESSAGE = 'mcp-orchestrator:port';

interface OpenPort extends Pick<RpcConnection, 'client' | 'desktop' | 'closed'> {
  readonly isClosed: boolean;
}

/**
 * A page in the application's window. A document has one port, which lives as long as the document and the application
 * do: a connection that ended, because the orchestrator behind the application did, begins anew over the same one.
 */
export function createPortLink(): Link {
  let port: OpenPort | null = null;
  return {
    kind: 'window',
    open() {
      if (port === null || port.isClosed) port = openPort();
      const { client, desktop, closed } = port;
      return { client, desktop, closed, close: () => undefined };
    },
    // The application lets its own windows in, whatever the token.
    isRefused: async () => false,
  };
}

function openPort(): OpenPort {
  const { port1: mine, port2: theirs } = new MessageChannel();
  let isClosed = false;
  const closed = new Promise<void>((resolve) => {
    // Electron's own: a browser tells nobody (docs/tutorial/message-ports.md, Extension: close event).
    mine.addEventListener('close', () => {
      isClosed = true;
      resolve();
    });
  });
  const client: ContractRouterClient<WindowContract> = createORPCClient(new RPCLink({ port: mine }));
  tellWhatIsRead(mine);
  mine.start();
  postMessage(PORT_MESSAGE, location.origin, [theirs]);
  return {
    client,
    desktop: client.desktop,
    closed,
    get isClosed() {
      return isClosed;
    },
  };
}
