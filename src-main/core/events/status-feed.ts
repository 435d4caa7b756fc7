import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import type { FeedMessage } from '../../../src-shared/schema/feed.ts';
import type {
  InstanceStatus,
  ServerStatus,
  StatusReport,
  Summary,
} from '../../../src-shared/schema/status.ts';
import type { Clock, Timer } from '../ports/clock.ts';
import type { EventLog } from './event-log.ts';

/** What the feed reads when a client is ready for it: a change is sent as it is then, not as it was. */
export interface FeedSource {
  report(): StatusReport;
  /** null: the name is gone. */
  server(name: string): ServerStatus | null;
  summary(): Summary;
  instance(): InstanceStatus;
}

export interface StatusFeedOptions {
  readonly clock: Clock;
  readonly events: EventLog;
  readonly source: FeedSource;
  /** A listener that threw: the others are told all the same. */
  readonly onListenerError: (error: unknown) => void;
  /** Events that wait for a client that does not take them; beyond, it gets a snapshot instead. */
  readonly queueLimit?: number;
}

export interface FeedOptions {
  readonly since: number | null;
  readonly signal?: AbortSignal | undefined;
  readonly figuresApartMs?: number;
}

export interface StatusFeed {
  /** Something that is shown of this server changed, or it is gone. Cheap: say it at every change. */
  changed(server: string): void;
  /** Something that is shown of the instance changed. */
  instanceChanged(): void;
  /** Order or membership changed (a new configuration): every client gets a snapshot. */
  resync(): void;
  /** Names that changed, at most once a turn of the event loop. Returns the unsubscriber. */
  onStatus(listener: (servers: readonly string[]) => void): () => void;
  /**
   * The stream for one client: a snapshot, then what changes. With `since` (the last event it has seen) the events that
   * it missed come after the snapshot, where they are not more than the queue holds; else the snapshot says how many it
   * will not get. Figures that no event goes with are gathered for `figuresApartMs` (0: each is sent as it comes). Ends with
   * the signal, or when the reader stops.
   */
  open(options: FeedOptions): AsyncIterableIterator<FeedMessage>;
}

const QUEUE_LIMIT = 256;

export function createStatusFeed(options: StatusFeedOptions): StatusFeed {
  const { clock } = options;
  const listeners = new Set<(servers: readonly string[]) => void>();
  const clients = new Set<FeedClient>();
  let dirty = new Set<string>();
  let instanceDirty = false;
  let flushPlanned = false;

  const planFlush = () => {
    if (flushPlanned) return;
    flushPlanned = true;
    void clock.nextTurn().then(flush);
  };

  const flush = () => {
    flushPlanned = false;
    const servers = [...dirty];
    dirty = new Set();
    const withInstance = instanceDirty;
    instanceDirty = false;
    for (const client of clients) client.note(servers, withInstance);
    if (servers.length === 0) return;
    for (const listener of [...listeners]) {
      try {
        listener(servers);
      } catch (error) {
        options.onListenerError(error);
      }
    }
  };

  return {
    changed: (server) => {
      dirty.add(server);
      planFlush();
    },
    instanceChanged: () => {
      instanceDirty = true;
      planFlush();
    },
    resync: () => {
      for (const client of clients) client.resync();
    },
    onStatus: (listener) => {
      const own = (servers: readonly string[]) => listener(servers);
      listeners.add(own);
      return () => listeners.delete(own);
    },
    open: (wanted) => {
      const client = new FeedClient(options, wanted, () => clients.delete(client));
      clients.add(client);
      client.endWith(wanted.signal);
      return client;
    },
  };
}

/**
 * What one client has not taken yet, bounded whatever it does: a set of names, a flag, and a queue of events that turns
 * into "you missed n" when it is full.
 */
class FeedClient implements AsyncIterableIterator<FeedMessage> {
  readonly #options: StatusFeedOptions;
  readonly #onEnd: () => void;
  readonly #unsubscribe: () => void;
  readonly #servers = new Set<string>();
  #events: OrchestratorEvent[] = [];
  #missed = 0;
  #snapshot = true;
  #instance = false;
  /** Events and status take turns, so that a flood of one never holds back the other. */
  #eventIsNext = true;
  #ended = false;
  #wake: (() => void) | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #stopListening: (() => void) | null = null;
  readonly #apartMs: number;
  #toldAt = Number.NEGATIVE_INFINITY;
  /** An event came since the last status: what it changed is not held back. */
  #eventCame = false;
  /** Runs while figures are held back. */
  #gathering: Timer | null = null;

  constructor(options: StatusFeedOptions, { since, figuresApartMs = 0 }: FeedOptions, onEnd: () => void) {
    this.#options = options;
    this.#apartMs = figuresApartMs;
    this.#onEnd = onEnd;
    this.#unsubscribe = options.events.subscribe((event) => this.#take(event));
    if (since !== null) this.#catchUp(since);
  }

  get #limit(): number {
    return this.#options.queueLimit ?? QUEUE_LIMIT;
  }

  #catchUp(since: number): void {
    const { events } = this.#options;
    const behind = events.lastSeq - since;
    // A number from the future is one of another history (a state that was lost): it gets what everybody gets.
    if (behind <= 0) return;
    if (behind > this.#limit) this.#missed = behind;
    else this.#events = [...events.query({ since, limit: this.#limit })];
  }

  note(servers: readonly string[], instance: boolean): void {
    for (const server of servers) this.#servers.add(server);
    if (instance) this.#instance = true;
    if (instance || this.#gathering === null) this.#wake?.();
  }

  get #waitMs(): number {
    return this.#eventCame ? 0 : this.#toldAt + this.#apartMs - this.#options.clock.monotonicMs();
  }

  #gather(): void {
    this.#gathering ??= this.#options.clock.setTimer(Math.ceil(this.#waitMs), () => {
      this.#gathering = null;
      this.#wake?.();
    });
  }

  resync(): void {
    this.#snapshot = true;
    this.#wake?.();
  }

  #take(event: OrchestratorEvent): void {
    this.#eventCame = true;
    this.#events.push(event);
    if (this.#events.length > this.#limit) {
      this.#missed += this.#events.length;
      this.#events = [];
      this.#snapshot = true;
    }
    this.#wake?.();
  }

  /** Asked again before the answer came, it answers in the order of the asking. */
  next(): Promise<IteratorResult<FeedMessage, undefined>> {
    const answer = this.#last.then(() => this.#read());
    this.#last = answer;
    return answer;
  }

  async #read(): Promise<IteratorResult<FeedMessage, undefined>> {
    for (;;) {
      if (this.#ended) return { done: true, value: undefined };
      const value = this.#nextMessage();
      if (value !== null) return { done: false, value };
      if (this.#servers.size > 0) this.#gather();
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
      this.#wake = null;
    }
  }

  #nextMessage(): FeedMessage | null {
    if (this.#snapshot) return this.#takeSnapshot();
    const hasServers = this.#servers.size > 0 && this.#waitMs <= 0;
    const hasStatus = hasServers || this.#instance;
    const event = this.#eventIsNext || !hasStatus ? this.#events.shift() : undefined;
    this.#eventIsNext = event === undefined;
    if (event !== undefined) return { kind: 'event', event };
    if (hasServers) return this.#takeStatus();
    if (!this.#instance) return null;
    this.#instance = false;
    return { kind: 'instance', instance: this.#options.source.instance() };
  }

  #takeSnapshot(): FeedMessage {
    const missed = this.#missed;
    this.#snapshot = false;
    this.#instance = false;
    this.#missed = 0;
    this.#servers.clear();
    return { kind: 'snapshot', seq: this.#seq, missed, report: this.#options.source.report() };
  }

  #takeStatus(): FeedMessage {
    const servers: ServerStatus[] = [];
    const removed: string[] = [];
    for (const name of this.#servers) {
      const status = this.#options.source.server(name);
      if (status === null) removed.push(name);
      else servers.push(status);
    }
    this.#servers.clear();
    this.#toldAt = this.#options.clock.monotonicMs();
    this.#eventCame = false;
    return { kind: 'status', seq: this.#seq, servers, removed, summary: this.#options.source.summary() };
  }

  /** The newest event that this client has been given: a reconnect resumes after it. */
  get #seq(): number {
    const [waiting] = this.#events;
    return waiting === undefined ? this.#options.events.lastSeq : waiting.seq - 1;
  }

  endWith(signal: AbortSignal | undefined): void {
    if (signal === undefined) return;
    const end = () => this.#end();
    if (signal.aborted) return end();
    signal.addEventListener('abort', end, { once: true });
    this.#stopListening = () => signal.removeEventListener('abort', end);
  }

  return(): Promise<IteratorResult<FeedMessage, undefined>> {
    this.#end();
    return Promise.resolve({ done: true, value: undefined });
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#unsubscribe();
    this.#stopListening?.();
    this.#gathering?.cancel();
    this.#events = [];
    this.#servers.clear();
    this.#onEnd();
    this.#wake?.();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
