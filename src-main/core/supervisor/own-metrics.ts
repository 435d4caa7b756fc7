import { createMetricRing } from '../health/metric-ring.ts';
import { thinned } from '../health/metric-summary.ts';
import type { MetricPoint } from '../orchestrator.ts';
import type { Clock } from '../ports/clock.ts';
import type { InstanceFacts } from '../ports/orchestrator-ports.ts';

/** Whoever looks makes a sample, so there may be many: one in this time is kept. */
const LEAST_INTERVAL_MS = 4000;
/** Nobody looked and no server was measured for so long: what follows is another line. */
const GAP_MS = 60_000;

/** What the orchestrator itself uses, over the last minutes. */
export interface OwnMetrics {
  /** Measures now, and keeps it. */
  note(): { readonly cpuPercent: number | null; readonly memoryBytes: number };
  /** At most sixty of the last ten minutes. */
  points(): readonly MetricPoint[];
}

export function createOwnMetrics(options: {
  readonly clock: Clock;
  readonly instance: Pick<InstanceFacts, 'cpuPercent' | 'memoryBytes'>;
}): OwnMetrics {
  const { clock, instance } = options;
  const ring = createMetricRing();
  return {
    note() {
      const measured = { cpuPercent: instance.cpuPercent(), memoryBytes: instance.memoryBytes() };
      const at = clock.wallMs();
      const sinceMs = at - (ring.lastAt ?? 0);
      // A clock that was set back must not end the line for good.
      if (sinceMs >= 0 && sinceMs < LEAST_INTERVAL_MS) return measured;
      if (sinceMs > GAP_MS) ring.gap(at);
      ring.push({ at, ...measured, latencyMs: null });
      return measured;
    },
    points: () => thinned(ring.points(clock.wallMs()), clock.wallMs()),
  };
}
