import type { ChildProcess } from 'node:child_process';
import { type Cause, message } from '../../../src-shared/i18n/message.ts';
import type { ServerDefinition } from '../../core/configuration/definition.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { ServerLog } from '../../core/ports/logs.ts';
import type {
  LaunchRequest,
  LaunchResult,
  PrecheckResult,
  ProcessExit,
  ProcessLauncher,
  ProcessTree,
  ServerProcess,
} from '../../core/ports/process.ts';
import { classifyCommand, readRun } from './command-class.ts';
import { type Container, createContainerTree, findContainer, injectRunOptions } from './docker.ts';
import { buildEnvironment, childPath, type EnvironmentParts, NONCE_VARIABLE } from './environment.ts';
import type { Janitor } from './janitor.ts';
import type { Ledger } from './ledger.ts';
import { type ChildPipe, createPipe } from './pipe.ts';
import {
  createPortChooser,
  findPortHolder,
  isPortFree,
  type KeyValues,
  ownsListener,
  PORT_RANGE,
} from './ports.ts';
import { checkCommand } from './precheck.ts';
import type { ProcessTable } from './process-table.ts';
import { spawnChild } from './spawn-child.ts';
import { explainSpawnError } from './spawn-error.ts';
import { findOrphans } from './sweep.ts';
import { createPosixTree, type RootState } from './tree.ts';
import type { JobObjects } from './windows-job.ts';
import { createWindowsTree } from './windows-tree.ts';

export interface ProcessLauncherOptions {
  readonly clock: Clock;
  readonly logFor: (server: ServerDefinition) => ServerLog;
  readonly ledger: Ledger;
  readonly janitor: Janitor;
  /** null on Windows. */
  readonly table: ProcessTable | null;
  /** Windows only. */
  readonly jobs?: JobObjects | undefined;
  /** The instance's own variables, of which servers get the allowed ones. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** PATH as of now; see shell-path.ts. */
  readonly path: () => string;
  /** Where chosen ports are kept. */
  readonly kept: KeyValues;
}

/** A folder on a network drive that is away answers after minutes or never. */
const PRECHECK_LIMIT_MS = 5000;

/** A side process that inherited our pipes keeps them open for ever, so they are closed so long after the exit. */
const PIPES_AFTER_EXIT_MS = 500;

/** So long an exit may be held back for what the process wrote last; without side processes it takes about 1 ms. */
const LAST_WORDS_MS = 50;

const windows = process.platform === 'win32';

/** Starts the servers of this computer, each in a session and process group of its own. */
export function createProcessLauncher(options: ProcessLauncherOptions): ProcessLauncher {
  const { clock, ledger, janitor, table } = options;
  const ports = createPortChooser(options.kept);
  const withContainer = new WeakSet<ServerProcess>();

  function environmentOf(server: ServerDefinition, nonce: string, port: number | null): EnvironmentParts {
    const name = server.policy.port?.env;
    return {
      base: options.environment,
      path: options.path(),
      configured: server.launch?.env ?? {},
      inherit: server.policy.inheritEnv,
      nonce,
      port: name === undefined || port === null ? null : { name, value: port },
    };
  }

  async function decidePort(server: ServerDefinition): Promise<PortDecision> {
    const { port } = server.policy;
    if (port !== null && port.fixed === null) {
      const chosen = await ports.choose(server.name);
      if (chosen !== null) return { ok: true, port: chosen };
      const range = { from: String(PORT_RANGE.from), to: String(PORT_RANGE.to) };
      const happened = message('process.port.none-free', range);
      return {
        ok: false,
        reason: 'HOST',
        cause: { happened, remedy: message('process.port.none-free.remedy') },
      };
    }
    const fixed = port?.fixed ?? localPort(server);
    if (fixed === null || (await isPortFree(fixed))) return { ok: true, port: fixed };
    return { ok: false, reason: 'PORT_CONFLICT', cause: await conflict(fixed) };
  }

  async function precheckNow(server: ServerDefinition): Promise<PrecheckResult> {
    if (server.launch === null) return { ok: true, executable: '', port: null };
    const path = childPath({ configured: server.launch.env, path: options.path() });
    const command = await checkCommand(server.launch, path);
    if (!command.ok) return command;
    const decision = await decidePort(server);
    return decision.ok ? { ok: true, executable: command.executable, port: decision.port } : decision;
  }

  /** `server` null: an orphan's, whose definition may have changed since; our own settings must do. */
  function containerOf(runtime: string, server: ServerDefinition | null, nonce: string): Container {
    const environment =
      server === null
        ? buildEnvironment({
            base: options.environment,
            path: options.path(),
            configured: {},
            inherit: [],
            nonce,
            port: null,
          })
        : buildEnvironment(environmentOf(server, nonce, null));
    // Calls to the runtime are not part of the tree.
    delete environment[NONCE_VARIABLE];
    return findContainer({ runtime, globalArgs: globalOptions(server), nonce, environment });
  }

  async function launch(request: LaunchRequest): Promise<LaunchResult> {
    const { server, executable, nonce } = request;
    const spec = server.launch;
    if (spec === null) throw new Error(`nothing to launch: ${server.name}`);
    const injected =
      classifyCommand(spec.command, spec.args).kind === 'docker'
        ? injectRunOptions(spec.args, server.name, nonce)
        : null;
    const containerRuntime = injected === null ? null : executable;
    const container = injected === null ? null : containerOf(executable, server, nonce);
    await ledger.intend({
      server: server.name,
      generation: request.generation,
      nonce,
      intentAt: clock.wallMs(),
      containerRuntime,
    });
    if (!windows) janitor.announce(nonce);
    const startedAtWall = clock.wallMs();
    const spawning = spawnChild({
      executable,
      args: injected ?? spec.args,
      cwd: spec.cwd,
      environment: buildEnvironment(environmentOf(server, nonce, request.port)),
    });
    const spawned = spawning instanceof Promise ? await spawning : spawning;
    if (!spawned.ok) {
      janitor.withdraw(nonce);
      ledger.clear(nonce);
      return explainSpawnError(spawned.error, spec.command);
    }
    const { pid, child } = spawned;
    const log = options.logFor(server);
    const pipe = createPipe(child, log, clock, server.endpoint === null);
    const startToken = table?.one(pid)?.startToken ?? null;
    ledger.started(nonce, { pid, startToken });
    if (!windows) janitor.register({ group: pid, nonce, containerRuntime });

    let root: RootState = 'held';
    const exited = watchExit(child, pipe, log, clock, () => {
      root = 'reaped';
    });
    const release = (): void => {
      pipe.destroy();
      ledger.clear(nonce);
      janitor.forget(pid);
    };
    const tree = treeOf({ pid, nonce, startToken, root: () => root, pipe, release });
    const started: ServerProcess = {
      pid,
      processGroup: pid,
      nonce,
      pipe,
      tree: container === null ? tree : createContainerTree(tree, container),
      exited,
      outputBytes: () => pipe.outputBytes,
      lastLines: (count) => lastLines(log, count, startedAtWall),
    };
    if (container !== null) withContainer.add(started);
    return { ok: true, process: started };
  }

  function treeOf(started: {
    readonly pid: number;
    readonly nonce: string;
    readonly startToken: string | null;
    readonly root: () => RootState;
    readonly pipe: ChildPipe;
    readonly release: () => void;
  }): ProcessTree {
    const { pid, nonce, startToken, root, release } = started;
    const closeStdin = (): void => started.pipe.closeStdin();
    if (table !== null) {
      return createPosixTree({ group: pid, startToken, nonce }, { table, root, closeStdin, release });
    }
    const job = options.jobs?.assign(pid) ?? null;
    return createWindowsTree({ pid, job, held: () => root() === 'held', closeStdin, release });
  }

  /** Everything of a tree that may hold a socket. */
  async function ownsPort(owned: ServerProcess, port: number): Promise<boolean | null> {
    const pids = await owned.tree.liveMembers();
    const answer = await ownsListener(pids, port);
    // A container's port is held by the runtime's own proxy, which is in no tree of ours.
    return answer === false && withContainer.has(owned) ? null : answer;
  }

  return {
    classify: (server) =>
      server.launch === null
        ? { kind: 'direct', packageKey: null }
        : classifyCommand(server.launch.command, server.launch.args),
    precheck: (server) => withinLimit(precheckNow(server), clock),
    launch,
    orphans: () =>
      findOrphans({
        ledger,
        table,
        containerOf: ({ containerRuntime, nonce }) =>
          containerRuntime === null ? null : containerOf(containerRuntime, null, nonce),
      }),
    portHolder: (port) => findPortHolder(port),
    portFree: isPortFree,
    ownsPort,
    async dispose() {
      ledger.flush();
      await janitor.dispose();
    },
  };
}

/** Such as `--context X`, which say where the container is. */
function globalOptions(server: ServerDefinition | null): readonly string[] {
  const args = server?.launch?.args ?? [];
  const at = readRun(args)?.at ?? 0;
  return args.slice(0, args[at - 1] === 'container' ? at - 1 : at);
}

type PortDecision =
  | { readonly ok: true; readonly port: number | null }
  | { readonly ok: false; readonly reason: 'HOST' | 'PORT_CONFLICT'; readonly cause: Cause };

/** The port that a server which is launched and reached by URL must bind, where its URL means this computer. */
function localPort(server: ServerDefinition): number | null {
  if (server.endpoint === null) return null;
  const url = URL.parse(server.endpoint.url);
  const local = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  return local && url.port !== '' ? Number(url.port) : null;
}

async function conflict(port: number): Promise<Cause> {
  const holder = await findPortHolder(port);
  const happened =
    holder === null
      ? message('process.port.unknown-holder', { port: String(port) })
      : message('reason.PORT_CONFLICT.happened', {
          port: String(port),
          program: holder.command,
          pid: String(holder.pid),
        });
  return { happened, remedy: message('reason.PORT_CONFLICT.remedy') };
}

function withinLimit(work: Promise<PrecheckResult>, clock: Clock): Promise<PrecheckResult> {
  return new Promise((resolve, reject) => {
    const timer = clock.setTimer(PRECHECK_LIMIT_MS, () => {
      const happened = message('process.precheck.slow', { seconds: PRECHECK_LIMIT_MS / 1000 });
      resolve({
        ok: false,
        reason: 'HOST',
        cause: { happened, remedy: message('process.precheck.slow.remedy') },
      });
    });
    work.then(resolve, reject).finally(() => timer.cancel());
  });
}

/** `exit`, not `close`: a side process that inherited stdout keeps `close` from coming for ever. */
function watchExit(
  child: ChildProcess,
  pipe: ChildPipe,
  log: ServerLog,
  clock: Clock,
  onReaped: () => void,
): Promise<ProcessExit> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      onReaped();
      const tell = (): void => {
        waiting.cancel();
        log.finishPartialLines();
        resolve({ code, signal });
      };
      const waiting = clock.setTimer(LAST_WORDS_MS, tell);
      const closing = clock.setTimer(PIPES_AFTER_EXIT_MS, () => pipe.destroy());
      pipe.drained.then(() => {
        closing.cancel();
        tell();
      }, tell);
    });
  });
}

/** From the log, where secrets are already gone; its ring may reach back into an earlier run. */
function lastLines(log: ServerLog, count: number, sinceWall: number): readonly string[] {
  const since = new Date(sinceWall).toISOString();
  // Our own lines stand between the server's: a few more are read than wanted.
  return log
    .tail(count * 2 + 10)
    .filter((line) => line.stream !== 'orchestrator' && line.at >= since)
    .slice(-count)
    .map((line) => line.text);
}
