import type { AcceptedOperation } from '../../../../src-shared/contract/servers.ts';
import { formatClock } from '../../../../src-shared/model/format.ts';
import type { ServerStatus } from '../../../../src-shared/schema/status.ts';
import type { Arguments } from '../arguments.ts';
import { EXIT, type ExitCode, usageError } from '../failure.ts';
import type { Output } from '../output.ts';
import { say } from '../say.ts';
import { needSession } from '../session.ts';
import { plain } from '../text.ts';

const DEFAULT_MS = 30 * 60_000;

export async function run(args: Arguments, output: Output): Promise<ExitCode> {
  if (args.names.length === 0) throw usageError(say('cli.usage.needs-name', { command: 'pause' }));
  const forMs = args.durationMs('for') ?? DEFAULT_MS;
  const { client } = await needSession(args, output);
  const servers: string[] = [];
  for (const name of args.names) {
    const path = `/api/servers/${encodeURIComponent(name)}/pause`;
    servers.push(...(await client.post<AcceptedOperation>(path, { forMs })).servers);
  }
  const until = await pausedUntil(servers[0]);
  if (output.json) output.value({ ok: true, servers, pausedUntil: until });
  else {
    const time = formatClock(Date.parse(until));
    output.line(say('cli.done.pause', { names: servers.map(plain).join(', '), time }));
  }
  return EXIT.done;

  async function pausedUntil(server: string | undefined): Promise<string> {
    const status =
      server === undefined
        ? null
        : await client.get<ServerStatus>(`/api/servers/${encodeURIComponent(server)}`);
    return status?.pausedUntil ?? new Date(Date.now() + forMs).toISOString();
  }
}
