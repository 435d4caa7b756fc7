import { notChecked } from '../../src-shared/model/not-checked.ts';
import {
  type ServerStatus,
  type StatusReport,
  type Summary,
  serverStates,
} from '../../src-shared/schema/status.ts';

/** A status of which only some of it matters. */
export const statusOf = (known: Partial<ServerStatus> & { readonly name: string }): ServerStatus => ({
  aliases: [],
  groups: [],
  transport: 'stdio',
  kind: 'node',
  url: null,
  enabled: true,
  desired: 'up',
  state: 'RUNNING',
  phase: null,
  pausedUntil: null,
  since: null,
  by: null,
  reason: null,
  detail: null,
  cause: null,
  pid: null,
  startedAt: null,
  uptimeMs: null,
  restartCount: 0,
  maxRestarts: 3,
  totalRestarts: 0,
  consecutiveFailures: 0,
  lastRestart: null,
  nextRestartAt: null,
  lastExit: null,
  cpuPercent: null,
  memoryBytes: null,
  processes: null,
  health: notChecked,
  protocol: null,
  tools: null,
  warnings: [],
  replicas: [],
  ...known,
});

export const summaryOf = (servers: readonly ServerStatus[]): Summary =>
  Object.fromEntries(
    serverStates.map((state) => [state, servers.filter((server) => server.state === state).length]),
  ) as Summary;

/** A whole report, of an instance that runs and has nothing to complain of. */
export const reportOf = (servers: readonly ServerStatus[]): StatusReport => ({
  instance: {
    running: true,
    pid: 1,
    version: '1.0.0',
    url: 'http://127.0.0.1:7717',
    config: '/home/me/.mcp.json',
    configErrors: [],
    uptimeMs: 60_000,
    memoryBytes: 80e6,
    cpuPercent: 0.5,
  },
  summary: summaryOf(servers),
  servers: [...servers],
});
