import { write } from 'node:fs';
import { isatty } from 'node:tty';
import type { LogScreen } from './app-log.ts';

/** What waits for a terminal that is held (Ctrl-S) or a pipe that nobody reads; beyond it lines are left out. */
const MAX_WAITING_BYTES = 256 * 1024;
const RETRY_AFTER_MS = 100;

/**
 * Standard error, written from Node's pool of threads: `process.stderr` writes to terminals and pipes synchronously,
 * so a reader that has stopped would stop the whole supervisor.
 */
export function createStandardError(
  descriptor = 2,
  env: Readonly<Record<string, string | undefined>> = process.env,
): LogScreen {
  let waiting = '';
  let busy = false;

  function next(): void {
    if (busy || waiting === '') return;
    busy = true;
    const data = Buffer.from(waiting);
    waiting = '';
    writeFrom(data, 0);
  }

  function writeFrom(data: Buffer, offset: number): void {
    write(descriptor, data, offset, data.length - offset, null, (error, written) => {
      if (error?.code === 'EAGAIN') setTimeout(() => writeFrom(data, offset), RETRY_AFTER_MS).unref();
      else if (!error && offset + written < data.length) writeFrom(data, offset + written);
      else {
        busy = false; // another error: nobody is there to read, and the file has the line
        next();
      }
    });
  }

  const isTerminal = isatty(descriptor);
  return {
    isTerminal,
    hasColors: isTerminal && !env.NO_COLOR && env.TERM !== 'dumb',
    write(text) {
      if (waiting.length + text.length > MAX_WAITING_BYTES) return;
      waiting += text;
      next();
    },
  };
}
