import { EXIT, type ExitCode, usageError } from './failure.ts';
import { type CommandHelp, cliHelp, generalHelp } from './help-texts.ts';
import { nearestCommand } from './nearest-command.ts';
import type { Output } from './output.ts';
import { say } from './say.ts';

const NAME = 'mcp-orchestrator';

/** Help in general, or of one command. Throws for a command that there is not. */
export function showHelp(command: string | undefined, output: Output): ExitCode {
  if (command === undefined) {
    output.lines(general(output));
    return EXIT.done;
  }
  const help = Object.hasOwn(cliHelp, command) ? cliHelp[command] : undefined;
  if (help === undefined) {
    const near = nearestCommand(command);
    throw usageError(
      near === null
        ? say('cli.usage.unknown-command', { command })
        : say('cli.usage.unknown-command.near', { command, near }),
    );
  }
  output.lines(ofCommand(help, output));
  return EXIT.done;
}

function general(output: Output): readonly string[] {
  const width = Math.max(...Object.keys(cliHelp).map((name) => name.length));
  return [
    generalHelp.intro,
    '',
    output.paint('bold', generalHelp.usage),
    '',
    ...generalHelp.groups.flatMap(({ title, commands }) => [
      output.paint('bold', title),
      ...commands.map((name) => `  ${name.padEnd(width)}  ${cliHelp[name]?.summary ?? ''}`),
      '',
    ]),
    output.paint('bold', generalHelp.everywhereTitle),
    ...pairs(generalHelp.everywhere),
    '',
    ...generalHelp.end,
  ];
}

function ofCommand(help: CommandHelp, output: Output): readonly string[] {
  const section = (title: string, rows: readonly (readonly [string, string])[]) =>
    rows.length === 0 ? [] : ['', output.paint('bold', title), ...pairs(rows)];
  return [
    `${NAME} ${help.usage}`,
    '',
    ...help.text,
    ...section(generalHelp.optionsTitle, help.options),
    ...section(
      generalHelp.examplesTitle,
      help.examples.map(([words, why]) => [`${NAME} ${words}`, why] as const),
    ),
    '',
    generalHelp.everywhereShort,
  ];
}

function pairs(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd());
}
