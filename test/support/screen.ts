import { spawn } from 'node:child_process';
import { ended, XVFB } from './session-bus.ts';
import { findTool } from './tools.ts';

/** A screen that nobody sees, on a display of its own. */
export interface Screen extends AsyncDisposable {
  /** For `DISPLAY`. */
  readonly display: string;
}

const ATTEMPTS = 3;
/** For one attempt: a second is usual on a busy computer. */
const PATIENCE_MS = 30_000;

/**
 * Xvfb of 800 by 300 points. It is started again when it ends or stays silent: it depends on a compiler of keyboards
 * that it starts itself and on numbers that it shares with all screens of the computer, and no test is about either.
 */
export async function screen(): Promise<Screen> {
  let complaint = '';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const server = spawn(
      findTool(XVFB) ?? 'Xvfb',
      ['-displayfd', '3', '-screen', '0', '800x300x24', '-nolisten', 'tcp', '-br'],
      { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] },
    );
    let said = '';
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-2_000);
    });
    const number = await new Promise<string | null>((resolve) => {
      let written = '';
      server.stdio[3]?.on('data', (data: Buffer) => {
        written += data.toString();
        if (written.endsWith('\n')) resolve(written.trim());
      });
      server.once('exit', () => resolve(null));
      server.once('error', () => resolve(null));
      setTimeout(() => resolve(null), PATIENCE_MS).unref();
    });
    if (number !== null) {
      return { display: `:${number}`, [Symbol.asyncDispose]: () => ended(server) };
    }
    complaint = `exit code ${server.exitCode}, signal ${server.signalCode}, said: ${said}`;
    await ended(server);
  }
  throw new Error(`Xvfb named no display in ${ATTEMPTS} attempts; the last: ${complaint}`);
}
