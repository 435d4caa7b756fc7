import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Client, RpcConnection } from '../../src-renderer/connection/client.ts';
import { type ConnectionState, createConnection } from '../../src-renderer/connection/connection.ts';
import type { FeedMessage } from '../../src-shared/schema/feed.ts';

const instance = { kind: 'instance', instance: {} } as unknown as FeedMessage;

/** A socket whose feed the test writes. */
function fakeSocket() {
  const messages: FeedMessage[] = [];
  let wake = Promise.withResolvers<void>();
  let ended = false;
  const asked: unknown[] = [];
  async function* feed() {
    while (!ended) {
      const message = messages.shift();
      if (message !== undefined) yield message;
      else await wake.promise;
    }
  }
  const end = () => {
    ended = true;
    wake.resolve();
  };
  const client = {
    events: {
      feed: async (input: unknown) => {
        asked.push(input);
        return feed();
      },
    },
  } as unknown as Client;
  const rpc: { -readonly [K in keyof RpcConnection]: RpcConnection[K] } = {
    client,
    desktop: null,
    closed: Promise.resolve(),
    close: end,
  };
  return {
    rpc,
    asked,
    end,
    send(message: FeedMessage) {
      messages.push(message);
      wake.resolve();
      wake = Promise.withResolvers();
    },
  };
}

describe('the connection of the page', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function rig(refused = false) {
    const sockets: ReturnType<typeof fakeSocket>[] = [];
    const states: ConnectionState[] = [];
    const seen: FeedMessage[] = [];
    let seq: number | null = null;
    let refusals = 0;
    const connection = createConnection({
      link: {
        open() {
          const socket = fakeSocket();
          sockets.push(socket);
          return socket.rpc;
        },
        isRefused: async () => refused,
      },
      now: () => Date.now(),
      onState: (state) => states.push(state),
      onFeed: (message) => seen.push(message),
      seq: () => seq,
      onRefused: () => {
        refusals++;
      },
    });
    connection.begin();
    return {
      connection,
      sockets,
      states,
      seen,
      refusals: () => refusals,
      setSeq: (value: number) => {
        seq = value;
      },
      settle: () => vi.advanceTimersByTimeAsync(0),
    };
  }

  it('is live with the first message and resumes after the last event that is known', async () => {
    const { connection, sockets, states, seen, setSeq, settle } = rig();
    expect(states).toEqual([{ kind: 'connecting' }]);
    expect(connection.client).toBeNull();
    sockets[0]?.send(instance);
    await settle();
    expect([states.at(-1), seen.length, sockets[0]?.asked]).toEqual([{ kind: 'live' }, 1, [{}]]);
    expect(connection.client).not.toBeNull();

    setSeq(42);
    sockets[0]?.end();
    await settle();
    expect(states.at(-1)).toMatchObject({ kind: 'lost', attempt: 1 });
    expect(connection.client).toBeNull();
    await vi.advanceTimersByTimeAsync(500);
    expect(sockets[1]?.asked).toEqual([{ since: 42 }]);
  });

  it('waits longer after each attempt, from half a second to 5 s, and counts from the moment it was lost', async () => {
    const { sockets, states, settle } = rig();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 8; attempt++) {
      sockets.at(-1)?.end();
      await settle();
      const state = states.at(-1);
      if (state?.kind !== 'lost' || state.nextAt === null) throw new Error('not waiting');
      waits.push(state.nextAt - Date.now());
      await vi.advanceTimersByTimeAsync(state.nextAt - Date.now());
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 5000, 5000, 5000, 5000]);
    const since = new Set(
      states.map((state) => (state.kind === 'lost' ? state.since : null)).filter((at) => at !== null),
    );
    expect(since.size).toBe(1);
  });

  it('takes silence for a loss, and tries at once when asked to', async () => {
    const { connection, sockets, states, settle } = rig();
    sockets[0]?.send(instance);
    await settle();
    await vi.advanceTimersByTimeAsync(13_000);
    expect(states.at(-1)).toMatchObject({ kind: 'lost' });
    connection.tryNow();
    await settle();
    expect(sockets).toHaveLength(2);
  });

  it('waits for no farewell of an instance that hangs, and takes nothing more from it', async () => {
    const { sockets, states, seen, settle } = rig();
    const hanging = sockets[0];
    if (hanging === undefined) throw new Error('not opened');
    hanging.rpc.close = () => undefined;
    hanging.send(instance);
    await settle();
    await vi.advanceTimersByTimeAsync(13_000);
    expect(states.at(-1)).toMatchObject({ kind: 'lost', attempt: 1 });
    await vi.advanceTimersByTimeAsync(500);
    sockets[1]?.send(instance);
    await settle();
    hanging.send(instance);
    await settle();
    expect([states.at(-1), seen.length]).toEqual([{ kind: 'live' }, 2]);
  });

  it('says after 7 s of silence since when it is, and is live again with the next word', async () => {
    const { connection, sockets, states, settle } = rig();
    sockets[0]?.send(instance);
    await settle();
    const heardAt = Date.now();
    await vi.advanceTimersByTimeAsync(6999);
    expect(states.at(-1)).toEqual({ kind: 'live' });
    await vi.advanceTimersByTimeAsync(1);
    expect(states.at(-1)).toEqual({ kind: 'stale', since: heardAt });
    expect(connection.client).not.toBeNull();
    sockets[0]?.send(instance);
    await settle();
    expect(states.at(-1)).toEqual({ kind: 'live' });
    await vi.advanceTimersByTimeAsync(7000);
    expect(states.at(-1)).toMatchObject({ kind: 'stale' });
    expect(sockets).toHaveLength(1);
  });

  it('gives up where it is not let in any more', async () => {
    const { sockets, refusals, settle } = rig(true);
    sockets[0]?.end();
    await settle();
    expect(refusals()).toBe(0);
    await vi.advanceTimersByTimeAsync(500);
    sockets[1]?.end();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([refusals(), sockets.length]).toEqual([1, 2]);
  });
});
