import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogModel, type LogModel } from '../../../src-renderer/features/log/log-model.ts';
import { type LogBatch, type LogPage, overlapOf } from '../../../src-renderer/features/log/source.ts';
import type { LogLine } from '../../../src-shared/schema/log-line.ts';

const lineOf = (text: string): LogLine => ({
  at: '2026-11-21T12:00:00.000Z',
  server: 'a',
  stream: 'stderr',
  text,
  truncated: false,
});
const linesOf = (...texts: readonly string[]) => texts.map(lineOf);
const textsOf = ({ store }: LogModel) => store.chunks.flatMap(({ texts }) => texts);

/** The orchestrator's side of one connection. */
function connectionOf(page: () => Promise<LogPage>) {
  const waiting: LogBatch[] = [{ lines: [], dropped: 0 }];
  let wake: (() => void) | null = null;
  const side = {
    returned: false,
    send(batch: LogBatch) {
      waiting.push(batch);
      wake?.();
    },
    reader: {
      follow: () =>
        Promise.resolve({
          [Symbol.asyncIterator]: () => ({
            async next(): Promise<IteratorResult<LogBatch>> {
              while (waiting.length === 0)
                await new Promise<void>((resolve) => {
                  wake = resolve;
                });
              return { done: false, value: waiting.shift() as LogBatch };
            },
            return(): Promise<IteratorResult<LogBatch>> {
              side.returned = true;
              return Promise.resolve({ done: true, value: undefined });
            },
          }),
        }),
      page,
    },
  };
  return side;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const soon = () => vi.advanceTimersByTimeAsync(200);

describe('a log that is followed', () => {
  it('that was empty is drawn with its first line', async () => {
    const model = createLogModel({ own: false });
    const side = connectionOf(() => Promise.resolve({ lines: [], before: null }));
    void model.source.run(side.reader, new AbortController().signal);
    await soon();
    expect([model.source.loaded, model.rows.count]).toEqual([true, 0]);
    const { version } = model.state;
    side.send({ lines: linesOf('first'), dropped: 0 });
    await soon();
    expect(model.rows.count).toBe(1);
    expect(model.state.version).toBeGreaterThan(version);
  });

  it('has each line once, goes on where a lost connection ended, and says what was missed', async () => {
    const model = createLogModel({ own: false });
    const lost = new AbortController();
    const first = connectionOf(() => Promise.resolve({ lines: linesOf('1', '2'), before: null }));
    void model.source.run(first.reader, lost.signal);
    await soon();
    first.send({ lines: linesOf('2', '3'), dropped: 0 });
    await soon();
    expect(textsOf(model)).toEqual(['1', '2', '3']);
    lost.abort();
    const second = connectionOf(() => Promise.resolve({ lines: linesOf('2', '3', '4'), before: null }));
    void model.source.run(second.reader, new AbortController().signal);
    await soon();
    second.send({ lines: linesOf('6'), dropped: 1 });
    await soon();
    expect(textsOf(model)).toEqual(['1', '2', '3', '4', '1', '6']);
    expect(model.rows.count).toBe(6);
  });

  it('begins anew where nothing of what is known is left', async () => {
    const model = createLogModel({ own: false });
    const run = async (texts: readonly string[]) => {
      const side = connectionOf(() => Promise.resolve({ lines: linesOf(...texts), before: null }));
      void model.source.run(side.reader, new AbortController().signal);
      await soon();
    };
    await run(['1', '2']);
    await run(['8', '9']);
    expect(textsOf(model)).toEqual(['8', '9']);
  });

  it('is left where its page is refused', async () => {
    const model = createLogModel({ own: false });
    const side = connectionOf(() => Promise.reject(new Error('no such log')));
    await expect(model.source.run(side.reader, new AbortController().signal)).rejects.toThrow('no such log');
    expect(side.returned).toBe(true);
  });

  it('is held while it is paused, and counted', async () => {
    const model = createLogModel({ own: false });
    const side = connectionOf(() => Promise.resolve({ lines: linesOf('1'), before: null }));
    void model.source.run(side.reader, new AbortController().signal);
    await soon();
    model.setPaused(true);
    side.send({ lines: linesOf('2', '3'), dropped: 0 });
    await soon();
    expect([model.rows.count, model.state.fresh]).toEqual([1, 2]);
    model.setPaused(false);
    expect([model.rows.count, model.state.fresh]).toEqual([3, 0]);
  });
});

describe('lines that came twice', () => {
  it.each([
    [['a', 'b'], ['b', 'c'], 1],
    [['a', 'b', 'b'], ['b', 'b', 'c'], 2],
    [['a', 'b', 'c'], ['b'], 1],
    [['a'], ['b'], 0],
    [[], ['b'], 0],
  ])('of %j and then %j: %i', (known, came, count) => {
    expect(overlapOf(linesOf(...known), linesOf(...came)).count).toBe(count);
  });
});
