import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { createSystemClock } from '../../../src-main/adapters/clock/system-clock.ts';
import { createProcessTable, readBootId } from '../../../src-main/adapters/process/identity.ts';
import { createJanitor, type Janitor, noJanitor } from '../../../src-main/adapters/process/janitor.ts';
import { createProcessLauncher } from '../../../src-main/adapters/process/launcher.ts';
import { type Ledger, openLedger } from '../../../src-main/adapters/process/ledger.ts';
import type { ServerDefinition } from '../../../src-main/core/configuration/definition.ts';
import type { ServerLog } from '../../../src-main/core/ports/logs.ts';
import type { LaunchResult, ProcessLauncher, ServerProcess } from '../../../src-main/core/ports/process.ts';
import { runStopLadder, type StopOutcome } from '../../../src-main/core/supervisor/stop-ladder.ts';
import type { LogLine, LogStream } from '../../../src-shared/schema/log-line.ts';
import { defaultPolicy, type Policy } from '../../../src-shared/schema/policy.ts';
import { fixtureServer } from '../../support/mcp-line-client.ts';
import { markedWith } from '../../support/proc.ts';
import { type TempFolder, tempFolder } from '../../support/temp.ts';

export const clock = createSystemClock();
export const nonceOf = (): string => randomBytes(16).toString('hex');

export interface MemoryLog extends ServerLog {
  /** Bytes of stderr as they came. */
  readonly stderr: Buffer[];
  readonly stdout: Buffer[];
  readonly lines: { readonly stream: LogStream; readonly text: string }[];
}

/** Keeps everything; stands in for the log files, which are another folder's. */
export function memoryLog(): MemoryLog {
  const stderr: Buffer[] = [];
  const stdout: Buffer[] = [];
  const lines: { stream: LogStream; text: string; at: string }[] = [];
  return {
    stderr,
    stdout,
    lines,
    writeChunk(stream, chunk) {
      (stream === 'stderr' ? stderr : stdout).push(Buffer.from(chunk));
    },
    writeLine(stream, text) {
      lines.push({ stream, text, at: new Date().toISOString() });
    },
    finishPartialLines() {},
    tail(count): readonly LogLine[] {
      const text = Buffer.concat(stderr).toString('utf8');
      const errors = text.split('\n').filter((line) => line !== '');
      const at = new Date().toISOString();
      const all = [
        ...lines.map((line) => ({ ...line, server: '', truncated: false })),
        ...errors.map((line) => ({
          at,
          server: '',
          stream: 'stderr' as const,
          text: line,
          truncated: false,
        })),
      ];
      return all.slice(-count);
    },
    droppedLines: 0,
  };
}

export interface ServerOptions {
  readonly name?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly policy?: Partial<Policy>;
  readonly url?: string;
}

export function serverOf(command: string, options: ServerOptions = {}): ServerDefinition {
  const { name = 'fixture', args = [], env = {}, cwd = tmpdir(), policy = {}, url } = options;
  return {
    name,
    aliases: [],
    groups: [],
    transport: url === undefined ? 'stdio' : 'http',
    launch: { command, args, env, cwd },
    endpoint: url === undefined ? null : { url, transport: 'http', headers: {} },
    enabled: true,
    policy: { ...defaultPolicy, ...policy },
    problems: [],
    launchHash: 'hash',
    secrets: [],
  };
}

/** The fault server with these flags. */
export const chaos = (args: readonly string[], options: ServerOptions = {}): ServerDefinition =>
  serverOf(process.execPath, { ...options, args: [fixtureServer('chaos.mjs'), ...args] });

export interface Rig extends AsyncDisposable {
  readonly folder: TempFolder;
  readonly launcher: ProcessLauncher;
  readonly ledger: Ledger;
  readonly janitor: Janitor;
  readonly log: MemoryLog;
  readonly kept: Map<string, string>;
  /** Prechecks and launches; throws where the server is refused. */
  start(server: ServerDefinition): Promise<ServerProcess>;
  launch(server: ServerDefinition): Promise<LaunchResult>;
}

export interface RigOptions {
  readonly folder?: TempFolder;
  readonly janitor?: boolean;
  readonly path?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** A launcher as the runtime makes it, in a home of its own; at the end every tree that it started is killed. */
export async function rig(options: RigOptions = {}): Promise<Rig> {
  const folder = options.folder ?? (await tempFolder('process'));
  const ledger = openLedger({
    file: folder.file('ledger.json'),
    bootId: await readBootId(),
    wallMs: () => Date.now(),
  });
  const environment = options.environment ?? process.env;
  const janitor = options.janitor === true ? createJanitor({ environment: process.env }) : noJanitor;
  const log = memoryLog();
  const kept = new Map<string, string>();
  const nonces: string[] = [];
  const launcher = createProcessLauncher({
    clock,
    logFor: () => log,
    ledger,
    janitor,
    table: createProcessTable(),
    environment,
    path: () => options.path ?? process.env.PATH ?? '',
    kept: { getValue: (key) => kept.get(key) ?? null, setValue: (key, value) => void kept.set(key, value) },
  });

  async function launch(server: ServerDefinition): Promise<LaunchResult> {
    const check = await launcher.precheck(server);
    if (!check.ok) return { ...check, kind: 'permanent' };
    const nonce = nonceOf();
    nonces.push(nonce);
    return launcher.launch({ server, generation: 1, executable: check.executable, port: check.port, nonce });
  }

  return {
    folder,
    launcher,
    ledger,
    janitor,
    log,
    kept,
    launch,
    async start(server) {
      const result = await launch(server);
      if (!result.ok) throw new Error(`refused: ${JSON.stringify(result)}`);
      return result.process;
    },
    async [Symbol.asyncDispose]() {
      for (const nonce of nonces) for (const pid of carriersOf(nonce)) killQuietly(pid);
      await launcher.dispose();
      if (options.folder === undefined) await folder[Symbol.asyncDispose]();
    },
  };
}

export const carriersOf = (nonce: string): readonly number[] => markedWith('MCP_ORCHESTRATOR_NONCE', nonce);

export function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it ended meanwhile
  }
}

/** The ladder over a started server, with short waits. */
export function stop(
  started: ServerProcess,
  waits: { readonly eof?: number; readonly term?: number; readonly kill?: number } = {},
): Promise<StopOutcome> {
  const { eof = 5000, term = 5000, kill = 5000 } = waits;
  const startAt = eof === 0 ? 'term' : 'eof';
  const options = { eofWaitMs: eof, termWaitMs: term, killWaitMs: kill, startAt, clock } as const;
  return runStopLadder(started.tree, { ...options, exited: started.exited }).done;
}

/** Once the fault server is ready: it has answered tools/list, by which time its side processes live. */
export async function ready(started: ServerProcess): Promise<void> {
  const answer = new Promise<void>((resolve, reject) => {
    started.pipe.onMessage = (line) => {
      const { id } = JSON.parse(Buffer.from(line).toString('utf8')) as { id?: number };
      if (id === 1) started.pipe.write('{"jsonrpc":"2.0","id":2,"method":"tools/list"}');
      if (id === 2) resolve();
    };
    started.exited.then((exit) => reject(new Error(`it ended first: ${JSON.stringify(exit)}`)), reject);
  });
  const clientInfo = { name: 'test', version: '1' };
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
  started.pipe.write(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params }));
  await answer;
}
