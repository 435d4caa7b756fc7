import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { cliConfig } from '../../../vite.config.ts';
import { type Built, builtOnce } from '../../support/builds.ts';
import { eventually } from '../../support/eventually.ts';
import { type IsolatedHome, isolatedHome } from '../../support/temp.ts';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/servers/${name}`, import.meta.url));

export const trivial = { command: process.execPath, args: [fixture('trivial.mjs')] };
export const chaos = (...flags: readonly string[]) => ({
  command: process.execPath,
  args: [fixture('chaos.mjs'), ...flags],
});

/** The command line as it is shipped, built from the sources of this run; in the checkout, as `dist/` is. */
export interface BuiltCli extends Built {
  readonly file: string;
}

export async function buildCli(): Promise<BuiltCli> {
  const built = await builtOnce('cli', async (folder) => {
    const config = cliConfig();
    await build({ ...config, build: { ...config.build, outDir: folder } });
  });
  return { ...built, file: join(built.folder, 'cli.js') };
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A user's computer with a configuration; whatever instance was begun in it ends with the block. */
export interface Place extends AsyncDisposable {
  readonly home: IsolatedHome;
  readonly config: string;
  run(words: readonly string[], options?: RunOptions): Promise<Ended>;
  /** Runs on; standard output and error are pipes. */
  spawn(words: readonly string[], env?: Readonly<Record<string, string>>): ChildProcess;
}

/** `configuration` undefined: there is no file. */
export async function place(cli: BuiltCli, configuration?: object | string): Promise<Place> {
  const home = await isolatedHome();
  const config = home.file('.mcp.json');
  if (configuration !== undefined) {
    await writeFile(
      config,
      typeof configuration === 'string' ? configuration : JSON.stringify(configuration),
    );
  }
  const children: ChildProcess[] = [];
  const start = (words: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess => {
    const child = spawn(process.execPath, [cli.file, ...words], {
      // Nobody's desktop is told of what a test crashes; the tests of notifications have one of their own.
      env: { ...home.env, MCP_ORCHESTRATOR_NOTIFY: 'off', ...env },
      cwd: home.path,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    children.push(child);
    return child;
  };
  const run = async (words: readonly string[], { input = '', env = {} }: RunOptions = {}): Promise<Ended> => {
    const child = start(words, env);
    child.stdin?.end(input);
    const code = new Promise<number | null>((resolve) => child.once('close', resolve));
    const [stdout, stderr] = await Promise.all([text(child.stdout as never), text(child.stderr as never)]);
    return { code: await code, stdout, stderr };
  };
  return {
    home,
    config,
    run,
    spawn: start,
    async [Symbol.asyncDispose]() {
      await run(['shutdown', '--force']);
      for (const child of children) if (!hasEnded(child)) child.kill('SIGKILL');
      await home[Symbol.asyncDispose]();
    },
  };
}

/** The lines that a process has written so far. */
export function linesOf(child: ChildProcess): readonly string[] {
  const lines: string[] = [];
  let rest = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
  });
  return lines;
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;

export function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    if (hasEnded(child)) resolve(child.exitCode);
    else child.once('exit', resolve);
  });
}

/** A monitor with --json that listens; `lines` is everything that it wrote since. */
export async function monitor(where: Place, ...words: readonly string[]) {
  const child = where.spawn(['monitor', '--json', ...words]);
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    complaints = (complaints + chunk).slice(-4000);
  });
  const lines = linesOf(child);
  const ready = await eventually(() => lines[0] ?? hasEnded(child), Boolean, { what: 'the first line' });
  if (typeof ready !== 'string') throw new Error(`the monitor ended: ${child.exitCode}\n${complaints}`);
  return { child, lines, ready: JSON.parse(ready) as Record<string, unknown> };
}

/** The state of each server as `status --json` tells it. */
export async function states(where: Place): Promise<Readonly<Record<string, string>>> {
  const { stdout } = await where.run(['status', '--json']);
  const { servers } = JSON.parse(stdout) as { servers: readonly { name: string; state: string }[] };
  return Object.fromEntries(servers.map(({ name, state }) => [name, state]));
}

/** The headless host in a process of its own, as somebody who shares its home meets it. */
export async function daemon(where: Place) {
  const { child } = await monitor(where);
  return {
    pid: child.pid ?? 0,
    get lives() {
      return !hasEnded(child);
    },
    async shutdown() {
      await where.run(['shutdown', '--force']);
      await exitOf(child);
    },
  };
}
