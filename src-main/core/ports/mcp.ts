import type { Cause, Message } from '../../../src-shared/i18n/message.ts';
import type { Endpoint, ServerDefinition } from '../configuration/definition.ts';
import type { ServerProcess } from './process.ts';

/** `legacy`: revisions up to 2025-11-25 (initialize, ping). `modern`: 2026-07-28 on (server/discover, stateless). */
export type ProtocolEra = 'legacy' | 'modern';

export interface ToolDescription {
  readonly name: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly inputSchema: Readonly<Record<string, unknown>>;
  readonly outputSchema?: Readonly<Record<string, unknown>> | undefined;
  readonly annotations?: Readonly<Record<string, unknown>> | undefined;
}

export interface ServerFacts {
  readonly era: ProtocolEra;
  readonly protocolVersion: string;
  readonly serverName: string | null;
  readonly serverVersion: string | null;
  readonly tools: readonly ToolDescription[];
  /** What it says that it offers, by name: `tools`, `resources`, `prompts` …; null or absent: it did not say. */
  readonly capabilities?: readonly string[] | null;
  /** What is not as it should be and keeps nothing from working, such as a list that could not be had. */
  readonly notes?: readonly Message[];
}

export type ConnectResult =
  | { readonly ok: true; readonly facts: ServerFacts }
  /**
   * `protocol`: it answered, but not as MCP. `auth`: 401 or 403. `network`: not reachable now. `closed`: the pipe ended.
   * `probe-exit`: it ended on the era probe, so it is started again with the legacy era, uncharged. `aborted`: by us.
   */
  | {
      readonly ok: false;
      readonly kind: 'protocol' | 'auth' | 'network' | 'closed' | 'probe-exit' | 'aborted';
      readonly cause: Cause;
    };

/** Any JSON-RPC answer, an error too, is life. `silent`: nothing came within the time-out. */
export type ProbeResult =
  | { readonly kind: 'answered'; readonly latencyMs: number }
  | { readonly kind: 'silent' }
  | { readonly kind: 'failed'; readonly cause: Cause; readonly auth: boolean };

export type CallResult =
  | { readonly ok: true; readonly result: Readonly<Record<string, unknown>> }
  | {
      readonly ok: false;
      readonly kind: 'error' | 'timeout' | 'closed' | 'aborted';
      readonly code: number | null;
      readonly message: string;
      /** `message` in its parts where it is our own and not the server's. */
      readonly told?: Message;
      readonly data?: unknown;
    };

/**
 * The one connection to a server: it owns pipe, framer and id table. Several virtual clients may attach to it; the
 * SDK's Client is one, the gateway's hot path will be another, and neither owns the pipe.
 */
export interface UpstreamConnection {
  /** Finds the era, shakes hands and lists the tools: ready means listed. Bounded by the caller's signal. */
  connect(signal: AbortSignal): Promise<ConnectResult>;
  /** A raw request past every cache: `ping` or `server/discover` by era. */
  probe(timeoutMs: number, signal?: AbortSignal): Promise<ProbeResult>;
  readonly facts: ServerFacts | null;
  /** The handshake is through, and the lists are asked for; called within `connect`. */
  onAgreed?: ((facts: Omit<ServerFacts, 'tools' | 'notes'>) => void) | null;
  call(
    tool: string,
    args: Readonly<Record<string, unknown>>,
    options: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
  ): Promise<CallResult>;
  /** Any other request, such as `resources/read`. The result is as the server wrote it; an answer that is none is an error. */
  request(
    method: string,
    params: Readonly<Record<string, unknown>>,
    options: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
  ): Promise<CallResult>;
  /** Requests that were sent and are not answered yet, probes not counted. */
  readonly inFlight: number;
  /** Resolves when no request is in flight, or at the end of the time; new calls are refused from here on. */
  drain(timeoutMs: number): Promise<void>;
  /** Monotonic time of the last protocol message that came; null before the first. */
  readonly lastMessageAtMs: number | null;
  onToolsChanged: ((tools: readonly ToolDescription[]) => void) | null;
  /** The connection broke by itself: end of the pipe, an oversize message, a dropped HTTP session. */
  onBroken: ((cause: Cause, kind: 'closed' | 'protocol' | 'network' | 'auth') => void) | null;
  close(): Promise<void>;
}

/** A verdict on a server's era, kept per launch hash; an old one is probed again. */
export interface EraMemory {
  get(launchHash: string): { readonly era: ProtocolEra; readonly decidedAtWallMs: number } | null;
  set(launchHash: string, era: ProtocolEra): void;
}

export interface McpConnector {
  /** Over the pipe of a process that was just started. */
  attach(server: ServerDefinition, process: ServerProcess): UpstreamConnection;
  /** Over HTTP; also for a server that we launched and that is reached by URL. */
  reach(server: ServerDefinition, endpoint: Endpoint): UpstreamConnection;
}
