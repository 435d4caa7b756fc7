import type { Arguments } from '../arguments.ts';
import { startInBackground } from '../background.ts';
import { doesNotAnswer } from '../client.ts';
import { CommandFailure, EXIT, type ExitCode } from '../failure.ts';
import { runOperation } from '../operations.ts';
import type { Output } from '../output.ts';
import { say } from '../say.ts';
import { unknownServer } from '../selection.ts';
import { openSession } from '../session.ts';

/** Begins an instance in the background where none runs, then starts the servers. */
export async function run(args: Arguments, output: Output): Promise<ExitCode> {
  const timeoutMs = args.durationMs('timeout');
  const port = args.number('port', { min: 1, max: 65_535 });
  let session = await openSession(args, output);
  const listening = session?.instance.info ?? null;
  if (listening !== null && port !== undefined && port !== listening.port) {
    const params = { pid: String(listening.pid), found: String(listening.port), asked: String(port) };
    throw new CommandFailure(EXIT.failed, 'OTHER_PORT', say('cli.start.other-port', params));
  }
  if (session === null) {
    await refuseUnknown(args);
    const info = await startInBackground(args, port, output);
    if (!output.json) output.line(say('cli.start.background', { pid: String(info.pid), url: info.url }));
    session = await openSession(args, output);
    if (session === null) throw doesNotAnswer(info.pid);
    if (args.names.length === 0 && (await isEmpty(session))) return tellEmpty(info.config, output);
  }
  const request = {
    path: '/api/start',
    body: { servers: args.names, dependencies: !args.flag('no-deps') },
    done: 'cli.done.start',
    wait: !args.flag('no-wait'),
    timeoutMs,
  };
  return runOperation(session, request, output);
}

/** A mistyped name begins no instance. */
async function refuseUnknown(args: Arguments): Promise<void> {
  if (args.names.length === 0) return;
  const { selectStored } = await import('../../../runtime/stored-status.ts');
  const selected = await selectStored(args, args.names);
  if (!selected.ok) throw unknownServer(selected.name, selected.near);
}

async function isEmpty({ client }: NonNullable<Awaited<ReturnType<typeof openSession>>>): Promise<boolean> {
  const { servers } = await client.get<{ readonly servers: readonly unknown[] }>('/api/servers');
  return servers.length === 0;
}

/** The instance runs empty, and takes the servers as soon as they are written. */
function tellEmpty(file: string, output: Output): ExitCode {
  if (output.json) output.value({ ok: true, operation: null, servers: [] });
  else output.line(say('cli.no-config.start', { file }));
  return EXIT.done;
}
