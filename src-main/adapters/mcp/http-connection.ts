import type { IncomingMessage } from 'node:http';
import type { Endpoint } from '../../core/configuration/definition.ts';
import type { Clock, Timer } from '../../core/ports/clock.ts';
import type { ProtocolEra } from '../../core/ports/mcp.ts';
import { causes } from './causes.ts';
import type { Channel, Failure, Outgoing } from './channel.ts';
import { readEnvelope } from './envelope.ts';
import { MODERN_VERSION } from './handshake.ts';
import { createHttpClient, type Exchange, type ExchangeOutcome, readBody } from './http-exchange.ts';
import { createSseReader, type ServerSentEvent } from './sse-reader.ts';

const MAX_MESSAGE_BYTES = 10 * 1024 * 1024;
/** Of an answer that is no message, such as an error page, only the beginning is of use. */
const MAX_ERROR_BYTES = 64 * 1024;
/** Before a stream that ended is opened again, unless the server asks for another time. */
const RECONNECT_MS = 1000;
const MAX_RECONNECT_MS = 30_000;
const MAX_RESUMES = 5;
const DELETE_TIMEOUT_MS = 1000;
const HANDSHAKE = ['initialize', 'server/discover'];
const NOT_STREAMABLE = [400, 404, 405];
const encoder = new TextEncoder();
const decoder = new TextDecoder();

interface Post {
  readonly line: string | Uint8Array;
  readonly outgoing: Outgoing;
  readonly abort: AbortController;
  answered: boolean;
  lastEventId: string | null;
  resumes: number;
}

const network = (cause: Failure['cause']): Failure => ({ kind: 'network', cause });
const protocol = (cause: Failure['cause']): Failure => ({ kind: 'protocol', cause });

/** Header values are ASCII; others travel as in RFC 2047 (SEP-2243). */
function headerValue(text: string): string {
  const plain = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text) && !text.startsWith('=?base64?');
  return plain ? text : `=?base64?${Buffer.from(text).toString('base64')}?=`;
}

/** What the modern era repeats of the body in headers, so that proxies need not parse. */
function modernHeaders(line: string | Uint8Array, method: string): Readonly<Record<string, string>> {
  const text = typeof line === 'string' ? line : decoder.decode(line);
  const { params } = JSON.parse(text) as { params?: { name?: unknown; uri?: unknown } };
  const name = params?.name ?? params?.uri;
  return {
    'mcp-protocol-version': MODERN_VERSION,
    'mcp-method': method,
    ...(typeof name === 'string' ? { 'mcp-name': headerValue(name) } : {}),
  };
}

const contentType = (response: IncomingMessage): string =>
  (response.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
const isJson = (type: string): boolean => type === 'application/json' || type.endsWith('+json');
const isStream = (type: string): boolean => type === 'text/event-stream';

/** A JSON-RPC error in the body of an HTTP error, under the id of its request even where the server left it out. */
function rpcErrorIn(bytes: Uint8Array, id: number | null): Uint8Array | null {
  try {
    const body = JSON.parse(decoder.decode(bytes)) as { jsonrpc?: unknown; error?: { code?: unknown } };
    if (body?.jsonrpc !== '2.0' || typeof body.error?.code !== 'number') return null;
    return encoder.encode(JSON.stringify({ ...body, id }));
  } catch {
    // An error page.
    return null;
  }
}

/**
 * Streamable HTTP of both eras, and the older HTTP+SSE where the endpoint says so or a first POST is answered with 400,
 * 404 or 405 and no JSON-RPC. One POST for each message; the stream of what the server says by itself is kept open
 * where it is offered. A server that lost our session gets a new handshake and the same message once more.
 */
export function createHttpChannel(endpoint: Endpoint, clock: Clock): Channel {
  const client = createHttpClient(clock);
  const ended = new AbortController();
  const posts = new Map<number, Post>();
  const timers = new Set<Timer>();
  let mode: 'streamable' | 'sse' = endpoint.transport === 'sse' ? 'sse' : 'streamable';
  let url = new URL(endpoint.url);
  let era: ProtocolEra | null = null;
  let version: string | null = null;
  let session: string | null = null;
  let recovering: Promise<boolean> | null = null;
  let initialized: Promise<void> = Promise.resolve();
  let listening: AbortController | null = null;
  let messagesUrl: Promise<URL | Failure> | null = null;
  let reconnectMs = RECONNECT_MS;
  let broken = false;

  const common = (): Record<string, string> => ({
    ...(version === null ? {} : { 'mcp-protocol-version': version }),
    ...(session === null ? {} : { 'mcp-session-id': session }),
    ...endpoint.headers,
  });

  function breakDown(failure: Failure): void {
    if (broken || ended.signal.aborted) return;
    broken = true;
    channel.onBroken?.(failure);
  }

  function refuse(post: Post, failure: Failure): void {
    const { id, method } = post.outgoing;
    if (id !== null) {
      posts.delete(id);
      channel.onRefused?.(id, failure);
    }
    // The stream that told us of changes cannot be had again: the server is gone, and nothing else would tell.
    if (method === 'subscriptions/listen' && failure.kind !== 'protocol') breakDown(failure);
  }

  function deliver(line: Uint8Array): void {
    channel.onMessage?.(line);
  }

  function later(delayMs: number, action: () => void): void {
    const timer = clock.setTimer(Math.min(delayMs, MAX_RECONNECT_MS), () => {
      timers.delete(timer);
      if (!ended.signal.aborted) action();
    });
    timers.add(timer);
  }

  function failureOf(outcome: Exclude<ExchangeOutcome, { kind: 'response' }>): Failure {
    if (outcome.kind === 'redirected') return protocol(causes.redirected(outcome.to));
    if (outcome.kind === 'aborted') return { kind: 'closed', cause: causes.closedByUs() };
    return network(causes.unreachable(url.host, outcome.code));
  }

  function failureOfStatus(status: number, bytes: Uint8Array): Failure {
    if (status === 401 || status === 403) return { kind: 'auth', cause: causes.auth(status) };
    if (status === 408 || status === 429 || status >= 500) return network(causes.serverError(status));
    return protocol(causes.badStatus(status, decoder.decode(bytes.subarray(0, 1024))));
  }

  /** Reads a stream to its end; resolves when it ended. */
  function readStream(response: IncomingMessage, onEvent: (event: ServerSentEvent) => void): Promise<void> {
    const read = createSseReader({
      maxBytes: MAX_MESSAGE_BYTES,
      onEvent,
      onOversize: () => {
        response.destroy();
        breakDown(protocol(causes.oversize()));
      },
      onRetry: (delayMs) => {
        reconnectMs = delayMs;
      },
    });
    response.on('data', read);
    return new Promise((resolve) => response.once('close', resolve));
  }

  async function readReplies(post: Post, response: IncomingMessage): Promise<void> {
    const { id } = post.outgoing;
    let older = false;
    await readStream(response, (event) => {
      if (event.event === 'endpoint') {
        older = true;
        response.destroy();
        return;
      }
      post.lastEventId = event.id ?? post.lastEventId;
      if (event.data.length === 0) return;
      const envelope = readEnvelope(event.data);
      if (envelope.kind === 'response' && envelope.id === id) {
        post.answered = true;
        if (id !== null) posts.delete(id);
      }
      deliver(event.data);
    });
    if (post.answered || post.abort.signal.aborted) return;
    // Some servers of the older transport open its stream on POST as well.
    if (older) return fallBack(post, protocol(causes.contentType('text/event-stream')));
    // Servers of 2025-11-25 may end a stream on purpose and expect us back with the last event's id (SEP-1699).
    if (era !== 'modern' && post.lastEventId !== null && post.resumes++ < MAX_RESUMES) {
      later(reconnectMs, () => void resume(post));
    } else refuse(post, network(causes.streamEnded()));
  }

  async function resume(post: Post): Promise<void> {
    const headers = { ...common(), accept: 'text/event-stream', 'last-event-id': post.lastEventId ?? '' };
    const outcome = await client.exchange(
      { method: 'GET', url, headers, repeatable: true },
      post.abort.signal,
    );
    if (
      outcome.kind === 'response' &&
      outcome.response.statusCode === 200 &&
      isStream(contentType(outcome.response))
    ) {
      await readReplies(post, outcome.response);
      return;
    }
    if (outcome.kind === 'response') outcome.response.destroy();
    refuse(post, network(causes.streamEnded()));
  }

  async function readAnswer(post: Post, response: IncomingMessage): Promise<void> {
    const { id, method } = post.outgoing;
    const type = contentType(response);
    if (method === 'initialize') session = (response.headers['mcp-session-id'] as string | undefined) ?? null;
    if (id === null) {
      response.resume();
      if (method === 'notifications/initialized') void listen(null);
      return;
    }
    if (isStream(type)) {
      await readReplies(post, response);
      return;
    }
    const body = await readBody(response, MAX_MESSAGE_BYTES);
    if (body.kind === 'oversize') refuse(post, protocol(causes.oversize()));
    else if (body.kind !== 'whole') refuse(post, network(causes.streamEnded()));
    else if (!isJson(type)) refuse(post, protocol(causes.contentType(type || 'nothing')));
    else {
      posts.delete(id);
      deliver(body.bytes);
      // Nothing happens where that was the answer.
      refuse(post, protocol(causes.brokenJson(method ?? '', decoder.decode(body.bytes.subarray(0, 1024)))));
    }
  }

  async function readRefusal(
    post: Post,
    response: IncomingMessage,
    hadSession: string | null,
  ): Promise<void> {
    const { id, method } = post.outgoing;
    const status = response.statusCode ?? 0;
    const body = await readBody(response, MAX_ERROR_BYTES);
    const bytes = body.kind === 'whole' ? body.bytes : new Uint8Array();
    if (status === 404 && hadSession !== null && method !== 'notifications/initialized') {
      if (await recover(hadSession)) void postStreamable(post);
      else refuse(post, network(causes.sessionLost()));
      return;
    }
    const handshaking = HANDSHAKE.includes(method ?? '');
    const readable = status !== 401 && status !== 403 && (status < 500 || !handshaking);
    const error = readable ? rpcErrorIn(bytes, id) : null;
    if (error !== null && id !== null) {
      posts.delete(id);
      deliver(error);
    } else if (NOT_STREAMABLE.includes(status)) await fallBack(post, failureOfStatus(status, bytes));
    else refuse(post, failureOfStatus(status, bytes));
  }

  /** The older transport instead, decided by `initialize` alone; where there is none, the first failure stands. */
  async function fallBack(post: Post, failure: Failure): Promise<void> {
    if (post.outgoing.method !== 'initialize' || endpoint.transport !== 'auto') {
      refuse(post, failure);
      return;
    }
    mode = 'sse';
    const opened = await openSse();
    if (opened instanceof URL) {
      void postSse(post);
      return;
    }
    mode = 'streamable';
    refuse(post, opened.kind === 'auth' ? opened : failure);
  }

  /** One handshake for all who find the session gone; who comes later with the old one finds it made. */
  function recover(lost: string): Promise<boolean> {
    if (recovering !== null) return recovering;
    if (session !== lost) return Promise.resolve(true);
    recovering = (async () => {
      session = null;
      version = null;
      const again = (await channel.onSessionLost?.()) ?? false;
      recovering = null;
      if (!again) breakDown(network(causes.sessionLost()));
      return again;
    })();
    return recovering;
  }

  async function postStreamable(post: Post): Promise<void> {
    const { method } = post.outgoing;
    const modern = method !== null && (era === 'modern' || method === 'server/discover');
    const headers = {
      ...common(),
      ...(modern ? modernHeaders(post.line, method) : {}),
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    };
    const exchange: Exchange = {
      method: 'POST',
      url,
      headers,
      body: post.line,
      // A call that was written may have had its effect.
      repeatable: method !== 'tools/call',
    };
    const usedSession = session;
    const outcome = await client.exchange(exchange, post.abort.signal);
    if (outcome.kind !== 'response') {
      if (outcome.kind !== 'aborted') refuse(post, failureOf(outcome));
      return;
    }
    url = outcome.url;
    const status = outcome.response.statusCode ?? 0;
    if (status >= 200 && status < 300) await readAnswer(post, outcome.response);
    else await readRefusal(post, outcome.response, usedSession);
  }

  /** The stream of what the server says by itself; many servers have none (405). */
  async function listen(lastEventId: string | null): Promise<void> {
    listening?.abort();
    const abort = new AbortController();
    listening = abort;
    const usedSession = session;
    let seen = lastEventId;
    const headers = {
      ...common(),
      accept: 'text/event-stream',
      ...(seen === null ? {} : { 'last-event-id': seen }),
    };
    const outcome = await client.exchange({ method: 'GET', url, headers, repeatable: true }, abort.signal);
    if (abort.signal.aborted) return;
    if (outcome.kind !== 'response') {
      breakDown(failureOf(outcome));
      return;
    }
    const { response } = outcome;
    const status = response.statusCode ?? 0;
    if (status !== 200 || !isStream(contentType(response))) {
      response.destroy();
      if (status === 404 && usedSession !== null && era === 'legacy') await recover(usedSession);
      else if (status === 401 || status === 403) breakDown({ kind: 'auth', cause: causes.auth(status) });
      return;
    }
    await readStream(response, (event) => {
      seen = event.id ?? seen;
      if (event.data.length > 0) deliver(event.data);
    });
    if (!abort.signal.aborted) later(reconnectMs, () => void listen(seen));
  }

  /** The older transport: one stream for all answers, whose first event says where to post. */
  function openSse(): Promise<URL | Failure> {
    messagesUrl ??= (async () => {
      const headers = { ...endpoint.headers, accept: 'text/event-stream' };
      const outcome = await client.exchange({ method: 'GET', url, headers, repeatable: true }, ended.signal);
      if (outcome.kind !== 'response') return failureOf(outcome);
      const { response } = outcome;
      const status = response.statusCode ?? 0;
      if (status !== 200 || !isStream(contentType(response))) {
        const body = await readBody(response, MAX_ERROR_BYTES);
        const bytes = body.kind === 'whole' ? body.bytes : new Uint8Array();
        return status === 200
          ? protocol(causes.contentType(contentType(response)))
          : failureOfStatus(status, bytes);
      }
      const { promise, resolve } = Promise.withResolvers<URL | Failure>();
      const reading = readStream(response, ({ event, data }) => {
        if (event !== 'endpoint') {
          if (data.length > 0) deliver(data);
          return;
        }
        const target = URL.parse(decoder.decode(data), outcome.url.href);
        // Our headers, tokens among them, go there: to the same origin or nowhere.
        const own = target !== null && target.origin === outcome.url.origin;
        resolve(own ? target : protocol(causes.noEndpointEvent()));
      });
      void reading.then(() => {
        resolve(protocol(causes.noEndpointEvent()));
        breakDown(network(causes.streamEnded()));
      });
      return promise;
    })();
    return messagesUrl;
  }

  async function postSse(post: Post): Promise<void> {
    const target = await openSse();
    if (!(target instanceof URL)) {
      refuse(post, target);
      return;
    }
    const headers = { ...endpoint.headers, 'content-type': 'application/json' };
    const exchange: Exchange = { method: 'POST', url: target, headers, body: post.line, repeatable: false };
    const outcome = await client.exchange(exchange, post.abort.signal);
    if (outcome.kind !== 'response') {
      if (outcome.kind !== 'aborted') refuse(post, failureOf(outcome));
      return;
    }
    const status = outcome.response.statusCode ?? 0;
    if (status >= 200 && status < 300) outcome.response.resume();
    else {
      const body = await readBody(outcome.response, MAX_ERROR_BYTES);
      refuse(post, failureOfStatus(status, body.kind === 'whole' ? body.bytes : new Uint8Array()));
    }
  }

  /** In the order of the handshake: nothing overtakes `initialized` or a new session. */
  function dispatch(post: Post): void {
    const { method } = post.outgoing;
    if (mode === 'sse') void postSse(post);
    else if (method === 'notifications/initialized') initialized = postStreamable(post);
    else if (HANDSHAKE.includes(method ?? '')) void postStreamable(post);
    else void Promise.all([initialized, recovering]).then(() => postStreamable(post));
  }

  const channel: Channel = {
    onMessage: null,
    onRefused: null,
    onBroken: null,
    onSessionLost: null,
    get forgetCancels() {
      return era === 'modern';
    },
    get legacyOnly() {
      return mode === 'sse';
    },
    send(line, outgoing) {
      if (ended.signal.aborted || broken) return false;
      const post: Post = {
        line,
        outgoing,
        abort: new AbortController(),
        answered: false,
        lastEventId: null,
        resumes: 0,
      };
      if (outgoing.id !== null) posts.set(outgoing.id, post);
      dispatch(post);
      return true;
    },
    forget(id) {
      posts.get(id)?.abort.abort();
      posts.delete(id);
    },
    agree(agreedEra, protocolVersion) {
      era = agreedEra;
      version = agreedEra === 'legacy' && mode === 'streamable' ? protocolVersion : null;
    },
    async close() {
      if (ended.signal.aborted) return;
      ended.abort();
      for (const timer of timers) timer.cancel();
      for (const post of posts.values()) post.abort.abort();
      listening?.abort();
      if (session !== null && !broken) {
        const limit = new AbortController();
        const timer = clock.setTimer(DELETE_TIMEOUT_MS, () => limit.abort());
        const outcome = await client.exchange(
          { method: 'DELETE', url, headers: common(), repeatable: true },
          limit.signal,
        );
        if (outcome.kind === 'response') outcome.response.resume();
        timer.cancel();
      }
      client.close();
    },
  };
  return channel;
}
