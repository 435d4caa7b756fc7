import { availableParallelism } from 'node:os';
import { bareLoop } from './bare-loop.ts';
import { Instance, trivialServers } from './instance.ts';
import { type Figure, median } from './report.ts';

const ROUNDS = 5;
const COUNT = 100;

/** 100 trivial servers, from the first spawn to all RUNNING, against the bare loop, turn by turn. */
export async function startHundred(): Promise<readonly Figure[]> {
  const servers = trivialServers(COUNT);
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await bareLoop(Object.values(servers), availableParallelism()));
    await using instance = await Instance.start(servers);
    // The ready line comes before the first server is started.
    const began = performance.now();
    ours.push((await instance.whenRunning(COUNT)) - began);
  }
  const ratio = median(ours) / median(bare);
  return [
    {
      what: `${COUNT} trivial servers, first spawn to all RUNNING`,
      measured: `${ratio.toFixed(2)}x (${median(ours).toFixed(0)} ms, bare loop ${median(bare).toFixed(0)} ms)`,
      target: '1.5x',
      met: ratio <= 1.5,
      data: { ours, bare, ratio },
    },
  ];
}
