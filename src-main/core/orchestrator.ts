import type { Message } from '../../src-shared/i18n/message.ts';
import type { OrchestratorEvent } from '../../src-shared/schema/event.ts';
import type { FeedMessage } from '../../src-shared/schema/feed.ts';
import type { ConfigProblem } from '../../src-shared/schema/problem.ts';
import type { HealthReport, ServerStatus, StatusReport } from '../../src-shared/schema/status.ts';
import type { Configuration } from './configuration/definition.ts';
import type { DefinitionView } from './configuration/definition-view.ts';
import type { LogStore } from './ports/logs.ts';
import type { CallResult, ToolDescription } from './ports/mcp.ts';
import type { TreeSample } from './ports/resources.ts';
import type { ActivityBucket, ActivityQuery, EventQuery, EventTally, TallyQuery } from './ports/store.ts';
import type { Fetched, PromptDescription, ResourceLists } from './supervisor/server-content.ts';

/** Who asks and, for every accepted request, the operation that its one `operation.finished` event will name. */
export interface RequestContext {
  readonly actor: string;
  /** Of a `check`: the id that its `operation.finished` names. Absent: nobody waits for that event. */
  readonly operation?: string | undefined;
}

/** Accepted: the outcome comes as events and through `done`, which never rejects. */
export interface Operation {
  readonly id: string;
  readonly servers: readonly string[];
  readonly done: Promise<OperationOutcome>;
}

export interface OperationOutcome {
  readonly ok: boolean;
  /** One entry for each server that did not get where it should. */
  readonly failures: readonly OperationFailure[];
}

export interface OperationFailure {
  readonly server: string;
  readonly code: string;
  readonly message: string;
  /** `message` in its parts, for another language; absent where it is what others said. */
  readonly told?: Message;
}

/** A refusal: nothing was begun. `code` is part of the contract (`UNKNOWN_SERVER`, `NOT_RUNNING`, `CONFLICT` …). */
export interface Refusal {
  readonly code: 'UNKNOWN_SERVER' | 'NOT_RUNNING' | 'CONFLICT' | 'INVALID' | 'DISABLED' | 'SHUTTING_DOWN';
  readonly message: string;
  /** `message` in its parts, for another language. */
  readonly told?: Message;
  readonly server: string | null;
}

export type Accepted<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal };

/** The result of a probe that a person asked for; it never counts towards the threshold. */
export interface CheckReport {
  readonly server: string;
  readonly ok: boolean;
  readonly health: HealthReport;
  readonly protocol: string | null;
  readonly tools: number | null;
}

/**
 * A sample for charts: one point a resource interval, kept for the last hour in memory. Without any value it is a gap:
 * what follows does not continue what was before.
 */
export interface MetricPoint {
  readonly at: number;
  readonly cpuPercent: number | null;
  readonly memoryBytes: number | null;
  readonly latencyMs: number | null;
}

/** What small lines are drawn from: ten minutes in at most sixty points, and the scale that the hour gives them. */
export interface RecentMetrics {
  readonly points: readonly MetricPoint[];
  /** The highest; of the latency the 95th percentile. */
  readonly hour: {
    readonly cpuPercent: number | null;
    readonly memoryBytes: number | null;
    readonly latencyMs: number | null;
  };
}

export interface ServerRecentMetrics extends RecentMetrics {
  readonly name: string;
  /** From its policy; null without a process. */
  readonly memoryWarnBytes: number | null;
}

/**
 * The product's rules behind one face: what the API offers to every client. Selections are names, aliases or groups;
 * an empty selection means all. Nothing here waits for a server but the `done` of an operation.
 */
export interface Orchestrator {
  status(): StatusReport;
  server(name: string): Accepted<ServerStatus>;
  /** Names of servers that a selection of names, aliases and groups means, in the order of the file. */
  resolve(selection: readonly string[]): Accepted<readonly string[]>;

  start(
    selection: readonly string[],
    options: { readonly dependencies: boolean },
    context: RequestContext,
  ): Accepted<Operation>;
  stop(
    selection: readonly string[],
    options: { readonly force: boolean },
    context: RequestContext,
  ): Accepted<Operation>;
  restart(
    selection: readonly string[],
    options: { readonly force: boolean },
    context: RequestContext,
  ): Accepted<Operation>;
  reset(selection: readonly string[], context: RequestContext): Accepted<Operation>;
  pause(selection: readonly string[], forMs: number | null, context: RequestContext): Accepted<Operation>;
  resume(selection: readonly string[], context: RequestContext): Accepted<Operation>;
  check(selection: readonly string[], context: RequestContext): Promise<Accepted<readonly CheckReport[]>>;

  /** How it is started or reached and what policy holds for it, without secrets. */
  definition(name: string): Accepted<DefinitionView>;

  tools(name: string): Accepted<readonly ToolDescription[]>;
  call(
    name: string,
    tool: string,
    args: Readonly<Record<string, unknown>>,
    options: { readonly timeoutMs: number | null; readonly signal?: AbortSignal | undefined },
  ): Promise<Accepted<CallResult>>;

  /** Its resources and templates of addresses; empty lists of a server that offers none. */
  resources(name: string, signal?: AbortSignal): Promise<Accepted<Fetched<ResourceLists>>>;
  prompts(name: string, signal?: AbortSignal): Promise<Accepted<Fetched<readonly PromptDescription[]>>>;
  readResource(name: string, uri: string, signal?: AbortSignal): Promise<Accepted<CallResult>>;
  getPrompt(
    name: string,
    prompt: string,
    args: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<Accepted<CallResult>>;

  processes(name: string): Accepted<TreeSample | null>;
  metrics(name: string): Accepted<readonly MetricPoint[]>;
  /** Of every server in the order of the file, and of the instance itself, whose latency is not measured. */
  recent(): { readonly servers: readonly ServerRecentMetrics[]; readonly instance: readonly MetricPoint[] };

  events(query: EventQuery): readonly OrchestratorEvent[];
  /** How much happened when. */
  activity(query: ActivityQuery): readonly ActivityBucket[];
  tally(query: TallyQuery): EventTally;
  /** Every event from now on, in order. Returns the unsubscriber. */
  onEvent(listener: (event: OrchestratorEvent) => void): () => void;
  /** A health check of a server had a result; `latencyMs` null: it got no answer. Returns the unsubscriber. */
  onCheck(listener: (server: string, latencyMs: number | null) => void): () => void;
  /** A server's status changed in anything that is shown; conflated, at most once a turn. */
  onStatus(listener: (servers: readonly string[]) => void): () => void;

  /**
   * The stream of one client: a snapshot, then what changes, resumed after the event `since`. See
   * `core/events/status-feed.ts`.
   */
  openFeed?(options: {
    readonly since: number | null;
    readonly signal?: AbortSignal | undefined;
    /** Figures that no event goes with are gathered for so long. */
    readonly figuresApartMs?: number;
  }): AsyncIterableIterator<FeedMessage>;

  readonly logs: LogStore;
  readonly configuration: Configuration | null;

  /** Puts a configuration in force: starts, stops and restarts only what the difference demands. */
  apply(configuration: Configuration, context: RequestContext): void;
  /** The file could not be read as a whole: the last good configuration stays, the errors are shown. */
  reject(problems: readonly ConfigProblem[]): void;

  /** The computer is about to sleep, woke up, or its network changed: hints only, the heartbeat finds out by itself. */
  onSuspend(): void;
  onWake(): void;
  onNetworkUp(): void;
  /** The computer runs on its battery or is too hot: it is looked at less often, and judged as ever. */
  onPower(power: { readonly saving: boolean }): void;

  /** Begins: sweeps orphans, then starts what boot starts. */
  boot(): Promise<void>;
  /**
   * Stops every server in reverse order within the quit limit; idempotent; `force` kills at once. `by`: the request it
   * answers, whose `operation.finished` is told when everything is down.
   */
  shutdown(options: {
    readonly force: boolean;
    readonly reason: string;
    readonly by?: { readonly actor: string; readonly operation: string };
  }): Promise<void>;
}
