import type { IncomingMessage, ServerResponse } from 'node:http';
import { formatMessage } from '../../src-shared/i18n/format.ts';
import { message } from '../../src-shared/i18n/message.ts';
import { refusal, sendRefusal, shorten } from './errors.ts';
import { GATE_STYLE_PATH, gatePage, gateStyle, unbuiltPage } from './gate-page.ts';
import type { Guards } from './guards.ts';
import { ONE_TIME_SECONDS, type OneTimeCodes } from './one-time-codes.ts';
import { createPageFiles, type PageFile } from './page-files.ts';
import { pageHeaders } from './page-headers.ts';
import { decodePath, INDEX_FILE, isView } from './page-paths.ts';

const HTML = 'text/html; charset=utf-8';

export interface Page {
  /** GET and HEAD of everything that is not the API, of a request that was admitted. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/**
 * The dashboard's files. They hold no secrets and are served to whoever asks on this computer; `/` and the addresses of
 * its views are shown with the cookie only, and tell others how to get in.
 */
export function createPage(options: {
  readonly folder: string | null;
  readonly guards: Guards;
  readonly codes: OneTimeCodes;
}): Page {
  const { guards, codes } = options;
  const files = createPageFiles(options.folder);

  async function answerView(
    request: IncomingMessage,
    response: ServerResponse,
    view: { readonly path: string; readonly query: string },
  ): Promise<void> {
    const parameters = new URLSearchParams(view.query);
    const code = parameters.get('once');
    parameters.delete('once');
    const location = parameters.size === 0 ? view.path : `${view.path}?${parameters}`;
    if (code !== null && codes.redeem(code)) {
      response.writeHead(303, { location, 'set-cookie': guards.cookie, 'cache-control': 'no-store' });
      response.end();
      return;
    }
    if (!guards.hasCookie(request)) {
      const used =
        code === null ? null : formatMessage(message('api.gate.used', { seconds: ONE_TIME_SECONDS }));
      return send(request, response, 401, HTML, gatePage(used));
    }
    if (code !== null) {
      // An address from the history: the browser is in already.
      response.writeHead(303, { location, 'cache-control': 'no-store' });
      response.end();
      return;
    }
    const index = await files.read(INDEX_FILE);
    if (index === null) return send(request, response, 503, HTML, unbuiltPage());
    sendFile(request, response, index);
  }

  return {
    async answer(request, response) {
      for (const [name, value] of Object.entries(
        pageHeaders({ socket: `ws://${request.headers.host ?? ''}` }),
      )) {
        response.setHeader(name, value);
      }
      const [rawPath = '/', query = ''] = (request.url ?? '/').split('?', 2);
      if (isView(rawPath)) return answerView(request, response, { path: rawPath, query });
      if (rawPath === GATE_STYLE_PATH)
        return send(request, response, 200, 'text/css; charset=utf-8', gateStyle);
      const path = decodePath(rawPath);
      const file = path === null || path === INDEX_FILE ? null : await files.read(path);
      if (file === null)
        return sendRefusal(response, refusal(404, 'NOT_FOUND', 'api.no-path', { path: shorten(rawPath) }));
      sendFile(request, response, file);
    },
  };
}

function sendFile(request: IncomingMessage, response: ServerResponse, file: PageFile): void {
  response.setHeader('cache-control', file.cacheControl);
  response.setHeader('etag', file.etag);
  if (request.headers['if-none-match'] === file.etag) {
    response.writeHead(304);
    response.end();
    return;
  }
  send(request, response, 200, file.type, file.bytes);
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Buffer,
): void {
  if (!response.hasHeader('cache-control')) response.setHeader('cache-control', 'no-store');
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(request.method === 'HEAD' ? undefined : body);
}
