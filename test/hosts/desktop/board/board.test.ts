import { describe, expect, it } from 'vitest';
import { createBoard } from '../../../../src-main/hosts/desktop/board/board.ts';
import type { FeedMessage } from '../../../../src-shared/schema/feed.ts';
import type { ServerStatus } from '../../../../src-shared/schema/status.ts';
import { statusOf } from '../../../support/statuses.ts';

const snapshot = (servers: readonly ServerStatus[], seq = 1) =>
  ({
    kind: 'snapshot',
    seq,
    missed: 0,
    report: { instance: {}, summary: {}, servers },
  }) as unknown as FeedMessage;

describe('the board', () => {
  it('connects, lives by what the feed brings, and keeps the last of it when the feed is lost', () => {
    let now = 1000;
    const board = createBoard(() => now);
    expect(board.state).toMatchObject({ connection: 'connecting', report: null });
    expect(board.seq).toBeNull();
    board.take(snapshot([statusOf({ name: 'one', state: 'RUNNING' })], 7));
    expect(board.state).toMatchObject({ connection: 'live', health: { level: 'ok' } });
    expect(board.seq).toBe(7);
    now = 1500;
    board.take({ kind: 'event', event: { seq: 8 } } as unknown as FeedMessage);
    now = 2000;
    board.lost();
    expect(board.state).toMatchObject({ connection: 'lost', at: 1500, health: { level: 'ok' } });
    board.take(snapshot([statusOf({ name: 'one', state: 'CRASHED' })], 9));
    expect(board.state).toMatchObject({ connection: 'live', at: 2000, health: { level: 'failed' } });
  });

  it('tells whoever draws from it only where there is something to draw', () => {
    const board = createBoard(() => 0);
    let told = 0;
    const stop = board.subscribe(() => {
      told++;
    });
    board.take(snapshot([]));
    expect(told).toBe(1);
    board.take({ kind: 'event', event: { seq: 2 } } as unknown as FeedMessage);
    expect(told).toBe(1);
    board.lost();
    board.lost();
    expect(told).toBe(2);
    stop();
    board.take(snapshot([]));
    expect(told).toBe(2);
  });
});
