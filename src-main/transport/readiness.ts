import type { Orchestrator } from '../core/orchestrator.ts';

/** Ready: every server that is wanted up is RUNNING. Otherwise the others by name and state, and nothing more. */
export function readiness(orchestrator: Orchestrator): {
  readonly ready: boolean;
  readonly waitingFor: readonly { readonly name: string; readonly state: string }[];
} {
  const waitingFor = orchestrator
    .status()
    .servers.filter(({ enabled, desired, state }) => enabled && desired === 'up' && state !== 'RUNNING')
    .map(({ name, state }) => ({ name, state }));
  return { ready: waitingFor.length === 0, waitingFor };
}
