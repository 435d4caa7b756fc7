import { createEventLog } from '../../src-main/core/events/event-log.ts';
import { createStatusFeed } from '../../src-main/core/events/status-feed.ts';
import type { Accepted, Operation, Orchestrator, Refusal } from '../../src-main/core/orchestrator.ts';
import type { Clock } from '../../src-main/core/ports/clock.ts';
import type { LogStore } from '../../src-main/core/ports/logs.ts';
import type { CallResult, ToolDescription } from '../../src-main/core/ports/mcp.ts';
import { notChecked } from '../../src-shared/model/not-checked.ts';
import type { OrchestratorEvent } from '../../src-shared/schema/event.ts';
import type { LogLine } from '../../src-shared/schema/log-line.ts';
import {
  type ServerState,
  type ServerStatus,
  type StatusReport,
  type Summary,
  serverStates,
} from '../../src-shared/schema/status.ts';
import { statusOf as emptyStatus } from '../support/statuses.ts';
import { MemoryStore } from './memory-store.ts';

export interface OrchestratorDouble extends Orchestrator {
  /** Changes what is shown of a server, as the supervisor would. */
  change(name: string, patch: Partial<ServerStatus>): void;
  remove(name: string): void;
  /** Something happened to it that changes nothing of what is shown of it. */
  happen(type: OrchestratorEvent['type'], name: string, data: OrchestratorEvent['data']): void;
  writeLog(name: string, text: string, stream?: LogLine['stream']): void;
  /** How a call of a tool ends. */
  onCall: (tool: string, args: Readonly<Record<string, unknown>>) => Promise<CallResult>;
  /** Operations stay open until this is called. */
  holdOperations(): () => void;
  shuttingDown: boolean;
  instance: Partial<StatusReport['instance']>;
  /** Who listens right now: to see that nothing leaks. */
  readonly logFollowers: number;
}

/**
 * An orchestrator without processes: states move at once, operations finish, events and feed are the real ones. For
 * tests of what stands in front of it.
 */
export function createOrchestratorDouble(clock: Clock, servers: readonly ServerStatus[]): OrchestratorDouble {
  const byName = new Map(servers.map((server) => [server.name, server]));
  const store = new MemoryStore();
  const events = createEventLog({ store, clock, onListenerError: fail });
  const feed = createStatusFeed({
    clock,
    events,
    onListenerError: fail,
    source: { report: status, server: (name) => byName.get(name) ?? null, summary, instance },
  });
  const checkListeners = new Set<Parameters<Orchestrator['onCheck']>[0]>();
  const lines = new Map<string, LogLine[]>();
  const followers = new Set<{ server: string | null; listener: Parameters<LogStore['follow']>[1] }>();
  let operations = 0;
  let held: (() => void)[] | null = null;

  function instance(): StatusReport['instance'] {
    return {
      running: true,
      pid: 4711,
      version: '0.0.0-test',
      url: 'http://127.0.0.1:7717',
      config: '/home/ada/.mcp.json',
      configErrors: [],
      uptimeMs: 60_000,
      memoryBytes: 74_000_000,
      cpuPercent: 0.6,
      ...double.instance,
    };
  }

  function summary(): Summary {
    const counts = Object.fromEntries(serverStates.map((state) => [state, 0])) as Record<ServerState, number>;
    for (const server of byName.values()) counts[server.state]++;
    return counts;
  }

  function status(): StatusReport {
    return { instance: instance(), summary: summary(), servers: [...byName.values()] };
  }

  function refuse(
    code: Refusal['code'],
    server: string | null,
    message: string,
  ): { ok: false; refusal: Refusal } {
    return { ok: false, refusal: { code, server, message } };
  }

  function one(name: string): Accepted<ServerStatus> {
    const found = byName.get(name) ?? [...byName.values()].find(({ aliases }) => aliases.includes(name));
    return found
      ? { ok: true, value: found }
      : refuse('UNKNOWN_SERVER', name, `There is no server "${name}".`);
  }

  function resolve(selection: readonly string[]): Accepted<readonly string[]> {
    if (selection.length === 0) return { ok: true, value: [...byName.keys()] };
    const names: string[] = [];
    for (const name of selection) {
      const group = [...byName.values()].filter(({ groups }) => groups.includes(name));
      const found = one(name);
      if (found.ok) names.push(found.value.name);
      else if (group.length > 0) names.push(...group.map((server) => server.name));
      else return found;
    }
    return { ok: true, value: names };
  }

  function operate(
    selection: readonly string[],
    actor: string,
    act: (server: ServerStatus) => void,
  ): Accepted<Operation> {
    if (double.shuttingDown) return refuse('SHUTTING_DOWN', null, 'The orchestrator is shutting down.');
    const names = resolve(selection);
    if (!names.ok) return names;
    const id = `op-${++operations}`;
    const { promise, resolve: finish } = Promise.withResolvers<Awaited<Operation['done']>>();
    const run = () => {
      for (const name of names.value) {
        const server = byName.get(name);
        if (server) act(server);
      }
      const server = names.value.length === 1 ? (names.value[0] ?? null) : null;
      emit('operation.finished', server, { ok: true, error: null }, actor, id);
      finish({ ok: true, failures: [] });
    };
    if (held) held.push(run);
    else queueMicrotask(run);
    return { ok: true, value: { id, servers: names.value, done: promise } };
  }

  function emit(
    type: Parameters<typeof events.append>[0]['type'],
    server: string | null,
    data: Record<string, unknown>,
    actor = 'supervisor',
    operation: string | null = null,
  ): void {
    events.append({ type, server, generation: server === null ? null : 1, actor, operation, data });
  }

  function change(name: string, patch: Partial<ServerStatus>): void {
    const before = byName.get(name);
    if (!before) throw new Error(`no server ${name}`);
    byName.set(name, { ...before, ...patch });
    if (patch.state !== undefined && patch.state !== before.state) {
      emit('server.state', name, { from: before.state, to: patch.state });
    }
    if (patch.health !== undefined) {
      for (const listener of checkListeners) listener(name, patch.health.latencyMs);
    }
    feed.changed(name);
  }

  const up = (server: ServerStatus) =>
    change(server.name, { state: 'RUNNING', desired: 'up', reason: null, detail: null });

  const logs: LogStore = {
    forServer: () => {
      throw new Error('the double writes with writeLog');
    },
    page: async (server, { before, limit }) => {
      const all = lines.get(server) ?? [];
      const end = before === null ? all.length : Number(before);
      const start = Math.max(0, end - limit);
      return { lines: all.slice(start, end), before: start === 0 ? null : String(start) };
    },
    follow(server, listener) {
      const follower = { server, listener };
      followers.add(follower);
      return () => followers.delete(follower);
    },
    trouble: null,
    onTrouble: null,
    flush: async () => {},
  };

  const double: OrchestratorDouble = {
    status,
    server: one,
    resolve,
    start: (selection, _options, { actor }) => operate(selection, actor, up),
    stop: (selection, _options, { actor }) =>
      operate(selection, actor, ({ name }) => change(name, { state: 'STOPPED', desired: 'down', pid: null })),
    restart: (selection, _options, { actor }) =>
      operate(selection, actor, (server) => {
        change(server.name, { state: 'STOPPING' });
        change(server.name, { state: 'STARTING', phase: 'SPAWNING' });
        const totalRestarts = server.totalRestarts + 1;
        change(server.name, {
          state: 'RUNNING',
          phase: null,
          reason: null,
          detail: null,
          desired: 'up',
          totalRestarts,
          startedAt: new Date(clock.wallMs()).toISOString(),
        });
      }),
    reset: (selection, { actor }) =>
      operate(selection, actor, ({ name }) => change(name, { restartCount: 0 })),
    pause: (selection, forMs, { actor }) =>
      operate(selection, actor, ({ name }) =>
        change(name, { pausedUntil: new Date(clock.wallMs() + (forMs ?? 1_800_000)).toISOString() }),
      ),
    resume: (selection, { actor }) =>
      operate(selection, actor, ({ name }) => change(name, { pausedUntil: null })),
    async check(selection, { actor, operation }) {
      const names = resolve(selection);
      if (!names.ok) return names;
      const reports = names.value.flatMap((name) => {
        const server = byName.get(name);
        if (!server) return [];
        const ok = server.state === 'RUNNING';
        return [{ server: name, ok, health: server.health, protocol: server.protocol, tools: server.tools }];
      });
      emit('operation.finished', null, { ok: true, error: null }, actor, operation ?? null);
      return { ok: true, value: reports };
    },
    tools(name): Accepted<readonly ToolDescription[]> {
      const server = one(name);
      if (!server.ok) return server;
      if (server.value.state !== 'RUNNING')
        return refuse('NOT_RUNNING', server.value.name, `${name} is not running.`);
      return {
        ok: true,
        value: [{ name: 'echo', description: 'Says it again', inputSchema: { type: 'object' } }],
      };
    },
    async call(name, tool, args) {
      const server = one(name);
      if (!server.ok) return server;
      if (server.value.state !== 'RUNNING')
        return refuse('NOT_RUNNING', server.value.name, `${name} is not running.`);
      return { ok: true, value: await double.onCall(tool, args) };
    },
    resources: async (name) => {
      const server = one(name);
      if (!server.ok) return server;
      return { ok: true, value: { ok: true, value: { resources: [], templates: [] } } };
    },
    prompts: async (name) => {
      const server = one(name);
      return server.ok ? { ok: true, value: { ok: true, value: [] } } : server;
    },
    readResource: async (name, uri) => {
      const server = one(name);
      return server.ok ? { ok: true, value: await double.onCall('resources/read', { uri }) } : server;
    },
    getPrompt: async (name, prompt, args) => {
      const server = one(name);
      return server.ok
        ? { ok: true, value: await double.onCall('prompts/get', { prompt, ...args }) }
        : server;
    },
    definition: (name) => {
      const server = one(name);
      if (!server.ok) return server;
      const value = { name: server.value.name, file: '/home/ada/.mcp.json', line: 3 };
      return { ok: true, value: { ...value, launch: null, endpoint: null, policy: [] } };
    },
    processes: (name) => {
      const server = one(name);
      return server.ok ? { ok: true, value: null } : server;
    },
    metrics: (name) => {
      const server = one(name);
      return server.ok ? { ok: true, value: [] } : server;
    },
    recent: () => ({
      servers: [...byName.keys()].map((name) => ({
        name,
        points: [],
        hour: { cpuPercent: null, memoryBytes: null, latencyMs: null },
        memoryWarnBytes: 1_000_000_000,
      })),
      instance: [],
    }),
    activity: store.activity.bind(store),
    tally: store.tally.bind(store),
    events: events.query,
    onEvent: events.subscribe,
    onStatus: feed.onStatus,
    onCheck(listener) {
      checkListeners.add(listener);
      return () => checkListeners.delete(listener);
    },
    openFeed: feed.open,
    logs,
    configuration: null,
    apply: () => {},
    reject: () => feed.instanceChanged(),
    onSuspend: () => {},
    onWake: () => {},
    onNetworkUp: () => {},
    onPower: () => {},
    boot: async () => {},
    shutdown: async () => {},

    change,
    happen: (type, name, data) => emit(type, name, data),
    remove(name) {
      byName.delete(name);
      feed.changed(name);
    },
    writeLog(server, text, stream = 'stderr') {
      const line = { at: new Date(clock.wallMs()).toISOString(), server, stream, text, truncated: false };
      lines.set(server, [...(lines.get(server) ?? []), line]);
      for (const follower of followers) {
        if (follower.server === null || follower.server === server) void follower.listener([line], 0);
      }
    },
    onCall: async (_tool, args) => ({
      ok: true,
      result: { content: [{ type: 'text', text: JSON.stringify(args) }] },
    }),
    holdOperations() {
      const mine: (() => void)[] = [];
      held = mine;
      return () => {
        held = null;
        for (const run of mine) run();
      };
    },
    shuttingDown: false,
    instance: {},
    get logFollowers() {
      return followers.size;
    },
  };
  return double;
}

/** A server that runs and is well. */
export const statusOf = (name: string, patch: Partial<ServerStatus> = {}): ServerStatus =>
  emptyStatus({
    name,
    pid: 1000,
    startedAt: '2026-01-01T00:00:00.000Z',
    uptimeMs: 60_000,
    cpuPercent: 0.4,
    memoryBytes: 84_000_000,
    processes: 1,
    health: { ...notChecked, status: 'ok', checkedAt: '2026-01-01T00:00:30.000Z', latencyMs: 3 },
    protocol: '2025-11-25',
    tools: 14,
    ...patch,
  });

function fail(error: unknown): void {
  throw error;
}
