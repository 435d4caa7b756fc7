import { setImmediate as turn } from 'node:timers/promises';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { os, type RouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MOST_UNREAD, servePort } from '../../src-main/transport/message-port.ts';
import { PORT_READ, tellWhatIsRead } from '../../src-shared/contract/port.ts';

/** As many as are asked for, as fast as they are taken. */
function createSource() {
  let made = 0;
  let ended = 0;
  const router = {
    greet: os.handler(() => 'hello'),
    count: os.handler(async function* () {
      try {
        for (;;) yield ++made;
      } finally {
        ended++;
      }
    }),
  };
  return {
    router,
    get made() {
      return made;
    },
    get ended() {
      return ended;
    },
  };
}

/** Everything that can happen by itself has happened. */
async function quiet(): Promise<void> {
  for (let turns = 0; turns < 50; turns++) await turn();
}

describe('a page at the other end of a port', () => {
  let source: ReturnType<typeof createSource>;
  let page: MessagePort;
  let lines: string[];
  beforeEach(() => {
    source = createSource();
    lines = [];
    const { port1, port2 } = new MessageChannel();
    page = port2;
    servePort({
      router: source.router,
      port: port1,
      context: { actor: 'desktop' },
      log: (text) => lines.push(text),
    });
  });
  afterEach(() => page.close());

  function clientOf(port: MessagePort) {
    const client: RouterClient<ReturnType<typeof createSource>['router']> = createORPCClient(
      new RPCLink({ port: port as unknown as globalThis.MessagePort }),
    );
    port.start();
    return client;
  }

  it('that hangs gets what was on its way, and no stream goes on for it', async () => {
    const client = clientOf(page); // it never says that it read something
    const numbers = (await client.count())[Symbol.asyncIterator]();
    await quiet();
    // The answer that the stream begins with is one of them, and one number waits to go.
    expect(source.made).toBe(MOST_UNREAD);
    for (let reads = 0; reads < 10; reads++) page.postMessage(PORT_READ);
    await quiet();
    expect(source.made).toBe(MOST_UNREAD + 10);
    expect(await numbers.next()).toMatchObject({ value: 1 });
  });

  it('that goes while something waits for it leaves no stream behind', async () => {
    void clientOf(page).count();
    await quiet();
    page.close();
    await expect.poll(() => source.ended).toBe(1);
    const made = source.made;
    await quiet();
    expect(source.made).toBe(made);
  });

  it('that reads gets all of it, and is answered in between', async () => {
    tellWhatIsRead(page);
    const client = clientOf(page);
    const seen: number[] = [];
    for await (const number of await client.count()) {
      seen.push(number);
      if (number === 5 * MOST_UNREAD) break;
    }
    expect(seen).toEqual(Array.from({ length: 5 * MOST_UNREAD }, (_, index) => index + 1));
    expect(await client.greet()).toBe('hello');
  });

  it('that sends nonsense is told of in the log, and served on', async () => {
    const client = clientOf(page);
    for (const nonsense of ['{', 7, null, { id: 1 }]) page.postMessage(nonsense);
    expect(await client.greet()).toBe('hello');
    expect(lines.length).toBeGreaterThan(0);
    expect(lines[0]).toMatch(/^a message of a page was not understood: /);
  });
});
