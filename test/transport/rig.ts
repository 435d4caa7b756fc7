import { createSystemClock } from '../../src-main/adapters/clock/system-clock.ts';
import { createSystemRandom } from '../../src-main/adapters/clock/system-random.ts';
import { createConfigFile } from '../../src-main/adapters/config-files/config-file.ts';
import { createAlerts } from '../../src-main/core/alerts/create-alerts.ts';
import { createConfigEditor } from '../../src-main/core/configuration/edit/editor.ts';
import type { Clock } from '../../src-main/core/ports/clock.ts';
import { createTrials } from '../../src-main/core/trial/trials.ts';
import {
  createHttpServer,
  type HttpServer,
  type HttpServerOptions,
} from '../../src-main/transport/http-server.ts';
import type { ServerStatus } from '../../src-shared/schema/status.ts';
import { MemoryStore } from '../doubles/memory-store.ts';
import { createOrchestratorDouble, type OrchestratorDouble } from '../doubles/orchestrator.ts';

/** What tests of the configuration need, they bring along. */
const NO_FILE = '/nowhere/of/this/test/mcp.json';

export const TOKEN = 'a-token-of-this-test';

export interface Rig extends AsyncDisposable {
  readonly orchestrator: OrchestratorDouble;
  readonly server: HttpServer;
  readonly url: string;
  readonly port: number;
  readonly shutdowns: { readonly force: boolean; readonly restart: boolean }[];
  readonly errors: string[];
  /** With the token; a body is sent as JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: an answer is whatever came; each test says what it expects
  api(method: string, path: string, body?: unknown): Promise<{ status: number; body: any; headers: Headers }>;
}

/** A real HTTP server on a free port in front of the orchestrator's double. */
export async function startRig(
  servers: readonly ServerStatus[],
  overrides: Partial<HttpServerOptions> & { readonly clock?: Clock; readonly port?: number } = {},
): Promise<Rig> {
  const clock = overrides.clock ?? createSystemClock();
  const orchestrator = createOrchestratorDouble(clock, servers);
  const shutdowns: { force: boolean; restart: boolean }[] = [];
  const errors: string[] = [];
  const random = createSystemRandom();
  const file = createConfigFile({ file: NO_FILE, env: () => ({}), clock });
  const nobody = () => {
    throw new Error('nothing is started here');
  };
  const server = createHttpServer({
    orchestrator,
    host: {
      pid: 4711,
      node: 'v24.0.0',
      platform: 'linux x64',
      userHome: '/home/ada',
      places: {
        home: '/home/ada/.local/share/orchestrator',
        logs: '/home/ada/.local/share/orchestrator/logs',
      },
      licences: async () => [{ name: 'zod', version: '4.0.0', licence: 'MIT' }],
      shutdown: (request) => void shutdowns.push(request),
    },
    configEditor: createConfigEditor({ file, apply: async () => undefined, newId: random.id }),
    trials: createTrials({
      file,
      ports: {
        clock,
        random,
        connector: { attach: nobody, reach: nobody },
        launcherFor: nobody,
        isWarm: () => false,
        logger: { debug() {}, info() {}, warn() {}, error() {} },
      },
    }),
    token: TOKEN,
    homeId: '/home/of/this/test',
    version: '1.2.3',
    pageFolder: null,
    clock,
    random: createSystemRandom(),
    logger: {
      debug() {},
      info() {},
      warn() {},
      error: (text, fields) => void errors.push(`${text} ${JSON.stringify(fields)}`),
    },
    portHolder: async () => ({ pid: 1, command: 'init' }),
    ownLog: {
      page: async () => ({
        lines: [
          {
            at: '2026-01-01T00:00:00.000Z',
            server: '',
            stream: 'orchestrator',
            text: 'INFO listening',
            truncated: false,
          },
        ],
        before: null,
      }),
      follow: () => () => {},
    },
    alerts: createAlerts({
      orchestrator,
      store: new MemoryStore(),
      clock,
      random,
      logger: { debug() {}, info() {}, warn() {}, error() {} },
      notifier: null,
    }),
    ...overrides,
  });
  const listening = await server.listen({ host: '127.0.0.1', port: overrides.port ?? 0, strict: true });
  if (!listening.ok) throw new Error('the port is taken');
  const { url, port } = listening;
  return {
    orchestrator,
    server,
    url,
    port,
    shutdowns,
    errors,
    async api(method, path, body) {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${TOKEN}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return {
        status: response.status,
        body: text === '' ? null : JSON.parse(text),
        headers: response.headers,
      };
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
}
