import type { AcceptedOperation } from '../../../../src-shared/contract/servers.ts';
import type { Arguments } from '../arguments.ts';
import { EXIT, type ExitCode, usageError } from '../failure.ts';
import type { Output } from '../output.ts';
import { say } from '../say.ts';
import { needSession } from '../session.ts';
import { plain } from '../text.ts';

export async function run(args: Arguments, output: Output): Promise<ExitCode> {
  if (args.names.length === 0) throw usageError(say('cli.usage.needs-name', { command: 'resume' }));
  const { client } = await needSession(args, output);
  const servers: string[] = [];
  for (const name of args.names) {
    const path = `/api/servers/${encodeURIComponent(name)}/resume`;
    servers.push(...(await client.post<AcceptedOperation>(path)).servers);
  }
  if (output.json) output.value({ ok: true, servers });
  else output.line(say('cli.done.resume', { names: servers.map(plain).join(', ') }));
  return EXIT.done;
}
