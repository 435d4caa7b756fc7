import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ElectronApi } from './electron-api.ts';

/** Options of the command line that may stand before the command, and take the next word. */
const WITH_VALUE = ['--home', '--config', '--server'];
const HELP = ['--help', '-h', '--version', '-V'];
/** Switches of Chromium's that start scripts add, such as an AppImage's: they say nothing to the command line. */
const CHROMIUM =
  /^--(?:no-sandbox|disable-gpu|disable-setuid-sandbox|disable-dev-shm-usage|ozone-platform(?:-hint)?=.*|(?:enable|disable)-features=.*)$/;
/** A path or an address that a file manager hands over is none. */
const COMMAND = /^[a-z_][a-z_-]*$/;

/**
 * The words for the command line, where the application was started with a command (`mcp-orchestrator status`) instead of
 * for its window; otherwise null.
 *
 * @param words without the executable, and without the application's folder where it runs unpackaged
 */
export function commandOf(words: readonly string[]): readonly string[] | null {
  const own = words.filter((word) => !CHROMIUM.test(word));
  for (let index = 0; index < own.length; index++) {
    const word = own[index] ?? '';
    if (HELP.includes(word)) return own;
    if (WITH_VALUE.includes(word)) index++;
    else if (!word.startsWith('-')) return COMMAND.test(word) ? own : null;
  }
  return null;
}

/** What of the process the command line sees. */
export interface CommandHost {
  readonly process: Pick<NodeJS.Process, 'argv' | 'execPath' | 'stdout' | 'stderr' | 'on' | 'exitCode'>;
  /** `dist/`, where cli.js lies. */
  readonly folder: string;
}

/** Runs the command line inside Electron's main process, without a window, and ends the process with its code. */
export async function runCommand(
  { app }: Pick<ElectronApi, 'app'>,
  words: readonly string[],
  { process, folder }: CommandHost = { process: globalThis.process, folder: import.meta.dirname },
): Promise<void> {
  const cli = join(folder, 'cli.js');
  process.argv.splice(0, process.argv.length, process.execPath, cli, ...words);
  app.dock?.hide();
  const crash = (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : error}\n`);
    app.exit(1);
  };
  process.on('uncaughtException', crash); // Electron would show a dialogue
  try {
    await import(/* @vite-ignore */ pathToFileURL(cli).href);
  } catch (error) {
    return crash(error);
  }
  await Promise.all([written(process.stdout), written(process.stderr)]);
  app.exit(Number(process.exitCode ?? 0));
}

/** Pipes are written to after the call on some systems, and what is not written when the process ends is lost. */
function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (!stream.writable) return resolve();
    stream.once('error', () => resolve());
    stream.write('', () => resolve());
  });
}
