import { message } from '../../../src-shared/i18n/message.ts';
import type { Policy } from '../../../src-shared/schema/policy.ts';
import type {
  Effect,
  Failure,
  Machine,
  MachineEvent,
  MachineTimer,
  ReducerContext,
  Step,
  StopThen,
} from './machine.ts';
import {
  afterFailure,
  afterHostRefusal,
  beginStart,
  beginStop,
  crash,
  freshBudget,
  leftovers,
  politely,
  RECHECK_MS,
  rest,
  STARTUP_LIMIT_MS,
  STDOUT_GRACE_MS,
  settle,
  UNCHARGED_RETRY_LIMIT,
} from './transitions.ts';

type Of<T extends MachineEvent['type']> = Extract<MachineEvent, { readonly type: T }>;

/**
 * The life of one server that we launch: `(machine, event) → (machine, effects)`, without time, randomness or
 * input and output of its own. STATE-MACHINE.md beside this file is its table, row for row.
 */
export function reduce(machine: Machine, event: MachineEvent, context: ReducerContext): Step {
  if (event.generation !== undefined && event.generation !== machine.generation) return same(machine);
  switch (event.type) {
    case 'START':
      return onStart(machine, event, context);
    case 'STOP':
      return onStop(machine, event, context);
    case 'RESTART':
      return onRestart(machine, event, context);
    case 'RESET':
      return onReset(machine, context);
    case 'DEPS_OK':
      if (!isStarting(machine, 'WAIT_DEPS')) return same(machine);
      return settle(
        { ...machine, phase: 'WAIT_SLOT' },
        [{ type: 'DISARM', timer: 'dependencies' }, { type: 'REQUEST_SLOT' }],
        context,
      );
    case 'DEPS_FAILED':
      if (!isStarting(machine, 'WAIT_DEPS')) return same(machine);
      return crash(machine, 'DEPENDENCY', event.cause, context);
    case 'SLOT':
      if (!isStarting(machine, 'WAIT_SLOT')) return same(machine);
      return settle({ ...machine, phase: 'PRECHECK' }, [{ type: 'PRECHECK' }], context);
    case 'PRECHECK_OK':
      if (!isStarting(machine, 'PRECHECK')) return same(machine);
      return settle({ ...machine, phase: 'SPAWNING', hasProcess: true }, [{ type: 'SPAWN' }], context);
    case 'PRECHECK_FAILED':
      if (!isStarting(machine, 'PRECHECK')) return same(machine);
      if (event.reason === 'HOST') return afterHostRefusal(machine, event.cause, context);
      return crash(machine, event.reason, event.cause, context);
    case 'SPAWNED':
      return onSpawned(machine, event, context);
    case 'SPAWN_FAILED':
      return onSpawnFailed(machine, event, context);
    case 'STARTUP_TIMEOUT':
      return onStartupTimeout(machine, event, context);
    case 'READY':
      return onReady(machine, context);
    case 'HANDSHAKE_FAILED':
      return onHandshakeFailed(machine, event, context);
    case 'EXIT':
      return onExit(machine, event, context);
    case 'STDOUT_ENDED':
      return onStdoutEnded(machine, event.cause, context);
    case 'BROKEN':
      return onBroken(machine, event, context);
    case 'HEALTH':
      return onHealth(machine, event, context);
    case 'MEMORY_LIMIT':
      if (!isUp(machine) || machine.pausedUntilWall !== null) return same(machine);
      return failAlive(machine, { kind: 'memory', clean: false, cause: event.cause }, context);
    case 'TREE_GONE':
      return onTreeGone(machine, context);
    case 'TREE_STUCK':
      return onTreeStuck(machine, event, context);
    case 'ORPHAN_FOUND':
      return onOrphanFound(machine, event, context);
    case 'POLICY_CHANGED':
      return onPolicyChanged(machine, event, context);
    case 'LAUNCH_CHANGED':
      return onLaunchChanged(machine, event, context);
    case 'REMOVED':
      return onRemoved(machine, context);
    case 'PAUSE':
      return onPause(machine, event, context);
    case 'UNPAUSE':
      return onUnpause(machine, context);
    case 'PORT_FREE':
      if (machine.state !== 'CRASHED' || machine.reason !== 'PORT_CONFLICT' || machine.desired === 'down') {
        return same(machine);
      }
      return beginStart(machine, context);
    case 'NETWORK_UP':
      return same(machine);
    case 'TIMER':
      return onTimer(machine, event.timer, context);
  }
}

export function same(machine: Machine): Step {
  return { machine, effects: [] };
}

function isStarting(machine: Machine, phase: Machine['phase']): boolean {
  return machine.state === 'STARTING' && machine.phase === phase;
}

export function isUp(machine: Machine): boolean {
  return machine.state === 'RUNNING' || machine.state === 'UNHEALTHY';
}

function isUnkillable(machine: Machine): boolean {
  return machine.state === 'CRASHED' && machine.reason === 'UNKILLABLE';
}

/** Ends a live tree; the failure rule decides when nothing of it lives any more. */
function failAlive(machine: Machine, failure: Failure, context: ReducerContext): Step {
  return beginStop({ ...machine, cause: failure.cause }, { kind: 'failure', failure }, politely, context);
}

function onStart(given: Machine, event: Of<'START'>, context: ReducerContext): Step {
  const byUser = event.by === 'user';
  const ignoreDependencies = event.ignoreDependencies ?? false;
  const machine = byUser ? { ...freshBudget(given), desired: 'up' as const } : given;
  switch (machine.state) {
    case 'STOPPED':
      return beginStart(machine, context, ignoreDependencies);
    case 'STARTING':
      if (machine.phase === 'BACKOFF' && byUser) return beginStart(machine, context, ignoreDependencies);
      if (machine.phase === 'WAIT_DEPS' && ignoreDependencies) {
        return reduce({ ...machine, ignoreDependencies: true }, { type: 'DEPS_OK' }, context);
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

/** At boot an orphan may still be ending; its successor follows it, never beside it. */
function startWhileStopping(given: Machine, machine: Machine, byUser: boolean): Step {
  if (machine.then?.kind === 'remove') return same(given);
  if (byUser) return same({ ...machine, then: { kind: 'restart', by: 'user' } });
  if (machine.then?.kind === 'stop' && machine.desired === 'up') {
    return same({ ...machine, then: { kind: 'restart', by: 'auto' } });
  }
  return same(machine);
}

function onStop(given: Machine, event: Of<'STOP'>, context: ReducerContext): Step {
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

/** A second stop moves the ladder one step on; a forced one jumps to its end. A pending restart is called off. */
function stopAgain(machine: Machine, event: Of<'STOP'>, context: ReducerContext): Step {
  if (machine.then?.kind === 'remove') return same(machine);
  const effects: Effect[] = [];
  if (event.force) effects.push({ type: 'ESCALATE', kill: true });
  else if (machine.then?.kind === 'stop' && event.by === 'user')
    effects.push({ type: 'ESCALATE', kill: false });
  return settle({ ...machine, then: { kind: 'stop' } }, effects, context);
}

function onRestart(given: Machine, event: Of<'RESTART'>, context: ReducerContext): Step {
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

function onReset(given: Machine, context: ReducerContext): Step {
  const machine: Machine = { ...given, restartCount: 0, failures: null };
  if (machine.state !== 'CRASHED' || isUnkillable(machine)) return same(machine);
  return machine.desired === 'up' ? beginStart(machine, context) : rest(machine, context);
}

function onSpawned(machine: Machine, event: Of<'SPAWNED'>, context: ReducerContext): Step {
  if (machine.state === 'STOPPING' && machine.pid === null && machine.hasProcess) {
    const quit = false;
    return settle(
      { ...machine, pid: event.pid },
      [{ type: 'STOP_TREE', drain: false, eof: true, quit }],
      context,
    );
  }
  if (!isStarting(machine, 'SPAWNING')) return same(machine);
  return settle(
    {
      ...machine,
      phase: 'HANDSHAKE',
      pid: event.pid,
      startedAtWall: context.nowWall,
      spawnedAtMs: context.nowMs,
      hostRefusingSinceMs: null,
    },
    [{ type: 'ARM', timer: 'startup', delayMs: context.startupTimeoutMs }, { type: 'HANDSHAKE' }],
    context,
  );
}

function onSpawnFailed(machine: Machine, event: Of<'SPAWN_FAILED'>, context: ReducerContext): Step {
  if (machine.state === 'STOPPING' && machine.pid === null) return onTreeGone(machine, context);
  if (!isStarting(machine, 'SPAWNING')) return same(machine);
  if (event.kind === 'host') return afterHostRefusal(machine, event.cause, context);
  return crash(machine, event.reason, event.cause, context);
}

function onStartupTimeout(machine: Machine, event: Of<'STARTUP_TIMEOUT'>, context: ReducerContext): Step {
  if (!isStarting(machine, 'HANDSHAKE') || machine.spawnedAtMs === null) return same(machine);
  const leftMs = machine.spawnedAtMs + STARTUP_LIMIT_MS - context.nowMs;
  if (event.progress && leftMs > 0) {
    const delayMs = Math.min(context.startupTimeoutMs, 30_000, leftMs);
    return settle(machine, [{ type: 'ARM', timer: 'startup', delayMs }], context);
  }
  return failAlive(machine, { kind: 'startup-timeout', clean: false, cause: event.cause }, context);
}

function onReady(machine: Machine, context: ReducerContext): Step {
  if (!isStarting(machine, 'HANDSHAKE')) return same(machine);
  return settle(
    {
      ...machine,
      state: 'RUNNING',
      phase: null,
      cause: null,
      reason: null,
      readyAtMs: context.nowMs,
      stableSinceMs: context.nowMs,
      consecutiveFailures: 0,
      unchargedRetries: 0,
      hostRefusingSinceMs: null,
    },
    [
      { type: 'DISARM', timer: 'startup' },
      { type: 'RELEASE_SLOT' },
      { type: 'ARM', timer: 'stable', delayMs: machine.policy.restart.stableReset },
      { type: 'WATCH' },
    ],
    context,
  );
}

function onHandshakeFailed(machine: Machine, event: Of<'HANDSHAKE_FAILED'>, context: ReducerContext): Step {
  if (!isStarting(machine, 'HANDSHAKE')) return same(machine);
  const { cause } = event;
  switch (event.kind) {
    case 'protocol':
      return beginStop(machine, { kind: 'crash', reason: 'PROTOCOL', cause }, politely, context);
    case 'auth':
      return beginStop(machine, { kind: 'crash', reason: 'AUTH', cause }, politely, context);
    case 'port-conflict':
      // A port that we chose was stolen: another one is chosen, as where the server itself found it taken.
      if (machine.policy.port !== null && machine.policy.port.fixed === null) {
        return respawnUncharged(machine, { kind: 'broken', clean: false, cause }, context);
      }
      return beginStop(machine, { kind: 'crash', reason: 'PORT_CONFLICT', cause }, politely, context);
    case 'probe-exit':
      return respawnUncharged(machine, { kind: 'broken', clean: false, cause }, context);
    case 'network':
    case 'broken':
      return failAlive(machine, { kind: 'broken', clean: false, cause }, context);
  }
}

/** Nobody's fault, so the budget is spared; but not without end. */
function respawnUncharged(machine: Machine, failure: Failure, context: ReducerContext): Step {
  if (machine.unchargedRetries >= UNCHARGED_RETRY_LIMIT) {
    return beginStop({ ...machine, cause: failure.cause }, { kind: 'failure', failure }, leftovers, context);
  }
  return beginStop(
    { ...machine, unchargedRetries: machine.unchargedRetries + 1 },
    { kind: 'restart', by: 'auto' },
    leftovers,
    context,
  );
}

function onExit(given: Machine, event: Of<'EXIT'>, context: ReducerContext): Step {
  const machine: Machine = { ...given, lastExit: event.exit };
  const emit: Effect = {
    type: 'EMIT',
    event: 'server.exit',
    data: { code: event.exit.code, signal: event.exit.signal, expected: machine.state === 'STOPPING' },
  };
  if (machine.state === 'STOPPING') return settle(machine, [emit], context);
  if (!isUp(machine) && !isStarting(machine, 'HANDSHAKE')) return same(machine);
  const failure: Failure = {
    kind: 'exit',
    clean: event.exit.code === 0,
    exitCode: event.exit.code,
    cause: event.cause,
  };
  const step = event.retryUncharged
    ? respawnUncharged(machine, failure, context)
    : beginStop({ ...machine, cause: event.cause }, thenAfterExit(event, failure), leftovers, context);
  return { machine: step.machine, effects: [emit, ...step.effects] };
}

function thenAfterExit(event: Of<'EXIT'>, failure: Failure): StopThen {
  return event.permanent === null ? { kind: 'failure', failure } : { kind: 'crash', ...event.permanent };
}

/** The server closed its side: its process has a moment to end, so that its exit code is told and not this. */
function onStdoutEnded(machine: Machine, cause: Machine['cause'], context: ReducerContext): Step {
  if (!isUp(machine) && !isStarting(machine, 'HANDSHAKE')) return same(machine);
  if (machine.timers['stdout-grace'] !== undefined) return same(machine);
  return settle(
    { ...machine, cause },
    [{ type: 'ARM', timer: 'stdout-grace', delayMs: STDOUT_GRACE_MS }],
    context,
  );
}

function onBroken(machine: Machine, event: Of<'BROKEN'>, context: ReducerContext): Step {
  if (!isUp(machine) && !isStarting(machine, 'HANDSHAKE')) return same(machine);
  if (event.kind === 'closed') return onStdoutEnded(machine, event.cause, context);
  if (event.kind === 'auth') {
    return beginStop(machine, { kind: 'crash', reason: 'AUTH', cause: event.cause }, politely, context);
  }
  return failAlive(machine, { kind: 'broken', clean: false, cause: event.cause }, context);
}

function onHealth(machine: Machine, event: Of<'HEALTH'>, context: ReducerContext): Step {
  if (!isUp(machine) || machine.pausedUntilWall !== null || event.result === 'unknown') return same(machine);
  if (event.result === 'ok') {
    if (machine.state === 'RUNNING') {
      return same(machine.consecutiveFailures === 0 ? machine : { ...machine, consecutiveFailures: 0 });
    }
    return settle(
      { ...machine, state: 'RUNNING', cause: null, consecutiveFailures: 0, stableSinceMs: context.nowMs },
      [{ type: 'ARM', timer: 'stable', delayMs: machine.policy.restart.stableReset }],
      context,
    );
  }
  const cause = event.cause ?? {
    happened: message('machine.health.happened'),
    remedy: message('machine.health.remedy'),
  };
  const failed: Machine = { ...machine, consecutiveFailures: machine.consecutiveFailures + 1, cause };
  if (failed.consecutiveFailures >= machine.policy.health.failureThreshold) {
    return failAlive(failed, { kind: 'health', clean: false, cause }, context);
  }
  return settle(
    { ...failed, state: 'UNHEALTHY', stableSinceMs: null },
    machine.state === 'RUNNING' ? [{ type: 'DISARM', timer: 'stable' }] : [],
    context,
  );
}

function onTreeGone(machine: Machine, context: ReducerContext): Step {
  if (isUnkillable(machine)) {
    const freed: Machine = { ...machine, then: null, hasProcess: false, pid: null };
    if (machine.then?.kind === 'remove') return forget(freed, context);
    return machine.desired === 'up' ? beginStart(freed, context) : rest(freed, context);
  }
  if (machine.state !== 'STOPPING' || machine.then === null) return same(machine);
  const { then } = machine;
  const gone: Machine = { ...machine, then: null, hasProcess: false, pid: null };
  switch (then.kind) {
    case 'stop':
      return rest(gone, context);
    case 'remove':
      return forget(gone, context);
    case 'restart':
      return beginStart(gone, context, gone.ignoreDependencies);
    case 'crash':
      return crash(gone, then.reason, then.cause, context);
    case 'failure':
      return afterFailure(gone, then.failure, context);
  }
}

function onTreeStuck(machine: Machine, event: Of<'TREE_STUCK'>, context: ReducerContext): Step {
  if (machine.state !== 'STOPPING') return same(machine);
  const { pid, hasProcess } = machine;
  // One that left the file is not started again when it is gone at last.
  const then = machine.then?.kind === 'remove' ? machine.then : null;
  const step = crash(machine, 'UNKILLABLE', event.cause, context);
  return settle(
    { ...step.machine, pid, hasProcess, then },
    [...step.effects, { type: 'ARM', timer: 'recheck', delayMs: RECHECK_MS }],
    context,
  );
}

/** A tree of an earlier instance: its pipes are gone, so it is ended, and a successor is started if one is wanted. */
function onOrphanFound(machine: Machine, event: Of<'ORPHAN_FOUND'>, context: ReducerContext): Step {
  if (machine.state !== 'STOPPED' && machine.state !== 'CRASHED') return same(machine);
  const then: StopThen =
    machine.state === 'CRASHED' && machine.reason !== null && machine.cause !== null
      ? { kind: 'crash', reason: machine.reason, cause: machine.cause }
      : { kind: 'stop' };
  return beginStop({ ...machine, pid: event.pid, hasProcess: true }, then, leftovers, context);
}

/** A smaller budget than was used already reads as used up, not as more than all. */
function onPolicyChanged(given: Machine, event: Of<'POLICY_CHANGED'>, context: ReducerContext): Step {
  const restartCount = Math.min(given.restartCount, event.policy.restart.maxRestarts);
  const machine: Machine = { ...given, policy: event.policy, restartCount };
  return settle(machine, [...rearmedTimers(given.policy, machine, context)], context);
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

function onLaunchChanged(given: Machine, event: Of<'LAUNCH_CHANGED'>, context: ReducerContext): Step {
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

function onRemoved(machine: Machine, context: ReducerContext): Step {
  if (machine.state === 'STOPPING') return same({ ...machine, then: { kind: 'remove' } });
  if (!machine.hasProcess) return forget(machine, context);
  return beginStop(machine, { kind: 'remove' }, politely, context);
}

function forget(machine: Machine, context: ReducerContext): Step {
  const step = rest(machine, context);
  return settle(
    step.machine,
    [...step.effects, { type: 'DISARM', timer: 'pause' }, { type: 'FORGET' }],
    context,
  );
}

function onPause(given: Machine, event: Of<'PAUSE'>, context: ReducerContext): Step {
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

function onUnpause(given: Machine, context: ReducerContext): Step {
  const machine: Machine = { ...given, pausedUntilWall: null, heldByPause: false };
  const disarm: Effect = { type: 'DISARM', timer: 'pause' };
  if (!given.heldByPause || machine.state !== 'STOPPED' || machine.desired === 'down') {
    return settle(machine, [disarm], context);
  }
  const step = beginStart(machine, context);
  return settle(step.machine, [disarm, ...step.effects], context);
}

/** A timer that was disarmed is nothing; one that fires early in awake time is armed again for what is left. */
export function dueTimer(machine: Machine, timer: MachineTimer, context: ReducerContext): Step | Machine {
  const dueMs = machine.timers[timer];
  if (dueMs === undefined) return same(machine);
  if (timer !== 'pause' && dueMs > context.nowMs) {
    return settle(machine, [{ type: 'ARM', timer, delayMs: dueMs - context.nowMs }], context);
  }
  const { [timer]: _fired, ...timers } = machine.timers;
  return { ...machine, timers };
}

function onTimer(given: Machine, timer: MachineTimer, context: ReducerContext): Step {
  const due = dueTimer(given, timer, context);
  if ('effects' in due) return due;
  const machine = due;
  switch (timer) {
    case 'dependencies':
      return crash(
        machine,
        'DEPENDENCY',
        {
          happened: message('machine.dependencies.happened'),
          remedy: message('machine.dependencies.remedy'),
        },
        context,
      );
    case 'startup':
      return settle(machine, [{ type: 'JUDGE_PROGRESS' }], context);
    case 'backoff':
      return beginStart(machine, context, machine.ignoreDependencies);
    case 'stable':
      return same({ ...machine, restartCount: 0, failures: null });
    case 'stdout-grace': {
      const cause = machine.cause ?? {
        happened: message('machine.stdout-closed.happened'),
        remedy: message('machine.stdout-closed.remedy'),
      };
      return failAlive(machine, { kind: 'stdout-closed', clean: false, cause }, context);
    }
    case 'recheck':
      return settle(
        machine,
        [{ type: 'RECHECK_TREE' }, { type: 'ARM', timer: 'recheck', delayMs: RECHECK_MS }],
        context,
      );
    case 'port':
      return settle(
        machine,
        [{ type: 'RECHECK_PORT' }, { type: 'ARM', timer: 'port', delayMs: RECHECK_MS }],
        context,
      );
    case 'pause':
      return onPauseTimer(machine, context);
  }
}

/** A pause ends by the wall clock, as the person was told; a clock set back lengthens it. */
export function onPauseTimer(machine: Machine, context: ReducerContext): Step {
  const leftMs = (machine.pausedUntilWall ?? 0) - context.nowWall;
  if (leftMs > 0) return settle(machine, [{ type: 'ARM', timer: 'pause', delayMs: leftMs }], context);
  return onUnpause(machine, context);
}
