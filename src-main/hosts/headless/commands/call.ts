import { text as readText } from 'node:stream/consumers';
import type { Arguments } from '../arguments.ts';
import { CommandFailure, EXIT, type ExitCode, usageError } from '../failure.ts';
import type { Output } from '../output.ts';
import { say } from '../say.ts';
import { needSession } from '../session.ts';

/** The instance bounds a call by its own limit; this only keeps a broken one from holding us for ever. */
const LIMIT_MS = 3_600_000;

type Result = Readonly<Record<string, unknown>>;

export async function run(args: Arguments, output: Output): Promise<ExitCode> {
  const words = [...args.names.filter((name) => !args.positionals.includes(name)), ...args.positionals];
  const [server, tool, json = '{}'] = words;
  if (server === undefined || tool === undefined || words.length > 3) throw usageError(say('cli.usage.call'));
  const given = parseObject(json === '-' ? await readText(process.stdin) : json);
  const { client } = await needSession(args, output);
  const timeoutMs = args.durationMs('timeout');
  const { result } = await client.post<{ readonly result: Result }>(
    `/api/servers/${encodeURIComponent(server)}/call`,
    { tool, arguments: given, ...(timeoutMs === undefined ? {} : { timeoutMs }) },
    { limitMs: LIMIT_MS },
  );
  if (output.json) output.value(result);
  else output.lines(resultLines(result));
  if (result.isError !== true) return EXIT.done;
  const text = say('cli.call.error', { tool, server });
  if (!output.json) throw new CommandFailure(EXIT.failed, 'TOOL_ERROR', text, server);
  output.note(`mcp-orchestrator: ${text}`); // the result itself is the data
  return EXIT.failed;
}

function parseObject(json: string): object {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw usageError(say('cli.usage.call-json', { problem: (error as Error).message }));
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw usageError(say('cli.usage.call-json', { problem: say('cli.usage.not-an-object') }));
}

/** Text as it is, for this is what the tool was called for; anything else as JSON. */
function resultLines(result: Result): readonly string[] {
  const { content } = result;
  if (!Array.isArray(content) || content.length === 0) return [JSON.stringify(result, null, 2)];
  return content.map((part: { readonly type?: unknown; readonly text?: unknown }) =>
    part?.type === 'text' && typeof part.text === 'string' ? part.text : JSON.stringify(part),
  );
}
