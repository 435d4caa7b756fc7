import type { SupportedMessagePort } from '@orpc/client/message-port';
import type { AnyRouter, Context } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import type { ApiContext } from '../api/context.ts';

/** A port of Electron's, Node's or a browser's. */
export type RpcPort = SupportedMessagePort & { start?(): void; close(): void };

/**
 * The contract over one port, in the name of its other end. Streams end when the port closes. Nobody waits for the other
 * side to read: what a stream sends must be bounded by time, as the feed and the logs are.
 */
export function servePort(options: {
  readonly router: AnyRouter;
  readonly port: RpcPort;
  readonly context: ApiContext;
}): void {
  const { router, port, context } = options;
  new RPCHandler<Context>(router).upgrade(port, { context });
  port.start?.();
}
