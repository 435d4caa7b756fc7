import type { Clock } from './clock.ts';
import type { HttpHealthProbe } from './health-http.ts';
import type { LogStore } from './logs.ts';
import type { McpConnector } from './mcp.ts';
import type { ProcessLauncher } from './process.ts';
import type { Random } from './random.ts';
import type { ResourceSampler } from './resources.ts';
import type { Store } from './store.ts';

/** The application's own log. `fields` are data, never prose; secrets are redacted behind this port. */
export interface Logger {
  debug(text: string, fields?: Readonly<Record<string, unknown>>): void;
  info(text: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(text: string, fields?: Readonly<Record<string, unknown>>): void;
  error(text: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** What the instance tells about itself; everything else the orchestrator knows. */
export interface InstanceFacts {
  readonly pid: number;
  readonly version: string;
  readonly cores: number;
  /** null until it listens. */
  url(): string | null;
  memoryBytes(): number;
  /** Percent of one core since the last call that was at least a second ago; null at the first. */
  cpuPercent(): number | null;
}

/** Everything outside that core uses. The composition root fills it with adapters, tests with doubles or the same. */
export interface OrchestratorPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly launcher: ProcessLauncher;
  readonly connector: McpConnector;
  readonly httpHealth: HttpHealthProbe;
  readonly sampler: ResourceSampler;
  readonly store: Store;
  readonly logs: LogStore;
  readonly logger: Logger;
  readonly instance: InstanceFacts;
}
