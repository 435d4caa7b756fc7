import type { Machine, MachineEvent, ReducerContext, Step } from './machine.ts';
import {
  onLaunchChanged,
  onPause,
  onPolicyChanged,
  onRemoved,
  onReset,
  onRestart,
  onStart,
  onStop,
  onUnpause,
} from './on-request.ts';
import { onBroken, onExit, onHealth, onStdoutEnded } from './on-running.ts';
import {
  onDependenciesHold,
  onHandshakeFailed,
  onReady,
  onSpawned,
  onSpawnFailed,
  onStartupTimeout,
} from './on-starting.ts';
import { onOrphanFound, onTreeGone, onTreeStuck } from './on-stopping.ts';
import { onTimer } from './on-timer.ts';
import { isStarting, isUp, same } from './predicates.ts';
import { afterHostRefusal, beginStart, crash, failAlive, settle } from './transitions.ts';

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
      return onDependenciesHold(machine, context);
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
