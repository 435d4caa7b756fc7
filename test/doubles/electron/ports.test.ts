import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { os } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { expect, it } from 'vitest';
import { started } from './kit.ts';

async function page() {
  const it = await started();
  const window = new it.electron.BrowserWindow({ show: false });
  it.electron.protocol.handle('app', () => new Response('<title>Overview</title>'));
  await window.loadURL('app://dashboard/');
  return { ...it, window, ipcMain: it.electron.ipcMain };
}

type Sent = Parameters<Parameters<Awaited<ReturnType<typeof page>>['ipcMain']['on']>[1]>[0];

it('hands a port of the page to the main process, with who sent it (ipc-main-event.md)', async () => {
  await using it = await page();
  const arrived = new Promise<Sent>((resolve) => {
    it.ipcMain.on('mcp-orchestrator:port', resolve);
  });
  it.user.openPort();
  const event = await arrived;
  expect({
    origin: event.senderFrame?.origin,
    isMainFrame: event.senderFrame === event.sender.mainFrame,
    parent: event.senderFrame?.parent,
    isOurs: event.sender === it.window.webContents,
    ports: event.ports.length,
  }).toEqual({ origin: 'app://dashboard', isMainFrame: true, parent: null, isOurs: true, ports: 1 });
});

it('lies for a test: another origin, a child frame, a frame that is gone, no port or two', async () => {
  await using it = await page();
  const seen: unknown[] = [];
  it.ipcMain.on('mcp-orchestrator:port', (event) => {
    const { senderFrame } = event;
    seen.push([senderFrame?.origin, senderFrame?.parent === event.sender.mainFrame, event.ports.length]);
  });
  it.user.openPort({ frame: 'child' });
  it.user.openPort({ frame: 'child', origin: 'https://example.org' });
  it.user.openPort({ frame: 'gone' });
  it.user.openPort({ ports: 0 });
  it.user.openPort({ ports: 2 });
  it.user.openPort({ origin: 'https://example.org' });
  await it.double.settled();
  expect(seen).toEqual([
    ['app://dashboard', true, 1],
    ['https://example.org', true, 1],
    [undefined, false, 1],
    ['app://dashboard', false, 0],
    ['app://dashboard', false, 2],
    ['https://example.org', false, 1],
  ]);
});

it('keeps messages until start, and gives copies (message-port-main.md#portstart)', async () => {
  await using it = await page();
  const { MessageChannelMain } = it.electron;
  const { port1, port2 } = new MessageChannelMain();
  const sent = { list: [1] };
  port1.postMessage(sent);
  sent.list.push(2);
  // A message that was sent later has come: the first would have, too.
  const later = new MessageChannelMain();
  for (const _round of [1, 2, 3]) {
    const came = new Promise((resolve) => {
      later.port2.once('message', resolve);
    });
    later.port2.start();
    later.port1.postMessage('later');
    await came;
  }
  const received = new Promise((resolve) => {
    port2.on('message', (event) => resolve(event.data));
  });
  port2.start();
  expect(await received).toEqual({ list: [1] });
  expect(() => port1.postMessage(() => {})).toThrow('could not be cloned');
});

it('tells both ends of the close, also when the document is left (message-port-main.md#event-close)', async () => {
  await using it = await page();
  const closed: string[] = [];
  it.ipcMain.on('mcp-orchestrator:port', (event) => event.ports[0]?.on('close', () => closed.push('main')));
  const port = it.user.openPort();
  port.on('close', () => closed.push('page'));
  await it.double.settled();
  it.window.reload();
  await expect.poll(() => closed.toSorted()).toEqual(['main', 'page']);
});

it('carries the contract: calls, streams and their end when the page goes', async () => {
  await using it = await page();
  const ended = Promise.withResolvers<void>();
  const router = {
    ping: os.handler(() => 'pong'),
    ticks: os.handler(async function* ({ signal }) {
      yield 1;
      await new Promise((resolve) => signal?.addEventListener('abort', resolve));
      ended.resolve();
    }),
  };
  it.ipcMain.on('mcp-orchestrator:port', ({ ports: [port] }) => {
    new RPCHandler(router).upgrade(port as never, { context: {} });
    port?.start();
  });
  const port = it.user.openPort();
  const link = new RPCLink({ port: port as unknown as MessagePort });
  port.start();
  const client = createORPCClient<{ ping(): Promise<string>; ticks(): Promise<AsyncIterable<number>> }>(link);
  expect(await client.ping()).toBe('pong');
  const ticks = (await client.ticks())[Symbol.asyncIterator]();
  expect(await ticks.next()).toEqual({ done: false, value: 1 });
  it.user.window().page.crashes();
  await ended.promise;
});

it('brings nothing of a page that is gone by then', async () => {
  await using it = await page();
  it.electron.app.on('window-all-closed', () => {});
  const arrived: unknown[] = [];
  it.ipcMain.on('mcp-orchestrator:port', (event) => arrived.push(event));
  const port = it.user.openPort();
  const closed = new Promise<void>((resolve) => port.on('close', resolve));
  it.window.destroy();
  await closed;
  await it.double.settled();
  expect(arrived).toEqual([]);
});

it('tells a page that is in no window of the application from ours', async () => {
  await using it = await page();
  const { BrowserWindow } = it.electron;
  const owners: unknown[] = [];
  it.ipcMain.on('mcp-orchestrator:port', ({ sender, senderFrame }) =>
    owners.push([BrowserWindow.fromWebContents(sender), senderFrame?.origin]),
  );
  it.user.strangePage('app://dashboard/').openPort();
  await it.double.settled();
  expect(owners).toEqual([[null, 'app://dashboard']]);
});
