import { setTimeout as sleep } from 'node:timers/promises';
import { CHAOS, Instance, trivialServers } from './instance.ts';
import type { Figure } from './report.ts';

const SECONDS = 20;

interface InstanceHealth {
  readonly metrics: Readonly<Record<string, number>>;
}

/** One server writes 50 MB/s to stderr beside ten quiet ones: what the event loop of the instance feels of it. */
export async function flood(): Promise<readonly Figure[]> {
  const noisy = { command: process.execPath, args: [CHAOS, '--stderr-flood', '50000000'] };
  await using instance = await Instance.start({ noisy, ...trivialServers(10) });
  await instance.whenRunning(11);
  // The instance measures from the first question on: the second hears of the flood alone.
  await instance.get('/api/health');
  const cpuBefore = instance.cpuMs();
  await sleep(SECONDS * 1000);
  const { metrics } = (await instance.get('/api/health')) as InstanceHealth;
  const p99 = metrics.eventLoopDelayP99Ms ?? Number.NaN;
  const cpu = (instance.cpuMs() - cpuBefore) / (SECONDS * 10);
  const rss = instance.rssBytes() / 1e6;
  return [
    {
      what: 'event-loop delay p99 under a stderr flood of 50 MB/s',
      measured: `${p99.toFixed(1)} ms (${cpu.toFixed(0)} % of a core, ${rss.toFixed(0)} MB)`,
      target: '50 ms',
      met: p99 < 50,
      data: { p99, cpu, rss },
    },
  ];
}
