import type { Arguments } from '../arguments.ts';
import { completionScript, shells } from '../completion-scripts.ts';
import { EXIT, type ExitCode, usageError } from '../failure.ts';
import type { Output } from '../output.ts';
import { say } from '../say.ts';

export async function run(args: Arguments, output: Output): Promise<ExitCode> {
  const shell = shells.find((name) => name === args.positionals[0]);
  if (shell === undefined) throw usageError(say('cli.usage.shell'));
  output.write(completionScript(shell));
  return EXIT.done;
}
