import { formatMessage } from '../../../src-shared/i18n/format.ts';
import { aggregateHealth } from '../../../src-shared/model/aggregate-health.ts';
import { formatBytes, formatDuration, formatPercent, UNKNOWN } from '../../../src-shared/model/format.ts';
import type { ServerStatus, StatusReport } from '../../../src-shared/schema/status.ts';
import type { Output } from './output.ts';
import { say } from './say.ts';
import { healthWord, paintState, stateWord } from './server-words.ts';
import { type Cell, type Column, formatTable } from './table.ts';
import { cut, type Measure, measureFor, plain, wrap } from './text.ts';

/** As many as the page's card of trouble shows. */
const MOST_LAST_LINES = 3;

const columns = (): readonly Column[] => [
  { title: say('cli.column.name'), least: 12 },
  { title: say('cli.column.state'), least: 20 },
  { title: say('cli.column.up'), align: 'right', priority: 5 },
  { title: say('cli.column.restarts'), align: 'right', priority: 3 },
  { title: say('cli.column.cpu'), align: 'right', priority: 4 },
  { title: say('cli.column.memory'), align: 'right', priority: 4.5 },
  { title: say('cli.column.health'), align: 'right', priority: 2 },
  { title: say('cli.column.tools'), align: 'right', priority: 1 },
];

/** The verdict, the table, and for each server that is not well what happened and what to do. */
export async function statusLines(
  report: StatusReport,
  output: Output,
  nowMs: number,
): Promise<readonly string[]> {
  const { instance, servers } = report;
  const measure = await measureFor(
    servers.flatMap((server) => [server.name, server.detail ?? '', ...(server.lastExit?.lastLines ?? [])]),
  );
  const lines: string[] = [...verdictLines(report, output)];
  if (servers.length > 0) {
    const rows = servers.map((server) => cells(server, output, nowMs));
    lines.push(
      '',
      ...formatTable(columns(), rows, {
        width: output.width(),
        measure,
        title: (text) => output.paint('dim', text),
      }),
    );
  }
  for (const server of servers) lines.push(...troubleLines(server, output, measure));
  const notes = noteLines(report);
  if (notes.length > 0) lines.push('', ...notes);
  if (instance.url !== null)
    lines.push('', output.paint('dim', say('cli.ready.page', { url: instance.url })));
  // A file that cannot be read leaves nothing to say at the top.
  return lines[0] === '' ? lines.slice(1) : lines;
}

function verdictLines({ instance, servers }: StatusReport, output: Output): readonly string[] {
  if (servers.length === 0) {
    if (instance.configErrors.length > 0) return [];
    return [
      output.paint('bold', say('cli.status.none')),
      say('cli.status.none.how', { file: plain(instance.config ?? '~/.mcp.json') }),
    ];
  }
  const { verdict, details } = aggregateHealth(servers);
  const rest = details.map((detail) => formatMessage(detail)).join(', ');
  return [output.paint('bold', formatMessage(verdict)), ...(rest === '' ? [] : [`${rest}.`])];
}

function cells(server: ServerStatus, output: Output, nowMs: number): readonly Cell[] {
  const isUp = server.state === 'RUNNING' || server.state === 'UNHEALTHY';
  const hasProcess = server.pid !== null;
  return [
    { text: plain(server.name) },
    { text: plain(stateWord(server, nowMs)), paint: (text) => paintState(output, server.state, text) },
    { text: isUp ? formatDuration(server.uptimeMs) : UNKNOWN },
    { text: say('cli.status.restarts', { used: server.restartCount, max: server.maxRestarts }) },
    { text: hasProcess ? formatPercent(server.cpuPercent) : UNKNOWN },
    { text: hasProcess ? formatBytes(server.memoryBytes) : UNKNOWN },
    { text: healthWord(server.health) },
    { text: server.tools === null ? UNKNOWN : String(server.tools) },
  ];
}

/** What is wrong with one server; nothing for one that is well. */
function troubleLines(server: ServerStatus, output: Output, measure: Measure): readonly string[] {
  const isWell = server.state === 'RUNNING' || (server.state === 'STOPPED' && server.detail === null);
  const sentences = [
    ...(isWell || server.detail === null || server.phase === 'WAIT_DEPS' ? [] : [server.detail]),
    ...server.warnings.map((warning) => warning.message),
  ];
  if (sentences.length === 0) return [];
  const width = output.width();
  // Through a pipe a sentence is one line: it can be searched for.
  const lines = sentences.flatMap((text) =>
    width === null ? [plain(text)] : wrap(plain(text), Math.min(width, 100) - 2, measure),
  );
  const room = width === null ? null : Math.min(width, 100) - 4;
  const last = isWell || server.state === 'UNHEALTHY' ? [] : (server.lastExit?.lastLines ?? []);
  const quoted = last.slice(-MOST_LAST_LINES).map((line) => {
    const text = plain(line);
    return output.paint('dim', `  > ${room === null ? text : cut(text, room, measure)}`);
  });
  return ['', output.paint('bold', plain(server.name)), ...lines.map((line) => `  ${line}`), ...quoted];
}

function noteLines({ instance }: StatusReport): readonly string[] {
  const { running, configErrors } = instance;
  return [
    ...(configErrors.length > 0 ? [say('cli.status.config-errors', { count: configErrors.length })] : []),
    ...(running ? [] : [say('cli.status.not-running')]),
  ];
}
