import type { FedBoard } from '../board/board.ts';
import { type DesktopClock, pause, systemClock } from '../clock.ts';
import type { OrchestratorLink } from './link.ts';

/** Before the feed is opened again: it ends with the instance, and with a connection that broke. */
const RETRY_MS = 1000;

/** It says something every 5 s: one that is silent for longer hangs, and so does a socket whose other end is gone. */
export const SILENCE_MS = 13_000;

/**
 * Keeps the board fed from the link's orchestrator until the signal. One in another process may hang without its connection
 * ending; what it said last is then shown as what it is, old.
 */
export async function feedBoard(
  board: FedBoard,
  link: Pick<OrchestratorLink, 'client' | 'mode'>,
  signal: AbortSignal,
  clock: Pick<DesktopClock, 'setTimer'> = systemClock,
): Promise<void> {
  while (!signal.aborted) {
    const silence = new AbortController();
    let watchdog = { cancel: () => {} };
    const heard = () => {
      watchdog.cancel();
      if (link.mode === 'attached') watchdog = clock.setTimer(SILENCE_MS, () => silence.abort());
    };
    heard();
    try {
      const since = board.seq;
      const ending = { signal: AbortSignal.any([signal, silence.signal]) };
      const feed = await link.client.events.feed(since === null ? {} : { since }, ending);
      for await (const message of feed) {
        heard();
        board.take(message);
      }
    } catch {
      // However it ended, what follows is the same: it is opened again.
    }
    watchdog.cancel();
    if (signal.aborted) return;
    board.lost();
    await pause(RETRY_MS, signal, clock);
  }
}
