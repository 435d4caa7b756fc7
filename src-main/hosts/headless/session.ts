import { realpathSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { resolveConfigPath } from '../../runtime/config-path.ts';
import { type FoundInstance, findInstance } from '../../runtime/find-instance.ts';
import { VERSION } from '../../runtime/version.ts';
import type { Arguments } from './arguments.ts';
import { ANSWER_LIMIT_MS, type Client, createClient, doesNotAnswer } from './client.ts';
import { CommandFailure, EXIT } from './failure.ts';
import type { Output } from './output.ts';
import { say } from './say.ts';

const LOOK_EVERY_MS = 25;

/** A running instance that this command line may talk to. */
export interface Session {
  readonly instance: FoundInstance;
  readonly client: Client;
}

/**
 * The instance of the home; null where none runs. Waits for one that is just beginning. Throws where it was started
 * with another configuration than the one asked for, and where it does not tell its address within 10 s.
 */
export async function openSession(args: Arguments, output: Output): Promise<Session | null> {
  let instance = findInstance(args.home);
  const endMs = performance.now() + ANSWER_LIMIT_MS;
  while (instance.running && (instance.info === null || instance.token === null)) {
    if (performance.now() > endMs) throw doesNotAnswer(null);
    await sleep(LOOK_EVERY_MS);
    instance = findInstance(args.home);
  }
  if (!instance.running || instance.info === null) return null;
  const { version } = instance.info;
  const other = otherConfig(args.config, instance.info);
  if (other !== null) throw other;
  if (version !== VERSION) output.note(say('cli.other-version', { version, own: VERSION }));
  return { instance, client: createClient(instance) };
}

/** For commands that are about an instance: none running is exit code 3. */
export async function needSession(args: Arguments, output: Output): Promise<Session> {
  const session = await openSession(args, output);
  if (session !== null) return session;
  throw new CommandFailure(EXIT.noInstance, 'NO_INSTANCE', say('cli.no-instance'));
}

/** The failure of a command whose `--config` is not the running instance's; null where it is, or was not given. */
export function otherConfig(
  asked: string | undefined,
  { config, pid }: NonNullable<FoundInstance['info']>,
): CommandFailure | null {
  if (asked === undefined || isSameFile(asked, config)) return null;
  const text = say('cli.other-config', { pid: String(pid), config, asked: resolveConfigPath(asked) });
  return new CommandFailure(EXIT.usage, 'OTHER_CONFIG', text);
}

function isSameFile(asked: string, running: string): boolean {
  const path = resolveConfigPath(asked);
  return path === running || realPath(path) === realPath(running);
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
