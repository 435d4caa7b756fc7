import type { z } from 'zod';
import type { checkReportSchema } from '../../../../src-shared/contract/servers.ts';
import { formatDuration, UNKNOWN } from '../../../../src-shared/model/format.ts';
import type { Arguments } from '../arguments.ts';
import { CommandFailure, EXIT, type ExitCode } from '../failure.ts';
import type { Output } from '../output.ts';
import { say } from '../say.ts';
import { needSession } from '../session.ts';
import { formatTable } from '../table.ts';
import { measureFor, plain } from '../text.ts';

type CheckReport = z.infer<typeof checkReportSchema>;
interface Checked {
  readonly operation: string;
  readonly servers: readonly string[];
  readonly reports: readonly CheckReport[];
}

/** Each probe is bounded by its server's own time-out, which a person may have made long. */
const LIMIT_MS = 600_000;

export async function run(args: Arguments, output: Output): Promise<ExitCode> {
  const { client } = await needSession(args, output);
  const checked = await client.post<Checked>('/api/check', { servers: args.names }, { limitMs: LIMIT_MS });
  const failed = checked.reports.filter((report) => !report.ok);
  if (output.json) output.value({ ok: failed.length === 0, ...checked });
  else await show(checked.reports, output);
  if (failed.length === 0) return EXIT.done;
  const names = failed.map((report) => plain(report.server)).join(', ');
  const text = say('cli.check.failed', { failed: failed.length, count: checked.reports.length, names });
  // With --json the reports are the answer, and they say what failed.
  if (!output.json) throw new CommandFailure(EXIT.failed, 'CHECK_FAILED', text, failed[0]?.server ?? null);
  output.note(`mcp-orchestrator: ${text}`);
  return EXIT.failed;
}

async function show(reports: readonly CheckReport[], output: Output): Promise<void> {
  if (reports.length === 0) return output.line(say('cli.check.none'));
  const measure = await measureFor(reports.map((report) => report.server));
  const columns = [
    { title: say('cli.column.name'), least: 12 },
    { title: say('cli.column.result') },
    { title: say('cli.column.latency'), align: 'right' },
    { title: say('cli.column.protocol'), priority: 2 },
    { title: say('cli.column.tools'), align: 'right', priority: 1 },
  ] as const;
  const rows = reports.map((report) => [
    { text: plain(report.server) },
    { text: resultWord(report), paint: (text: string) => output.paint(report.ok ? 'green' : 'red', text) },
    { text: formatDuration(report.health.latencyMs) },
    { text: report.protocol ?? UNKNOWN },
    { text: report.tools === null ? UNKNOWN : String(report.tools) },
  ]);
  output.lines(
    formatTable(columns, rows, {
      width: output.width(),
      measure,
      title: (text) => output.paint('dim', text),
    }),
  );
  for (const report of reports) output.lines(detailLines(report, output));
}

function resultWord({ ok, health }: CheckReport): string {
  if (ok) return say('cli.check.ok');
  return say(health.status === 'unknown' ? 'cli.check.unknown' : 'cli.check.fail');
}

/** What failed, and what a health body tells. */
function detailLines({ server, health }: CheckReport, output: Output): readonly string[] {
  const facts = [
    ...(health.message === null ? [] : [health.message]),
    ...(health.version === null ? [] : [`version: ${health.version}`]),
    ...Object.entries(health.metrics).map(([name, value]) => `${name}: ${value}`),
    ...Object.entries(health.dependencies).map(
      ([name, { status, message }]) => `${name}: ${status}${message === null ? '' : `, ${message}`}`,
    ),
  ];
  if (facts.length === 0) return [];
  return ['', output.paint('bold', plain(server)), ...facts.map((fact) => `  ${plain(fact)}`)];
}
