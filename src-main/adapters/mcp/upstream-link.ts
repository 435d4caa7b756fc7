import type { Clock, Timer } from '../../core/ports/clock.ts';
import { causes } from './causes.ts';
import type { Channel, Failure } from './channel.ts';
import { type Envelope, envelopeOfValue, readEnvelope, withId } from './envelope.ts';

export type Reply =
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'error'; readonly code: number; readonly message: string; readonly data: unknown }
  /** It has the right id and is not JSON, or neither result nor error. */
  | { readonly kind: 'malformed'; readonly text: string }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'silent' }
  | { readonly kind: 'aborted' };

export interface RequestOptions {
  /** Without it, only the signal and the connection's end bound the wait. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Whether it counts as in flight; false for probes and subscriptions. */
  readonly counted?: boolean;
  /** Whether the server is told when the answer is not waited for any more. */
  readonly cancels?: boolean;
}

/** What the link tells one virtual client. Lines are whole messages without newline, and its to keep. */
export interface VirtualClientSinks {
  /** The answer to a request of this client: its own id in place, the rest as the server wrote it, unparsed. */
  onReply(line: Uint8Array, id: string | number): void;
  /** Instead of a reply: it will never come. */
  onFailed(id: string | number, failure: Failure): void;
  onNotification(line: Uint8Array, method: string): void;
  /** A request of the server, with the server's id; only where this client answers for all. */
  onRequest(line: Uint8Array, envelope: Envelope): void;
  onClosed(failure: Failure): void;
}

export interface VirtualClient {
  /** A request (ids are its own), a notification, or the reply to a request of the server. False: not sent. */
  send(line: Uint8Array): boolean;
  /** Answers to what it still waits for are dropped; they count as in flight until they come. */
  detach(): void;
}

/**
 * The one owner of a channel: ids upstream are allocated here and every reply is routed by table. Progress tokens pass
 * as they are, so clients that use them beside others make them unique themselves.
 */
export interface UpstreamLink {
  request(method: string, params: object | undefined, options?: RequestOptions): Promise<Reply>;
  notify(method: string, params?: object): boolean;
  attach(sinks: VirtualClientSinks): VirtualClient;
  /** Who answers the server's requests; null: the link itself, ping with {} and all else with -32601. */
  answerBy(client: VirtualClient | null): void;
  readonly inFlight: number;
  readonly lastMessageAtMs: number | null;
  onNotification: ((method: string, line: Uint8Array) => void) | null;
  /** A reply whose id nobody waits for and nobody ever used. */
  onStray: ((id: string | number | null) => void) | null;
  /** A line that begins like JSON and is no message. */
  onNoise: ((line: Uint8Array) => void) | null;
  /** Every pending request failed; nothing comes after it. Told once, not for `close`. */
  onBroken: ((failure: Failure) => void) | null;
  /** Called whenever the number in flight fell to 0. */
  onIdle: (() => void) | null;
  close(): Promise<void>;
}

interface Pending {
  readonly counted: boolean;
  /** The id as the asker wrote it, for a virtual client's. */
  readonly asker: VirtualClient | null;
  readonly theirId: string | number | null;
  reply(line: Uint8Array, envelope: Envelope): void;
  fail(failure: Failure): void;
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();
const METHOD_NOT_FOUND = -32601;

function parseReply(line: Uint8Array): Reply {
  const text = decoder.decode(line);
  let value: { result?: unknown; error?: { code?: unknown; message?: unknown; data?: unknown } };
  try {
    value = JSON.parse(text);
  } catch {
    // The envelope could be read and the content not: an answer, but a wrong one.
    return { kind: 'malformed', text };
  }
  const { error, result } = value;
  if (typeof error === 'object' && error !== null && typeof error.code === 'number') {
    const said = typeof error.message === 'string' ? error.message : '';
    return { kind: 'error', code: error.code, message: said, data: error.data };
  }
  return result === undefined ? { kind: 'malformed', text } : { kind: 'result', result };
}

/** An invalid line is a spoiled answer rather than noise where it speaks of JSON-RPC. */
const looksLikeAnswer = (line: Uint8Array): boolean =>
  decoder.decode(line.subarray(0, 512)).includes('"jsonrpc"');

export function createUpstreamLink(channel: Channel, clock: Clock): UpstreamLink {
  const pending = new Map<number, Pending>();
  const clients = new Map<VirtualClient, VirtualClientSinks>();
  let nextId = 1;
  let counted = 0;
  let lastMessageAtMs: number | null = null;
  let answering: VirtualClient | null = null;
  let over: Failure | null = null;

  function take(id: number): Pending | undefined {
    const entry = pending.get(id);
    if (entry !== undefined) {
      pending.delete(id);
      if (entry.counted && --counted === 0) link.onIdle?.();
    }
    return entry;
  }

  function put(entry: Pending): number {
    const id = nextId++;
    pending.set(id, entry);
    if (entry.counted) counted++;
    return id;
  }

  /** Where exactly one thing is asked, an answer without a usable id can only be meant for it. */
  function onlyPending(): number | undefined {
    return pending.size === 1 ? pending.keys().next().value : undefined;
  }

  function routeReply(line: Uint8Array, envelope: Envelope): void {
    const id = envelope.id === null ? onlyPending() : envelope.id;
    const entry = typeof id === 'number' ? take(id) : undefined;
    if (entry !== undefined) entry.reply(line, envelope);
    // Late answers to what was given up are expected; ids that were never given out are not.
    else if (!(typeof id === 'number' && Number.isInteger(id) && id > 0 && id < nextId))
      link.onStray?.(envelope.id);
  }

  function answerServer(line: Uint8Array, envelope: Envelope): void {
    const sinks = answering === null ? undefined : clients.get(answering);
    if (sinks !== undefined) {
      sinks.onRequest(line, envelope);
      return;
    }
    const { id, method } = envelope;
    const outcome =
      method === 'ping'
        ? { result: {} }
        : { error: { code: METHOD_NOT_FOUND, message: `Method not found: ${method}` } };
    channel.send(JSON.stringify({ jsonrpc: '2.0', id, ...outcome }), { id: null, method: null });
  }

  function unreadable(line: Uint8Array): void {
    const id = looksLikeAnswer(line) ? onlyPending() : undefined;
    const entry = id === undefined ? undefined : take(id);
    if (entry === undefined) link.onNoise?.(line);
    else entry.reply(line, { kind: 'invalid', id: null, idStart: -1, idEnd: -1, method: null });
  }

  function receive(line: Uint8Array, envelope: Envelope): void {
    if (over !== null) return;
    if (envelope.kind === 'invalid') {
      unreadable(line);
      return;
    }
    lastMessageAtMs = clock.monotonicMs();
    if (envelope.kind === 'response') routeReply(line, envelope);
    else if (envelope.kind === 'request') answerServer(line, envelope);
    else if (envelope.kind === 'notification') {
      const method = envelope.method ?? '';
      link.onNotification?.(method, line);
      for (const sinks of [...clients.values()]) sinks.onNotification(line, method);
    } else {
      // Batches exist in 2025-03-26 alone and are rare: taken apart, each member goes its own way.
      for (const member of JSON.parse(decoder.decode(line)) as unknown[]) {
        const single = envelopeOfValue(member);
        if (single.kind !== 'batch') receive(encoder.encode(JSON.stringify(member)), single);
      }
    }
  }

  function end(failure: Failure): boolean {
    if (over !== null) return false;
    over = failure;
    for (const id of [...pending.keys()]) take(id)?.fail(failure);
    for (const sinks of [...clients.values()]) sinks.onClosed(failure);
    clients.clear();
    return true;
  }

  function cancelFor(client: VirtualClient, line: Uint8Array): boolean {
    const notification = JSON.parse(decoder.decode(line)) as { params?: { requestId?: unknown } };
    const theirId = notification.params?.requestId;
    for (const [id, entry] of pending) {
      if (entry.asker !== client || entry.theirId !== theirId) continue;
      take(id);
      const params = { ...notification.params, requestId: id };
      const sent =
        channel.forgetCancels ||
        channel.send(JSON.stringify({ ...notification, params }), {
          id: null,
          method: 'notifications/cancelled',
        });
      channel.forget(id);
      return sent;
    }
    return true; // it was answered meanwhile
  }

  function sendFor(client: VirtualClient, line: Uint8Array): boolean {
    const sinks = clients.get(client);
    if (sinks === undefined || over !== null) return false;
    const envelope = readEnvelope(line);
    if (envelope.method === 'notifications/cancelled') return cancelFor(client, line);
    const { id: theirId, method } = envelope;
    if (envelope.kind !== 'request' || theirId === null) return channel.send(line, { id: null, method });
    const id = put({
      counted: method !== 'subscriptions/listen',
      asker: client,
      theirId,
      reply(answer, found) {
        const current = clients.get(client);
        if (found.kind === 'response') current?.onReply(withId(answer, found, theirId), theirId);
        else current?.onFailed(theirId, brokenAnswer(method ?? '', answer));
      },
      fail: (failure) => clients.get(client)?.onFailed(theirId, failure),
    });
    if (channel.send(withId(line, envelope, id), { id, method })) return true;
    take(id);
    return false;
  }

  const brokenAnswer = (method: string, line: Uint8Array): Failure => ({
    kind: 'protocol',
    cause: causes.brokenJson(method, decoder.decode(line.subarray(0, 1024))),
  });

  const link: UpstreamLink = {
    onNotification: null,
    onStray: null,
    onNoise: null,
    onBroken: null,
    onIdle: null,
    get inFlight() {
      return counted;
    },
    get lastMessageAtMs() {
      return lastMessageAtMs;
    },

    request(method, params, { timeoutMs, signal, counted: counts = true, cancels = false } = {}) {
      if (over !== null) return Promise.resolve({ kind: 'failed', failure: over });
      if (signal?.aborted) return Promise.resolve({ kind: 'aborted' });
      return new Promise<Reply>((resolve) => {
        let timer: Timer | undefined;
        const settle = (reply: Reply): void => {
          timer?.cancel();
          signal?.removeEventListener('abort', onAbort);
          resolve(reply);
        };
        const id = put({
          counted: counts,
          asker: null,
          theirId: null,
          reply: (line) => settle(parseReply(line)),
          fail: (failure) => settle({ kind: 'failed', failure }),
        });
        const giveUp = (reply: Reply): void => {
          if (take(id) === undefined) return;
          if (cancels && !channel.forgetCancels) link.notify('notifications/cancelled', { requestId: id });
          channel.forget(id);
          settle(reply);
        };
        const onAbort = (): void => giveUp({ kind: 'aborted' });
        signal?.addEventListener('abort', onAbort);
        if (timeoutMs !== undefined) {
          // After a freeze the time-out fires before the answer that already waits is read (supervision.md §1.7).
          timer = clock.setTimer(
            timeoutMs,
            () => void clock.nextTurn().then(() => giveUp({ kind: 'silent' })),
          );
        }
        const line = JSON.stringify({
          jsonrpc: '2.0',
          id,
          method,
          ...(params === undefined ? {} : { params }),
        });
        if (!channel.send(line, { id, method }))
          take(id)?.fail({ kind: 'closed', cause: causes.inputClosed() });
      });
    },

    notify(method, params) {
      if (over !== null) return false;
      const line = JSON.stringify({ jsonrpc: '2.0', method, ...(params === undefined ? {} : { params }) });
      return channel.send(line, { id: null, method });
    },

    attach(sinks) {
      const client: VirtualClient = {
        send: (line) => sendFor(client, line),
        detach: () => {
          clients.delete(client);
          if (answering === client) answering = null;
        },
      };
      if (over === null) clients.set(client, sinks);
      return client;
    },

    answerBy(client) {
      answering = client;
    },

    close() {
      end({ kind: 'closed', cause: causes.closedByUs() });
      return channel.close();
    },
  };

  channel.onMessage = (line) => receive(line, readEnvelope(line));
  channel.onRefused = (id, failure) => take(id)?.fail(failure);
  channel.onBroken = (failure) => {
    if (end(failure)) link.onBroken?.(failure);
  };
  return link;
}
