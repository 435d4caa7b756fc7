import { useEffect, useRef, useState } from 'react';
import type { MetricPointView } from '../../../src-shared/contract/servers.ts';
import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { beginHour, continueHour, emptyHour, type Hour } from './live-points.ts';
import { useAnswer } from './use-answer.ts';

export interface HourOfServer {
  readonly points: readonly MetricPointView[];
  readonly loading: boolean;
  readonly problem: string | null;
}

/** A server that is measured says something more often than this. */
const MISSED_MS = 90_000;

/** The last hour of it: what the orchestrator kept, then what the feed brings. */
export function useHour(server: ServerStatus): HourOfServer {
  const { name } = server;
  const { value, problem, again } = useAnswer(name, ({ servers }) => servers.metrics({ name }));
  const [hour, setHour] = useState<Hour>(emptyHour);
  // biome-ignore lint/correctness/useExhaustiveDependencies: begun by the answer, with the status of that moment
  useEffect(() => {
    if (value !== null) setHour(beginHour(value.points, server));
  }, [value]);
  const heardAt = useRef<number | null>(null);
  useEffect(() => {
    const now = Date.now();
    if (value !== null) setHour((before) => continueHour(before, server, now));
    const before = heardAt.current;
    heardAt.current = now;
    // The page was hidden, or the computer slept: what was measured meanwhile only the orchestrator has.
    if (before !== null && now - before > MISSED_MS) again();
  }, [server, value, again]);
  return { points: hour.points, loading: value === null && problem === null, problem };
}
