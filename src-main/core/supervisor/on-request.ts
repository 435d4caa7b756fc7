import type { Policy } from '../../../src-shared/schema/policy.ts';
import type { Effect, Machine, MachineTimer, ReducerContext, Step } from './machine.ts';
import { onDependenciesHold } from './on-starting.ts';
import { isStarting, isUnkillable, type Of, same } from './predicates.ts';
import {
  beginStart,
  beginStop,
  forget,
  freshBudget,
  politely,
  RECHECK_MS,
  rest,
  settle,
} from './transitions.ts';

export function onStart(given: Machine, event: Of<'START'>, context: ReducerContext): Step {
  const byUser = event.by === 'user';
  const ignoreDependencies = event.ignoreDependencies ?? false;
  const machine = byUser ? { ...freshBudget(given), desired: 'up' as const } : given;
  switch (machine.state) {
    case 'STOPPED':
      return beginStart(machine, context, ignoreDependencies);
    case 'STARTING':
      if (machine.phase === 'BACKOFF' && byUser) return beginStart(machine, context, ignoreDependencies);
      if (machine.phase === 'WAIT_DEPS' && ignoreDependencies) {
        return onDependenciesHold({ ...machine, ignoreDependencies: true }, context);
      }
      return same(machine);
    case 'RUNNING':
    case 'UNHEALTHY':
      return same(machine);
    case 'STOPPING':
      return startWhileStopping(given, machine, byUser);
    case 'CRASHED':
      if (isUnkillable(machine)) return same(machine);
      return beginStart(machine, context, ignoreDependencies);
  }
}

export function onStop(given: Machine, event: Of<'STOP'>, context: ReducerContext): Step {
  const byUser = event.by === 'user';
  const machine: Machine = byUser ? { ...given, desired: 'down', heldByPause: false } : given;
  switch (machine.state) {
    case 'STOPPED':
      return same(machine);
    case 'STARTING':
    case 'RUNNING':
    case 'UNHEALTHY':
      if (!machine.hasProcess) return rest(machine, context);
      return beginStop(
        machine,
        { kind: 'stop' },
        { drain: !event.force, eof: true, quit: event.by === 'quit' },
        context,
      );
    case 'STOPPING':
      return stopAgain(machine, event, context);
    case 'CRASHED':
      // The end of the instance keeps a crash for the next boot; a server that is disabled in the file rests.
      if (isUnkillable(machine) || event.by === 'quit') return same(machine);
      return rest(machine, context);
  }
}

export function onRestart(given: Machine, event: Of<'RESTART'>, context: ReducerContext): Step {
  if (event.by === 'dependency') {
    if (!given.hasProcess || given.state === 'STOPPING' || given.state === 'CRASHED') return same(given);
    if (given.pausedUntilWall !== null) return same(given);
    return beginStop(given, { kind: 'restart', by: 'auto' }, politely, context);
  }
  if (isUnkillable(given)) return same({ ...given, desired: 'up' });
  const machine: Machine = {
    ...freshBudget(given),
    desired: 'up',
    heldByPause: false,
    manualRestarts: given.manualRestarts + 1,
  };
  if (machine.state === 'STOPPING') {
    if (machine.then?.kind === 'remove') return same(given);
    const effects: Effect[] = event.force ? [{ type: 'ESCALATE', kill: true }] : [];
    return settle({ ...machine, then: { kind: 'restart', by: 'user' } }, effects, context);
  }
  if (!machine.hasProcess) return beginStart(machine, context);
  return beginStop(
    machine,
    { kind: 'restart', by: 'user' },
    { drain: !event.force, eof: true, quit: false },
    context,
  );
}

export function onReset(given: Machine, context: ReducerContext): Step {
  const machine: Machine = { ...given, restartCount: 0, failures: null };
  if (machine.state !== 'CRASHED' || isUnkillable(machine)) return same(machine);
  return machine.desired === 'up' ? beginStart(machine, context) : rest(machine, context);
}

export function onPause(given: Machine, event: Of<'PAUSE'>, context: ReducerContext): Step {
  const machine: Machine = { ...given, pausedUntilWall: event.untilWall };
  const arm: Effect = {
    type: 'ARM',
    timer: 'pause',
    delayMs: Math.max(0, event.untilWall - context.nowWall),
  };
  if (!isStarting(machine, 'BACKOFF')) return settle(machine, [arm], context);
  const held = rest(machine, context, { heldByPause: true, cause: machine.cause });
  return settle(held.machine, [...held.effects, arm], context);
}

export function onUnpause(given: Machine, context: ReducerContext): Step {
  const machine: Machine = { ...given, pausedUntilWall: null, heldByPause: false };
  const disarm: Effect = { type: 'DISARM', timer: 'pause' };
  if (!given.heldByPause || machine.state !== 'STOPPED' || machine.desired === 'down') {
    return settle(machine, [disarm], context);
  }
  const step = beginStart(machine, context);
  return settle(step.machine, [disarm, ...step.effects], context);
}

/** A smaller budget than was used already reads as used up, not as more than all. */
export function onPolicyChanged(given: Machine, event: Of<'POLICY_CHANGED'>, context: ReducerContext): Step {
  const restartCount = Math.min(given.restartCount, event.policy.restart.maxRestarts);
  const machine: Machine = { ...given, policy: event.policy, restartCount };
  return settle(machine, [...rearmedTimers(given.policy, machine, context)], context);
}

export function onLaunchChanged(given: Machine, event: Of<'LAUNCH_CHANGED'>, context: ReducerContext): Step {
  const machine: Machine = { ...freshBudget(given), policy: event.policy, invalid: event.invalid };
  switch (machine.state) {
    case 'STOPPED':
      return same(machine);
    case 'STARTING':
    case 'RUNNING':
    case 'UNHEALTHY':
      if (!machine.hasProcess) return beginStart(machine, context);
      return beginStop(machine, { kind: 'restart', by: 'reload' }, politely, context);
    case 'STOPPING':
      if (machine.then?.kind !== 'failure' && machine.then?.kind !== 'crash') return same(machine);
      return same({ ...machine, then: { kind: 'restart', by: 'reload' } });
    case 'CRASHED':
      if (isUnkillable(machine)) return same(machine);
      return machine.desired === 'up' ? beginStart(machine, context) : rest(machine, context);
  }
}

export function onRemoved(machine: Machine, context: ReducerContext): Step {
  if (machine.state === 'STOPPING') return same({ ...machine, then: { kind: 'remove' } });
  if (!machine.hasProcess) return forget(machine, context);
  return beginStop(machine, { kind: 'remove' }, politely, context);
}

/** At boot an orphan may still be ending; its successor follows it, never beside it. */
function startWhileStopping(given: Machine, machine: Machine, byUser: boolean): Step {
  if (machine.then?.kind === 'remove') return same(given);
  if (byUser) return same({ ...machine, then: { kind: 'restart', by: 'user' } });
  if (machine.then?.kind === 'stop' && machine.desired === 'up') {
    return same({ ...machine, then: { kind: 'restart', by: 'auto' } });
  }
  return same(machine);
}

/** A second stop moves the ladder one step on; a forced one jumps to its end. A pending restart is called off. */
function stopAgain(machine: Machine, event: Of<'STOP'>, context: ReducerContext): Step {
  if (machine.then?.kind === 'remove') return same(machine);
  const effects: Effect[] = [];
  if (event.force) effects.push({ type: 'ESCALATE', kill: true });
  else if (machine.then?.kind === 'stop' && event.by === 'user')
    effects.push({ type: 'ESCALATE', kill: false });
  return settle({ ...machine, then: { kind: 'stop' } }, effects, context);
}

/** Timers that count by a value of the policy go by the new one. */
function rearmedTimers(before: Policy, machine: Machine, context: ReducerContext): Effect[] {
  const { timers, policy, stableSinceMs, spawnedAtMs } = machine;
  const effects: Effect[] = [];
  const until = (timer: MachineTimer, dueMs: number) =>
    effects.push({ type: 'ARM', timer, delayMs: Math.max(0, dueMs - context.nowMs) });
  if (timers.stable !== undefined && stableSinceMs !== null)
    until('stable', stableSinceMs + policy.restart.stableReset);
  const { startupTimeout } = policy;
  if (timers.startup !== undefined && spawnedAtMs !== null && startupTimeout !== null)
    if (startupTimeout !== before.startupTimeout) until('startup', spawnedAtMs + startupTimeout);
  if (machine.state === 'CRASHED' && machine.reason === 'PORT_CONFLICT') {
    const wanted = policy.port?.startWhenFree === true;
    if (wanted && timers.port === undefined) until('port', context.nowMs + RECHECK_MS);
    if (!wanted && timers.port !== undefined) effects.push({ type: 'DISARM', timer: 'port' });
  }
  return effects;
}
