import { useEffect, useState } from 'react';
import type { LogLine } from '../../../src-shared/schema/log-line.ts';
import { useDashboard, useDashboardState } from '../../state/dashboard.ts';

/** Lines that are kept and drawn; older ones are on disk. */
export const MOST_LINES = 500;

export interface NumberedLine {
  /** Counts up, so that a line keeps its place in the page while older ones leave. */
  readonly number: number;
  readonly line: LogLine;
}

export interface LogState {
  readonly lines: readonly NumberedLine[];
  /** The number of the newest line that was ever here. */
  readonly last: number;
  readonly missed: number;
  readonly loaded: boolean;
}

export const EMPTY_LOG: LogState = { lines: [], last: 0, missed: 0, loaded: false };

export function appendLines(state: LogState, lines: readonly LogLine[], dropped: number): LogState {
  const added = lines.map((line, index) => ({ number: state.last + 1 + index, line }));
  return {
    lines: [...state.lines, ...added].slice(-MOST_LINES),
    last: state.last + lines.length,
    missed: state.missed + dropped,
    loaded: true,
  };
}

/** Follows while the component is there; after a lost connection it begins anew, with the last lines. */
export function useLog(server: string): LogState {
  const { connection } = useDashboard();
  const live = useDashboardState((state) => state.connection.kind === 'live');
  const [state, setState] = useState(EMPTY_LOG);

  useEffect(() => {
    const client = connection.client;
    if (!live || client === null) return;
    const controller = new AbortController();
    const follow = async () => {
      const batches = await client.logs.follow(
        { name: server, tail: MOST_LINES },
        { signal: controller.signal },
      );
      let begun = false;
      for await (const { lines, dropped } of batches) {
        if (controller.signal.aborted) return;
        // The first batch is the whole tail: it takes the place of what an earlier connection had brought.
        const whole = !begun;
        begun = true;
        setState((before) =>
          appendLines(whole ? { ...EMPTY_LOG, last: before.last } : before, lines, dropped),
        );
      }
    };
    follow().catch(() => {
      // The connection is gone, or the dialog: the lines that are there stay.
    });
    return () => controller.abort();
  }, [connection, live, server]);

  return state;
}
