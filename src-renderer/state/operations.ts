import type { OrchestratorEvent } from '../../src-shared/schema/event.ts';

export type Verb = 'start' | 'stop' | 'restart' | 'check' | 'pause' | 'resume' | 'reset';

/** Which servers an action is about: their names, or all of them. */
export type Target = readonly string[] | 'all';

export interface ActOptions {
  /** Of a start: its dependencies too, and wait for them. */
  readonly dependencies?: boolean;
  /** Of a pause; without it the orchestrator's own length. */
  readonly forMs?: number;
}

/** How long a pause is that is asked for without a time of its own. */
export const PAUSE_MS = 30 * 60_000;

/** What was asked and has not ended. `key` says which button it is; `operations` is null until it was accepted. */
export interface Pending {
  readonly key: string;
  readonly verb: Verb;
  readonly since: number;
  readonly operations: readonly string[] | null;
}

export function pendingKey(verb: Verb, target: Target): string {
  return `${verb} ${target === 'all' ? '*' : JSON.stringify(target)}`;
}

/** Those that are left when an event came. */
export function settle(pending: readonly Pending[], event: OrchestratorEvent): readonly Pending[] {
  const { type, operation } = event;
  if (type !== 'operation.finished' || operation === null) return pending;
  if (!pending.some((one) => one.operations?.includes(operation))) return pending;
  return pending
    .map((one) => ({ ...one, operations: one.operations?.filter((id) => id !== operation) ?? null }))
    .filter((one) => one.operations === null || one.operations.length > 0);
}

export function without(pending: readonly Pending[], key: string): readonly Pending[] {
  return pending.filter((one) => one.key !== key);
}
