import type { Configuration, ServerDefinition } from '../../../src-main/core/configuration/definition.ts';
import type { Operation, OperationOutcome, Orchestrator } from '../../../src-main/core/orchestrator.ts';
import { createOrchestrator } from '../../../src-main/core/supervisor/create-orchestrator.ts';
import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import { type Dependency, defaultPolicy, type Policy } from '../../../src-shared/schema/policy.ts';
import type { ConfigProblem } from '../../../src-shared/schema/problem.ts';
import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { FakeWorld } from '../../doubles/fake-world.ts';

export const asked = { actor: 'cli:0' };
export const gently = { force: false };

/** A server of a configuration, with the real defaults. */
export function server(
  name: string,
  change: Partial<Omit<ServerDefinition, 'policy'>> & { readonly policy?: Partial<Policy> } = {},
): ServerDefinition {
  const { policy, ...rest } = change;
  return {
    name,
    aliases: [],
    groups: [],
    transport: 'stdio',
    launch: { command: 'server', args: [], env: {}, cwd: '/' },
    endpoint: null,
    enabled: policy?.enabled ?? true,
    problems: [],
    launchHash: `${name}-1`,
    secrets: [],
    ...rest,
    policy: { ...defaultPolicy, ...policy },
  };
}

export function remote(name: string, policy: Partial<Policy> = {}): ServerDefinition {
  const endpoint = { url: 'https://example.org/mcp', transport: 'http', headers: {} } as const;
  return server(name, { launch: null, endpoint, transport: 'http', launchHash: `${name}-remote`, policy });
}

/** Launched and reached by URL. */
export function web(name: string, policy: Partial<Policy> = {}): ServerDefinition {
  const endpoint = { url: 'http://127.0.0.1:8003/mcp', transport: 'http', headers: {} } as const;
  return server(name, { endpoint, transport: 'http', policy });
}

export function needs(...names: readonly string[]): readonly Dependency[] {
  return names.map((name) => ({ server: name, condition: 'healthy' }));
}

export function problem(name: string, text = 'Line 3: wrong.'): ConfigProblem {
  return {
    file: '/c.json',
    line: 3,
    column: 1,
    server: name,
    path: name,
    found: null,
    expected: null,
    message: text,
  };
}

export function configuration(
  servers: readonly ServerDefinition[],
  change: Partial<Configuration> = {},
): Configuration {
  return {
    file: '/c.json',
    exists: true,
    servers,
    groups: [],
    startConcurrency: { direct: null, wrappers: null },
    http: { port: null, host: '127.0.0.1' },
    errors: servers.flatMap((each) => each.problems),
    warnings: [],
    ...change,
  };
}

/** An instance over a world of doubles. */
export class Kit {
  readonly world: FakeWorld;
  readonly orchestrator: Orchestrator;
  readonly events: OrchestratorEvent[] = [];

  constructor(world = new FakeWorld()) {
    this.world = world;
    this.orchestrator = createOrchestrator(world.ports);
    this.orchestrator.onEvent((event) => this.events.push(event));
  }

  apply(servers: readonly ServerDefinition[], change: Partial<Configuration> = {}): void {
    this.orchestrator.apply(configuration(servers, change), { actor: 'reload' });
  }

  async boot(servers: readonly ServerDefinition[], change: Partial<Configuration> = {}): Promise<void> {
    this.apply(servers, change);
    await Promise.all([this.orchestrator.boot(), this.world.clock.advance(1000)]);
  }

  advance(ms: number): Promise<void> {
    return this.world.clock.advance(ms);
  }

  status(name: string): ServerStatus {
    const answer = this.orchestrator.server(name);
    if (!answer.ok) throw new Error(answer.refusal.message);
    return answer.value;
  }

  states(): Record<string, string> {
    return Object.fromEntries(this.orchestrator.status().servers.map((each) => [each.name, each.state]));
  }

  /** Starts, or fails the test with the refusal. */
  start(...names: readonly string[]): Watched {
    return this.watched(this.orchestrator.start(names, { dependencies: true }, asked));
  }
  stop(...names: readonly string[]): Watched {
    return this.watched(this.orchestrator.stop(names, gently, asked));
  }
  restart(...names: readonly string[]): Watched {
    return this.watched(this.orchestrator.restart(names, gently, asked));
  }

  watched(answer: ReturnType<Orchestrator['start']>): Watched {
    if (!answer.ok) throw new Error(answer.refusal.message);
    return new Watched(answer.value);
  }

  /** Ends the instance, the time that takes included. */
  async shutdown(force = false): Promise<number> {
    const { clock } = this.world;
    const began = clock.monotonicMs();
    let ended = false;
    const ending = this.orchestrator.shutdown({ force, reason: 'test' }).then(() => {
      ended = true;
    });
    await clock.settle();
    while (!ended && (await clock.advanceToNext()));
    await ending;
    return clock.monotonicMs() - began;
  }

  eventsOf(type: OrchestratorEvent['type'], name?: string): readonly OrchestratorEvent[] {
    return this.events.filter(
      (event) => event.type === type && (name === undefined || event.server === name),
    );
  }

  /** `from→to` of a server's states, in order. */
  path(name: string): readonly string[] {
    return this.eventsOf('server.state', name).map(({ data }) => String(data.to));
  }
}

export class Watched {
  readonly id: string;
  readonly servers: readonly string[];
  readonly done: Promise<OperationOutcome>;
  outcome: OperationOutcome | null = null;
  constructor(operation: Operation) {
    this.id = operation.id;
    this.servers = operation.servers;
    this.done = operation.done;
    void operation.done.then((outcome) => {
      this.outcome = outcome;
    });
  }
}
