import { message } from '../../../src-shared/i18n/message.ts';
import type { Machine, MachineTimer, ReducerContext, Step } from './machine.ts';
import { onUnpause } from './on-request.ts';
import { same } from './predicates.ts';
import { beginStart, crash, failAlive, RECHECK_MS, settle } from './transitions.ts';

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

export function onTimer(given: Machine, timer: MachineTimer, context: ReducerContext): Step {
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
