import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';

/** An event of which only its type and data matter. */
export const eventOf = (
  type: OrchestratorEvent['type'],
  data: Readonly<Record<string, unknown>> = {},
  more: Partial<OrchestratorEvent> = {},
): OrchestratorEvent => ({
  seq: 1,
  at: '2026-11-20T14:09:48.000Z',
  type,
  server: 'postgres',
  generation: 1,
  actor: 'supervisor',
  operation: null,
  data,
  ...more,
});
