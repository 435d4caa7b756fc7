import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { formatMessage } from '../../src-shared/i18n/format.ts';
import { message } from '../../src-shared/i18n/message.ts';
import { openAppLog } from '../adapters/app-log/app-log.ts';
import { createSystemClock } from '../adapters/clock/system-clock.ts';
import { createSystemRandom } from '../adapters/clock/system-random.ts';
import { createConfigFile } from '../adapters/config-files/config-file.ts';
import { createConfigSource } from '../adapters/config-files/source.ts';
import { createHttpHealthProbe } from '../adapters/health-http/http-health-probe.ts';
import { resolveHome } from '../adapters/instance/home.ts';
import { acquireInstanceLock, type InstanceLock } from '../adapters/instance/instance-lock.ts';
import { removeRuntimeFile, writeRuntimeFile } from '../adapters/instance/runtime-file.ts';
import { ensureToken } from '../adapters/instance/token-file.ts';
import { createLogStore } from '../adapters/logs/log-store.ts';
import { createMcpConnector } from '../adapters/mcp/connector.ts';
import { createEraMemory } from '../adapters/mcp/era-memory.ts';
import { createSampler } from '../adapters/resources/create-sampler.ts';
import { createSqliteStore } from '../adapters/store/sqlite-store.ts';
import { createAlerts } from '../core/alerts/create-alerts.ts';
import type { Configuration } from '../core/configuration/definition.ts';
import { createConfigEditor } from '../core/configuration/edit/editor.ts';
import { createOrchestrator } from '../core/supervisor/create-orchestrator.ts';
import { warmKey } from '../core/supervisor/fleet-start.ts';
import { createTrials } from '../core/trial/trials.ts';
import { createHttpServer } from '../transport/http-server.ts';
import { resolveConfigPath } from './config-path.ts';
import { createHostFacts } from './host-facts.ts';
import { createInstanceFacts } from './instance-facts.ts';
import { createLauncher } from './launcher.ts';
import { listen } from './listen.ts';
import { type Runtime, RuntimeError, type RuntimeOptions } from './options.ts';
import { VERSION } from './version.ts';

const RELOAD = { actor: 'reload' } as const;

type ShutdownOptions = Partial<Parameters<Runtime['orchestrator']['shutdown']>[0]>;

/**
 * Begins an instance: takes the home, reads the configuration, listens, and starts what boot starts. Resolves when it
 * listens, before the first server is started. Rejects with a RuntimeError where it cannot begin; then nothing is left
 * behind.
 *
 * @example
 * await using runtime = await createRuntime({ home: './state', config: './servers.json' });
 * runtime.orchestrator.onEvent((event) => console.log(event.type, event.server));
 */
export async function createRuntime(options: RuntimeOptions = {}): Promise<Runtime> {
  const paths = resolveHome({ option: options.home });
  const lock = takeHome(paths);
  // What was opened is closed in reverse order, also where the beginning fails half-way.
  await using stack = new AsyncDisposableStack();
  stack.defer(() => lock.release());

  const clock = createSystemClock();
  const random = createSystemRandom();
  const say = formatMessage;
  const log = await openAppLog({
    directory: paths.logs,
    clock,
    say,
    screen: options.screen ?? null,
    level: options.logLevel ?? process.env.MCP_ORCHESTRATOR_LOG_LEVEL,
  });
  stack.defer(() => log.close());
  const store = createSqliteStore({ path: paths.state, clock, say });
  stack.defer(() => store.close());
  store.onTrouble = (text) => log.warn(text);
  const logs = createLogStore({ directory: paths.logs, clock, say });
  stack.defer(() => logs.close());
  logs.onTrouble = (text) => log.warn(text);
  if (store.notice !== null) log.warn(store.notice);
  const token = ensureToken(paths.token);

  const { launcher, launcherFor, environment, askShell } = await createLauncher({
    paths,
    clock,
    store,
    logs,
    log,
  });
  stack.defer(() => launcher.dispose());

  const connector = createMcpConnector({
    clock,
    eraMemory: createEraMemory(store, clock),
    clientInfo: { name: 'mcp-orchestrator', version: VERSION },
  });
  let url: string | null = null;
  const orchestrator = createOrchestrator({
    clock,
    random,
    launcher,
    connector,
    httpHealth: createHttpHealthProbe(clock),
    sampler: createSampler(),
    store,
    logs,
    logger: log,
    instance: createInstanceFacts({ clock, version: VERSION, url: () => url }),
  });
  // Its clocks tick from here on; after a shutdown of its own this does nothing.
  stack.defer(() => orchestrator.shutdown({ force: false, reason: 'not begun' }));

  // Before the configuration comes in: what is wrong with that is told, too.
  const alerts = createAlerts({
    orchestrator,
    store,
    clock,
    random,
    logger: log,
    notifier: options.notifier ?? null,
  });
  stack.defer(() => alerts.close());

  const config = resolveConfigPath(options.config);
  let http: Configuration['http'] = { port: null, host: '127.0.0.1' };
  const source = createConfigSource({
    file: config,
    env: environment,
    onConfiguration(configuration, actor) {
      http = configuration.http;
      log.setSecrets([token, ...configuration.servers.flatMap((server) => server.secrets)]);
      orchestrator.apply(configuration, actor === null ? RELOAD : { actor });
    },
    onUnreadable: (problems) => orchestrator.reject(problems),
  });
  stack.defer(() => source.close());
  const file = createConfigFile({ file: config, env: environment, clock });
  const configEditor = createConfigEditor({
    file,
    // Not left to the watcher: it is in force when the answer comes, in the name of who asked.
    apply: async (actor) => void (await source.reload(actor)),
    newId: random.id,
  });
  const isWarm = (packageKey: string) => store.getValue(warmKey(packageKey)) !== null;
  const trials = createTrials({
    file,
    ports: { clock, random, connector, launcherFor, isWarm, logger: log },
  });
  stack.defer(() => trials.close());
  log.setSecrets([token]);
  const first = await source.start();
  if (!first.ok && options.unreadable !== 'wait') {
    throw new RuntimeError('CONFIG', first.problems.map((problem) => problem.message).join('\n'), {
      problems: first.problems,
    });
  }

  const closed = Promise.withResolvers<{ readonly restart: boolean }>();
  let restart = false;
  const server = createHttpServer({
    orchestrator,
    host: {
      ...createHostFacts(paths),
      shutdown(request, by) {
        restart = request.restart;
        void shutdown({ force: request.force, reason: 'request', by });
      },
    },
    configEditor,
    trials,
    token,
    homeId: paths.home,
    version: VERSION,
    pageFolder: options.pageFolder === undefined ? join(import.meta.dirname, 'renderer') : options.pageFolder,
    clock,
    random,
    logger: log,
    portHolder: (port) => launcher.portHolder(port),
    ownLog: log,
    alerts,
  });
  stack.defer(() => server.close());
  const listening = await listen({
    server,
    store,
    asked: options.port,
    configured: http.port,
    host: http.host,
  });
  url = listening.url;
  writeRuntimeFile(paths.runtime, {
    pid: process.pid,
    startedAt: new Date(clock.wallMs()).toISOString(),
    url,
    port: listening.port,
    config,
    version: VERSION,
  });
  stack.defer(() => removeRuntimeFile(paths.runtime));
  log.info('listening', { url, config, home: paths.home, pid: process.pid });

  let stopping: Promise<void> | null = null;
  // After the caller had its turn: it may want to tell that we listen before the first server is told of.
  const booted = Promise.withResolvers<void>();
  setImmediate(() => {
    if (stopping !== null) return booted.resolve();
    // A server that wants a variable of the login shell is refused until that has answered, then starts by itself.
    void askShell().then((hasMore) =>
      hasMore && stopping === null ? source.environmentChanged() : undefined,
    );
    orchestrator.boot().then(booted.resolve, (error: unknown) => {
      log.error('boot failed', { error });
      booted.resolve();
    });
  });

  const owned = stack.move();
  async function stopOnce(request: Parameters<typeof orchestrator.shutdown>[0]): Promise<void> {
    log.info('stopping', { reason: request.reason });
    try {
      await using _owned = owned;
      await Promise.all([orchestrator.shutdown(request), trials.close()]);
    } finally {
      closed.resolve({ restart });
    }
  }
  function shutdown(options: ShutdownOptions = {}): Promise<void> {
    const { force = false, reason = 'shutdown', by } = options;
    const request = { force, reason, ...(by === undefined ? {} : { by }) };
    if (stopping === null) stopping = stopOnce(request);
    else if (force || by !== undefined) void orchestrator.shutdown(request);
    return stopping;
  }

  return {
    orchestrator,
    router: server.router,
    client: (actor) => createRouterClient(server.router, { context: { actor } }),
    log,
    pid: process.pid,
    port: listening.port,
    url,
    token,
    home: paths.home,
    config,
    booted: booted.promise,
    saveNow: () => store.flush(),
    shutdown,
    closed: closed.promise,
    [Symbol.asyncDispose]: () => shutdown({ reason: 'disposed' }),
  };
}

function takeHome(paths: ReturnType<typeof resolveHome>): InstanceLock {
  const taken = acquireInstanceLock(paths);
  if (taken.ok) return taken.lock;
  if (taken.kind === 'unusable') {
    const text = message('runtime.home', { home: paths.home, error: taken.error });
    throw new RuntimeError('HOME_UNUSABLE', formatMessage(text));
  }
  const text =
    taken.heldBy === null
      ? message('runtime.running.unknown')
      : message('runtime.running', { pid: String(taken.heldBy) });
  throw new RuntimeError('INSTANCE_RUNNING', formatMessage(text), { pid: taken.heldBy });
}
