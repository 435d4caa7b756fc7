import { type ServerStatus, serverStates } from '../../src-shared/schema/status.ts';
import type { EventLoopDelay } from '../api/context.ts';
import type { Orchestrator } from '../core/orchestrator.ts';
import type { Clock } from '../core/ports/clock.ts';
import { createHistogram, type Family, type Histogram, renderMetrics, type Sample } from './metric-text.ts';

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Seconds: a local ping takes 1 to 5 ms, a health page up to its time-out of 10 s. */
const CHECK_BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export interface Metrics {
  render(): string;
  close(): void;
}

/** Counts health checks from now on; everything else is read when somebody asks. No arguments, no secrets. */
export function createMetrics(options: {
  readonly orchestrator: Orchestrator;
  readonly version: string;
  readonly clock: Clock;
  readonly eventLoop: EventLoopDelay;
}): Metrics {
  const { orchestrator, version, clock, eventLoop } = options;
  const checks = new Map<string, Histogram>();
  const startedAtSeconds = clock.wallMs() / 1000 - process.uptime();

  const stop = orchestrator.onCheck((server, latencyMs) => {
    if (latencyMs === null) return;
    const histogram = checks.get(server) ?? createHistogram(CHECK_BOUNDS);
    checks.set(server, histogram);
    histogram.observe(latencyMs / 1000);
  });

  return {
    render() {
      const { servers } = orchestrator.status();
      const names = new Set(servers.map(({ name }) => name));
      for (const name of checks.keys()) if (!names.has(name)) checks.delete(name);
      const histograms = [...checks].flatMap(([server, histogram]) => histogram.samples({ server }));
      return renderMetrics([
        ...serverFamilies(servers),
        {
          name: 'mcp_orchestrator_health_check_duration_seconds',
          type: 'histogram',
          help: 'How long health checks took that got an answer.',
          samples: histograms,
        },
        ...instanceFamilies(version, startedAtSeconds, eventLoop),
      ]);
    },
    close: stop,
  };
}

function serverFamilies(servers: readonly ServerStatus[]): readonly Family[] {
  const gauge = (name: string, help: string, of: (server: ServerStatus) => number | null): Family => ({
    name: `mcp_orchestrator_server_${name}`,
    type: 'gauge',
    help,
    samples: servers.flatMap((server) => sampleOf(server, of(server))),
  });
  return [
    {
      name: 'mcp_orchestrator_server_state',
      type: 'gauge',
      help: 'The state of a server: 1 for the one that it is in, 0 for the others.',
      samples: servers.flatMap((server) =>
        serverStates.map((state) => ({
          labels: { server: server.name, state },
          value: server.state === state ? 1 : 0,
        })),
      ),
    },
    gauge('up', 'Whether a server is RUNNING.', (server) => (server.state === 'RUNNING' ? 1 : 0)),
    gauge('desired_up', 'Whether a server should be up.', ({ enabled, desired }) =>
      enabled && desired === 'up' ? 1 : 0,
    ),
    {
      name: 'mcp_orchestrator_server_restarts_total',
      type: 'counter',
      help: 'Restarts of a server since it was first seen, over restarts of the orchestrator.',
      samples: servers.flatMap((server) => sampleOf(server, server.totalRestarts)),
    },
    gauge('restart_budget_used', 'Restarts that count towards the limit.', (server) => server.restartCount),
    gauge('uptime_seconds', 'How long a server has been up.', ({ uptimeMs }) => scaled(uptimeMs, 1000)),
    gauge('cpu_ratio', 'CPU of the whole process tree; 1 is one core.', ({ cpuPercent }) =>
      scaled(cpuPercent, 100),
    ),
    gauge('memory_bytes', 'Resident memory of the whole process tree.', (server) => server.memoryBytes),
    gauge('processes', 'Processes in the tree of a server.', (server) => server.processes),
    gauge('tools', 'Tools that a server lists.', (server) => server.tools),
  ];
}

function instanceFamilies(
  version: string,
  startedAtSeconds: number,
  eventLoop: EventLoopDelay,
): readonly Family[] {
  const { user, system } = process.cpuUsage();
  const one = (
    name: string,
    type: 'gauge' | 'counter',
    help: string,
    value: number,
    labels = {},
  ): Family => ({
    name: `mcp_orchestrator_${name}`,
    type,
    help,
    samples: [{ labels, value }],
  });
  return [
    one('build_info', 'gauge', 'The version of the orchestrator.', 1, { version, node: process.version }),
    one(
      'process_start_time_seconds',
      'gauge',
      'When the orchestrator started, in seconds since 1970.',
      startedAtSeconds,
    ),
    one(
      'process_cpu_seconds_total',
      'counter',
      'CPU that the orchestrator itself used.',
      (user + system) / 1e6,
    ),
    one(
      'process_resident_memory_bytes',
      'gauge',
      'Memory of the orchestrator itself.',
      process.memoryUsage.rss(),
    ),
    one(
      'event_loop_delay_p99_seconds',
      'gauge',
      'What the event loop of the orchestrator let wait, 99th percentile of about a minute.',
      eventLoop.p99Ms() / 1000,
    ),
  ];
}

/** What is not known has no sample: a 0 would be a lie. */
function sampleOf({ name }: ServerStatus, value: number | null): readonly Sample[] {
  return value === null ? [] : [{ labels: { server: name }, value }];
}

function scaled(value: number | null, divisor: number): number | null {
  return value === null ? null : value / divisor;
}
