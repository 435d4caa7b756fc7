import { useSyncExternalStore } from 'react';
import { useDashboard } from './dashboard.ts';
import type { Series } from './sample-tracks.ts';

export type { Series };

/** `server` null: the orchestrator itself. */
export function useSeries(server: string | null): Series | null {
  const { samples } = useDashboard();
  return useSyncExternalStore(samples.subscribe, () =>
    server === null ? samples.own() : samples.of(server),
  );
}
