import type { IncomingMessage, ServerResponse } from 'node:http';
import { StandardOpenAPIHandler, StandardOpenAPIMatcher } from '@orpc/openapi/standard';
import { type ORPCError, ValidationError } from '@orpc/server';
import { formatMessage } from '../../src-shared/i18n/format.ts';
import { message } from '../../src-shared/i18n/message.ts';
import type { ApiContext } from '../api/context.ts';
import type { ApiRouter } from '../api/router.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Logger } from '../core/ports/orchestrator-ports.ts';
import { errorBody, refusal, sendJson, sendRefusal, shorten } from './errors.ts';
import { readBody } from './request-body.ts';
import { sendEvents } from './sse.ts';

const PREFIX = '/api';
const METHODS = ['GET', 'POST'] as const;

export interface Rest {
  /** Answers a request under `/api` of a caller who was let in. `signal`: the instance ends. */
  handle(
    request: IncomingMessage,
    response: ServerResponse,
    context: ApiContext,
    signal: AbortSignal,
  ): Promise<void>;
}

/** The contract as JSON over HTTP. oRPC routes, checks and calls; bytes, limits and errors are ours. */
export function createRest(options: {
  readonly router: ApiRouter;
  readonly clock: Clock;
  readonly logger: Logger;
}): Rest {
  const { router, clock, logger } = options;
  const handler = new StandardOpenAPIHandler<ApiContext>(router, {
    customErrorResponseBodyEncoder: (error) => encodeError(error, logger),
  });
  const matcher = new StandardOpenAPIMatcher();
  matcher.init(router);

  /** The methods that this path takes; none: there is no such path. */
  async function methodsOf(path: string): Promise<readonly string[]> {
    const matches = await Promise.all(METHODS.map((method) => matcher.match(method, `/${path.slice(1)}`)));
    return METHODS.filter((_, index) => matches[index] !== undefined);
  }

  return {
    async handle(request, response, context, signal) {
      const method = request.method ?? 'GET';
      const url = urlOf(request);
      const methods = await methodsOf(url.pathname.slice(PREFIX.length));
      if (!methods.includes(method)) return sendUnmatched(response, url.pathname, method, methods);

      let body: unknown;
      if (method === 'POST') {
        const read = await readBody(request);
        if (!read.ok) return sendRefusal(response, read.refusal);
        body = read.value;
      }
      const gone = goneSignal(response);
      const result = await handler.handle(
        {
          method,
          url,
          headers: request.headers,
          body: () => Promise.resolve(body),
          signal: AbortSignal.any([gone, signal]),
        },
        { context, prefix: PREFIX },
      );
      if (!result.matched) return sendUnmatched(response, url.pathname, method, []);
      const { status, body: answer } = result.response;
      if (isIterator(answer)) return sendEvents(response, answer, { clock, headers: {} });
      if (!response.destroyed) sendJson(response, status, answer ?? null);
    },
  };
}

function sendUnmatched(
  response: ServerResponse,
  path: string,
  method: string,
  methods: readonly string[],
): void {
  const shown = shorten(path);
  if (methods.length === 0)
    return sendRefusal(response, refusal(404, 'NOT_FOUND', 'api.no-path', { path: shown }));
  const params = { path: shown, method: shorten(method, 20) };
  const headers = { allow: methods.join(', ') };
  sendRefusal(response, refusal(405, 'METHOD_NOT_ALLOWED', 'api.no-method', params, headers));
}

/** A path as it was sent: `URL` would take a server named `..` for the folder above, and start all servers. */
function urlOf(request: IncomingMessage): URL {
  const [path = '/', query = ''] = splitOnce(request.url ?? '/', '?');
  const url = new URL(`http://127.0.0.1/?${query}`);
  Object.defineProperty(url, 'pathname', { value: path });
  return url;
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function goneSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  const onClose = () => {
    if (!response.writableFinished) controller.abort();
  };
  if (response.destroyed) onClose();
  else response.once('close', onClose);
  return controller.signal;
}

function isIterator(body: unknown): body is AsyncIterator<unknown> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

function encodeError(error: ORPCError<string, unknown>, logger: Logger): Record<string, unknown> {
  if (error.cause instanceof ValidationError && error.code === 'BAD_REQUEST') {
    const problem = shorten(error.cause.issues.map(issueText).join('; '), 500);
    return errorBody('BAD_REQUEST', formatMessage(message('api.invalid', { problem })), null);
  }
  if (error.status >= 500 && error.code === 'INTERNAL_SERVER_ERROR') {
    logger.error('a request failed', { error: describe(error.cause ?? error) });
    return errorBody('INTERNAL', formatMessage(message('api.internal')), null);
  }
  const { server } = (error.data ?? {}) as { readonly server?: unknown };
  return errorBody(error.code, error.message, typeof server === 'string' ? server : null);
}

function issueText(issue: ValidationError['issues'][number]): string {
  const path = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
  const text = issue.message.replace(/^Invalid input: /, '');
  return path === '' ? text : `${path}: ${text}`;
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
