import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../failure.ts';
import { runOperation } from '../operations.ts';
import type { Output } from '../output.ts';
import { needSession } from '../session.ts';

export async function run(args: Arguments, output: Output): Promise<ExitCode> {
  const request = {
    path: '/api/restart',
    body: { servers: args.names, force: args.flag('force') },
    done: 'cli.done.restart',
    wait: !args.flag('no-wait'),
    timeoutMs: args.durationMs('timeout'),
  };
  return runOperation(await needSession(args, output), request, output);
}
