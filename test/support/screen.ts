import { startDaemon } from './daemon.ts';
import { XVFB } from './session-bus.ts';

/** A screen that nobody sees, on a display of its own. */
export interface Screen extends AsyncDisposable {
  /** For `DISPLAY`. */
  readonly display: string;
}

/** Xvfb of 800 by 300 points. */
export async function screen(): Promise<Screen> {
  const args = ['-displayfd', '3', '-screen', '0', '800x300x24', '-nolisten', 'tcp', '-br'];
  const server = await startDaemon({ tool: XVFB, args });
  return { display: `:${server.said}`, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}
