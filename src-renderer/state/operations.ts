import type { OrchestratorEvent } from '../../src-shared/schema/event.ts';

export type Verb = 'start' | 'stop' | 'restart' | 'check' | 'pause' | 'resume';

/** What was asked and has not ended. `key` says which button it is; `operation` is null until it was accepted. */
export interface Pending {
  readonly key: string;
  readonly verb: Verb;
  readonly servers: readonly string[];
  readonly since: number;
  readonly operation: string | null;
}

/** `null`: all servers. */
export function pendingKey(verb: Verb, server: string | null): string {
  return `${verb} ${server === null ? '*' : `=${server}`}`;
}

/** Those that are left when an event came. */
export function settle(pending: readonly Pending[], event: OrchestratorEvent): readonly Pending[] {
  if (event.type !== 'operation.finished' || event.operation === null) return pending;
  const left = pending.filter((one) => one.operation !== event.operation);
  return left.length === pending.length ? pending : left;
}

export function without(pending: readonly Pending[], key: string): readonly Pending[] {
  return pending.filter((one) => one.key !== key);
}
