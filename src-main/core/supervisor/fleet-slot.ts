import type { Message } from '../../../src-shared/i18n/message.ts';
import type { ServerDefinition } from '../configuration/definition.ts';
import type { Timer } from '../ports/clock.ts';
import type { ServerLog } from '../ports/logs.ts';
import type { UpstreamConnection } from '../ports/mcp.ts';
import type { CommandClass, ProcessTree, ServerProcess } from '../ports/process.ts';
import type { ServerRecord } from '../ports/store.ts';
import type { HandshakeResult } from './fleet-connect.ts';
import type { Machine, MachineTimer } from './machine.ts';
import type { StartTicket } from './start-queue.ts';

/** Who caused what happens next; written into every event of it. */
export interface Attribution {
  readonly actor: string;
  readonly operation: string | null;
}

export const bySupervisor: Attribution = { actor: 'supervisor', operation: null };

/** What a server consists of in the world between SPAWNED (remote: HANDSHAKE) and the end of its tree. */
export interface Run {
  readonly generation: number;
  /** What it was started with; the slot's own definition may be newer already. */
  readonly definition: ServerDefinition;
  /** null: a remote server, or a tree that an earlier instance left behind. */
  readonly process: ServerProcess | null;
  readonly tree: ProcessTree | null;
  readonly port: number | null;
  /** Ends connecting and waiting. */
  readonly abort: AbortController;
  connection: UpstreamConnection | null;
  /** The handshake under way; null before it and when it is over. */
  handshake: Promise<HandshakeResult> | null;
  /** Resolves when EXIT was told to the machine. */
  exitTold: Promise<void> | null;
  ladder: { escalate(kill: boolean): void } | null;
  progress: ProgressMark | null;
  progressTimer: Timer | null;
}

/** How far a starting server was at a moment. */
export interface ProgressMark {
  readonly bytes: number;
}

/** One server of the fleet: its rules (`machine`) and its hold on the world. */
export interface Slot {
  readonly name: string;
  definition: ServerDefinition;
  machine: Machine;
  commandClass: CommandClass | null;
  readonly log: () => ServerLog;
  /** Takes out what the configuration calls secret, of the definition in force and of what still runs. */
  readonly redact: (text: string) => string;
  run: Run | null;
  ticket: StartTicket | null;
  executable: string | null;
  port: number | null;
  crashedAt: string | null;
  readonly timers: Map<MachineTimer, Timer>;
  attribution: Attribution;
  /** When it came into its state, as ISO 8601, and who brought it there; null: before this instance. */
  since: string | null;
  by: string | null;
  /** A stop was accepted and waits for the servers that need this one: desired is down from then on. */
  stopRequested: boolean;
  /** Why the file refuses this server while its last good definition stays in force. */
  refusedEdit: readonly Message[];
  refusedSince: string | null;
  /** Takes this slot's place when its old self is gone. */
  successor: ServerDefinition | null;
  /** How often it became RUNNING in this instance. */
  readyCount: number;
  /** It left the fleet; whatever still comes for it is dropped. */
  forgotten: boolean;
}

export function machineKind(definition: ServerDefinition): Machine['kind'] {
  return definition.launch === null && definition.endpoint !== null ? 'remote' : 'process';
}

/** Nothing of it lives or comes to life: there is nothing that a stop would have to end. */
export function isIdle(machine: Machine): boolean {
  return !machine.hasProcess && (machine.state === 'STOPPED' || machine.state === 'CRASHED');
}

export function recordOf(slot: Slot): ServerRecord {
  const { machine } = slot;
  const crashed =
    machine.state === 'CRASHED' &&
    machine.reason !== null &&
    machine.cause !== null &&
    slot.crashedAt !== null
      ? { reason: machine.reason, cause: machine.cause, at: slot.crashedAt }
      : null;
  return {
    name: slot.name,
    desired: slot.stopRequested ? 'down' : machine.desired,
    crashed,
    restartCount: machine.restartCount,
    totalRestarts: machine.totalRestarts,
    manualRestarts: machine.manualRestarts,
    consecutiveFailures: machine.consecutiveFailures,
    lastRestart: isoOrNull(machine.lastRestartWall),
    lastExit: machine.lastExit,
    port: slot.port,
    generation: machine.generation,
    pausedUntil: isoOrNull(machine.pausedUntilWall),
  };
}

/** Did anything change that outlives the instance? */
export function durableChanged(before: Machine, after: Machine): boolean {
  return (
    before.desired !== after.desired ||
    (before.state === 'CRASHED') !== (after.state === 'CRASHED') ||
    before.reason !== after.reason ||
    before.generation !== after.generation ||
    before.restartCount !== after.restartCount ||
    before.totalRestarts !== after.totalRestarts ||
    before.manualRestarts !== after.manualRestarts ||
    before.consecutiveFailures !== after.consecutiveFailures ||
    before.lastRestartWall !== after.lastRestartWall ||
    before.lastExit !== after.lastExit ||
    before.pausedUntilWall !== after.pausedUntilWall
  );
}

export function isoOrNull(wallMs: number | null): string | null {
  return wallMs === null ? null : new Date(wallMs).toISOString();
}
