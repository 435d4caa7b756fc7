import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';

/** What only an instance that has begun says. */
const BEGUN: readonly OrchestratorEvent['type'][] = ['instance.started', 'config.loaded'];

/** The newest word of an orchestrator that stops or has stopped; null: it does not, or another one has begun since. */
export function newestStop(
  events: readonly OrchestratorEvent[],
): { readonly at: string; readonly reason: string } | null {
  const event = events.findLast(({ type }) => type === 'instance.stopping' || BEGUN.includes(type));
  if (event?.type !== 'instance.stopping') return null;
  const { reason } = event.data;
  return { at: event.at, reason: typeof reason === 'string' ? reason : '' };
}
