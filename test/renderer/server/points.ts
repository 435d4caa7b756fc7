import type { MetricPointView } from '../../../src-shared/contract/servers.ts';
import type { EventType, OrchestratorEvent } from '../../../src-shared/schema/event.ts';

export const T0 = Date.parse('2026-11-20T14:00:00.000Z');

export function pointAt(seconds: number, values: Partial<MetricPointView> = {}): MetricPointView {
  return { at: T0 + seconds * 1000, cpuPercent: null, memoryBytes: null, latencyMs: null, ...values };
}

/** Events in the order in which they happened, given back newest first, as the API does. */
export function newestFirst(
  ...events: readonly {
    readonly at: number;
    readonly type: EventType;
    readonly data?: Readonly<Record<string, unknown>>;
    readonly server?: string | null;
    readonly actor?: string;
  }[]
): readonly OrchestratorEvent[] {
  return events
    .map(({ at, type, data = {}, server = 'db', actor = 'supervisor' }, index) => ({
      seq: index + 1,
      at: new Date(T0 + at * 1000).toISOString(),
      type,
      server,
      generation: 1,
      actor,
      operation: null,
      data,
    }))
    .toReversed();
}

export const state = (to: string, from = 'STARTING', more: Readonly<Record<string, unknown>> = {}) => ({
  type: 'server.state' as const,
  data: { from, to, phase: null, reason: null, ...more },
});
export const exit = (code = 1) => ({
  type: 'server.exit' as const,
  data: { code, signal: null, expected: false },
});
