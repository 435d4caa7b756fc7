import { once } from 'node:events';
import type { MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { os, type RouterClient } from '@orpc/server';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { acceptPorts } from '../../../../src-main/hosts/desktop/ipc/accept-ports.ts';
import { servePort } from '../../../../src-main/transport/message-port.ts';
import { tellWhatIsRead } from '../../../../src-shared/contract/port.ts';
import { createElectronDouble } from '../../../doubles/electron/index.ts';
import { tempFolder } from '../../../support/temp.ts';

/** A greeting, and a stream that ends with its caller; `onEnd` tells that it did. */
function createRouter(onEnd: () => void) {
  return {
    greet: os.input(z.object({ name: z.string() })).handler(({ input }) => `hello ${input.name}`),
    count: os.handler(async function* ({ signal }) {
      try {
        for (let count = 1; !signal?.aborted; count++) {
          yield count;
          await new Promise((resolve) => setImmediate(resolve));
        }
      } finally {
        onEnd();
      }
    }),
  };
}
type Client = RouterClient<ReturnType<typeof createRouter>>;

/** An application that serves a small router over the ports of its window. */
async function openServing({ serve }: { readonly serve?: () => void } = {}) {
  const folder = await tempFolder('ports');
  const double = createElectronDouble({ userData: folder.path, ready: 'now' });
  const { electron, user } = double;
  electron.protocol.handle('app', () => new Response('hello'));
  const window = new electron.BrowserWindow();
  await window.loadURL('app://dashboard/');
  const served: number[] = [];
  const lines: string[] = [];
  const streams = { ended: 0 };
  const router = createRouter(() => {
    streams.ended++;
  });
  const ports = acceptPorts({
    electron,
    isOurs: (contents) => contents === window.webContents,
    serve(port, contentsId) {
      serve?.();
      served.push(contentsId);
      servePort({ router, port, context: { actor: 'desktop' } });
    },
    log: (text) => lines.push(text),
  });
  return {
    ...{ double, electron, user, window, streams, served, lines, ports },
    async [Symbol.asyncDispose]() {
      ports.close();
      double.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

function clientOf(port: MessagePort): Client {
  const client: Client = createORPCClient(new RPCLink({ port: port as unknown as globalThis.MessagePort }));
  tellWhatIsRead(port);
  port.start();
  return client;
}

const closed = (port: MessagePort) => once(port, 'close');

describe('a page hands over a port', () => {
  test('and is answered over it, streams too', async () => {
    await using it = await openServing();
    const client = clientOf(it.user.openPort());
    expect(await client.greet({ name: 'page' })).toBe('hello page');
    const numbers: number[] = [];
    for await (const number of await client.count()) {
      numbers.push(number);
      if (numbers.length === 3) break;
    }
    expect(numbers).toEqual([1, 2, 3]);
    await expect.poll(() => it.streams.ended).toBe(1);
    expect([it.served, it.lines]).toEqual([[it.window.webContents.id], []]);
  });

  test('a second one takes the place of the first, whose streams end', async () => {
    await using it = await openServing();
    const first = it.user.openPort();
    const counting = await clientOf(first).count();
    const iterator = counting[Symbol.asyncIterator]();
    await iterator.next();
    const gone = closed(first);
    const client = clientOf(it.user.openPort());
    await gone;
    expect(await client.greet({ name: 'again' })).toBe('hello again');
    await expect.poll(() => it.streams.ended).toBe(1);
  });

  test('a document that is loaded again has a new one', async () => {
    await using it = await openServing();
    const first = it.user.openPort();
    await it.double.settled();
    const gone = closed(first);
    await it.window.loadURL('app://dashboard/settings');
    await gone;
    expect(await clientOf(it.user.openPort()).greet({ name: 'new' })).toBe('hello new');
  });

  test('it goes with the window', async () => {
    await using it = await openServing();
    const port = it.user.openPort();
    await it.double.settled();
    const gone = closed(port);
    it.window.destroy();
    await gone;
  });

  test('it goes with the application, which takes none after that', async () => {
    await using it = await openServing();
    const port = it.user.openPort();
    await it.double.settled();
    const gone = closed(port);
    it.ports.close();
    await gone;
    it.user.openPort();
    await it.double.settled();
    expect(it.served.length).toBe(1);
  });
});

describe('a port is refused', () => {
  test.each([
    [
      'of another origin',
      { origin: 'https://example.org' },
      'its origin is "https://example.org", not app://dashboard',
    ],
    ['of an origin that only begins like ours', { origin: 'app://dashboard.example.org' }, 'its origin is'],
    ['of no origin', { origin: 'null' }, 'its origin is "null"'],
    ['from a frame inside the page', { frame: 'child' }, 'it is from a frame inside the page'],
    ['from a document that is gone', { frame: 'gone' }, 'its document is gone'],
    ['where none came', { ports: 0 }, '0 ports came, not one'],
    ['where two came', { ports: 2 }, '2 ports came, not one'],
  ] as const)('%s', async (_what, options, why) => {
    await using it = await openServing();
    const port = it.user.openPort(options);
    const gone = closed(port);
    await gone;
    expect(it.served).toEqual([]);
    expect(it.lines).toEqual([expect.stringContaining(`refused a port: ${why}`)]);
  });

  test('from contents that are not our window', async () => {
    await using it = await openServing();
    const port = it.user.strangePage('app://dashboard/').openPort();
    await closed(port);
    expect([it.served, it.lines]).toEqual([[], ['refused a port: it is not from our window']]);
  });

  test('on another channel by silence', async () => {
    await using it = await openServing();
    it.user.openPort({ channel: 'mcp-orchestrator:files' });
    await it.double.settled();
    expect([it.served, it.lines]).toEqual([[], []]);
  });

  test('as often as it comes, and told of once for each reason', async () => {
    await using it = await openServing();
    const ports = [0, 2, 0, 2, 0].map((count) => it.user.openPort({ ports: count }));
    await Promise.all(ports.map(closed));
    expect(it.lines.length).toBe(2);
  });

  test('without harm to the one that is served', async () => {
    await using it = await openServing();
    const client = clientOf(it.user.openPort());
    await client.greet({ name: 'one' });
    await closed(it.user.openPort({ origin: 'https://example.org' }));
    expect(await client.greet({ name: 'two' })).toBe('hello two');
  });

  test('where serving it fails, and nothing else happens', async () => {
    await using it = await openServing({
      serve() {
        throw new Error('no router yet');
      },
    });
    await closed(it.user.openPort());
    expect(it.lines).toEqual(['refused a port: no router yet']);
  });
});
