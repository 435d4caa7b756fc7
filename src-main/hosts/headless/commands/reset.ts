import type { AcceptedOperation } from '../../../../src-shared/contract/servers.ts';
import type { Arguments } from '../arguments.ts';
import { CommandFailure, EXIT, type ExitCode } from '../failure.ts';
import type { Output } from '../output.ts';
import { say } from '../say.ts';
import { unknownServer } from '../selection.ts';
import { openSession } from '../session.ts';

/** Also without an instance: then the next one finds no restart spent. */
export async function run(args: Arguments, output: Output): Promise<ExitCode> {
  const session = await openSession(args, output);
  const servers =
    session === null
      ? await resetWithout(args)
      : (await session.client.post<AcceptedOperation>('/api/reset', { servers: args.names })).servers;
  if (output.json) output.value({ ok: true, servers });
  else output.line(say('cli.done.reset', { count: servers.length }));
  return EXIT.done;
}

async function resetWithout(args: Arguments): Promise<readonly string[]> {
  const { selectStored } = await import('../../../runtime/stored-status.ts');
  const { resetStored } = await import('../../../runtime/stored-history.ts');
  const selected = await selectStored(args, args.names);
  if (!selected.ok) throw unknownServer(selected.name, selected.near);
  if (!resetStored(args.home, selected.servers)) {
    throw new CommandFailure(EXIT.failed, 'CONFLICT', say('cli.reset.no-lock'));
  }
  return selected.servers;
}
