import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { OwnLog } from '../api/context.ts';
import type { HostFunctions } from '../api/host-functions.ts';
import { type ApiRouter, createApiRouter } from '../api/router.ts';
import type { Alerts } from '../core/alerts/alerts.ts';
import type { ConfigEditor } from '../core/configuration/edit/editor.ts';
import type { Orchestrator } from '../core/orchestrator.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Logger } from '../core/ports/orchestrator-ports.ts';
import type { Random } from '../core/ports/random.ts';
import type { Trials } from '../core/trial/trials.ts';
import { errorBody, type HttpRefusal, refusal, sendJson, sendRefusal, shorten } from './errors.ts';
import { watchEventLoop } from './event-loop.ts';
import { createGuards } from './guards.ts';
import { listenOn } from './listening.ts';
import { createMetrics, METRICS_TYPE } from './metrics.ts';
import { createOneTimeCodes } from './one-time-codes.ts';
import { createPage } from './page.ts';
import { readiness } from './readiness.ts';
import { createRest } from './rest.ts';
import { createRpcSockets, MOST_SOCKETS } from './rpc-socket.ts';

/** Slow or endless headers and bodies end here; an answer may take as long as it needs. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
/** Longer than a scraper's 15 s, so that it keeps its connection. */
const KEEP_ALIVE_TIMEOUT_MS = 30_000;
const MOST_CONNECTIONS = 512;
/** Answers that are on their way and goodbyes have this long; then the connections are cut. */
const CLOSE_MS = 700;

/** Who listens on a port that is taken. */
export interface PortHolder {
  readonly pid: number;
  readonly command: string;
}

export interface HttpServerOptions {
  readonly orchestrator: Orchestrator;
  readonly host: HostFunctions;
  readonly configEditor: ConfigEditor;
  readonly trials: Trials;
  /** The home's bearer token. */
  readonly token: string;
  /** The same over restarts, different for each home: the cookie is named by it. */
  readonly homeId: string;
  readonly version: string;
  /** Folder of the built page; null: none. */
  readonly pageFolder: string | null;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly portHolder: (port: number) => Promise<PortHolder | null>;
  readonly ownLog: OwnLog;
  readonly alerts: Alerts;
}

export type ListenResult =
  | { readonly ok: true; readonly port: number; readonly url: string }
  /** The port is taken; `holder` is null where the system does not tell who has it. */
  | { readonly ok: false; readonly port: number; readonly holder: PortHolder | null };

export interface HttpServer {
  /** The contract as it is served here, for callers in this process and for ports. */
  readonly router: ApiRouter;
  /**
   * Once. `strict`: this port or none; otherwise the next free one. `url` is a bare origin. Rejects where the address
   * cannot be used at all.
   */
  listen(where: {
    readonly host: string;
    readonly port: number;
    readonly strict: boolean;
  }): Promise<ListenResult>;
  /** Ends streams and pages, lets answers finish, within a second. Idempotent. */
  close(): Promise<void>;
}

/** How the orchestrator is reached: page, REST, WebSocket, metrics, all on one loopback port behind the same guards. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { orchestrator, clock, random, logger, token, homeId, version } = options;
  let port = 0;
  let url = '';
  const ending = new AbortController();
  const guards = createGuards({ token, homeId, port: () => port });
  const codes = createOneTimeCodes({ clock, random });
  const eventLoop = watchEventLoop(clock);
  const metrics = createMetrics({ orchestrator, version, clock, eventLoop });
  const page = createPage({ folder: options.pageFolder, guards, codes });
  const router = createApiRouter({
    orchestrator,
    host: options.host,
    configEditor: options.configEditor,
    trials: options.trials,
    ownLog: options.ownLog,
    alerts: options.alerts,
    version,
    clock,
    random,
    eventLoop,
    oneTimeAddress() {
      const { code, expiresAtWallMs } = codes.issue();
      return { url: `${url}/?once=${encodeURIComponent(code)}`, expiresAtWallMs };
    },
  });
  const rest = createRest({ router, clock, logger });
  const sockets = createRpcSockets({ router, clock, logger });
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    },
    (request, response) => {
      answer(request, response).catch((error: unknown) => fail(request, response, error));
    },
  );
  server.maxConnections = MOST_CONNECTIONS;
  server.on('upgrade', upgrade);
  server.on('clientError', onClientError);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('x-content-type-options', 'nosniff');
    const refused = guards.admit(request);
    if (refused !== null) return sendRefusal(response, refused);
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    if (path === '/api' || path.startsWith('/api/')) return answerApi(path, request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      const params = { path: shorten(path), method: shorten(request.method ?? '', 20) };
      return sendRefusal(
        response,
        refusal(405, 'METHOD_NOT_ALLOWED', 'api.no-method', params, { allow: 'GET, HEAD' }),
      );
    }
    switch (path) {
      case '/healthz':
        return sendJson(response, 200, { status: 'ok' });
      case '/readyz': {
        const state = readiness(orchestrator);
        return sendJson(response, state.ready ? 200 : 503, state);
      }
      case '/metrics':
        response.writeHead(200, { 'content-type': METRICS_TYPE, 'cache-control': 'no-store' });
        response.end(metrics.render());
        return;
      default:
        return page.answer(request, response);
    }
  }

  async function answerApi(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const caller = guards.identify(request);
    if (!caller.ok) return sendRefusal(response, caller.refusal);
    if (path === '/api/openapi.json' && request.method === 'GET') {
      const { openApiDocument } = await import('./openapi.ts');
      return sendJson(response, 200, await openApiDocument(version));
    }
    return rest.handle(request, response, { actor: caller.actor }, ending.signal);
  }

  function fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    // The other side went away while it was being answered: nobody is there to be told.
    if (request.destroyed && !request.complete) return void response.destroy();
    logger.error('a request failed', { error: error instanceof Error ? (error.stack ?? '') : String(error) });
    if (response.headersSent) response.destroy();
    else sendRefusal(response, refusal(500, 'INTERNAL', 'api.internal'));
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Until the WebSocket listens for itself, a connection that breaks is nobody's error.
    socket.on('error', () => socket.destroy());
    const refused = refuseUpgrade(request);
    if (refused !== null) return endRaw(socket, refused);
    const caller = guards.identify(request);
    if (!caller.ok) return endRaw(socket, caller.refusal);
    sockets.accept(request, socket, head, { actor: caller.actor });
  }

  function refuseUpgrade(request: IncomingMessage): HttpRefusal | null {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    const refused = guards.admit(request);
    if (refused !== null) return refused;
    if (path !== '/rpc') return refusal(404, 'NOT_FOUND', 'api.no-path', { path: shorten(path) });
    if (ending.signal.aborted || sockets.count >= MOST_SOCKETS) {
      return refusal(503, 'TOO_MANY', 'api.too-many', { count: sockets.count });
    }
    return null;
  }

  function onClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
    if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
    const status =
      error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
    endRaw(socket, refusal(status, 'BAD_REQUEST', 'api.bad-request', { problem: shorten(error.message) }));
  }

  async function close(): Promise<void> {
    if (!ending.signal.aborted) ending.abort();
    metrics.close();
    eventLoop.close();
    if (!server.listening) return sockets.terminate();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    sockets.close();
    server.closeIdleConnections();
    const timer = setTimeout(cut, CLOSE_MS);
    await closed;
    clearTimeout(timer);
    sockets.terminate();
  }

  function cut(): void {
    sockets.terminate();
    server.closeAllConnections();
  }

  return {
    router,
    async listen(where) {
      const taken = await listenOn(server, where);
      if (taken === null) {
        return {
          ok: false,
          port: where.port,
          holder: await options.portHolder(where.port).catch(() => null),
        };
      }
      port = taken;
      url = `http://${where.host.includes(':') ? `[${where.host}]` : where.host}:${port}`;
      return { ok: true, port, url };
    },
    close,
  };
}

/** An answer on a bare connection, which ends with it. */
function endRaw(socket: Duplex, { status, code, message, headers = {} }: HttpRefusal): void {
  const body = JSON.stringify(errorBody(code, message, null));
  const lines = Object.entries({
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${code}\r\n${lines.join('')}\r\n${body}`);
}
