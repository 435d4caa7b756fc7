import type { Cause } from '../../../src-shared/i18n/message.ts';
import { message } from '../../../src-shared/i18n/message.ts';
import { formatDuration } from '../../../src-shared/model/format.ts';
import type { CrashReason } from '../../../src-shared/schema/status.ts';
import { backoffDelayMs, hostRetryDelayMs } from './backoff.ts';
import type { Effect, Failure, Machine, MachineTimer, ReducerContext, Step, StopThen } from './machine.ts';

/** How long a server may wait for its dependencies. */
export const DEPENDENCY_WAIT_MS = 300_000;
/** How long this computer may refuse to start a server before that is told as a crash. */
export const HOST_REFUSAL_LIMIT_MS = 300_000;
/** How long after the end of stdout the process may take to end as well. */
export const STDOUT_GRACE_MS = 2000;
/** How often an unkillable tree or a taken port is looked at again. */
export const RECHECK_MS = 30_000;
/** No start is extended beyond this, whatever its progress. */
export const STARTUP_LIMIT_MS = 300_000;
/** Respawns that are nobody's fault (era probe, stolen port) in one start. */
export const UNCHARGED_RETRY_LIMIT = 3;

/** Keeps `timers` in step with the effects: the one place that writes it. */
export function settle(machine: Machine, effects: readonly Effect[], context: ReducerContext): Step {
  let timers: Partial<Record<MachineTimer, number>> | null = null;
  for (const effect of effects) {
    if (effect.type === 'ARM') {
      timers ??= { ...machine.timers };
      timers[effect.timer] = context.nowMs + effect.delayMs;
    } else if (effect.type === 'DISARM') {
      timers ??= { ...machine.timers };
      delete timers[effect.timer];
    }
  }
  return { machine: timers === null ? machine : { ...machine, timers }, effects };
}

/** Every timer but the pause's, which outlives starts and stops. */
function disarmAll(machine: Machine): Effect[] {
  return (Object.keys(machine.timers) as MachineTimer[])
    .filter((timer) => timer !== 'pause')
    .map((timer) => ({ type: 'DISARM', timer }) as const);
}

function holdsSlot(machine: Machine): boolean {
  return (
    machine.kind === 'process' &&
    machine.state === 'STARTING' &&
    machine.phase !== 'WAIT_DEPS' &&
    machine.phase !== 'BACKOFF'
  );
}

/** What every way out of the present state has to undo. */
export function leave(machine: Machine): Effect[] {
  const effects = disarmAll(machine);
  if (holdsSlot(machine)) effects.push({ type: 'RELEASE_SLOT' });
  if (machine.state === 'RUNNING' || machine.state === 'UNHEALTHY') effects.push({ type: 'UNWATCH' });
  return effects;
}

const atRest = {
  phase: null,
  then: null,
  hasProcess: false,
  pid: null,
  startedAtWall: null,
  readyAtMs: null,
  stableSinceMs: null,
  spawnedAtMs: null,
  nextRestartWall: null,
  ignoreDependencies: false,
} as const;

export function beginStart(machine: Machine, context: ReducerContext, ignoreDependencies = false): Step {
  if (machine.invalid !== null)
    return crash({ ...machine, desired: 'up' }, 'CONFIG', machine.invalid, context);
  return settle(
    {
      ...machine,
      ...atRest,
      state: 'STARTING',
      phase: 'WAIT_DEPS',
      desired: 'up',
      reason: null,
      cause: null,
      heldByPause: false,
      generation: machine.generation + 1,
      lastRunMs: null,
      ignoreDependencies,
    },
    [
      ...leave(machine),
      { type: 'ARM', timer: 'dependencies', delayMs: DEPENDENCY_WAIT_MS },
      { type: 'AWAIT_DEPENDENCIES' },
    ],
    context,
  );
}

/** A budget as a person's start or restart gives it. */
export function freshBudget(machine: Machine): Machine {
  return { ...machine, restartCount: 0, failures: null, unchargedRetries: 0, hostRefusingSinceMs: null };
}

export function crash(machine: Machine, reason: CrashReason, cause: Cause, context: ReducerContext): Step {
  const effects = leave(machine);
  if (reason === 'PORT_CONFLICT' && machine.policy.port?.startWhenFree) {
    effects.push({ type: 'ARM', timer: 'port', delayMs: RECHECK_MS });
  }
  return settle({ ...machine, ...atRest, state: 'CRASHED', reason, cause }, effects, context);
}

export function rest(machine: Machine, context: ReducerContext, patch: Partial<Machine> = {}): Step {
  return settle(
    { ...machine, ...atRest, state: 'STOPPED', reason: null, cause: null, ...patch },
    leave(machine),
    context,
  );
}

export interface StopStyle {
  readonly drain: boolean;
  readonly eof: boolean;
  readonly quit: boolean;
}

export const politely: StopStyle = { drain: true, eof: true, quit: false };
/** For a process that has ended: only what it left behind is to be ended. */
export const leftovers: StopStyle = { drain: false, eof: false, quit: false };

/**
 * Ends the tree, then goes on as `then` says. A process that is only being spawned has no tree yet: the ladder begins
 * when SPAWNED comes.
 */
export function beginStop(machine: Machine, then: StopThen, style: StopStyle, context: ReducerContext): Step {
  const ranMs = machine.readyAtMs === null ? machine.lastRunMs : context.nowMs - machine.readyAtMs;
  const effects = leave(machine);
  if (machine.pid !== null || machine.kind === 'remote') effects.push({ type: 'STOP_TREE', ...style });
  return settle(
    {
      ...machine,
      state: 'STOPPING',
      phase: null,
      then,
      reason: null,
      lastRunMs: ranMs,
      readyAtMs: null,
      stableSinceMs: null,
      nextRestartWall: null,
    },
    effects,
    context,
  );
}

function noteFailure(machine: Machine, failure: Failure, nowWall: number): NonNullable<Machine['failures']> {
  const code = failure.exitCode ?? null;
  if (machine.failures === null) return { sinceWall: nowWall, code };
  return { sinceWall: machine.failures.sinceWall, code: machine.failures.code === code ? code : null };
}

/** Tells how often and in what time, where all ended alike; else how the last one ended. */
function restartLimitCause(failure: Failure, machine: Machine, context: ReducerContext): Cause {
  const max = machine.policy.restart.maxRestarts;
  const { sinceWall, code } = noteFailure(machine, failure, context.nowWall);
  const remedy = message('reason.RESTART_LIMIT.remedy', { max });
  if (code !== null && max > 0 && machine.failures !== null) {
    const time = formatDuration(context.nowWall - sinceWall);
    return {
      happened: message('reason.RESTART_LIMIT.happened', { code, times: max + 1, time, max }),
      remedy,
    };
  }
  const last = failure.cause.happened;
  return { happened: message('machine.restart-limit.happened', { last, max }), remedy };
}

/** The failure rule: what follows when a run ended that should not have. Nothing of the tree lives any more. */
export function afterFailure(machine: Machine, failure: Failure, context: ReducerContext): Step {
  const { restart } = machine.policy;
  if (restart.policy !== 'always' && failure.clean) return rest(machine, context, { cause: failure.cause });
  if (restart.policy === 'never') {
    return crash(
      machine,
      'EXITED',
      { happened: failure.cause.happened, remedy: message('machine.never.remedy') },
      context,
    );
  }
  if (machine.pausedUntilWall !== null) {
    return rest(machine, context, { heldByPause: true, cause: failure.cause });
  }
  if (machine.restartCount >= restart.maxRestarts) {
    return crash(machine, 'RESTART_LIMIT', restartLimitCause(failure, machine, context), context);
  }
  const attempt = machine.restartCount + 1;
  const stable = restart.backoff.firstAfterStable;
  const ranStable = machine.lastRunMs !== null && machine.lastRunMs >= stable.uptime;
  const delayMs = ranStable ? stable.delay : backoffDelayMs(restart.backoff, attempt, context.random);
  return beginBackoff(
    {
      ...machine,
      restartCount: attempt,
      failures: noteFailure(machine, failure, context.nowWall),
      totalRestarts: machine.totalRestarts + 1,
      lastRestartWall: context.nowWall,
      unchargedRetries: 0,
    },
    delayMs,
    failure.cause,
    [
      {
        type: 'EMIT',
        event: 'server.restart',
        data: { attempt, maxRestarts: restart.maxRestarts, delayMs, kind: failure.kind, charged: true },
      },
    ],
    context,
  );
}

export function afterHostRefusal(machine: Machine, cause: Cause, context: ReducerContext): Step {
  const since = machine.hostRefusingSinceMs ?? context.nowMs;
  const refusingForMs = context.nowMs - since;
  if (refusingForMs >= HOST_REFUSAL_LIMIT_MS) {
    return crash({ ...machine, hostRefusingSinceMs: null }, 'HOST', cause, context);
  }
  const delayMs = hostRetryDelayMs(refusingForMs, context.random);
  return beginBackoff({ ...machine, hostRefusingSinceMs: since }, delayMs, cause, [], context);
}

function beginBackoff(
  machine: Machine,
  delayMs: number,
  cause: Cause,
  extra: readonly Effect[],
  context: ReducerContext,
): Step {
  return settle(
    {
      ...machine,
      ...atRest,
      state: 'STARTING',
      phase: 'BACKOFF',
      reason: null,
      cause,
      nextRestartWall: context.nowWall + delayMs,
      ignoreDependencies: machine.ignoreDependencies,
    },
    [...leave(machine), { type: 'ARM', timer: 'backoff', delayMs }, ...extra],
    context,
  );
}

/** Ends a live tree; the failure rule decides when nothing of it lives any more. */
export function failAlive(machine: Machine, failure: Failure, context: ReducerContext): Step {
  return beginStop({ ...machine, cause: failure.cause }, { kind: 'failure', failure }, politely, context);
}

/** Nobody's fault, so the budget is spared; but not without end. */
export function respawnUncharged(machine: Machine, failure: Failure, context: ReducerContext): Step {
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

export function forget(machine: Machine, context: ReducerContext): Step {
  const step = rest(machine, context);
  return settle(
    step.machine,
    [...step.effects, { type: 'DISARM', timer: 'pause' }, { type: 'FORGET' }],
    context,
  );
}
