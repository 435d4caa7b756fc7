import type { Client, JSONRPCMessage, PriorDiscovery, Transport } from '@modelcontextprotocol/client';
import type { Failure } from './channel.ts';
import type { Agreement, ClientInfo } from './handshake.ts';
import type { UpstreamLink, VirtualClient } from './upstream-link.ts';

/** What a call ended with when it was not by us. */
export type SdkOutcome =
  | { readonly kind: 'result'; readonly result: Readonly<Record<string, unknown>> }
  | { readonly kind: 'error'; readonly code: number; readonly message: string; readonly data?: unknown }
  /** `failure` null: it was never sent, or it was aborted. */
  | { readonly kind: 'failed'; readonly failure: Failure | null };

/** The SDK's Client as one virtual client of a link, made at the first call. */
export interface SdkClient {
  callTool(tool: string, args: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<SdkOutcome>;
  close(): Promise<void>;
}

/** Longer than any call: the time-out of a call is ours, because the SDK's is not freeze-safe. */
const NO_TIMEOUT_MS = 2 ** 31 - 1;
/** Under this key a reply that we make up ourselves carries why there is none. */
const FAILURE = 'mcp-orchestrator/failure';
const INTERNAL_ERROR = -32603;

/** The SDK's schemas drop and rewrite what servers send (mcp-protocol.md §2.1 trap 1): results pass as they are. */
const asIs = {
  '~standard': {
    version: 1,
    vendor: 'as-is',
    validate: (value: unknown) => ({ value }),
  },
} as const;

/** The handshake was made once for all virtual clients: this one's `initialize` is answered from what it found. */
function createTransport(link: UpstreamLink, agreement: Agreement): Transport {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let client: VirtualClient | null = null;
  const deliver = (message: unknown): void => transport.onmessage?.(message as JSONRPCMessage);
  const transport: Transport = {
    start() {
      client = link.attach({
        onReply(line, id) {
          try {
            deliver(JSON.parse(decoder.decode(line)));
          } catch {
            deliver({ jsonrpc: '2.0', id, error: { code: -32700, message: 'The answer is not valid JSON' } });
          }
        },
        onFailed(id, failure) {
          const error = { code: INTERNAL_ERROR, message: failure.kind, data: { [FAILURE]: failure } };
          deliver({ jsonrpc: '2.0', id, error });
        },
        // The connection itself lists tools anew; nothing else of the server's own accord has a reader yet.
        onNotification() {},
        onRequest() {},
        onClosed: () => transport.onclose?.(),
      });
      return Promise.resolve();
    },
    send(message) {
      if ('method' in message && message.method === 'initialize' && 'id' in message) {
        const { protocolVersion, serverName, serverVersion } = agreement;
        const serverInfo = { name: serverName ?? 'unknown', version: serverVersion ?? '0' };
        const result = { protocolVersion, capabilities: { tools: {} }, serverInfo };
        queueMicrotask(() => deliver({ jsonrpc: '2.0', id: message.id, result }));
        return Promise.resolve();
      }
      if ('method' in message && message.method === 'notifications/initialized') return Promise.resolve();
      const sent = client?.send(encoder.encode(JSON.stringify(message))) ?? false;
      return sent ? Promise.resolve() : Promise.reject(new Error('not sent'));
    },
    close() {
      client?.detach();
      client = null;
      transport.onclose?.();
      return Promise.resolve();
    },
  };
  return transport;
}

/**
 * Loads the SDK at the first use. Measured with 2.4.0 on Node 24: loading it takes 115-180 ms (1.8 s from a cold disk)
 * and 33 MB of RSS, once; each Client 0.1-0.5 ms and 5-20 KB of heap. 33 MB are a third of what the instance may take
 * with 100 servers, so handshake, probes and lists go without it and only a first call brings it in.
 */
export async function createSdkClient(
  link: UpstreamLink,
  agreement: Agreement,
  clientInfo: ClientInfo,
): Promise<SdkClient> {
  const sdk = await import('@modelcontextprotocol/client');
  const client: Client = new sdk.Client(clientInfo, { inputRequired: { autoFulfill: false } });
  const discover = {
    supportedVersions: [agreement.protocolVersion],
    capabilities: { tools: {} },
    resultType: 'complete' as const,
    ttlMs: 0,
    cacheScope: 'private' as const,
  };
  const prior: PriorDiscovery =
    agreement.era === 'legacy' ? { kind: 'legacy' } : { kind: 'modern', discover };
  await client.connect(createTransport(link, agreement), { prior });

  return {
    async callTool(tool, args, signal) {
      try {
        const request = { method: 'tools/call', params: { name: tool, arguments: { ...args } } };
        const result = await client.request(request, asIs, {
          signal,
          timeout: NO_TIMEOUT_MS,
          allowInputRequired: true,
        });
        return { kind: 'result', result: result as Readonly<Record<string, unknown>> };
      } catch (error) {
        if (error instanceof sdk.ProtocolError) {
          const { code, message, data } = error;
          const made =
            typeof data === 'object' && data !== null
              ? (data as Record<string, unknown>)[FAILURE]
              : undefined;
          if (made !== undefined) return { kind: 'failed', failure: made as Failure };
          return { kind: 'error', code, message, ...(data === undefined ? {} : { data }) };
        }
        // What is left is a message that was not sent, and our own abort, which the caller knows.
        return { kind: 'failed', failure: null };
      }
    },
    close: () => client.close(),
  };
}
