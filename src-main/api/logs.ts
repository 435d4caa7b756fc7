import type { LogPage } from '../core/ports/logs.ts';
import type { ApiParts } from './context.ts';
import { implementer } from './implementer.ts';
import { streamLog } from './log-stream.ts';
import { orThrow } from './refusals.ts';

const DEFAULT_LIMIT = 200;

export function createLogsRouter({ orchestrator, ownLog }: ApiParts) {
  const os = implementer().logs;
  const { logs } = orchestrator;
  const nameOf = (name: string): string => orThrow(orchestrator.server(name)).name;
  return os.router({
    page: os.page.handler(async ({ input: { name, before = null, limit = DEFAULT_LIMIT } }) =>
      answer(await logs.page(nameOf(name), { before, limit })),
    ),
    own: os.own.handler(async ({ input: { before = null, limit = DEFAULT_LIMIT } }) =>
      answer(await ownLog.page({ before, limit })),
    ),
    follow: os.follow.handler(({ input: { name, tail = 0 }, signal }) => {
      if (name === undefined) return streamLog(ownLog, { tail, signal });
      const server = nameOf(name);
      const source = {
        page: (request: Parameters<typeof ownLog.page>[0]) => logs.page(server, request),
        follow: (listener: Parameters<typeof ownLog.follow>[0]) => logs.follow(server, listener),
      };
      return streamLog(source, { tail, signal });
    }),
  });
}

function answer({ lines, before }: LogPage) {
  return { lines: [...lines], before };
}
