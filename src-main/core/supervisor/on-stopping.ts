import type { Machine, ReducerContext, Step, StopThen } from './machine.ts';
import { isUnkillable, type Of, same } from './predicates.ts';
import {
  afterFailure,
  beginStart,
  beginStop,
  crash,
  forget,
  leftovers,
  RECHECK_MS,
  rest,
  settle,
} from './transitions.ts';

export function onTreeGone(machine: Machine, context: ReducerContext): Step {
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

export function onTreeStuck(machine: Machine, event: Of<'TREE_STUCK'>, context: ReducerContext): Step {
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
export function onOrphanFound(machine: Machine, event: Of<'ORPHAN_FOUND'>, context: ReducerContext): Step {
  if (machine.state !== 'STOPPED' && machine.state !== 'CRASHED') return same(machine);
  const then: StopThen =
    machine.state === 'CRASHED' && machine.reason !== null && machine.cause !== null
      ? { kind: 'crash', reason: machine.reason, cause: machine.cause }
      : { kind: 'stop' };
  return beginStop({ ...machine, pid: event.pid, hasProcess: true }, then, leftovers, context);
}
