import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatDuration } from '../../../src-shared/model/format.ts';
import { resolveConfigPath } from '../../runtime/config-path.ts';
import { type FoundInstance, findInstance } from '../../runtime/find-instance.ts';
import type { Arguments } from './arguments.ts';
import { CommandFailure, EXIT, type ExitCode } from './failure.ts';
import { LAUNCHER_PID_VARIABLE } from './launch/node-flags.js';
import type { Output } from './output.ts';
import { ownStart } from './own-start.ts';
import { say } from './say.ts';
import { plain } from './text.ts';

/** A cold start on a busy computer takes seconds, not this long. */
const BEGIN_LIMIT_MS = 30_000;
const LOOK_EVERY_MS = 25;

/**
 * Begins an instance that outlives this command and its terminal; returns when it listens. Throws with the reason that
 * it gave where it ended at once.
 */
export async function startInBackground(
  args: Arguments,
  port: number | undefined,
  output: Output,
): Promise<NonNullable<FoundInstance['info']>> {
  const { paths } = findInstance(args.home);
  const file = join(paths.logs, 'background.txt');
  const descriptor = openOutput(paths.home, paths.logs, file);
  const own = ownStart();
  const words = [
    ...own.args,
    'monitor',
    '--json',
    '--background',
    '--home',
    paths.home,
    '--config',
    resolveConfigPath(args.config),
    ...(port === undefined ? [] : ['--port', String(port)]),
  ];
  const env = { ...process.env };
  delete env[LAUNCHER_PID_VARIABLE];
  const child = spawn(own.command, words, {
    cwd: homedir(), // not the folder of the moment: it could never be unmounted
    env,
    detached: true,
    stdio: ['ignore', descriptor, descriptor],
    windowsHide: true,
  });
  let ended: { readonly code: number | null } | null = null;
  child.once('exit', (code) => {
    ended = { code };
  });
  child.once('error', () => {
    ended = { code: null };
  });
  child.unref();
  closeSync(descriptor);

  const endMs = performance.now() + BEGIN_LIMIT_MS;
  for (;;) {
    const { info, token } = findInstance(args.home);
    if (info !== null && token !== null) return info;
    const end = ended as { readonly code: number | null } | null;
    if (end !== null) throw earlyEnd(end.code, readOutput(file), output);
    if (performance.now() > endMs) {
      const params = { time: formatDuration(BEGIN_LIMIT_MS), file };
      throw new CommandFailure(EXIT.failed, 'NO_ANSWER', say('cli.start.slow', params));
    }
    await sleep(LOOK_EVERY_MS);
  }
}

function openOutput(home: string, folder: string, file: string): number {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return openSync(file, 'w', 0o600);
  } catch (error) {
    const text = say('runtime.home', { home, error: (error as Error).message });
    throw new CommandFailure(EXIT.failed, 'HOME_UNUSABLE', text);
  }
}

function readOutput(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}

/** What it said is its own failure, and so is its exit code. */
function earlyEnd(code: number | null, text: string, output: Output): CommandFailure {
  const lines = text.split('\n').filter((line) => line !== '');
  for (const line of lines) {
    const error = errorIn(line);
    if (error === null) continue;
    // Everything else that is wrong with the file, which the one error of the JSON does not hold.
    for (const other of lines) {
      const isRepeated = other === line || other.endsWith(error.message);
      if (!isRepeated) output.note(plain(other));
    }
    const exitCode: ExitCode = code === EXIT.usage ? EXIT.usage : EXIT.failed;
    return new CommandFailure(exitCode, error.code, error.message, error.server);
  }
  const told = lines.slice(-5).map(plain).join(' ');
  const shown = code === null ? 'none' : String(code);
  return new CommandFailure(
    EXIT.failed,
    'ENDED',
    told === ''
      ? say('cli.start.died.silent', { code: shown })
      : say('cli.start.died', { code: shown, output: told }),
  );
}

function errorIn(line: string): { code: string; message: string; server: string | null } | null {
  if (!line.startsWith('{"error":')) return null;
  try {
    return (JSON.parse(line) as { error: { code: string; message: string; server: string | null } }).error;
  } catch {
    return null;
  }
}
