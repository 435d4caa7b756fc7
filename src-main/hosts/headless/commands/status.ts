import { setTimeout as sleep } from 'node:timers/promises';
import { formatClock } from '../../../../src-shared/model/format.ts';
import type { StatusReport } from '../../../../src-shared/schema/status.ts';
import type { Arguments } from '../arguments.ts';
import { CommandFailure, EXIT, type ExitCode } from '../failure.ts';
import type { Output } from '../output.ts';
import { createPainter } from '../painter.ts';
import { asWritten } from '../problem-lines.ts';
import { say } from '../say.ts';
import { selectReport } from '../selection.ts';
import { openSession } from '../session.ts';
import { statusLines } from '../status-view.ts';

const WATCH_EVERY_MS = 1000;

/** `status`: the health of the servers never changes its exit code. */
export async function run(args: Arguments, output: Output): Promise<ExitCode> {
  if (args.flag('watch')) return watch(args, output);
  const report = await readReport(args, output);
  if (output.json) output.value(forScripts(report));
  else output.lines(await statusLines(report, output, Date.now()));
  return EXIT.done;
}

function forScripts({ instance, ...report }: StatusReport): StatusReport {
  return { instance: { ...instance, configErrors: instance.configErrors.map(asWritten) }, ...report };
}

async function readReport(args: Arguments, output: Output): Promise<StatusReport> {
  const session = await openSession(args, output);
  if (session !== null) return selectReport(await session.client.get('/api/servers'), args.names);
  const { readStoredStatus } = await import('../../../runtime/stored-status.ts');
  return selectReport(await readStoredStatus(args), args.names);
}

/** Until Ctrl-C. An instance that goes away is no end: it may come back, and until then what is shown is called old. */
async function watch(args: Arguments, output: Output): Promise<ExitCode> {
  const painter = createPainter(output);
  let last: { readonly lines: readonly string[]; readonly at: number } | null = null;
  for (;;) {
    let lines: readonly string[];
    try {
      const report = await readReport(args, output);
      if (output.json) output.jsonLine(forScripts(report));
      lines = output.json ? [] : await statusLines(report, output, Date.now());
      last = { lines, at: Date.now() };
    } catch (error) {
      const isSilence = error instanceof CommandFailure && error.code === 'NO_ANSWER';
      if (!isSilence || last === null) throw error;
      lines = [
        output.paint('red', say('cli.status.lost', { time: formatClock(last.at) })),
        '',
        ...last.lines,
      ];
    }
    if (!output.json) {
      if (output.isTerminal) painter.draw(lines);
      else output.lines([...lines, '']);
    }
    await sleep(WATCH_EVERY_MS);
  }
}
