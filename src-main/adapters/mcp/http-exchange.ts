import { Agent, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps, Agent as SecureAgent } from 'node:https';
import type { Clock } from '../../core/ports/clock.ts';

/** A host that does not even refuse; the kernel itself would try for two minutes. */
const CONNECT_TIMEOUT_MS = 10_000;
const MAX_REDIRECTS = 3;
const REDIRECTS = [301, 302, 307, 308];

export interface Exchange {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Whether it may be sent twice, where a kept connection turned out to be closed. */
  readonly repeatable: boolean;
}

export type ExchangeOutcome =
  | { readonly kind: 'response'; readonly response: IncomingMessage; readonly url: URL }
  /** Sent on to another host, or in circles. */
  | { readonly kind: 'redirected'; readonly to: string }
  /** `code` as the system names it: ECONNREFUSED, ENOTFOUND, CERT_HAS_EXPIRED, … */
  | { readonly kind: 'unreachable'; readonly code: string }
  | { readonly kind: 'aborted' };

/** Kept connections to one endpoint, over node:http: fetch costs several times the CPU (performance.md §6). */
export interface HttpClient {
  exchange(exchange: Exchange, signal?: AbortSignal): Promise<ExchangeOutcome>;
  close(): void;
}

/** The same host, and never from https back to http: headers with tokens travel along. */
function mayFollow(from: URL, to: URL): boolean {
  return to.hostname === from.hostname && (to.protocol === from.protocol || to.protocol === 'https:');
}

export function createHttpClient(clock: Clock): HttpClient {
  let agent: Agent | null = null;
  let secureAgent: SecureAgent | null = null;
  const options = { keepAlive: true, maxFreeSockets: 4 };

  function once(
    exchange: Exchange,
    signal: AbortSignal | undefined,
  ): Promise<ExchangeOutcome & { stale?: boolean }> {
    const { method, url, headers, body } = exchange;
    return new Promise((resolve) => {
      const secure = url.protocol === 'https:';
      if (secure) secureAgent ??= new SecureAgent(options);
      else agent ??= new Agent(options);
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const request = (secure ? requestHttps : requestHttp)(url, {
        method,
        agent: secure ? (secureAgent as SecureAgent) : (agent as Agent),
        headers: { ...headers, ...length },
      });
      const onAbort = (): void => {
        request.destroy();
        resolve({ kind: 'aborted' });
      };
      if (signal?.aborted) {
        onAbort();
        request.on('error', () => undefined);
        return;
      }
      signal?.addEventListener('abort', onAbort);
      request.on('socket', (socket) => {
        if (!socket.connecting) return;
        const timer = clock.setTimer(CONNECT_TIMEOUT_MS, () =>
          request.destroy(Object.assign(new Error('no connection'), { code: 'ETIMEDOUT' })),
        );
        const stop = (): void => timer.cancel();
        socket.once('connect', stop);
        socket.once('close', stop);
      });
      request.on('response', (response) => {
        // From here on the stream's end tells of errors; without a listener one would end the host.
        response.on('error', () => undefined);
        response.once('close', () => signal?.removeEventListener('abort', onAbort));
        resolve({ kind: 'response', response, url });
      });
      request.on('error', (error: NodeJS.ErrnoException) => {
        signal?.removeEventListener('abort', onAbort);
        const stale = request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
        resolve({ kind: 'unreachable', code: error.code ?? error.message, stale });
      });
      request.end(body);
    });
  }

  return {
    async exchange(exchange, signal) {
      let { url } = exchange;
      for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
        let outcome = await once({ ...exchange, url }, signal);
        if (outcome.stale === true && exchange.repeatable) outcome = await once({ ...exchange, url }, signal);
        if (outcome.kind !== 'response') return outcome;
        const { statusCode = 0, headers } = outcome.response;
        const location = headers.location;
        if (!REDIRECTS.includes(statusCode) || location === undefined || !URL.canParse(location, url.href))
          return outcome;
        outcome.response.resume();
        const next = new URL(location, url);
        if (!mayFollow(url, next)) return { kind: 'redirected', to: next.origin };
        url = next;
      }
      return { kind: 'redirected', to: url.href };
    },
    close() {
      agent?.destroy();
      secureAgent?.destroy();
    },
  };
}

/** The body up to the cap; null where it is longer (reading stops) or breaks off. */
export async function readBody(
  response: IncomingMessage,
  maxBytes: number,
): Promise<{ readonly kind: 'whole'; readonly bytes: Buffer } | { readonly kind: 'oversize' | 'broken' }> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response) {
      size += (chunk as Buffer).length;
      if (size > maxBytes) {
        response.destroy();
        return { kind: 'oversize' };
      }
      chunks.push(chunk as Buffer);
    }
  } catch {
    // Reset or aborted: what came is not the whole.
    return { kind: 'broken' };
  }
  return response.complete ? { kind: 'whole', bytes: Buffer.concat(chunks, size) } : { kind: 'broken' };
}
