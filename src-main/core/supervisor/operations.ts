import { formatMessage } from '../../../src-shared/i18n/format.ts';
import { type Cause, type Message, message } from '../../../src-shared/i18n/message.ts';
import type { Operation, OperationFailure, OperationOutcome } from '../orchestrator.ts';
import type { Fleet } from './fleet.ts';
import { type Attribution, isIdle, type Slot } from './fleet-slot.ts';
import type { MachineEvent } from './machine.ts';

interface Running {
  readonly id: string;
  readonly attribution: Attribution;
  /** The end of the instance stops servers in the same way, but nobody waits for an event of it. */
  readonly silent: boolean;
  readonly servers: readonly string[];
  readonly open: Set<Item>;
  readonly failures: OperationFailure[];
  readonly finish: (outcome: OperationOutcome) => void;
}

/** What one operation wants of one server. */
interface Item {
  readonly operation: Running;
  readonly slot: Slot;
  readonly goal: 'up' | 'down';
  readonly event: MachineEvent;
  sent: boolean;
  settled: boolean;
  /** Servers that need this one are stopped first. */
  waitsFor: readonly Item[];
}

type Verdict = { readonly failure: OperationFailure | null } | null;

/**
 * Requests that were accepted: each sends its events in order, watches its servers and ends exactly once, whatever else
 * happens to them meanwhile.
 */
export interface Operations {
  /** Dependencies first; each waits for its own by the rules of the machine. */
  start(slots: readonly Slot[], options: { readonly ignoreDependencies: boolean }, actor: string): Operation;
  /** Each is stopped when those of the list that need it are gone. */
  stop(slots: readonly Slot[], options: { readonly force: boolean }, actor: string): Operation;
  restart(slots: readonly Slot[], options: { readonly force: boolean }, actor: string): Operation;
  /** Done as soon as the servers took it. */
  send(slots: readonly Slot[], event: MachineEvent, actor: string): Operation;
  /** As `stop`, for the end of the instance: what is desired stays. */
  quit(slots: readonly Slot[]): Promise<OperationOutcome>;
  changed(slot: Slot): void;
  forgotten(slot: Slot): void;
  /** Ends what is still open. */
  abandon(): void;
}

export function createOperations(options: {
  readonly fleet: Fleet;
  readonly newId: () => string;
}): Operations {
  const { fleet, newId } = options;
  const items = new Map<Slot, Set<Item>>();
  const running = new Set<Running>();

  function begin(slots: readonly Slot[], actor: string, silent: boolean): Running & { operation: Operation } {
    const id = newId();
    const servers = slots.map((slot) => slot.name);
    const { promise, resolve } = Promise.withResolvers<OperationOutcome>();
    const created = {
      id,
      attribution: { actor, operation: silent ? null : id },
      silent,
      servers,
      open: new Set<Item>(),
      failures: [],
      finish: resolve,
      operation: { id, servers, done: promise },
    };
    running.add(created);
    return created;
  }

  function addItem(operation: Running, slot: Slot, goal: Item['goal'], event: MachineEvent): Item {
    const item: Item = { operation, slot, goal, event, sent: false, settled: false, waitsFor: [] };
    operation.open.add(item);
    const ofSlot = items.get(slot);
    if (ofSlot === undefined) items.set(slot, new Set([item]));
    else ofSlot.add(item);
    return item;
  }

  function itemsOf(slot: Slot): readonly Item[] {
    return [...(items.get(slot) ?? [])];
  }

  function settle(item: Item, failure: OperationFailure | null): void {
    if (item.settled) return;
    item.settled = true;
    const { operation, slot } = item;
    operation.open.delete(item);
    const ofSlot = items.get(slot);
    ofSlot?.delete(item);
    if (ofSlot?.size === 0) items.delete(slot);
    if (failure !== null) operation.failures.push(failure);
    for (const other of [...operation.open]) trySend(other);
    if (operation.open.size === 0) finish(operation);
  }

  /** Told a moment later, so that whoever asked knows the operation's id before its end. */
  function finish(operation: Running): void {
    if (!running.delete(operation)) return;
    queueMicrotask(() => {
      const { failures, attribution, servers } = operation;
      const outcome = { ok: failures.length === 0, failures };
      if (!operation.silent) {
        const slot = servers.length === 1 ? (fleet.slot(servers[0] ?? '') ?? null) : null;
        fleet.emit('operation.finished', slot, { ok: outcome.ok, error: failures[0] ?? null }, attribution);
      }
      operation.finish(outcome);
    });
  }

  function trySend(item: Item): void {
    if (item.sent || item.settled) return;
    const free = item.waitsFor.every((other) => other.settled) || !item.slot.machine.hasProcess;
    if (free) send(item);
  }

  function send(item: Item): void {
    const { slot } = item;
    const { event, operation } = item.operation.silent ? (waitingStop(slot) ?? item) : item;
    item.sent = true;
    if (item.goal === 'down') {
      // One stop for all who wait for it: a second one would hurry the ladder.
      for (const other of itemsOf(slot)) if (other.goal === 'down') other.sent = true;
    } else {
      for (const other of itemsOf(slot)) {
        if (other.goal === 'down' && !other.sent) settle(other, superseded(slot));
      }
    }
    requestStop(slot, false);
    fleet.then(() => {
      if (item.goal === 'down' || !isUpAlready(item)) fleet.dispatch(slot, event, operation.attribution);
      fleet.then(() => review(slot));
    });
  }

  /** A person's stop that still waits is not forgotten over the end of the instance: with it desired is down. */
  function waitingStop(slot: Slot): Item | undefined {
    return itemsOf(slot).find((item) => item.goal === 'down' && !item.sent && !item.operation.silent);
  }

  function requestStop(slot: Slot, requested: boolean): void {
    if (slot.stopRequested === requested) return;
    slot.stopRequested = requested;
    fleet.save(slot);
  }

  function review(slot: Slot): void {
    for (const item of itemsOf(slot)) {
      if (!item.sent) {
        trySend(item);
        continue;
      }
      const verdict = item.goal === 'up' ? judgeUp(slot) : judgeDown(slot);
      if (verdict !== null) settle(item, verdict.failure);
    }
  }

  function run(operation: Running & { operation: Operation }): Operation {
    const open = [...operation.open];
    for (const item of open) trySend(item);
    if (operation.open.size === 0) finish(operation);
    return operation.operation;
  }

  function stopWith(slots: readonly Slot[], event: MachineEvent, actor: string, silent: boolean): Operation {
    const operation = begin(slots, actor, silent);
    const byName = new Map<string, Item>();
    for (const slot of slots) byName.set(slot.name, addItem(operation, slot, 'down', event));
    for (const item of byName.values()) {
      item.waitsFor = fleet.graph
        .neededBy(item.slot.name)
        .map((name) => byName.get(name))
        .filter((other) => other !== undefined);
      if (!silent && item.waitsFor.length > 0) requestStop(item.slot, true);
    }
    return run(operation);
  }

  return {
    start(slots, { ignoreDependencies }, actor) {
      const operation = begin(slots, actor, false);
      for (const slot of slots)
        addItem(operation, slot, 'up', { type: 'START', by: 'user', ignoreDependencies });
      return run(operation);
    },
    stop: (slots, { force }, actor) => stopWith(slots, { type: 'STOP', by: 'user', force }, actor, false),
    restart(slots, { force }, actor) {
      const operation = begin(slots, actor, false);
      for (const slot of slots) addItem(operation, slot, 'up', { type: 'RESTART', by: 'user', force });
      return run(operation);
    },
    send(slots, event, actor) {
      const operation = begin(slots, actor, false);
      for (const slot of slots) fleet.dispatch(slot, event, operation.attribution);
      fleet.then(() => finish(operation));
      return operation.operation;
    },
    quit: (slots) => stopWith(slots, { type: 'STOP', by: 'quit', force: false }, 'supervisor', true).done,
    changed: review,
    forgotten(slot) {
      for (const item of itemsOf(slot)) settle(item, item.goal === 'down' ? null : removed(slot));
    },
    abandon() {
      for (const ofSlot of [...items.values()]) {
        for (const item of [...ofSlot]) settle(item, abandoned(item.slot));
      }
    },
  };
}

/** A start of a server that is up asks nothing of it; a restart always does. */
function isUpAlready(item: Item): boolean {
  const { state, hasProcess } = item.slot.machine;
  return item.event.type === 'START' && (state === 'RUNNING' || (state === 'UNHEALTHY' && hasProcess));
}

/** RUNNING, or its first attempt has failed; null: not decided yet. */
function judgeUp(slot: Slot): Verdict {
  const { kind, state, phase, reason, readyAtMs, hasProcess } = slot.machine;
  switch (state) {
    case 'RUNNING':
      return { failure: null };
    case 'UNHEALTHY':
      if (readyAtMs !== null) return { failure: null };
      return kind === 'remote' && hasProcess ? null : { failure: failureOf(slot, 'UNREACHABLE') };
    case 'STARTING':
      return phase === 'BACKOFF' ? { failure: failureOf(slot, 'START_FAILED') } : null;
    case 'STOPPING':
      return null;
    case 'CRASHED':
      return { failure: failureOf(slot, reason ?? 'START_FAILED') };
    case 'STOPPED':
      return { failure: failureOf(slot, 'STOPPED') };
  }
}

/** STOPPED and every process gone; null: not yet. */
function judgeDown(slot: Slot): Verdict {
  const { machine } = slot;
  if (machine.state === 'STOPPING') return null;
  if (isIdle(machine)) return { failure: null };
  if (machine.state === 'CRASHED') return { failure: failureOf(slot, machine.reason ?? 'UNKILLABLE') };
  return { failure: superseded(slot) };
}

function failureOf(slot: Slot, code: string): OperationFailure {
  const { cause } = slot.machine;
  return failed(
    slot,
    code,
    cause === null ? message('supervisor.operation.stopped', { name: slot.name }) : whole(cause),
  );
}

/** Both sentences of a cause as one text. */
function whole({ happened, remedy }: Cause): Message {
  return formatMessage(remedy) === ''
    ? happened
    : message('supervisor.operation.cause', { happened, remedy });
}

function failed(slot: Slot, code: string, told: Message): OperationFailure {
  return { server: slot.name, code, message: formatMessage(told), told };
}

function superseded(slot: Slot): OperationFailure {
  return failed(slot, 'SUPERSEDED', message('supervisor.operation.superseded', { name: slot.name }));
}

function removed(slot: Slot): OperationFailure {
  return failed(slot, 'REMOVED', message('supervisor.operation.removed', { name: slot.name }));
}

function abandoned(slot: Slot): OperationFailure {
  return failed(slot, 'SHUTTING_DOWN', message('supervisor.shutting-down'));
}
