import { formatCause } from '../../../src-shared/i18n/format.ts';
import type { EventType } from '../../../src-shared/schema/event.ts';
import type { ServerDefinition } from '../configuration/definition.ts';
import type { EventLog } from '../events/event-log.ts';
import type { ServerLog } from '../ports/logs.ts';
import type { OrchestratorPorts } from '../ports/orchestrator-ports.ts';
import { createDependencyGraph, type DependencyGraph } from './dependencies.ts';
import { createSlotRedactor, redactDeep, secretsOf, withoutSecrets } from './fleet-redact.ts';
import type { Attribution, Slot } from './fleet-slot.ts';
import { bySupervisor, durableChanged, isoOrNull, machineKind, recordOf } from './fleet-slot.ts';
import { initialMachine } from './initial.ts';
import type { Effect, Machine, MachineEvent, MachineTimer, ReducerContext } from './machine.ts';
import { reduce } from './reducer.ts';
import { reduceRemote } from './remote-reducer.ts';

/** What the fleet is made of beside the reducer. */
export interface FleetWorld {
  readonly ports: OrchestratorPorts;
  /** Monotonic milliseconds without the time in which the computer was frozen. */
  readonly awakeMs: () => number;
  readonly events: EventLog;
  /** Something that is shown of this server changed. */
  readonly touch: (server: string) => void;
}

export interface FleetHooks {
  /** Carries out what the fleet does not do by itself, and hears of `ARM startup`; answers come back through `dispatch`. */
  readonly perform: (slot: Slot, effect: Effect) => void;
  readonly startupTimeoutMs: (slot: Slot) => number;
  /** Instead of the timer's event, where more is to be said than that it is over; null: the timer's event. */
  readonly onTimer: (slot: Slot, timer: MachineTimer) => MachineEvent | null;
  /** After each event that changed a machine and after its effects were begun. */
  readonly onChanged: (slot: Slot, before: Machine) => void;
  /** The slot left the fleet. */
  readonly onForgotten: (slot: Slot) => void;
}

/**
 * All servers of the instance. It alone runs the reducer, writes what has to survive, tells events and hands effects to
 * the world. Events are taken one by one: one that arises while another is worked on waits its turn.
 */
export interface Fleet {
  /** In the order of the file. */
  slots(): readonly Slot[];
  slot(name: string): Slot | undefined;
  readonly graph: DependencyGraph;
  /** Invalid, then at rest: nothing is started. The record of an earlier time, if any, is taken up. */
  add(definition: ServerDefinition, invalid: Machine['invalid']): Slot;
  /** Puts the servers into the order of the file and learns who needs whom. */
  arrange(order: readonly string[]): void;
  dispatch(slot: Slot, event: MachineEvent, attribution?: Attribution): void;
  /** Runs it when the events before it were worked off; at once where none waits. */
  then(task: () => void): void;
  save(slot: Slot): void;
  emit(type: EventType, slot: Slot | null, data: Readonly<Record<string, unknown>>, by?: Attribution): void;
}

export function createFleet(world: FleetWorld, hooks: FleetHooks): Fleet {
  const { ports, awakeMs, events, touch } = world;
  const { clock, random, store, logs } = ports;
  const records = new Map(store.servers().map((record) => [record.name, record]));
  const byName = new Map<string, Slot>();
  let ordered: readonly Slot[] = [];
  let graph = createDependencyGraph([]);

  const queue: (() => void)[] = [];
  let working = false;

  /** A queue and not recursion: an effect that answers at once must not see a half-finished step. */
  function then(task: () => void): void {
    queue.push(task);
    if (working) return;
    working = true;
    try {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) attempt(next);
    } finally {
      working = false;
    }
  }

  /** A bug in one server's step must not take the others' supervision with it. */
  function attempt(task: () => void): void {
    try {
      task();
    } catch (error) {
      ports.logger.error('a step of the fleet failed', { error: String(error), stack: stackOf(error) });
    }
  }

  function contextFor(slot: Slot): ReducerContext {
    return {
      nowMs: awakeMs(),
      nowWall: clock.wallMs(),
      random: random.unit(),
      startupTimeoutMs: hooks.startupTimeoutMs(slot),
    };
  }

  function step(slot: Slot, told: MachineEvent, attribution: Attribution | undefined): void {
    if (slot.forgotten) return;
    const event = withoutSecrets(told, slot.redact);
    const before = slot.machine;
    const context = contextFor(slot);
    const { machine: after, effects } =
      before.kind === 'remote' ? reduceRemote(before, event, context) : reduce(before, event, context);
    if (after === before && effects.length === 0) return;
    slot.machine = after;
    if (attribution !== undefined) slot.attribution = attribution;
    if (after.state !== before.state) noteState(slot, context.nowWall);
    for (const effect of effects) {
      if (effect.type === 'EMIT') emit(effect.event, slot, effect.data);
    }
    tell(slot, before, after);
    if (durableChanged(before, after)) save(slot);
    touch(slot.name);
    if (isAtRest(after)) slot.attribution = bySupervisor;
    for (const effect of effects) perform(slot, effect);
    if (!slot.forgotten) hooks.onChanged(slot, before);
  }

  function noteState(slot: Slot, nowWall: number): void {
    slot.since = isoOrNull(nowWall);
    slot.by = slot.attribution.actor;
    if (slot.machine.state === 'CRASHED') slot.crashedAt = slot.since;
  }

  function tell(slot: Slot, before: Machine, after: Machine): void {
    const backoffChanged = (before.phase === 'BACKOFF') !== (after.phase === 'BACKOFF');
    if (before.state === after.state && before.reason === after.reason && !backoffChanged) return;
    emit('server.state', slot, {
      from: before.state,
      to: after.state,
      phase: after.phase,
      reason: after.reason,
      detail: after.cause === null ? null : formatCause(after.cause),
      // In parts, for those who tell it in another language.
      cause: after.cause,
      then: after.then?.kind ?? null,
    });
  }

  function emit(
    type: EventType,
    slot: Slot | null,
    data: Readonly<Record<string, unknown>>,
    by: Attribution = slot?.attribution ?? bySupervisor,
  ): void {
    events.append({
      type,
      server: slot?.name ?? null,
      generation: slot?.machine.generation ?? null,
      actor: by.actor,
      operation: by.operation,
      data: slot === null ? data : (redactDeep(data, slot.redact) as typeof data),
    });
  }

  function save(slot: Slot): void {
    const record = recordOf(slot);
    records.set(slot.name, record);
    store.saveServer(record);
    touch(slot.name);
  }

  function perform(slot: Slot, effect: Effect): void {
    switch (effect.type) {
      case 'EMIT':
        return;
      case 'ARM':
        arm(slot, effect.timer, effect.delayMs);
        return effect.timer === 'startup' ? hooks.perform(slot, effect) : undefined;
      case 'DISARM':
        slot.timers.get(effect.timer)?.cancel();
        slot.timers.delete(effect.timer);
        return;
      case 'FORGET':
        return forget(slot);
      default:
        hooks.perform(slot, effect);
    }
  }

  function arm(slot: Slot, timer: MachineTimer, delayMs: number): void {
    slot.timers.get(timer)?.cancel();
    const armed = clock.setTimer(delayMs, () => {
      if (slot.timers.get(timer) !== armed) return;
      slot.timers.delete(timer);
      dispatch(slot, hooks.onTimer(slot, timer) ?? { type: 'TIMER', timer });
    });
    slot.timers.set(timer, armed);
  }

  /** A successor takes over counts and name; a server that left the file is forgotten, but for its log. */
  function forget(slot: Slot): void {
    for (const timer of slot.timers.values()) timer.cancel();
    slot.timers.clear();
    slot.forgotten = true;
    byName.delete(slot.name);
    ordered = ordered.filter((each) => each !== slot);
    if (slot.successor === null) {
      records.delete(slot.name);
      store.forgetServer(slot.name);
    }
    hooks.onForgotten(slot);
  }

  function add(definition: ServerDefinition, invalid: Machine['invalid']): Slot {
    const { name, policy } = definition;
    const record = records.get(name) ?? null;
    let log: ServerLog | null = null;
    let logFor: ServerDefinition | null = null;
    const crashedAt = record?.crashed?.at ?? null;
    const machine = initialMachine(
      { name, kind: machineKind(definition), policy, invalid },
      record,
      clock.wallMs(),
    );
    const slot: Slot = {
      name,
      definition,
      machine,
      commandClass: null,
      // Asked for when something is to be written: a server that never speaks costs no file and no buffer.
      log: () => {
        if (log === null || logFor !== slot.definition) {
          logFor = slot.definition;
          const { maxSize, maxFiles } = slot.definition.policy.logs;
          log = logs.forServer(name, { maxSize, maxFiles, secrets: secretsOf(slot) });
        }
        return log;
      },
      redact: createSlotRedactor(() => slot),
      run: null,
      ticket: null,
      executable: null,
      port: record?.port ?? null,
      crashedAt,
      timers: new Map(),
      attribution: bySupervisor,
      // A crash that is remembered is told with its own time.
      since: machine.state === 'CRASHED' ? crashedAt : null,
      by: null,
      stopRequested: false,
      refusedEdit: [],
      refusedSince: null,
      successor: null,
      readyCount: 0,
      forgotten: false,
    };
    byName.set(name, slot);
    ordered = [...ordered, slot];
    return slot;
  }

  function arrange(order: readonly string[]): void {
    const position = new Map(order.map((name, index) => [name, index]));
    const last = order.length;
    ordered = [...byName.values()].sort(
      (a, b) => (position.get(a.name) ?? last) - (position.get(b.name) ?? last),
    );
    graph = createDependencyGraph(ordered.map((slot) => slot.definition));
  }

  function dispatch(slot: Slot, event: MachineEvent, attribution?: Attribution): void {
    then(() => step(slot, event, attribution));
  }

  return {
    slots: () => ordered,
    slot: (name) => byName.get(name),
    get graph() {
      return graph;
    },
    add,
    arrange,
    dispatch,
    then,
    save,
    emit,
  };
}

function stackOf(error: unknown): string | null {
  return error instanceof Error ? (error.stack ?? null) : null;
}

/** What was asked for has come to an end, good or bad: what follows is nobody's doing but ours. */
function isAtRest(machine: Machine): boolean {
  return machine.phase === 'BACKOFF' || (machine.state !== 'STARTING' && machine.state !== 'STOPPING');
}
