import type { Cause } from '../../../src-shared/i18n/message.ts';
import { backoffDelayMs } from './backoff.ts';
import type { Effect, Machine, MachineEvent, ReducerContext, Step } from './machine.ts';
import { dueTimer } from './on-timer.ts';
import { isUp, same } from './predicates.ts';
import { reduce } from './reducer.ts';
import { beginStop, politely, settle } from './transitions.ts';

/**
 * The life of a server that we only reach. It has no process and no budget: while it cannot be reached it is UNHEALTHY
 * and tried again for ever; CRASHED is only what a person has to mend (CONFIG, PROTOCOL, AUTH, and DEPENDENCY).
 * `hasProcess` means here: a connection is open or being opened. What is the same for both kinds is `reduce`'s.
 */
export function reduceRemote(machine: Machine, event: MachineEvent, context: ReducerContext): Step {
  if (event.generation !== undefined && event.generation !== machine.generation) return same(machine);
  switch (event.type) {
    case 'DEPS_OK':
      if (machine.state !== 'STARTING' || machine.phase !== 'WAIT_DEPS') return same(machine);
      return connect(
        { ...machine, phase: 'HANDSHAKE', startedAtWall: context.nowWall },
        [{ type: 'DISARM', timer: 'dependencies' }],
        context,
      );
    case 'START':
      if (machine.state === 'UNHEALTHY' && !machine.hasProcess && event.by === 'user') {
        return reconnect({ ...machine, desired: 'up' }, context);
      }
      if (machine.phase === 'WAIT_DEPS' && event.ignoreDependencies) {
        return reduceRemote(
          { ...machine, desired: 'up', ignoreDependencies: true },
          { type: 'DEPS_OK' },
          context,
        );
      }
      return reduce(machine, event, context);
    case 'NETWORK_UP':
      return machine.state === 'UNHEALTHY' && !machine.hasProcess
        ? reconnect(machine, context)
        : same(machine);
    case 'READY':
      return onReady(machine, context);
    case 'HANDSHAKE_FAILED':
      if (!isConnecting(machine)) return same(machine);
      return onTrouble(machine, event.kind, event.cause, context);
    case 'BROKEN':
      if (!isUp(machine) || !machine.hasProcess) return same(machine);
      return onTrouble(machine, event.kind, event.cause, context);
    case 'STARTUP_TIMEOUT':
      return isConnecting(machine) ? unreachable(machine, event.cause, context) : same(machine);
    case 'HEALTH':
      return onHealth(machine, event, context);
    case 'TIMER':
      if (event.timer === 'backoff' && machine.state === 'UNHEALTHY') {
        const due = dueTimer(machine, 'backoff', context);
        return 'effects' in due ? due : reconnect(due, context);
      }
      return reduce(machine, event, context);
    case 'EXIT':
    case 'STDOUT_ENDED':
    case 'MEMORY_LIMIT':
    case 'ORPHAN_FOUND':
      return same(machine);
    default:
      return reduce(machine, event, context);
  }
}

function isConnecting(machine: Machine): boolean {
  return (
    machine.hasProcess &&
    machine.readyAtMs === null &&
    (machine.state === 'STARTING' || machine.state === 'UNHEALTHY')
  );
}

function connect(machine: Machine, before: readonly Effect[], context: ReducerContext): Step {
  return settle(
    { ...machine, hasProcess: true, nextRestartWall: null },
    [...before, { type: 'ARM', timer: 'startup', delayMs: context.startupTimeoutMs }, { type: 'HANDSHAKE' }],
    context,
  );
}

function reconnect(machine: Machine, context: ReducerContext): Step {
  const disarm: readonly Effect[] =
    machine.timers.backoff === undefined ? [] : [{ type: 'DISARM', timer: 'backoff' }];
  return connect({ ...machine, generation: machine.generation + 1 }, disarm, context);
}

function onReady(machine: Machine, context: ReducerContext): Step {
  if (!isConnecting(machine)) return same(machine);
  return settle(
    {
      ...machine,
      state: 'RUNNING',
      phase: null,
      cause: null,
      readyAtMs: context.nowMs,
      stableSinceMs: context.nowMs,
      consecutiveFailures: 0,
    },
    [{ type: 'DISARM', timer: 'startup' }, { type: 'WATCH' }],
    context,
  );
}

function onTrouble(
  machine: Machine,
  kind: 'protocol' | 'auth' | 'network' | 'closed' | 'broken' | 'probe-exit' | 'port-conflict',
  cause: Cause,
  context: ReducerContext,
): Step {
  if (kind === 'protocol')
    return beginStop(machine, { kind: 'crash', reason: 'PROTOCOL', cause }, politely, context);
  if (kind === 'auth') return beginStop(machine, { kind: 'crash', reason: 'AUTH', cause }, politely, context);
  return unreachable(machine, cause, context);
}

/** Waits, then tries again, for ever. */
function unreachable(machine: Machine, cause: Cause, context: ReducerContext): Step {
  const failures = machine.consecutiveFailures + 1;
  const delayMs = backoffDelayMs(machine.policy.restart.backoff, failures, context.random);
  const effects: Effect[] = [{ type: 'DISCONNECT' }];
  if (isUp(machine) && machine.readyAtMs !== null) effects.push({ type: 'UNWATCH' });
  if (machine.timers.startup !== undefined) effects.push({ type: 'DISARM', timer: 'startup' });
  effects.push({ type: 'ARM', timer: 'backoff', delayMs });
  return settle(
    {
      ...machine,
      state: 'UNHEALTHY',
      phase: null,
      cause,
      hasProcess: false,
      readyAtMs: null,
      stableSinceMs: null,
      consecutiveFailures: failures,
      nextRestartWall: context.nowWall + delayMs,
    },
    effects,
    context,
  );
}

function onHealth(
  machine: Machine,
  event: Extract<MachineEvent, { readonly type: 'HEALTH' }>,
  context: ReducerContext,
): Step {
  if (!isUp(machine) || machine.readyAtMs === null) return same(machine);
  if (machine.pausedUntilWall !== null || event.result === 'unknown') return same(machine);
  if (event.result === 'ok') {
    if (machine.state === 'RUNNING' && machine.consecutiveFailures === 0) return same(machine);
    return same({
      ...machine,
      state: 'RUNNING',
      cause: null,
      consecutiveFailures: 0,
      stableSinceMs: machine.stableSinceMs ?? context.nowMs,
    });
  }
  const cause = event.cause ?? machine.cause;
  const failures = machine.consecutiveFailures + 1;
  if (failures >= machine.policy.health.failureThreshold && cause !== null) {
    return unreachable(machine, cause, context);
  }
  return same({ ...machine, state: 'UNHEALTHY', consecutiveFailures: failures, cause, stableSinceMs: null });
}
