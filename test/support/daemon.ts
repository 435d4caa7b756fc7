import { type ChildProcess, spawn } from 'node:child_process';
import { findTool, type OptionalTool } from './tools.ts';

/** A program that serves others until its test ends it, and that says on descriptor 3 when it does. */
export interface Daemon extends AsyncDisposable {
  /** Its first line there: an address, the number of a display. */
  readonly said: string;
}

export interface DaemonOptions {
  readonly tool: OptionalTool;
  readonly args: readonly string[];
}

const ATTEMPTS = 3;
/** For one attempt: a second is usual on a busy computer. */
const PATIENCE_MS = 30_000;
/** To clean up after itself, which a killed one cannot. */
const GOODBYE_MS = 5000;

/**
 * It is started again when it ends or stays silent: it depends on programs and numbers that it shares with the whole
 * computer, and no test is about either. The failure tells what the last one complained of.
 */
export async function startDaemon({ tool, args }: DaemonOptions): Promise<Daemon> {
  let complaint = '';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const program = findTool(tool) ?? tool.name;
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
    let errors = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      errors = (errors + text).slice(-2000);
    });
    const said = await firstLine(child);
    if (said !== null) return { said, [Symbol.asyncDispose]: () => ended(child) };
    complaint = `exit code ${child.exitCode}, signal ${child.signalCode}, said: ${errors}`;
    await ended(child);
  }
  throw new Error(`${tool.name} did not begin in ${ATTEMPTS} attempts; the last: ${complaint}`);
}

function firstLine(child: ChildProcess): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  let written = '';
  child.stdio[3]?.on('data', (data: Buffer) => {
    written += data.toString();
    const end = written.indexOf('\n');
    if (end >= 0) resolve(written.slice(0, end).trim());
  });
  child.once('exit', () => resolve(null));
  child.once('error', () => resolve(null));
  const timer = setTimeout(() => resolve(null), PATIENCE_MS);
  return promise.finally(() => clearTimeout(timer));
}

/** Ends a program of a test and waits until it is gone; one that cannot be started is. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), GOODBYE_MS);
  await gone;
  clearTimeout(timer);
}
