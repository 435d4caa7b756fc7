import type { Machine, ReducerContext, Step } from './machine.ts';
import { onTreeGone } from './on-stopping.ts';
import { isStarting, type Of, same } from './predicates.ts';
import {
  afterHostRefusal,
  beginStop,
  crash,
  failAlive,
  politely,
  respawnUncharged,
  STARTUP_LIMIT_MS,
  settle,
} from './transitions.ts';

export function onDependenciesHold(machine: Machine, context: ReducerContext): Step {
  if (!isStarting(machine, 'WAIT_DEPS')) return same(machine);
  return settle(
    { ...machine, phase: 'WAIT_SLOT' },
    [{ type: 'DISARM', timer: 'dependencies' }, { type: 'REQUEST_SLOT' }],
    context,
  );
}

export function onSpawned(machine: Machine, event: Of<'SPAWNED'>, context: ReducerContext): Step {
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

export function onSpawnFailed(machine: Machine, event: Of<'SPAWN_FAILED'>, context: ReducerContext): Step {
  if (machine.state === 'STOPPING' && machine.pid === null) return onTreeGone(machine, context);
  if (!isStarting(machine, 'SPAWNING')) return same(machine);
  if (event.kind === 'host') return afterHostRefusal(machine, event.cause, context);
  return crash(machine, event.reason, event.cause, context);
}

export function onStartupTimeout(
  machine: Machine,
  event: Of<'STARTUP_TIMEOUT'>,
  context: ReducerContext,
): Step {
  if (!isStarting(machine, 'HANDSHAKE') || machine.spawnedAtMs === null) return same(machine);
  const leftMs = machine.spawnedAtMs + STARTUP_LIMIT_MS - context.nowMs;
  if (event.progress && leftMs > 0) {
    const delayMs = Math.min(context.startupTimeoutMs, 30_000, leftMs);
    return settle(machine, [{ type: 'ARM', timer: 'startup', delayMs }], context);
  }
  return failAlive(machine, { kind: 'startup-timeout', clean: false, cause: event.cause }, context);
}

export function onReady(machine: Machine, context: ReducerContext): Step {
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

export function onHandshakeFailed(
  machine: Machine,
  event: Of<'HANDSHAKE_FAILED'>,
  context: ReducerContext,
): Step {
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
