import { availableParallelism } from 'node:os';
import type { Clock } from '../core/ports/clock.ts';
import type { InstanceFacts } from '../core/ports/orchestrator-ports.ts';

const LEAST_INTERVAL_MS = 1000;

/** What this process tells about itself. `url` is asked each time: it is known once the instance listens. */
export function createInstanceFacts(options: {
  readonly clock: Clock;
  readonly version: string;
  readonly url: () => string | null;
}): InstanceFacts {
  const { clock, version, url } = options;
  let usage = process.cpuUsage();
  let atMs = clock.monotonicMs();
  let percent: number | null = null;
  return {
    pid: process.pid,
    version,
    cores: availableParallelism(),
    url,
    memoryBytes: () => process.memoryUsage.rss(),
    cpuPercent() {
      const nowMs = clock.monotonicMs();
      if (nowMs - atMs < LEAST_INTERVAL_MS) return percent;
      const { user, system } = process.cpuUsage(usage);
      percent = (user + system) / 10 / (nowMs - atMs);
      usage = process.cpuUsage();
      atMs = nowMs;
      return percent;
    },
  };
}
