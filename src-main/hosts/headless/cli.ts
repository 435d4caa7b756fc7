import { parseArguments, splitCommand } from './arguments.ts';
import { CommandFailure, EXIT, type ExitCode, usageError } from './failure.ts';
import { nearestCommand } from './nearest-command.ts';
import { createOutput, type Output, surviveClosedPipes } from './output.ts';
import { COMPLETE, commands } from './registry.ts';
import { say } from './say.ts';

async function main(words: readonly string[]): Promise<ExitCode> {
  const output = createOutput(words.includes('--json'));
  try {
    return await dispatch(words, output);
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    tell(error, output);
    return error.exitCode;
  }
}

async function dispatch(words: readonly string[], output: Output): Promise<ExitCode> {
  const { command, rest, wantsHelp, wantsVersion } = splitCommand(words);
  if (command === COMPLETE) {
    const { complete } = await import('./complete.ts');
    return complete(rest, output);
  }
  if (command === undefined && wantsVersion) {
    const { VERSION } = await import('../../runtime/version.ts');
    if (output.json) output.value({ version: VERSION });
    else output.line(VERSION);
    return EXIT.done;
  }
  if (command === undefined || command === 'help') {
    parseArguments('help', rest, {});
    const topic = rest.find((word) => !word.startsWith('-'));
    const { showHelp } = await import('./help.ts');
    return showHelp(command === undefined ? undefined : topic, output);
  }
  const found = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (found === undefined) throw unknownCommand(command);
  if (wantsHelp) {
    const { showHelp } = await import('./help.ts');
    return showHelp(command, output);
  }
  if (wantsVersion) return dispatch(['--version', ...(output.json ? ['--json'] : [])], output);
  const args = parseArguments(command, rest, found.options, found.most);
  const { run } = await found.load();
  return run(args, output);
}

function unknownCommand(command: string): CommandFailure {
  const near = nearestCommand(command);
  return usageError(
    near === null
      ? say('cli.usage.unknown-command', { command })
      : say('cli.usage.unknown-command.near', { command, near }),
  );
}

/** One line on standard error says why; with --json, standard output has it as data too. */
function tell(error: CommandFailure, output: Output): void {
  const { code, message, server } = error;
  if (output.json) output.value({ error: { code, message, server } });
  output.note(`mcp-orchestrator: ${message}`);
}

surviveClosedPipes(() => {
  // An instance outlives its reader, everything else has nobody left to tell.
  if (!process.argv.includes('monitor')) process.exit();
});
process.exitCode = EXIT.failed; // where the event loop runs dry before the end, that is no success
process.exitCode = await main(process.argv.slice(2));
