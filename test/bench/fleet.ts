import { setTimeout as sleep } from 'node:timers/promises';
import { bareLoop } from './bare-loop.ts';
import { Instance, trivialServers } from './instance.ts';
import { type Figure, median } from './report.ts';

const IDLE_SECONDS = 60;
const CRASHES = 5;

interface Status {
  readonly servers: readonly { readonly name: string; readonly pid: number | null }[];
}

interface Idle {
  readonly cpuPercent: number;
  readonly rssMb: number;
}

async function idle(instance: Instance, count: number): Promise<Idle> {
  await instance.whenRunning(count);
  // The first samples and probes belong to the start.
  await sleep(15_000);
  const before = instance.cpuMs();
  await sleep(IDLE_SECONDS * 1000);
  return {
    cpuPercent: (instance.cpuMs() - before) / (IDLE_SECONDS * 10),
    rssMb: instance.rssBytes() / 1e6,
  };
}

/** Kills one that has been RUNNING for more than a minute, under the real defaults; ms until it is RUNNING again. */
async function crash(instance: Instance, name: string): Promise<number> {
  const { servers } = (await instance.get('/api/servers')) as Status;
  const pid = servers.find((server) => server.name === name)?.pid;
  if (!pid) throw new Error(`${name} has no process`);
  const again = instance.when(
    (event) => event.type === 'server.state' && event.server === name && event.data.to === 'RUNNING',
  );
  const began = performance.now();
  process.kill(pid, 'SIGKILL');
  return (await again) - began;
}

async function fleetOf(count: number, crashes: number): Promise<Idle & { readonly back: readonly number[] }> {
  const servers = trivialServers(count);
  await using instance = await Instance.start(servers);
  const measured = await idle(instance, count);
  const back: number[] = [];
  for (const name of Object.keys(servers).slice(0, crashes)) back.push(await crash(instance, name));
  return { ...measured, back };
}

/** Idle cost and memory with 6, 50, 100 and 200 servers, and how fast a crashed one is back among 100. */
export async function fleet(): Promise<readonly Figure[]> {
  const six = await fleetOf(6, 0);
  const fifty = await fleetOf(50, 0);
  const hundred = await fleetOf(100, CRASHES);
  const twoHundred = await fleetOf(200, 0);
  const [trivial] = Object.values(trivialServers(1));
  const own: number[] = [];
  for (let round = 0; round < CRASHES && trivial !== undefined; round += 1)
    own.push(await bareLoop([trivial], 1));
  const over = median(hundred.back) - median(own);
  const each = (twoHundred.rssMb - hundred.rssMb) / 100;
  return [
    {
      what: 'idle, 100 servers, 60 s',
      measured: `${hundred.cpuPercent.toFixed(2)} % of a core`,
      target: '0.5 %',
      met: hundred.cpuPercent <= 0.5,
      data: { percent: hundred.cpuPercent },
    },
    {
      what: 'memory, 100 servers',
      measured: `${hundred.rssMb.toFixed(0)} MB RSS`,
      target: '110 MB',
      met: hundred.rssMb <= 110,
      data: { six: six.rssMb, fifty: fifty.rssMb, hundred: hundred.rssMb, twoHundred: twoHundred.rssMb },
    },
    {
      what: 'memory, each further server (100 to 200)',
      measured: `${each.toFixed(2)} MB`,
      target: '0.3 MB',
      met: each <= 0.3,
      data: { each },
    },
    {
      what: 'a healthy server crashes: back to RUNNING, over its own start',
      measured: `${(over / 1000).toFixed(2)} s (${median(hundred.back).toFixed(0)} and ${median(own).toFixed(0)} ms)`,
      target: '0.4 s',
      met: over <= 400,
      data: { back: hundred.back, own, over },
    },
    {
      what: 'six servers, idle (the system before: about 50 MB, under 1 %)',
      measured: `${six.rssMb.toFixed(0)} MB RSS, ${six.cpuPercent.toFixed(2)} % of a core`,
      target: '',
      met: null,
      data: { rssMb: six.rssMb, cpuPercent: six.cpuPercent },
    },
  ];
}
