import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { CLI, Instance, trivialServers } from './instance.ts';
import { type Figure, median } from './report.ts';

const ROUNDS = 21;

function time(args: readonly string[]): number {
  const began = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`);
  return performance.now() - began;
}

/** `status` against an instance with ten servers, beside `node -e 0`, turn by turn. */
export async function commandLine(): Promise<readonly Figure[]> {
  await using instance = await Instance.start(trivialServers(10));
  await instance.whenRunning(10);
  const status: number[] = [];
  const nothing: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    nothing.push(time(['-e', '0']));
    status.push(time([CLI, 'status', '--home', join(instance.home, 'home')]));
  }
  const over = median(status) - median(nothing);
  return [
    {
      what: '`node dist/cli.js status` over `node -e 0`',
      measured: `${over.toFixed(0)} ms (${median(status).toFixed(0)} and ${median(nothing).toFixed(0)} ms)`,
      target: '150 ms',
      met: over <= 150,
      data: { status, nothing, over },
    },
  ];
}
