import type { LogLine } from '../../../../src-shared/schema/log-line.ts';
import type { Arguments } from '../arguments.ts';
import { localTime } from '../event-lines.ts';
import { CommandFailure, EXIT, type ExitCode, usageError } from '../failure.ts';
import type { Output } from '../output.ts';
import { say } from '../say.ts';
import { unknownServer } from '../selection.ts';
import { openSession, type Session } from '../session.ts';
import { plain } from '../text.ts';

const DEFAULT_COUNT = 50;
const MOST = 100_000;
/** The most that one page of the API holds. */
const PAGE = 5000;

interface Page {
  readonly lines: readonly LogLine[];
  readonly before: string | null;
}

interface Batch {
  readonly lines: readonly LogLine[];
  readonly dropped: number;
}

export async function run(args: Arguments, output: Output): Promise<ExitCode> {
  if (args.names.length > 1) throw usageError(say('cli.usage.one-name', { command: 'logs' }));
  const name = args.names[0] ?? null;
  const count = args.number('lines', { min: 0, max: MOST }) ?? DEFAULT_COUNT;
  const follows = args.flag('follow');
  const session = await openSession(args, output);
  if (follows && session !== null) return follow(session, name, count, output);
  const page = session === null ? await readStored(args, name, count) : await readLive(session, name, count);
  if (follows) {
    for (const line of page.lines) show(line, output);
    output.note(say('cli.follow.no-instance'));
  } else if (output.json) output.value(page);
  else if (page.lines.length === 0 && count > 0) output.note(say('cli.logs.empty'));
  else output.lines(page.lines.map((line) => logLine(line, output)));
  return EXIT.done;
}

async function follow(
  { client }: Session,
  name: string | null,
  count: number,
  output: Output,
): Promise<ExitCode> {
  const query = new URLSearchParams({
    tail: String(Math.min(count, PAGE)),
    ...(name === null ? {} : { name }),
  });
  const ending = new AbortController();
  const batches = await client.stream<Batch>(`/api/logs/stream?${query}`, ending.signal);
  for await (const { lines, dropped } of batches) {
    if (dropped > 0) output.note(say('cli.logs.dropped', { count: dropped }));
    for (const line of lines) show(line, output);
  }
  return EXIT.done;
}

async function readLive({ client }: Session, name: string | null, count: number): Promise<Page> {
  const path = name === null ? '/api/logs' : `/api/servers/${encodeURIComponent(name)}/logs`;
  if (count === 0) return { lines: [], before: null };
  let page: Page = { lines: [], before: null };
  do {
    const limit = String(Math.min(PAGE, count - page.lines.length));
    const query = new URLSearchParams({ limit, ...(page.before === null ? {} : { before: page.before }) });
    const older = await client.get<Page>(`${path}?${query}`);
    page = { lines: [...older.lines, ...page.lines], before: older.before };
  } while (page.before !== null && page.lines.length < count);
  return page;
}

async function readStored(args: Arguments, name: string | null, count: number): Promise<Page> {
  const { readStoredLog } = await import('../../../runtime/stored-history.ts');
  return readStoredLog(args.home, name === null ? null : await storedName(args, name), count);
}

async function storedName(args: Arguments, name: string): Promise<string> {
  const { selectStored } = await import('../../../runtime/stored-status.ts');
  const selected = await selectStored(args, [name]);
  if (!selected.ok) throw unknownServer(selected.name, selected.near);
  const [only, ...others] = selected.servers;
  if (others.length > 0) {
    const servers = selected.servers.map((server) => `\`${server}\``).join(', ');
    const text = say('supervisor.refusal.group', { name, servers });
    throw new CommandFailure(EXIT.usage, 'UNKNOWN_SERVER', text, name);
  }
  return only ?? name;
}

function show(line: LogLine, output: Output): void {
  if (output.json) output.jsonLine(line);
  else output.line(logLine(line, output));
}

function logLine({ at, stream, text, truncated }: LogLine, output: Output): string {
  const shown = plain(text) + (truncated ? ' …' : '');
  const body = stream === 'orchestrator' ? output.paint('cyan', shown) : shown;
  return `${output.paint('dim', localTime(at))}  ${body}`;
}
