import { setTimeout as sleep } from 'node:timers/promises';
import { formatDuration } from '../../../../src-shared/model/format.ts';
import { findInstance } from '../../../runtime/find-instance.ts';
import type { Arguments } from '../arguments.ts';
import { CommandFailure, EXIT, type ExitCode } from '../failure.ts';
import type { Output } from '../output.ts';
import { say } from '../say.ts';
import { needSession } from '../session.ts';

/** Servers have 8 s in all at the end of an instance; the rest is for a busy computer. */
const END_LIMIT_MS = 20_000;
const BEGIN_LIMIT_MS = 20_000;
const LOOK_EVERY_MS = 25;

/** Returns when the instance has given its home back, and with --restart when its successor listens. */
export async function run(args: Arguments, output: Output): Promise<ExitCode> {
  const { client, instance } = await needSession(args, output);
  const restart = args.flag('restart');
  const startedAt = instance.info?.startedAt;
  const { pid } = await client.post<{ readonly pid: number }>('/api/shutdown', {
    force: args.flag('force'),
    restart,
  });
  const look = () => findInstance(args.home);
  const isGone = () => {
    const { running, info } = look();
    return !running || (info !== null && info.startedAt !== startedAt);
  };
  if (!(await until(isGone, END_LIMIT_MS))) {
    const params = { pid: String(pid), time: formatDuration(END_LIMIT_MS) };
    throw new CommandFailure(EXIT.failed, 'TIMEOUT', say('cli.shutdown.slow', params));
  }
  if (!restart) {
    if (output.json) output.value({ ok: true, pid });
    else output.line(say('cli.shutdown.done', { pid: String(pid) }));
    return EXIT.done;
  }
  if (!(await until(() => look().info !== null, BEGIN_LIMIT_MS))) {
    const text = say('cli.shutdown.no-successor', { time: formatDuration(BEGIN_LIMIT_MS) });
    throw new CommandFailure(EXIT.failed, 'NO_SUCCESSOR', text);
  }
  const successor = look().info;
  if (output.json) output.value({ ok: true, pid: successor?.pid ?? null, url: successor?.url ?? null });
  else
    output.line(
      say('cli.shutdown.restarted', { pid: String(successor?.pid ?? ''), url: successor?.url ?? '' }),
    );
  return EXIT.done;
}

async function until(isTrue: () => boolean, limitMs: number): Promise<boolean> {
  const endMs = performance.now() + limitMs;
  while (!isTrue()) {
    if (performance.now() > endMs) return false;
    await sleep(LOOK_EVERY_MS);
  }
  return true;
}
