import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRuntime } from '../../src-main/runtime/create-runtime.ts';
import type { Runtime } from '../../src-main/runtime/options.ts';
import type { OrchestratorEvent } from '../../src-shared/schema/event.ts';
import type { LogLine } from '../../src-shared/schema/log-line.ts';
import type { PolicyInput } from '../../src-shared/schema/policy.ts';
import type { ServerState, ServerStatus } from '../../src-shared/schema/status.ts';
import { Changes, type WaitLimit } from '../support/changes.ts';
import { eventually } from '../support/eventually.ts';
import { Liveness } from '../support/liveness.ts';
import { facts, isLive, markedWith } from '../support/proc.ts';
import { type TempFolder, tempFolder } from '../support/temp.ts';

export const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
export const CHAOS = fileURLToPath(new URL('../fixtures/servers/chaos.mjs', import.meta.url));
const INSTANCE = fileURLToPath(new URL('instance.ts', import.meta.url));
/** In the environment of every server of a rig, so that nothing of it can be left behind unseen. */
const MARK = 'MCP_ORCHESTRATOR_FAULT_TEST';
const ACTOR = { actor: 'test' } as const;

/** The product's durations, scaled down; what a row is about is set in the row. Checks are off unless asked for. */
export const QUICK: PolicyInput = {
  restart: { backoff: { initial: 20, factor: 2, max: 200, jitter: 0 } },
  stop: { drain: 200, eofWait: 3000, termWait: 3000, killWait: 3000 },
  health: { interval: '10m', timeout: '10s', grace: 0 },
};

export interface ServerEntry {
  readonly command?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly type?: string;
  readonly url?: string;
  readonly policy?: PolicyInput;
}

/** The fault server with these flags, as one would write them in a shell. */
export function chaos(flags: string, policy: PolicyInput = {}, more: Partial<ServerEntry> = {}): ServerEntry {
  const args = [CHAOS, ...flags.split(' ').filter((flag) => flag !== '')];
  return { command: process.execPath, args, policy, ...more };
}

/** A server of npm's through npx, from this checkout's node_modules: npm, a shell and the server; no network. */
export const npxEverything: ServerEntry = {
  command: 'npx',
  args: ['--no-install', 'mcp-server-everything', 'stdio'],
  cwd: REPOSITORY,
};

export interface ConfigOptions {
  readonly defaults?: PolicyInput;
  readonly more?: Readonly<Record<string, unknown>>;
}

export type Servers = Readonly<Record<string, ServerEntry>>;

export interface Place extends AsyncDisposable {
  readonly folder: TempFolder;
  readonly home: string;
  readonly config: string;
  readonly liveness: Liveness;
  /** Writes the configuration file, as an editor that saves in place. */
  save(servers: Servers, options?: ConfigOptions): void;
  configText(servers: Servers, options?: ConfigOptions): string;
  /** Live processes of the rig's servers and whatever they started, by the kernel. */
  survivors(): readonly number[];
}

/** A home, a configuration file and a list of who lives; at its end nothing that was started from it may be left. */
export async function place(servers: Servers, options: ConfigOptions = {}): Promise<Place> {
  const folder = await tempFolder('faults');
  const liveness = await Liveness.listen();
  const mark = randomUUID();
  const config = folder.file('servers.json');
  const configText = (entries: Servers, { defaults = {}, more = {} }: ConfigOptions = options): string => {
    const mcpServers: Record<string, unknown> = {};
    const policies: Record<string, PolicyInput> = {};
    for (const [name, { policy = {}, env = {}, ...entry }] of Object.entries(entries)) {
      const own = entry.command === undefined ? {} : { env: { ...liveness.env, [MARK]: mark, ...env } };
      mcpServers[name] = { ...entry, ...own };
      policies[name] = policy;
    }
    const orchestrator = { defaults: { ...QUICK, ...defaults }, servers: policies, ...more };
    return JSON.stringify({ mcpServers, orchestrator }, null, 1);
  };
  const survivors = (): readonly number[] => markedWith(MARK, mark);
  writeFileSync(config, configText(servers));
  return {
    folder,
    home: folder.file('home'),
    config,
    liveness,
    save: (entries, more) => writeFileSync(config, configText(entries, more)),
    configText,
    survivors,
    async [Symbol.asyncDispose]() {
      // A leak stays for ever; a call to the container runtime that is answering its last request does not.
      await eventually(() => survivors().length === 0, undefined, { withinMs: 20_000 }).catch(
        () => undefined,
      );
      const left = survivors();
      for (const pid of left) killQuietly(pid);
      await liveness[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
      if (left.length > 0) throw new Error(`left behind: ${left.join(', ')}`);
    },
  };
}

export function killQuietly(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has gone meanwhile.
  }
}

export type StatusTest = ServerState | ((status: ServerStatus) => boolean);

export interface Rig extends AsyncDisposable {
  readonly place: Place;
  readonly runtime: Runtime;
  /** Everything that was told since the start of this instance, in order. */
  readonly events: readonly OrchestratorEvent[];
  status(server: string): ServerStatus;
  /** Waits for the server's status to be so, by what the orchestrator tells. */
  until(server: string, test: StatusTest, limit?: WaitLimit): Promise<ServerStatus>;
  /** The first event, from the beginning, that is accepted. */
  event(test: (event: OrchestratorEvent) => boolean, limit?: WaitLimit): Promise<OrchestratorEvent>;
  /** The states that the server was told to be in, one for each transition. */
  states(server: string): readonly string[];
  start(server: string): Promise<boolean>;
  /** Resolves when it is done: true where it went well. */
  stop(server: string, options?: { readonly force?: boolean }): Promise<boolean>;
  restart(server: string): Promise<boolean>;
  lines(server: string): Promise<readonly LogLine[]>;
  /** The texts of the server's own lines, oldest first. */
  text(server: string): Promise<string>;
  /** Ends this instance and begins another in the same home. */
  again(): Promise<void>;
}

/** `await using it = await rig({ name: chaos('--flags') });` */
export async function rig(servers: Servers, options: ConfigOptions = {}): Promise<Rig> {
  return rigAt(await place(servers, options));
}

/** A runtime in this process in a place that may have had another before. */
export async function rigAt(where: Place): Promise<Rig> {
  const changes = new Changes();
  let events: OrchestratorEvent[] = [];
  let runtime: Runtime;

  async function begin(): Promise<void> {
    events = [];
    runtime = await createRuntime({ home: where.home, config: where.config, pageFolder: null });
    runtime.orchestrator.onEvent((event) => {
      events.push(event);
      changes.announce();
    });
    runtime.orchestrator.onStatus(() => changes.announce());
  }

  try {
    await begin();
  } catch (error) {
    await where[Symbol.asyncDispose]();
    throw error;
  }

  const status = (name: string): ServerStatus => {
    const found = runtime.orchestrator.server(name);
    if (!found.ok) throw new Error(found.refusal.message);
    return found.value;
  };
  const story = (): string =>
    events
      .slice(-12)
      .map(({ type, server, data }) => `${type} ${server ?? ''} ${JSON.stringify(data).slice(0, 200)}`)
      .join('\n');

  async function finished(accepted: ReturnType<Runtime['orchestrator']['stop']>): Promise<boolean> {
    if (!accepted.ok) throw new Error(accepted.refusal.message);
    return (await accepted.value.done).ok;
  }

  async function lines(server: string): Promise<readonly LogLine[]> {
    const { logs } = runtime.orchestrator;
    await logs.flush();
    const found: LogLine[] = [];
    for (let before: string | null = null; ; ) {
      const page: Awaited<ReturnType<typeof logs.page>> = await logs.page(server, { before, limit: 1000 });
      found.unshift(...page.lines);
      if (page.before === null) return found;
      before = page.before;
    }
  }

  return {
    place: where,
    get runtime() {
      return runtime;
    },
    get events() {
      return events;
    },
    status,
    until: (server, test, limit) =>
      changes.until(
        () => {
          const found = status(server);
          const isSo = typeof test === 'string' ? found.state === test : test(found);
          return isSo ? found : undefined;
        },
        () => {
          const { state, phase, reason, detail, restartCount } = status(server);
          return `${server} is ${JSON.stringify({ state, phase, reason, detail, restartCount })}, not ${test}\n${story()}`;
        },
        limit,
      ),
    event: (test, limit) =>
      changes.until(
        () => events.find(test),
        () => `no such event: ${test}\n${story()}`,
        limit,
      ),
    states: (server) =>
      events
        .filter((event) => event.type === 'server.state' && event.server === server)
        .map(({ data }) => String(data.to)),
    start: (server) => finished(runtime.orchestrator.start([server], { dependencies: true }, ACTOR)),
    stop: (server, { force = false } = {}) => finished(runtime.orchestrator.stop([server], { force }, ACTOR)),
    restart: (server) => finished(runtime.orchestrator.restart([server], { force: false }, ACTOR)),
    lines,
    text: async (server) => (await lines(server)).map((line) => line.text).join('\n'),
    async again() {
      await runtime.shutdown();
      await begin();
    },
    async [Symbol.asyncDispose]() {
      try {
        await runtime.shutdown();
      } finally {
        await where[Symbol.asyncDispose]();
      }
    },
  };
}

/** An instance in a process of its own, to be stopped and killed; tells what a rig in this process does. */
export interface Instance extends AsyncDisposable {
  readonly pid: number;
  readonly events: readonly OrchestratorEvent[];
  /** What it said on standard error. */
  readonly errors: () => string;
  readonly exited: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  event(test: (event: OrchestratorEvent) => boolean, limit?: WaitLimit): Promise<OrchestratorEvent>;
  running(servers: readonly string[], limit?: WaitLimit): Promise<void>;
  /** The small shell that ends our trees when we are killed. */
  janitor(): number;
  signal(signal: NodeJS.Signals): void;
}

export async function instance(
  where: Place,
  options: { readonly env?: NodeJS.ProcessEnv; readonly openFiles?: number } = {},
): Promise<Instance> {
  const changes = new Changes();
  const events: OrchestratorEvent[] = [];
  let errors = '';
  let listening = false;
  // Node raises the soft limit to the hard one by itself; `ulimit` lowers both.
  const limit = options.openFiles === undefined ? '' : `ulimit -n ${options.openFiles} && `;
  const command = [process.execPath, INSTANCE, where.home, where.config];
  const child: ChildProcess = spawn('/bin/sh', ['-c', `${limit}exec "$0" "$@"`, ...command], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: options.env ?? process.env,
  });
  const exited = new Promise<{ code: number | null; signal: string | null }>((resolve, reject) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', reject);
  });
  let partial = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    partial += chunk;
    const lines = partial.split('\n');
    partial = lines.pop() ?? '';
    for (const line of lines) {
      const told = JSON.parse(line) as OrchestratorEvent | { readonly listening: string };
      if ('listening' in told) listening = true;
      else events.push(told);
    }
    changes.announce();
  });
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk;
  });
  const stateOf = (server: string): unknown =>
    events.findLast((event) => event.type === 'server.state' && event.server === server)?.data.to;
  const pid = child.pid ?? 0;

  const made: Instance = {
    pid,
    events,
    errors: () => errors,
    exited,
    event: (test, limit) =>
      changes.until(
        () => events.find(test),
        () => `no such event: ${test}\n${errors}`,
        limit,
      ),
    running: async (servers, limit) => {
      await changes.until(
        () => servers.every((server) => stateOf(server) === 'RUNNING') || undefined,
        () =>
          `not RUNNING: ${servers.filter((server) => stateOf(server) !== 'RUNNING').join(', ')}\n${errors}`,
        limit,
      );
    },
    janitor: () => findJanitor(pid),
    signal: (signal) => killQuietly(pid, signal),
    async [Symbol.asyncDispose]() {
      // A stopped process takes no other signal.
      killQuietly(pid, 'SIGCONT');
      killQuietly(pid, 'SIGTERM');
      const timer = setTimeout(() => killQuietly(pid), 12_000);
      await exited;
      clearTimeout(timer);
    },
  };
  let ended = false;
  void exited.then(() => {
    ended = true;
    changes.announce();
  });
  await changes.until(
    () => {
      if (ended) throw new Error(`the instance ended\n${errors}`);
      return listening || undefined;
    },
    () => `the instance does not listen\n${errors}`,
  );
  return made;
}

function findJanitor(parent: number): number {
  const children = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8')
    .trim()
    .split(' ')
    .map(Number);
  const janitor = children.find((pid) =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('mcp-orchestrator-janitor'),
  );
  if (janitor === undefined) throw new Error('the instance has no janitor');
  return janitor;
}

/** How many times the fault server with `--state FILE` was started, and when. */
export function starts(
  file: string,
): readonly { readonly start: number; readonly pid: number; readonly atMs: number }[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** Until none of the processes lives, by the kernel. */
export async function gone(pids: readonly number[]): Promise<void> {
  await eventually(
    () => pids.filter(isLive),
    (left) => left.length === 0,
    { what: 'all processes gone' },
  );
}

/** Somebody who has nothing to do with us, listening on the port and answering 200 to everything. */
export async function stranger(port: number): Promise<{ readonly pid: number } & AsyncDisposable> {
  const script = `require('node:http').createServer((_, answer) => answer.end('{"jsonrpc":"2.0","id":1,"result":{}}'))
    .listen(${port}, '127.0.0.1', () => console.log('ready')); setTimeout(() => process.exit(), 120000);`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return {
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Of a process that surely lives: what tells it from a later one with the same pid. */
export function startToken(pid: number): string {
  const found = facts(pid);
  if (found === undefined) throw new Error(`no process ${pid}`);
  return found.startToken;
}

export const inHome = (where: Place, ...parts: string[]): string => join(where.home, ...parts);
