import type { FedBoard } from '../board/board.ts';
import { pause } from '../clock.ts';
import type { OrchestratorLink } from './link.ts';

/** Before the feed is opened again: it ends with the instance, and with a connection that broke. */
const RETRY_MS = 1000;

/** Keeps the board fed from the link's orchestrator until the signal. */
export async function feedBoard(board: FedBoard, link: OrchestratorLink, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const since = board.seq;
      const feed = await link.client.events.feed(since === null ? {} : { since }, { signal });
      for await (const message of feed) board.take(message);
    } catch {
      // However it ended, what follows is the same: it is opened again.
    }
    if (signal.aborted) return;
    board.lost();
    await pause(RETRY_MS, signal);
  }
}
