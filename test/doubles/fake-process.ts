import type { Clock } from '../../src-main/core/ports/clock.ts';
import type {
  LaunchRequest,
  MessagePipe,
  ProcessExit,
  ProcessTree,
  ServerProcess,
} from '../../src-main/core/ports/process.ts';
import type { Behaviour } from './behaviour.ts';

/** Lives from its launch until something ends it, and never twice. */
export class FakeProcess implements ServerProcess {
  readonly pid: number;
  readonly processGroup: number;
  readonly nonce: string;
  readonly server: string;
  readonly generation: number;
  readonly port: number | null;
  readonly behaviour: Behaviour;
  readonly exited: Promise<ProcessExit>;
  readonly tree: ProcessTree;
  readonly pipe: MessagePipe & { lastReadAtMs: number; bytesRead: number; bytesWritten: number };
  /** What was done to it, in order. */
  readonly steps: string[] = [];
  alive = true;
  released = false;
  output = 0;
  readonly #clock: Clock;
  readonly #resolve: (exit: ProcessExit) => void;
  readonly #onEnd = new Set<() => void>();
  lines: readonly string[] = [];

  constructor(clock: Clock, pid: number, request: LaunchRequest, behaviour: Behaviour) {
    const { promise, resolve } = Promise.withResolvers<ProcessExit>();
    this.#clock = clock;
    this.pid = pid;
    this.processGroup = pid;
    this.nonce = request.nonce;
    this.server = request.server.name;
    this.generation = request.generation;
    this.port = request.port;
    // Its own: a test may change how it goes on without changing its successor.
    this.behaviour = { ...behaviour };
    this.exited = promise;
    this.#resolve = resolve;
    this.lines = behaviour.lines;
    this.pipe = {
      onMessage: null,
      onOversize: null,
      onEnd: null,
      write: () => this.alive,
      bytesRead: 0,
      bytesWritten: 0,
      lastReadAtMs: clock.monotonicMs(),
    };
    this.tree = {
      closeStdin: () => this.#asked('eof', this.behaviour.eofMs, { code: 0, signal: null }),
      terminate: async () => this.#asked('term', this.behaviour.termMs, { code: null, signal: 'SIGTERM' }),
      kill: async () => this.#asked('kill', this.behaviour.killMs, { code: null, signal: 'SIGKILL' }),
      liveMembers: async () => (this.alive ? [this.pid] : []),
      release: async () => {
        this.released = true;
      },
    };
    if (behaviour.exitAfterMs !== null) {
      clock.setTimer(behaviour.exitAfterMs, () => this.end({ code: behaviour.exitCode, signal: null }));
    }
  }

  #asked(step: string, delayMs: number | null, exit: ProcessExit): void {
    this.steps.push(step);
    if (delayMs === null || !this.alive) return;
    if (delayMs === 0) this.end(exit);
    else this.#clock.setTimer(delayMs, () => this.end(exit));
  }

  /** It ends now, as by itself or by somebody outside. */
  end(exit: ProcessExit): void {
    if (!this.alive) return;
    this.alive = false;
    this.#resolve(exit);
    for (const listener of this.#onEnd) listener();
  }

  whenEnded(listener: () => void): void {
    this.#onEnd.add(listener);
  }

  outputBytes(): number {
    return this.output;
  }

  lastLines(count: number): readonly string[] {
    return this.lines.slice(-count);
  }
}
