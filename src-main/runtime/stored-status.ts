import { formatCause } from '../../src-shared/i18n/format.ts';
import { nearest } from '../../src-shared/model/nearest.ts';
import { notChecked } from '../../src-shared/model/not-checked.ts';
import type { ServerState, ServerStatus, StatusReport } from '../../src-shared/schema/status.ts';
import { readConfiguration } from '../adapters/config-files/read.ts';
import { resolveHome } from '../adapters/instance/home.ts';
import { openStoredState } from '../adapters/store/stored-state.ts';
import type { Configuration, ServerDefinition } from '../core/configuration/definition.ts';
import { configurationCause } from '../core/configuration/problems.ts';
import { serverKind } from '../core/configuration/program.ts';
import type { ServerRecord } from '../core/ports/store.ts';
import { resolveConfigPath } from './config-path.ts';

export interface StoredPlace {
  readonly home: string | undefined;
  readonly config: string | undefined;
}

/**
 * What is known while no instance runs: the servers of the configuration, each with what was stored of it. What ran is
 * STOPPED with `desired: up`, for the next instance starts it again.
 */
export async function readStoredStatus({ home, config }: StoredPlace): Promise<StatusReport> {
  const file = resolveConfigPath(config);
  const loaded = await readConfiguration(file, () => process.env);
  const records = storedRecords(home);
  const servers = loaded.ok
    ? loaded.configuration.servers.map((server) => serverStatus(server, records.get(server.name) ?? null))
    : [];
  const summary: Record<ServerState, number> = {
    STOPPED: 0,
    STARTING: 0,
    RUNNING: 0,
    UNHEALTHY: 0,
    CRASHED: 0,
    STOPPING: 0,
  };
  for (const server of servers) summary[server.state] += 1;
  return {
    instance: {
      running: false,
      pid: null,
      version: null,
      url: null,
      config: file,
      configErrors: [...(loaded.ok ? loaded.configuration.errors : loaded.problems)],
      uptimeMs: null,
      memoryBytes: null,
      cpuPercent: null,
    },
    summary,
    servers,
  };
}

export type StoredSelection =
  | { readonly ok: true; readonly servers: readonly string[] }
  | { readonly ok: false; readonly name: string; readonly near: string | null };

/** The servers that names, aliases and groups mean; all for none. Where the file cannot be read, names mean themselves. */
export async function selectStored(place: StoredPlace, names: readonly string[]): Promise<StoredSelection> {
  const loaded = await readConfiguration(resolveConfigPath(place.config), () => process.env);
  const stored = [...storedRecords(place.home).keys()];
  if (!loaded.ok) return { ok: true, servers: names.length > 0 ? names : stored };
  const { servers } = loaded.configuration;
  if (names.length === 0) return { ok: true, servers: servers.map((server) => server.name) };
  const chosen = new Set<string>();
  for (const name of names) {
    const meant = meaningOf(loaded.configuration, name);
    // One that was taken out of the file still has a log and a history.
    if (meant.length === 0 && stored.includes(name)) meant.push(name);
    if (meant.length === 0) {
      const known = servers.flatMap((server) => [server.name, ...server.aliases, ...server.groups]);
      return { ok: false, name, near: nearest(name, known) };
    }
    for (const server of meant) chosen.add(server);
  }
  return { ok: true, servers: [...chosen] };
}

function meaningOf(configuration: Configuration, name: string): string[] {
  return configuration.servers
    .filter((server) => server.name === name || server.aliases.includes(name) || server.groups.includes(name))
    .map((server) => server.name);
}

function storedRecords(home: string | undefined): ReadonlyMap<string, ServerRecord> {
  const opened = openStoredState(resolveHome({ option: home }).state);
  if (!opened.ok) return new Map();
  opened.state.close();
  return new Map(opened.state.servers.map((record) => [record.name, record]));
}

function serverStatus(server: ServerDefinition, record: ServerRecord | null): ServerStatus {
  const invalid = server.enabled && server.problems.length > 0;
  const crashed = record?.crashed ?? null;
  const cause = invalid ? configurationCause(server.problems) : (crashed?.cause ?? null);
  const pausedUntil = record?.pausedUntil ?? null;
  return {
    name: server.name,
    aliases: [...server.aliases],
    groups: [...server.groups],
    transport: server.transport,
    kind: serverKind(server),
    url: null, // with variables in it, it may hold a secret
    enabled: server.enabled,
    desired: record?.desired ?? (server.policy.autoStart ? 'up' : 'down'),
    state: cause === null ? 'STOPPED' : 'CRASHED',
    phase: null,
    pausedUntil: pausedUntil !== null && Date.parse(pausedUntil) > Date.now() ? pausedUntil : null,
    since: invalid ? null : (crashed?.at ?? null),
    by: null,
    reason: invalid ? 'CONFIG' : (crashed?.reason ?? null),
    detail: cause === null ? null : formatCause(cause),
    cause,
    pid: null,
    startedAt: null,
    uptimeMs: null,
    restartCount: record?.restartCount ?? 0,
    maxRestarts: server.policy.restart.maxRestarts,
    totalRestarts: record?.totalRestarts ?? 0,
    consecutiveFailures: record?.consecutiveFailures ?? 0,
    lastRestart: record?.lastRestart ?? null,
    nextRestartAt: null,
    lastExit: record?.lastExit ?? null,
    cpuPercent: null,
    memoryBytes: null,
    processes: null,
    health: notChecked,
    protocol: null,
    tools: null,
    warnings: [],
    replicas: [],
  };
}
