import { initialMachine } from '../../../src-main/core/supervisor/initial.ts';
import type {
  Effect,
  Machine,
  MachineEvent,
  ReducerContext,
} from '../../../src-main/core/supervisor/machine.ts';
import { reduce } from '../../../src-main/core/supervisor/reducer.ts';
import { reduceRemote } from '../../../src-main/core/supervisor/remote-reducer.ts';
import { message } from '../../../src-shared/i18n/message.ts';
import { defaultPolicy, type Policy } from '../../../src-shared/schema/policy.ts';

export const cause = { happened: message('test.happened'), remedy: message('test.remedy') };

export type PolicyPatch = {
  readonly [K in keyof Policy]?: Policy[K] extends object ? Partial<Policy[K]> : Policy[K];
};

export function policyOf(patch: PolicyPatch = {}): Policy {
  return {
    ...defaultPolicy,
    ...patch,
    restart: { ...defaultPolicy.restart, ...patch.restart },
    health: { ...defaultPolicy.health, ...patch.health },
  } as Policy;
}

export const exitOf = (code: number | null, signal: string | null = null) => ({
  code,
  signal,
  at: '2026-01-01T00:00:00.000Z',
  lastLines: [],
});

export const exitEvent = (code: number | null, signal: string | null = null): MachineEvent => ({
  type: 'EXIT',
  exit: exitOf(code, signal),
  cause,
  permanent: null,
  retryUncharged: false,
});

/** One machine with a hand on its clock; timers fire in the order of their due times. */
export class Bench {
  machine: Machine;
  nowMs = 1_000_000;
  nowWall = 1_790_000_000_000;
  random = 0;
  startupTimeoutMs = 30_000;
  effects: Effect[] = [];
  readonly history: Effect[] = [];

  constructor(patch: PolicyPatch = {}, kind: Machine['kind'] = 'process') {
    this.machine = initialMachine(
      { name: 'one', kind, policy: policyOf(patch), invalid: null },
      null,
      this.nowWall,
    );
  }

  get context(): ReducerContext {
    const { nowMs, nowWall, random, startupTimeoutMs } = this;
    return { nowMs, nowWall, random, startupTimeoutMs };
  }

  send(...events: readonly MachineEvent[]): this {
    for (const event of events) {
      const step = (this.machine.kind === 'remote' ? reduceRemote : reduce)(
        this.machine,
        event,
        this.context,
      );
      this.machine = step.machine;
      this.effects = [...step.effects];
      this.history.push(...step.effects);
    }
    return this;
  }

  /** Awake time passes; due timers fire on the way. */
  pass(ms: number): this {
    const end = this.nowMs + ms;
    for (;;) {
      const next = Object.entries(this.machine.timers)
        .filter(([, due]) => due <= end)
        .sort(([, a], [, b]) => a - b)[0];
      if (next === undefined) break;
      this.elapse(Math.max(0, next[1] - this.nowMs));
      this.send({ type: 'TIMER', timer: next[0] as keyof Machine['timers'] });
    }
    this.elapse(end - this.nowMs);
    return this;
  }

  private elapse(ms: number): void {
    this.nowMs += ms;
    this.nowWall += ms;
  }

  /** From rest to RUNNING. */
  up(pid = 100): this {
    this.send({ type: 'START', by: 'user' });
    return this.fromWaiting(pid);
  }

  /** From WAIT_DEPS to RUNNING. */
  fromWaiting(pid = 100): this {
    this.send({ type: 'DEPS_OK' });
    if (this.machine.kind === 'process') {
      this.send({ type: 'SLOT' }, { type: 'PRECHECK_OK' }, { type: 'SPAWNED', pid });
    }
    return this.send({ type: 'READY' });
  }

  /** The process ends, and nothing of it is left. */
  die(code: number | null = 1, signal: string | null = null): this {
    return this.send(exitEvent(code, signal), { type: 'TREE_GONE' });
  }

  did(type: Effect['type']): number {
    return this.history.filter((effect) => effect.type === type).length;
  }

  get is(): string {
    const { state, phase, reason } = this.machine;
    return [state, phase, reason].filter((part) => part !== null).join('/');
  }
}
