import type { ServerResponse } from 'node:http';
import { getEventMeta } from '@orpc/server';
import type { Clock, Timer } from '../core/ports/clock.ts';

/** Proxies and browsers give up on what is silent for longer. */
export const KEEP_ALIVE_MS = 15_000;

/**
 * Writes an iterator as server-sent events: one `message` event each, with the id that its meta carries, and comments
 * in silence. Ends with the iterator, the connection or the signal, and returns the iterator in each case. A reader
 * that does not read holds the iterator back.
 */
export async function sendEvents(
  response: ServerResponse,
  events: AsyncIterator<unknown>,
  options: { readonly clock: Clock; readonly headers: Readonly<Record<string, string>> },
): Promise<void> {
  const { clock } = options;
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    ...options.headers,
  });
  // Whoever waits for the stream knows now that it is open.
  response.write(': open\n\n');
  let timer: Timer | null = null;
  const keepAlive = () => {
    if (!response.writableNeedDrain) response.write(': \n\n');
    timer = clock.setTimer(KEEP_ALIVE_MS, keepAlive);
  };
  timer = clock.setTimer(KEEP_ALIVE_MS, keepAlive);
  try {
    for (;;) {
      const next = await events.next();
      if (next.done === true || response.destroyed || response.writableEnded) break;
      if (!response.write(asEvent(next.value))) await drained(response);
    }
  } finally {
    (timer as Timer | null)?.cancel();
    await events.return?.();
    response.end();
  }
}

function asEvent(value: unknown): string {
  const id = getEventMeta(value)?.id;
  // JSON has no line breaks, so one data line holds it.
  return `${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(value)}\n\n`;
}

function drained(response: ServerResponse): Promise<void> {
  if (response.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.once('drain', done);
    response.once('close', done);
  });
}
