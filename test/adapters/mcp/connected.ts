import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createSystemClock } from '../../../src-main/adapters/clock/system-clock.ts';
import { createPipeChannel } from '../../../src-main/adapters/mcp/channel.ts';
import {
  createUpstreamConnection,
  type LinkedConnection,
} from '../../../src-main/adapters/mcp/upstream-connection.ts';
import { type ChildPipe, createPipe } from '../../../src-main/adapters/process/pipe.ts';
import type { ServerLog } from '../../../src-main/core/ports/logs.ts';
import type { EraMemory, ProtocolEra } from '../../../src-main/core/ports/mcp.ts';
import { fixtureServer } from '../../support/mcp-line-client.ts';

export const clock = createSystemClock();
export const clientInfo = { name: 'mcp-orchestrator', version: '0.1.0' };

/** Verdicts in memory, which a test may set beforehand and read afterwards. */
export function eraMemory(): EraMemory & { readonly kept: Map<string, ProtocolEra> } {
  const kept = new Map<string, ProtocolEra>();
  const dates = new Map<string, number>();
  return {
    kept,
    get(hash) {
      const era = kept.get(hash);
      return era === undefined ? null : { era, decidedAtWallMs: dates.get(hash) ?? clock.wallMs() };
    },
    set(hash, era) {
      kept.set(hash, era);
      dates.set(hash, clock.wallMs());
    },
  };
}

export interface Started extends AsyncDisposable {
  readonly connection: LinkedConnection;
  readonly pipe: ChildPipe;
  readonly pid: number;
  /** Methods that we wrote, in order. */
  readonly sent: readonly string[];
  readonly noise: readonly string[];
  kill(signal?: NodeJS.Signals): void;
}

export interface StartOptions {
  readonly memory?: EraMemory;
  readonly cwd?: string;
}

/** A server with the real pipe and the real connection; ended at the end of the block. */
export function start(command: string, args: readonly string[], options: StartOptions = {}): Started {
  const child = spawn(command, args, {
    stdio: 'pipe',
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  child.on('error', () => undefined);
  const exited = once(child, 'exit');
  const noise: string[] = [];
  const log: ServerLog = {
    writeChunk() {},
    writeLine: (_, text) => void noise.push(text),
    finishPartialLines() {},
    tail: () => [],
    droppedLines: 0,
  };
  const pipe = createPipe(child, log, clock, true);
  const sent: string[] = [];
  const write = pipe.write.bind(pipe);
  pipe.write = (line) => {
    const message = JSON.parse(typeof line === 'string' ? line : new TextDecoder().decode(line));
    sent.push(message.method ?? 'reply');
    return write(line);
  };
  const connection = createUpstreamConnection({
    name: 'server',
    launchHash: 'hash',
    channel: createPipeChannel(pipe),
    clock,
    eraMemory: options.memory ?? eraMemory(),
    clientInfo,
    endsOnProbe: true,
    onNoise: (line) => pipe.rejectLine(line),
  });
  return {
    connection,
    pipe,
    pid: child.pid ?? 0,
    sent,
    noise,
    kill: (signal = 'SIGKILL') => void child.kill(signal),
    async [Symbol.asyncDispose]() {
      await connection.close();
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await exited;
      pipe.destroy();
    },
  };
}

export const chaos = (args: readonly string[] = [], options?: StartOptions): Started =>
  start(process.execPath, [fixtureServer('chaos.mjs'), ...args], options);

const require = createRequire(import.meta.url);

/** A server of node_modules, by the file that its package starts. */
export const npmServer = (name: string, args: readonly string[] = []): Started =>
  start(process.execPath, [require.resolve(`@modelcontextprotocol/${name}/dist/index.js`), ...args]);

export const soon = (ms = 10_000): AbortSignal => AbortSignal.timeout(ms);
