import { message } from '../../../src-shared/i18n/message.ts';
import type { Effect, Failure, Machine, ReducerContext, Step, StopThen } from './machine.ts';
import { isStarting, isUp, type Of, same } from './predicates.ts';
import {
  beginStop,
  failAlive,
  leftovers,
  politely,
  respawnUncharged,
  STDOUT_GRACE_MS,
  settle,
} from './transitions.ts';

export function onExit(given: Machine, event: Of<'EXIT'>, context: ReducerContext): Step {
  const machine: Machine = { ...given, lastExit: event.exit };
  const emit: Effect = {
    type: 'EMIT',
    event: 'server.exit',
    data: {
      code: event.exit.code,
      signal: event.exit.signal,
      expected: machine.state === 'STOPPING',
      // Since it was spawned, as the log tells it.
      ranMs: given.spawnedAtMs === null ? null : Math.max(0, Math.round(context.nowMs - given.spawnedAtMs)),
    },
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

/** The server closed its side: its process has a moment to end, so that its exit code is told and not this. */
export function onStdoutEnded(machine: Machine, cause: Machine['cause'], context: ReducerContext): Step {
  if (!isUp(machine) && !isStarting(machine, 'HANDSHAKE')) return same(machine);
  if (machine.timers['stdout-grace'] !== undefined) return same(machine);
  return settle(
    { ...machine, cause },
    [{ type: 'ARM', timer: 'stdout-grace', delayMs: STDOUT_GRACE_MS }],
    context,
  );
}

export function onBroken(machine: Machine, event: Of<'BROKEN'>, context: ReducerContext): Step {
  if (!isUp(machine) && !isStarting(machine, 'HANDSHAKE')) return same(machine);
  if (event.kind === 'closed') return onStdoutEnded(machine, event.cause, context);
  if (event.kind === 'auth') {
    return beginStop(machine, { kind: 'crash', reason: 'AUTH', cause: event.cause }, politely, context);
  }
  return failAlive(machine, { kind: 'broken', clean: false, cause: event.cause }, context);
}

export function onHealth(machine: Machine, event: Of<'HEALTH'>, context: ReducerContext): Step {
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

function thenAfterExit(event: Of<'EXIT'>, failure: Failure): StopThen {
  return event.permanent === null ? { kind: 'failure', failure } : { kind: 'crash', ...event.permanent };
}
