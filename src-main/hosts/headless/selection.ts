import { nearest } from '../../../src-shared/model/nearest.ts';
import type { ServerStatus, StatusReport, Summary } from '../../../src-shared/schema/status.ts';
import { CommandFailure, EXIT } from './failure.ts';
import { say } from './say.ts';

export function unknownServer(name: string, near: string | null): CommandFailure {
  const text =
    near === null ? say('cli.unknown-server', { name }) : say('cli.unknown-server.near', { name, near });
  return new CommandFailure(EXIT.usage, 'UNKNOWN_SERVER', text, name);
}

/** The servers that names, aliases, groups and replicas mean, in the order of the file; all for none. */
export function selectServers(
  servers: readonly ServerStatus[],
  names: readonly string[],
): readonly ServerStatus[] {
  if (names.length === 0) return servers;
  const chosen = new Set<ServerStatus>();
  for (const name of names) {
    const meant = servers.filter(
      (server) => server.name === name || server.aliases.includes(name) || server.groups.includes(name),
    );
    if (meant.length === 0) {
      const known = servers.flatMap((server) => [server.name, ...server.aliases, ...server.groups]);
      throw unknownServer(name, nearest(name, known));
    }
    for (const server of meant) chosen.add(server);
  }
  return servers.filter((server) => chosen.has(server));
}

/** The report of a selection; the counts are those of the servers in it. */
export function selectReport(report: StatusReport, names: readonly string[]): StatusReport {
  if (names.length === 0) return report;
  const servers = [...selectServers(report.servers, names)];
  const summary: Summary = { ...report.summary };
  for (const state of Object.keys(summary) as (keyof Summary)[]) {
    summary[state] = servers.filter((server) => server.state === state).length;
  }
  return { ...report, servers, summary };
}
