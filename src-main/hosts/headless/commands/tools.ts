import type { z } from 'zod';
import type { toolSchema } from '../../../../src-shared/contract/servers.ts';
import type { StatusReport } from '../../../../src-shared/schema/status.ts';
import type { Arguments } from '../arguments.ts';
import type { Client } from '../client.ts';
import { CommandFailure, EXIT, type ExitCode } from '../failure.ts';
import type { Output } from '../output.ts';
import { say } from '../say.ts';
import { selectServers } from '../selection.ts';
import { needSession } from '../session.ts';
import { measureFor, plain, wrap } from '../text.ts';

type Tool = z.infer<typeof toolSchema>;

/** One server that is down is a refusal when it was asked for by name, and a line among others when it was not. */
export async function run(args: Arguments, output: Output): Promise<ExitCode> {
  const { client } = await needSession(args, output);
  const { servers } = await client.get<StatusReport>('/api/servers');
  const chosen = selectServers(servers, args.names);
  const found: { readonly server: string; readonly tools: readonly Tool[] | null }[] = [];
  for (const { name } of chosen)
    found.push({ server: name, tools: await toolsOf(client, name, chosen.length === 1) });
  if (output.json) {
    output.value({
      tools: found.flatMap(({ server, tools }) => (tools ?? []).map((tool) => ({ server, ...tool }))),
    });
    return EXIT.done;
  }
  for (const [index, { server, tools }] of found.entries()) {
    if (index > 0) output.line();
    output.line(output.paint('bold', plain(server)));
    output.lines(await toolLines(tools, output));
  }
  return EXIT.done;
}

async function toolsOf(client: Client, server: string, isOnly: boolean): Promise<readonly Tool[] | null> {
  try {
    return (
      await client.get<{ readonly tools: readonly Tool[] }>(
        `/api/servers/${encodeURIComponent(server)}/tools`,
      )
    ).tools;
  } catch (error) {
    if (!isOnly && error instanceof CommandFailure && error.code === 'NOT_RUNNING') return null;
    throw error;
  }
}

async function toolLines(tools: readonly Tool[] | null, output: Output): Promise<readonly string[]> {
  if (tools === null) return [`  ${say('cli.tools.down')}`];
  if (tools.length === 0) return [`  ${say('cli.tools.none')}`];
  const measure = await measureFor(tools.flatMap((tool) => [tool.name, tool.description ?? '']));
  const width = output.width();
  return tools.flatMap(({ name, title, description }) => {
    const [first = ''] = (description ?? title ?? '').trim().split('\n');
    const text = plain(first);
    const about = text === '' ? [] : width === null ? [text] : wrap(text, Math.min(width, 100) - 4, measure);
    return [`  ${plain(name)}`, ...about.map((line) => `    ${output.paint('dim', line)}`)];
  });
}
