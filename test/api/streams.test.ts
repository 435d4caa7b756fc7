import { describe, expect, it } from 'vitest';
import { streamEvents } from '../../src-main/api/event-stream.ts';
import { type LogSource, streamLog } from '../../src-main/api/log-stream.ts';
import type { LogLine } from '../../src-shared/schema/log-line.ts';
import { createOrchestratorDouble, statusOf } from '../doubles/orchestrator.ts';
import { FakeClock } from '../support/fake-clock.ts';

function line(text: string, second = 0): LogLine {
  return {
    at: `2026-01-01T00:00:${String(second).padStart(2, '0')}.000Z`,
    server: 'a',
    stream: 'stderr',
    text,
    truncated: false,
  };
}

type Listener = Parameters<LogSource['follow']>[0];

/** A log whose page is answered when the test says so. */
function slowLog() {
  const page = Promise.withResolvers<readonly LogLine[]>();
  const state: { listener: Listener | null } = { listener: null };
  const source: LogSource = {
    page: async () => ({ lines: await page.promise, before: null }),
    follow(given) {
      state.listener = given;
      return () => {
        state.listener = null;
      };
    },
  };
  return { source, answerPage: page.resolve, state };
}

describe('a followed log', () => {
  it('shows a line once that was written while the tail was read', async () => {
    const { source, answerPage, state } = slowLog();
    const stream = streamLog(source, { tail: 10 });
    const first = stream.next();
    void state.listener?.([line('b', 2), line('c', 3)], 0);
    answerPage([line('a', 1), line('b', 2)]);
    expect((await first).value).toEqual({ lines: [line('a', 1), line('b', 2)], dropped: 0 });
    expect((await stream.next()).value).toEqual({ lines: [line('c', 3)], dropped: 0 });
    await stream.return();
    expect(state.listener).toBeNull();
  });

  it('holds the source back until a batch was taken, and hands on what was dropped', async () => {
    const { source, state } = slowLog();
    const stream = streamLog(source, { tail: 0 });
    expect((await stream.next()).value).toEqual({ lines: [], dropped: 0 });
    let taken = false;
    void Promise.resolve(state.listener?.([line('a')], 7)).then(() => {
      taken = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(taken).toBe(false);
    expect((await stream.next()).value).toEqual({ lines: [line('a')], dropped: 7 });
    const next = stream.next();
    await new Promise((resolve) => setImmediate(resolve));
    expect(taken).toBe(true);
    void state.listener?.([line('b')], 0);
    expect((await next).value).toEqual({ lines: [line('b')], dropped: 0 });
    await stream.return();
  });

  it('ends with its signal', async () => {
    const { source, state } = slowLog();
    const controller = new AbortController();
    const stream = streamLog(source, { tail: 0, signal: controller.signal });
    await stream.next();
    const next = stream.next();
    controller.abort();
    expect((await next).done).toBe(true);
    expect(state.listener).toBeNull();
  });
});

describe('a stream of events', () => {
  it('misses nothing and repeats nothing, however slow its reader is', async () => {
    const orchestrator = createOrchestratorDouble(new FakeClock(), [statusOf('a')]);
    const flip = (count: number) => {
      for (let index = 0; index < count; index++)
        orchestrator.change('a', { state: index % 2 === 0 ? 'CRASHED' : 'RUNNING' });
    };
    flip(700);
    const controller = new AbortController();
    const stream = streamEvents(orchestrator, { since: 0, signal: controller.signal });
    const seen: number[] = [];
    for (let index = 0; index < 600; index++) seen.push((await stream.next()).value?.seq ?? -1);
    flip(2500);
    while (seen.length < 3200) seen.push((await stream.next()).value?.seq ?? -1);
    expect(seen).toEqual(Array.from({ length: 3200 }, (_, index) => index + 1));
    const next = stream.next();
    controller.abort();
    expect((await next).done).toBe(true);
  });
});
