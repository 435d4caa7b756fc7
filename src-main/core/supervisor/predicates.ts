import type { Machine, MachineEvent, Step } from './machine.ts';

export type Of<T extends MachineEvent['type']> = Extract<MachineEvent, { readonly type: T }>;

export function same(machine: Machine): Step {
  return { machine, effects: [] };
}

export function isStarting(machine: Machine, phase: Machine['phase']): boolean {
  return machine.state === 'STARTING' && machine.phase === phase;
}

export function isUp(machine: Machine): boolean {
  return machine.state === 'RUNNING' || machine.state === 'UNHEALTHY';
}

export function isUnkillable(machine: Machine): boolean {
  return machine.state === 'CRASHED' && machine.reason === 'UNKILLABLE';
}
