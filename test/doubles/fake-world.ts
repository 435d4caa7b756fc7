import type { ServerDefinition } from '../../src-main/core/configuration/definition.ts';
import type { LogStore, ServerLog } from '../../src-main/core/ports/logs.ts';
import type { McpConnector } from '../../src-main/core/ports/mcp.ts';
import type { OrchestratorPorts } from '../../src-main/core/ports/orchestrator-ports.ts';
import type { CommandClass, OrphanTree, ProcessLauncher } from '../../src-main/core/ports/process.ts';
import type { Random } from '../../src-main/core/ports/random.ts';
import type { ResourceSampler, TreeSample } from '../../src-main/core/ports/resources.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type Behaviour, wellBehaved } from './behaviour.ts';
import { FakeConnection } from './fake-connection.ts';
import { FakeProcess } from './fake-process.ts';
import { MemoryStore } from './memory-store.ts';

/**
 * A computer on which servers live: what it launches lives until it is ended, and what is wrong is written down. The
 * ports only; everything of ours runs as it is.
 */
export class FakeWorld {
  readonly clock: FakeClock;
  readonly store: MemoryStore;
  readonly processes: FakeProcess[] = [];
  readonly connections = new Map<string, FakeConnection>();
  readonly behaviours = new Map<string, Behaviour>();
  readonly classes = new Map<string, CommandClass>();
  readonly orphans: OrphanTree[] = [];
  readonly usage = new Map<string, { cpuPercent: number; memoryBytes: number }>();
  readonly portHolders = new Map<number, { pid: number; command: string }>();
  readonly logLines: { server: string; text: string }[] = [];
  /** What must never happen, as it happened. */
  readonly violations: string[] = [];
  readonly ports: OrchestratorPorts;
  /** Asked at the moment of each launch. */
  onLaunch: ((server: string) => void) | null = null;
  cores = 4;
  launching = 0;
  #ids = 0;
  #pids = 1000;

  constructor({ clock = new FakeClock(), store = new MemoryStore(), random = 0.5 } = {}) {
    this.clock = clock;
    this.store = store;
    this.ports = {
      clock,
      random: { unit: () => random, id: () => `id-${++this.#ids}` } satisfies Random,
      launcher: this.#launcher(),
      connector: this.#connector(),
      httpHealth: { get: async () => ({ kind: 'ok', latencyMs: 1, body: null }) },
      sampler: this.#sampler(),
      store,
      logs: this.#logs(),
      logger: {
        debug: () => undefined,
        info: () => undefined,
        warn: () => undefined,
        error: (text, fields) => this.violations.push(`${text}: ${JSON.stringify(fields)}`),
      },
      instance: {
        pid: 1,
        version: '0.0.0',
        cores: this.cores,
        url: () => null,
        memoryBytes: () => 0,
        cpuPercent: () => null,
      },
    };
  }

  /** How a server behaves from now on; what it is doing already goes on. */
  behave(server: string, change: Partial<Behaviour>): Behaviour {
    const behaviour = { ...this.behaviourOf(server), ...change };
    this.behaviours.set(server, behaviour);
    return behaviour;
  }

  behaviourOf(server: string): Behaviour {
    return this.behaviours.get(server) ?? wellBehaved;
  }

  alive(server?: string): readonly FakeProcess[] {
    return this.processes.filter((each) => each.alive && (server === undefined || each.server === server));
  }

  launches(server: string): number {
    return this.processes.filter((each) => each.server === server).length;
  }

  /** The live process of a server. */
  process(server: string): FakeProcess {
    const [process] = this.alive(server);
    if (process === undefined) throw new Error(`no process of ${server} lives`);
    return process;
  }

  #launcher(): ProcessLauncher {
    return {
      classify: (server) => this.classes.get(server.name) ?? { kind: 'direct', packageKey: null },
      precheck: async (server) => {
        const { precheck, port } = this.behaviourOf(server.name);
        return precheck ?? { ok: true, executable: '/bin/server', port };
      },
      launch: async (request) => {
        const behaviour = this.behaviourOf(request.server.name);
        this.onLaunch?.(request.server.name);
        this.launching += 1;
        await new Promise<void>((resolve) => this.clock.setTimer(behaviour.launchMs, resolve));
        this.launching -= 1;
        if (behaviour.launch !== null) return behaviour.launch;
        const { name } = request.server;
        if (this.alive(name).length > 0) this.violations.push(`a second process of ${name} was launched`);
        const process = new FakeProcess(this.clock, ++this.#pids, request, behaviour);
        this.processes.push(process);
        return { ok: true, process };
      },
      orphans: async () => this.orphans,
      portHolder: async (port) => this.portHolders.get(port) ?? null,
      ownsPort: async (process) => this.behaviourOf(this.#serverOf(process.pid)).ownsPort,
      dispose: async () => undefined,
    };
  }

  #serverOf(pid: number): string {
    return this.processes.find((process) => process.pid === pid)?.server ?? '';
  }

  #connector(): McpConnector {
    const open = (server: ServerDefinition, process: FakeProcess | null) => {
      const connection = new FakeConnection(
        this.clock,
        () => process?.behaviour ?? this.behaviourOf(server.name),
        process,
      );
      this.connections.set(server.name, connection);
      return connection;
    };
    return {
      attach: (server, process) => open(server, process as FakeProcess),
      reach: (server) => open(server, server.launch === null ? null : (this.alive(server.name)[0] ?? null)),
    };
  }

  #sampler(): ResourceSampler {
    return {
      sample: async (trees) => {
        const samples = new Map<string, TreeSample>();
        for (const { server, pid } of trees) {
          if (!this.processes.some((process) => process.pid === pid && process.alive)) continue;
          const usage = this.usage.get(server) ?? { cpuPercent: 0, memoryBytes: 1_000_000 };
          samples.set(server, { ...usage, processes: [{ pid, parentPid: 1, command: 'server', ...usage }] });
        }
        return samples;
      },
    };
  }

  #logs(): LogStore {
    const forServer = (server: string): ServerLog => ({
      writeChunk: () => undefined,
      writeLine: (_stream, text) => this.logLines.push({ server, text }),
      finishPartialLines: () => undefined,
      tail: () => [],
      droppedLines: 0,
    });
    return {
      forServer,
      page: async () => ({ lines: [], before: null }),
      follow: () => () => undefined,
      trouble: null,
      onTrouble: null,
      flush: async () => undefined,
    };
  }
}
