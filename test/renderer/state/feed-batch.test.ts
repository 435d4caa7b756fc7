import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFeedBatch } from '../../../src-renderer/state/feed-batch.ts';
import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import type { FeedMessage } from '../../../src-shared/schema/feed.ts';
import { statusOf } from '../../doubles/orchestrator.ts';
import { reportOf } from '../../support/statuses.ts';

const status = (seq: number): FeedMessage => ({
  kind: 'status',
  seq,
  servers: [statusOf('a')],
  removed: [],
  summary: reportOf([]).summary,
});
const snapshot: FeedMessage = { kind: 'snapshot', seq: 1, missed: 0, report: reportOf([statusOf('a')]) };

describe('a batch of the feed', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function setUp() {
    const batches: (readonly FeedMessage[])[] = [];
    const page = { hidden: false };
    const batch = createFeedBatch({
      isHidden: () => page.hidden,
      onBatch: (messages) => batches.push(messages),
    });
    return { batch, batches, page };
  }

  it('gathers what came within a quarter of a second, in order', () => {
    const { batch, batches } = setUp();
    for (const seq of [1, 2, 3]) batch.add(status(seq));
    vi.advanceTimersByTime(249);
    expect(batches).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(batches.map((messages) => messages.map((message) => 'seq' in message && message.seq))).toEqual([
      [1, 2, 3],
    ]);
  });

  it('hands a snapshot on at once, after what came before it', () => {
    const { batch, batches } = setUp();
    batch.add(status(1));
    batch.add(snapshot);
    expect(batches.map((messages) => messages.map(({ kind }) => kind))).toEqual([['status', 'snapshot']]);
    vi.advanceTimersByTime(1000);
    expect(batches).toHaveLength(1);
  });

  it('waits while nobody sees the page, without growing for ever', () => {
    const { batch, batches, page } = setUp();
    page.hidden = true;
    batch.add(status(1));
    vi.advanceTimersByTime(3_600_000);
    expect(batches).toEqual([]);
    batch.flush();
    expect(batches).toHaveLength(1);
    for (let seq = 0; seq < 12_000; seq++) batch.add(status(seq));
    expect(batches).toHaveLength(3);
    // Many servers in one message are as much to keep as many messages.
    const many: FeedMessage = {
      ...status(0),
      servers: Array.from({ length: 3000 }, (_, i) => statusOf(`s${i}`)),
    } as FeedMessage;
    batch.flush();
    batch.add(many);
    batch.add(many);
    expect(batches).toHaveLength(5);
  });

  it('hands on what happened while nobody sees the page: its title is still read', () => {
    const { batch, batches, page } = setUp();
    page.hidden = true;
    batch.add(status(1));
    batch.add({ kind: 'event', event: { seq: 2, type: 'server.state' } as OrchestratorEvent });
    vi.advanceTimersByTime(250);
    expect(batches.map((messages) => messages.map(({ kind }) => kind))).toEqual([['status', 'event']]);
  });
});
