import type { ConfigProblem } from '../../../../src-shared/schema/problem.ts';
import type { Arguments } from '../arguments.ts';
import { EXIT, type ExitCode, usageError } from '../failure.ts';
import type { Output } from '../output.ts';
import { asWritten, problemLine } from '../problem-lines.ts';
import { say } from '../say.ts';
import { plain } from '../text.ts';

/** Starts nothing; exit code 2 where there is an error. */
export async function run(args: Arguments, output: Output): Promise<ExitCode> {
  if (args.names.length > 1) throw usageError(say('cli.usage.one-name', { command: 'validate' }));
  const { checkConfiguration } = await import('../../../runtime/check-configuration.ts');
  const { resolveConfigPath } = await import('../../../runtime/config-path.ts');
  const file = resolveConfigPath(args.names[0] ?? args.config);
  const { errors, warnings, servers, exists } = await checkConfiguration(file, args.home);
  const all = exists ? errors : [missing(file), ...errors];
  if (output.json) {
    output.value({
      ok: all.length === 0,
      errors: all.map(asWritten),
      warnings: warnings.map(asWritten),
    });
  } else {
    for (const problem of all) output.note(output.paint('red', problemLine(problem)));
    for (const problem of warnings)
      output.note(say('cli.validate.warning', { message: problemLine(problem) }));
    if (all.length === 0) output.line(say('cli.validate.ok', { file: plain(file), count: servers.length }));
    else {
      const counts = { errors: all.length, warnings: warnings.length };
      output.line(say('cli.validate.errors', { file: plain(file), ...counts }));
    }
  }
  return all.length === 0 ? EXIT.done : EXIT.usage;
}

/** For an instance no file is an empty configuration; whoever wants one checked has mistyped its name. */
function missing(file: string): ConfigProblem {
  const message = say('cli.validate.no-file', { file: plain(file) });
  return { file, line: null, column: null, server: null, path: '', found: null, expected: null, message };
}
