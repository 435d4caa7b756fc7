import { GATE_STYLE_PATH, gateStyle, unbuiltPage } from '../../../transport/gate-page.ts';
import { createPageFiles, type PageFile } from '../../../transport/page-files.ts';
import { pageHeaders } from '../../../transport/page-headers.ts';
import { decodePath, INDEX_FILE, isView } from '../../../transport/page-paths.ts';
import type { ElectronApi } from '../electron-api.ts';
import { PAGE_SCHEME, routeOf } from './page-address.ts';

export { PAGE_ORIGIN } from './page-address.ts';

const HTML = 'text/html; charset=utf-8';

/** Before the application is ready, and once (docs/api/protocol.md, registerSchemesAsPrivileged). */
export function registerScheme(electron: Pick<ElectronApi, 'protocol'>): void {
  electron.protocol.registerSchemesAsPrivileged([
    { scheme: PAGE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/**
 * The built page under `app://dashboard`, as a browser gets it over HTTP: the same files, the same headers, but no
 * cookie, since nobody else can ask. The headers are in the answer because they count for nothing with `file:`.
 */
export function servePage(options: {
  readonly electron: Pick<ElectronApi, 'protocol'>;
  /** dist/renderer; null where nothing is built. */
  readonly folder: string | null;
}): { close(): void } {
  const { electron } = options;
  const files = createPageFiles(options.folder);

  async function answer(request: Request): Promise<Response> {
    const route = routeOf(request.url);
    if (route === null) return respond(request, 404);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return respond(request, 405, { headers: { allow: 'GET, HEAD' } });
    }
    const [path = '/'] = route.split(/[?#]/, 1);
    if (path === GATE_STYLE_PATH) {
      return respond(request, 200, { type: 'text/css; charset=utf-8', body: gateStyle });
    }
    if (isView(path)) {
      const index = await files.read(INDEX_FILE);
      if (index === null) return respond(request, 503, { type: HTML, body: unbuiltPage() });
      return respondFile(request, index);
    }
    const file = await files.read(decodePath(path) ?? '');
    return file === null ? respond(request, 404) : respondFile(request, file);
  }

  electron.protocol.handle(PAGE_SCHEME, answer);
  return { close: () => electron.protocol.unhandle(PAGE_SCHEME) };
}

function respondFile(request: Request, { type, bytes, cacheControl, etag }: PageFile): Response {
  const headers = { 'cache-control': cacheControl, etag };
  return respond(request, 200, { type, body: new Uint8Array(bytes), headers });
}

function respond(
  request: Request,
  status: number,
  answer: {
    readonly type?: string;
    readonly body?: string | Uint8Array<ArrayBuffer>;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Response {
  const { type = 'text/plain; charset=utf-8', body = '', headers = {} } = answer;
  return new Response(request.method === 'HEAD' ? null : body, {
    status,
    headers: {
      ...pageHeaders({ socket: null }),
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'content-type': type,
      ...headers,
    },
  });
}
