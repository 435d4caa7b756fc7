import type { Clock } from '../../src-main/core/ports/clock.ts';
import type {
  CallResult,
  ConnectResult,
  ProbeResult,
  ServerFacts,
  ToolDescription,
  UpstreamConnection,
} from '../../src-main/core/ports/mcp.ts';
import { type Cause, message } from '../../src-shared/i18n/message.ts';
import type { Behaviour } from './behaviour.ts';
import type { FakeProcess } from './fake-process.ts';

const cause = (key: string): Cause => ({ happened: message(key), remedy: message('mcp.remedy.lost') });

/** Speaks for a fake process, or for a remote server that is reachable or not. */
export class FakeConnection implements UpstreamConnection {
  facts: ServerFacts | null = null;
  lastMessageAtMs: number | null = null;
  onToolsChanged: ((tools: readonly ToolDescription[]) => void) | null = null;
  onBroken: ((cause: Cause, kind: 'closed' | 'protocol' | 'network' | 'auth') => void) | null = null;
  closed = false;
  draining = false;
  readonly #clock: Clock;
  readonly #behaviour: () => Behaviour;
  readonly #process: FakeProcess | null;
  readonly #calls = new Set<(result: CallResult) => void>();
  readonly #drained = new Set<() => void>();

  constructor(clock: Clock, behaviour: () => Behaviour, process: FakeProcess | null) {
    this.#clock = clock;
    this.#behaviour = behaviour;
    this.#process = process;
    process?.whenEnded(() => this.#lost());
  }

  connect(signal: AbortSignal): Promise<ConnectResult> {
    const { promise, resolve } = Promise.withResolvers<ConnectResult>();
    const answer = (): ConnectResult => {
      const behaviour = this.#behaviour();
      if (!behaviour.reachable)
        return { ok: false, kind: 'network', cause: cause('mcp.network.unreachable') };
      if (behaviour.handshake === 'protocol' || behaviour.handshake === 'auth') {
        return { ok: false, kind: behaviour.handshake, cause: cause('mcp.auth') };
      }
      this.facts = {
        era: 'legacy',
        protocolVersion: '2025-11-25',
        serverName: null,
        serverVersion: null,
        tools: Array.from({ length: behaviour.tools }, (_, index) => ({
          name: `tool${index}`,
          inputSchema: {},
        })),
      };
      this.lastMessageAtMs = this.#clock.monotonicMs();
      return { ok: true, facts: this.facts };
    };
    const { readyMs } = this.#behaviour();
    if (readyMs !== null) {
      this.#clock.setTimer(readyMs, () => {
        if (this.#process?.alive !== false && !this.closed) resolve(answer());
      });
    }
    this.#process?.whenEnded(() =>
      resolve({
        ok: false,
        kind: this.#behaviour().handshake === 'probe-exit' ? 'probe-exit' : 'closed',
        cause: cause('mcp.lost.ended'),
      }),
    );
    signal.addEventListener('abort', () =>
      resolve({ ok: false, kind: 'aborted', cause: cause('mcp.lost.aborted') }),
    );
    return promise;
  }

  probe(timeoutMs: number): Promise<ProbeResult> {
    const { answersProbes, reachable } = this.#behaviour();
    if (answersProbes && reachable) {
      this.lastMessageAtMs = this.#clock.monotonicMs();
      return Promise.resolve({ kind: 'answered', latencyMs: 1 });
    }
    return new Promise((resolve) => {
      this.#clock.setTimer(timeoutMs, () => resolve({ kind: 'silent' }));
    });
  }

  /** Answered by `answerCalls`, or at the end of the process. */
  call(): Promise<CallResult> {
    if (this.draining || this.closed) {
      return Promise.resolve({ ok: false, kind: 'closed', code: null, message: 'draining' });
    }
    return new Promise((resolve) => this.#calls.add(resolve));
  }

  /** What a server answers to other requests than calls; by method. */
  readonly answers = new Map<string, (params: Readonly<Record<string, unknown>>) => CallResult>();

  request(method: string, params: Readonly<Record<string, unknown>>): Promise<CallResult> {
    const answer = this.answers.get(method)?.(params);
    const unknown = {
      ok: false,
      kind: 'error',
      code: -32601,
      message: `Method not found: ${method}`,
    } as const;
    return Promise.resolve(answer ?? unknown);
  }

  answerCalls(result: CallResult = { ok: true, result: {} }): void {
    for (const resolve of this.#calls) resolve(result);
    this.#calls.clear();
    for (const resolve of this.#drained) resolve();
    this.#drained.clear();
  }

  get inFlight(): number {
    return this.#calls.size;
  }

  drain(timeoutMs: number): Promise<void> {
    this.draining = true;
    if (this.inFlight === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#drained.add(resolve);
      this.#clock.setTimer(timeoutMs, resolve);
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    this.answerCalls({ ok: false, kind: 'closed', code: null, message: 'closed' });
  }

  /** The network or the far end breaks it. */
  break(kind: 'closed' | 'protocol' | 'network' | 'auth'): void {
    if (!this.closed) this.onBroken?.(cause('mcp.network.streamEnded'), kind);
  }

  #lost(): void {
    this.answerCalls({ ok: false, kind: 'closed', code: null, message: 'closed' });
    if (this.facts !== null) this.break('closed');
  }
}
