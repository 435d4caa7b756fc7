import { formatMessage } from '../../../src-shared/i18n/format.ts';
import type { Cause } from '../../../src-shared/i18n/message.ts';
import { message } from '../../../src-shared/i18n/message.ts';
import type { CommandClass, ProcessExit, ServerProcess } from '../ports/process.ts';
import { explainExit } from './exit-cause.ts';
import type { Fleet, FleetWorld } from './fleet.ts';
import { connectLaunched, endpointOf, ownPort } from './fleet-connect.ts';
import type { Run, Slot } from './fleet-slot.ts';
import type { MachineEvent } from './machine.ts';
import type { StartQueue } from './start-queue.ts';
import { startupLimitMs } from './startup-limit.ts';

/** How long an exit waits for the handshake to say whether the era probe was its cause. */
const PROBE_VERDICT_MS = 500;
const LAST_LINES = 20;
/** How often a start that waits for a port of ours looks at it. */
const PORT_LOOK_MS = 100;

/** What the store remembers of a package that started well once. */
export function warmKey(packageKey: string): string {
  return `warm:${packageKey}`;
}

export interface Starting {
  /** A command's class decides slots and startup times; found out once per definition. */
  classOf(slot: Slot): CommandClass;
  startupTimeoutMs(slot: Slot): number;
  isWarm(packageKey: string): boolean;
  requestSlot(slot: Slot): void;
  precheck(slot: Slot): void;
  spawn(slot: Slot): void;
  handshake(slot: Slot): void;
  /** It became RUNNING: its package need not be fetched again. */
  noteReady(slot: Slot): void;
}

/** The way from PRECHECK to READY: everything here answers with events that carry the generation it was asked in. */
export function createStarting(options: {
  readonly world: FleetWorld;
  readonly fleet: () => Fleet;
  readonly queue: StartQueue;
}): Starting {
  const { world, queue } = options;
  const { clock, random, launcher, connector, store, logger } = world.ports;
  const warm = new Map<string, boolean>();

  const tell = (slot: Slot, event: MachineEvent): void => options.fleet().dispatch(slot, event);

  /** A port that throws is a bug of ours; the server it concerns fails in the usual way and the others go on. */
  function answer(slot: Slot, work: Promise<void>, failed: (cause: Cause) => MachineEvent): void {
    work.catch((error: unknown) => {
      logger.error('an effect failed', { server: slot.name, error: String(error) });
      tell(slot, failed(unexpected(error)));
    });
  }

  function isWarm(packageKey: string): boolean {
    let known = warm.get(packageKey);
    if (known === undefined) {
      known = store.getValue(warmKey(packageKey)) !== null;
      warm.set(packageKey, known);
    }
    return known;
  }

  function classOf(slot: Slot): CommandClass {
    slot.commandClass ??=
      slot.definition.launch === null
        ? { kind: 'direct', packageKey: null }
        : launcher.classify(slot.definition);
    return slot.commandClass;
  }

  function startupTimeoutMs(slot: Slot): number {
    const { kind, packageKey } = classOf(slot);
    return startupLimitMs(slot.machine.policy, kind, packageKey !== null && isWarm(packageKey));
  }

  function requestSlot(slot: Slot): void {
    const { generation } = slot.machine;
    const { kind, packageKey } = classOf(slot);
    slot.ticket = queue.request({
      startClass: kind === 'direct' ? 'direct' : 'wrappers',
      packageKey,
      granted: () => tell(slot, { type: 'SLOT', generation }),
    });
  }

  function precheck(slot: Slot): void {
    const { generation } = slot.machine;
    const failed = (cause: Cause) =>
      ({ type: 'PRECHECK_FAILED', generation, reason: 'HOST', cause }) as const;
    answer(slot, precheckNow(slot, generation), failed);
  }

  async function precheckNow(slot: Slot, generation: number): Promise<void> {
    let result = await launcher.precheck(slot.definition);
    const stillAsked = () => slot.machine.generation === generation && slot.machine.phase === 'PRECHECK';
    // A renamed server, or one that swapped ports with another: the port is free when its old holder is gone.
    while (!result.ok && result.reason === 'PORT_CONFLICT' && stillAsked() && isOursAndEnding(slot)) {
      await new Promise<void>((resolve) => clock.setTimer(PORT_LOOK_MS, resolve));
      if (!isOursAndEnding(slot)) result = await launcher.precheck(slot.definition);
    }
    if (!stillAsked()) return;
    if (!result.ok) {
      tell(slot, { type: 'PRECHECK_FAILED', generation, reason: result.reason, cause: result.cause });
      return;
    }
    slot.executable = result.executable;
    if (slot.port !== result.port) {
      slot.port = result.port;
      options.fleet().save(slot);
    }
    tell(slot, { type: 'PRECHECK_OK', generation });
  }

  /** The port that it wants is one of a server that is being stopped; the ladder bounds how long. */
  function isOursAndEnding(slot: Slot): boolean {
    const port = ownPort(slot.definition);
    return options
      .fleet()
      .slots()
      .some((other) => {
        if (other === slot || port === null || other.machine.state !== 'STOPPING') return false;
        return other.run?.port === port;
      });
  }

  function spawn(slot: Slot): void {
    const { generation } = slot.machine;
    const failed = (cause: Cause) =>
      ({ type: 'SPAWN_FAILED', generation, kind: 'host', reason: 'HOST', cause }) as const;
    answer(slot, spawnNow(slot, generation), failed);
  }

  async function spawnNow(slot: Slot, generation: number): Promise<void> {
    const { definition, port } = slot;
    const result = await launcher.launch({
      server: definition,
      generation,
      executable: slot.executable ?? definition.launch?.command ?? '',
      port,
      nonce: random.id(),
    });
    if (!result.ok) {
      const { kind, reason, cause } = result;
      tell(slot, { type: 'SPAWN_FAILED', generation, kind, reason, cause });
      return;
    }
    const { process } = result;
    const run = createRun({ generation, definition, process, tree: process.tree, port });
    slot.run = run;
    run.exitTold = process.exited.then((exit) => tellExit(slot, run, process, exit));
    slot
      .log()
      .writeLine(
        'orchestrator',
        formatMessage(message('supervisor.log.started', { pid: String(process.pid) })),
      );
    tell(slot, { type: 'SPAWNED', generation, pid: process.pid });
  }

  async function tellExit(slot: Slot, run: Run, process: ServerProcess, exit: ProcessExit): Promise<void> {
    // What it wrote last may still wait in its pipes.
    await clock.nextTurn();
    const verdict = run.handshake === null ? null : await withinMs(clock, run.handshake, PROBE_VERDICT_MS);
    const lastLines = process.lastLines(LAST_LINES);
    const explained = explainExit({ exit, lastLines, definition: run.definition, port: run.port });
    const log = slot.log();
    log.finishPartialLines();
    log.writeLine('orchestrator', formatMessage(explained.cause.happened));
    // What ran well once is not beyond help, whatever it said at its end.
    const starting = slot.machine.state === 'STARTING';
    const onProbe = verdict !== null && !verdict.ok && verdict.kind === 'probe-exit';
    tell(slot, {
      type: 'EXIT',
      generation: run.generation,
      exit: { ...exit, at: new Date(clock.wallMs()).toISOString(), lastLines: [...lastLines] },
      cause: explained.cause,
      permanent: starting ? explained.permanent : null,
      retryUncharged: starting && (explained.retryUncharged || onProbe),
    });
  }

  function handshake(slot: Slot): void {
    const { generation } = slot.machine;
    const failed = (cause: Cause) =>
      ({ type: 'HANDSHAKE_FAILED', generation, kind: 'broken', cause }) as const;
    answer(slot, handshakeNow(slot, generation), failed);
  }

  async function handshakeNow(slot: Slot, generation: number): Promise<void> {
    let { run } = slot;
    if (slot.machine.kind === 'remote') {
      run = createRun({ generation, definition: slot.definition, process: null, tree: null, port: null });
      slot.run = run;
    }
    if (run === null) return;
    const { definition, process } = run;
    const endpoint = endpointOf(definition, run.port);
    if (process !== null && endpoint !== null) {
      run.handshake = connectLaunched({
        clock,
        launcher,
        process,
        endpoint,
        signal: run.abort.signal,
        open: () => open(slot, run, connector.reach(definition, endpoint)),
      });
    } else if (process !== null) {
      run.handshake = open(slot, run, connector.attach(definition, process)).connect(run.abort.signal);
    } else if (endpoint !== null) {
      run.handshake = open(slot, run, connector.reach(definition, endpoint)).connect(run.abort.signal);
    }
    const result = (await run.handshake) ?? null;
    run.handshake = null;
    if (result === null || run.abort.signal.aborted) return;
    if (result.ok) {
      tell(slot, { type: 'READY', generation });
      return;
    }
    if (result.kind === 'aborted') return;
    if (result.kind === 'closed') {
      // Its exit, if that was it, says more than the end of its pipe.
      if (process !== null) tell(slot, { type: 'STDOUT_ENDED', generation, cause: result.cause });
      else tell(slot, { type: 'HANDSHAKE_FAILED', generation, kind: 'network', cause: result.cause });
      return;
    }
    tell(slot, { type: 'HANDSHAKE_FAILED', generation, kind: result.kind, cause: result.cause });
  }

  /** Wires a connection of this run; the one before it, if any, is closed. */
  function open(
    slot: Slot,
    run: Run,
    connection: NonNullable<Run['connection']>,
  ): NonNullable<Run['connection']> {
    const { generation } = run;
    const before = run.connection;
    run.connection = connection;
    if (before !== null) closeQuietly(before);
    connection.onBroken = (cause, kind) => {
      if (run.connection === connection) tell(slot, { type: 'BROKEN', generation, kind, cause });
    };
    connection.onToolsChanged = (tools) => {
      if (run.connection !== connection || slot.machine.generation !== generation) return;
      options.fleet().emit('tools.changed', slot, { tools: tools.length });
      world.touch(slot.name);
    };
    return connection;
  }

  function noteReady(slot: Slot): void {
    slot.run?.progressTimer?.cancel();
    const { packageKey } = classOf(slot);
    if (packageKey === null || isWarm(packageKey)) return;
    warm.set(packageKey, true);
    store.setValue(warmKey(packageKey), '1');
  }

  return {
    classOf,
    startupTimeoutMs,
    isWarm,
    requestSlot,
    precheck,
    spawn,
    handshake,
    noteReady,
  };
}

export function createRun(given: Pick<Run, 'generation' | 'definition' | 'process' | 'tree' | 'port'>): Run {
  return {
    ...given,
    abort: new AbortController(),
    connection: null,
    handshake: null,
    exitTold: null,
    ladder: null,
    progress: null,
    progressTimer: null,
  };
}

/** The first of the promise and the time; null where the time came first. The timer does not outlive the race. */
export function withinMs<T>(
  clock: FleetWorld['ports']['clock'],
  promise: Promise<T>,
  ms: number,
): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const timer = clock.setTimer(ms, () => resolve(null));
    promise.then(
      (value) => {
        timer.cancel();
        resolve(value);
      },
      (error: unknown) => {
        timer.cancel();
        reject(error as Error);
      },
    );
  });
}

/** A connection that is given up: whether it can still say goodbye changes nothing. */
export function closeQuietly(connection: { close(): Promise<void> }): void {
  connection.close().catch(() => undefined);
}

function unexpected(error: unknown): Cause {
  return {
    happened: message('supervisor.unexpected', { text: String(error) }),
    remedy: message('supervisor.unexpected-remedy'),
  };
}
