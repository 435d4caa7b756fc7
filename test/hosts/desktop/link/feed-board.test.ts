import { describe, expect, it } from 'vitest';
import { createBoard } from '../../../../src-main/hosts/desktop/board/board.ts';
import { feedBoard, SILENCE_MS } from '../../../../src-main/hosts/desktop/link/feed-board.ts';
import type { FeedMessage } from '../../../../src-shared/schema/feed.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { reportOf } from '../../../support/statuses.ts';

/** An orchestrator that says how all is, and then nothing more until it is left. */
function begin(mode: 'own' | 'attached') {
  const clock = new FakeClock();
  const board = createBoard(() => clock.wallMs());
  const ending = new AbortController();
  let opened = 0;
  async function* feed(_input: object, { signal }: { readonly signal: AbortSignal }) {
    opened++;
    yield { kind: 'snapshot', seq: 1, report: reportOf([]) } as unknown as FeedMessage;
    await new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  }
  const client = { events: { feed: async (...given: Parameters<typeof feed>) => feed(...given) } };
  const over = feedBoard(board, { mode, client: client as never }, ending.signal, clock);
  return {
    ...{ clock, board },
    get opened() {
      return opened;
    },
    async [Symbol.asyncDispose]() {
      ending.abort();
      await over;
    },
  };
}

describe('an orchestrator that says nothing any more', () => {
  it('in another process is lost, and asked again', async () => {
    await using it = await begin('attached');
    await expect.poll(() => it.board.state.connection).toBe('live');
    await it.clock.advance(SILENCE_MS - 1);
    expect(it.board.state.connection).toBe('live');
    await it.clock.advance(1);
    await expect.poll(() => it.board.state.connection).toBe('lost');
    await it.clock.advance(1000);
    await expect.poll(() => [it.board.state.connection, it.opened]).toEqual(['live', 2]);
  });

  it('in this one is not: what stops it stops whoever would judge it', async () => {
    await using it = await begin('own');
    await expect.poll(() => it.board.state.connection).toBe('live');
    await it.clock.advance(10 * SILENCE_MS);
    expect([it.board.state.connection, it.opened]).toEqual(['live', 1]);
  });
});
