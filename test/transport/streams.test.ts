import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { FIGURES_APART_MS, INSTANCE_EVERY_MS } from '../../src-main/api/feed.ts';
import { PING_EVERY_MS } from '../../src-main/transport/rpc-socket.ts';
import { KEEP_ALIVE_MS } from '../../src-main/transport/sse.ts';
import type { Contract } from '../../src-shared/contract/index.ts';
import type { AlertState } from '../../src-shared/schema/alert.ts';
import type { FeedMessage } from '../../src-shared/schema/feed.ts';
import { statusOf } from '../doubles/orchestrator.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { stopwatch } from '../support/stopwatch.ts';
import { type Rig, startRig, TOKEN } from './rig.ts';

let clock: FakeClock;
let rig: Rig;
beforeEach(async () => {
  clock = new FakeClock();
  rig = await startRig([statusOf('alpha'), statusOf('beta')], { clock });
});
afterEach(async () => {
  await rig.server.close();
  expect(rig.errors).toEqual([]);
  expect(rig.orchestrator.logFollowers).toBe(0);
});

/** Server-sent events one by one: `: ` comments as they are, events as id and data. */
async function openStream(path: string, headers: Record<string, string> = {}) {
  const controller = new AbortController();
  const response = await fetch(`${rig.url}${path}`, {
    headers: { authorization: `Bearer ${TOKEN}`, ...headers },
    signal: controller.signal,
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  // biome-ignore lint/suspicious/noExplicitAny: as it came; each test says what it expects
  async function next(): Promise<{ id: string | null; data: any; comment: string | null } | null> {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const block = text.slice(0, end);
        text = text.slice(end + 2);
        const field = (name: string) =>
          block
            .split('\n')
            .find((line) => line.startsWith(`${name}:`))
            ?.slice(name.length + 1)
            .trim() ?? null;
        const data = field('data');
        return {
          id: field('id'),
          data: data === null ? null : JSON.parse(data),
          comment: block.startsWith(':') ? block : null,
        };
      }
      const chunk = await reader?.read();
      if (chunk === undefined || chunk.done) return null;
      text += chunk.value;
    }
  }
  const nextEvent = async () => {
    for (;;) {
      const event = await next();
      if (event === null || event.comment === null) return event;
    }
  };
  return { response, next, nextEvent, close: () => controller.abort() };
}

describe('events over HTTP', () => {
  it('come with their number, resume after the last one seen, and leave nobody behind', async () => {
    const first = await openStream('/api/events/stream');
    expect(first.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect((await first.next())?.comment).toBe(': open');
    rig.orchestrator.change('alpha', { state: 'CRASHED' });
    rig.orchestrator.change('alpha', { state: 'RUNNING' });
    const one = await first.nextEvent();
    expect([one?.id, one?.data.type, one?.data.data]).toEqual([
      '1',
      'server.state',
      { from: 'RUNNING', to: 'CRASHED' },
    ]);
    first.close();

    const second = await openStream('/api/events/stream?since=0', { 'last-event-id': '1' });
    expect((await second.nextEvent())?.id).toBe('2');
    second.close();
    const third = await openStream('/api/events/stream?since=0');
    expect([(await third.nextEvent())?.id, (await third.nextEvent())?.id]).toEqual(['1', '2']);
    third.close();
    const future = await openStream('/api/events/stream?since=999');
    rig.orchestrator.change('beta', { state: 'STOPPED' });
    expect((await future.nextEvent())?.id).toBe('3');
    future.close();
  });

  it('are those of one actor where one is named', async () => {
    const stream = await openStream('/api/events/stream?actor=schedule');
    await stream.next();
    rig.orchestrator.change('alpha', { state: 'CRASHED' });
    rig.orchestrator.reset(['alpha'], { actor: 'schedule' });
    expect((await stream.nextEvent())?.data).toMatchObject({ type: 'operation.finished', actor: 'schedule' });
    stream.close();
  });

  it('are kept open by comments', async () => {
    const stream = await openStream('/api/events/stream');
    await stream.next();
    await clock.advance(KEEP_ALIVE_MS);
    expect((await stream.next())?.comment).toBe(': ');
    stream.close();
  });

  it('and log lines: the tail first, then what comes, and an error before the stream begins', async () => {
    rig.orchestrator.writeLog('alpha', 'old');
    const stream = await openStream('/api/logs/stream?name=alpha&tail=10');
    expect((await stream.nextEvent())?.data.lines).toMatchObject([{ text: 'old' }]);
    rig.orchestrator.writeLog('beta', 'of another');
    rig.orchestrator.writeLog('alpha', 'new');
    expect((await stream.nextEvent())?.data).toMatchObject({ lines: [{ text: 'new' }], dropped: 0 });
    stream.close();
    const refused = await openStream('/api/logs/stream?name=nobody');
    expect(refused.response.status).toBe(404);
    await expect.poll(() => rig.orchestrator.logFollowers).toBe(0);
  });

  it('end within a second when the instance does, and so do pages', async () => {
    const stream = await openStream('/api/events/stream');
    await stream.next();
    const { socket } = await openSocket();
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    using watch = stopwatch();
    await rig.server.close();
    expect(watch.elapsedMs).toBeLessThan(1000);
    expect(await stream.next()).toBeNull();
    expect(await closed).toBe(1001);
  });
});

async function openSocket(
  headers: Record<string, string> = { authorization: `Bearer ${TOKEN}` },
  autoPong = true,
) {
  const socket = new WebSocket(`${rig.url.replace('http', 'ws')}/rpc`, { headers, autoPong });
  await new Promise((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });
  socket.removeAllListeners('error');
  socket.on('error', () => {});
  const client: ContractRouterClient<Contract> = createORPCClient(
    new RPCLink({ websocket: socket as never }),
  );
  return { socket, client };
}

describe('the WebSocket', () => {
  it('speaks the contract, with its typed refusals', async () => {
    const { socket, client } = await openSocket();
    expect((await client.servers.status()).servers).toHaveLength(2);
    await expect(client.servers.get({ name: 'nobody' })).rejects.toMatchObject({
      code: 'UNKNOWN_SERVER',
      status: 404,
      data: { server: 'nobody' },
      defined: true,
    });
    await expect(client.servers.pause({ name: 'alpha', forMs: -1 })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
    socket.close();
  });

  it('brings a snapshot, then changes, then the instance again after a while', async () => {
    const { socket, client } = await openSocket();
    const feed = await client.events.feed({});
    const kinds: FeedMessage['kind'][] = [];
    const take = async () => {
      const { value } = await feed.next();
      kinds.push((value as FeedMessage).kind);
      return value as FeedMessage;
    };
    expect(await take()).toMatchObject({
      kind: 'snapshot',
      report: { servers: [{ name: 'alpha' }, { name: 'beta' }] },
    });
    expect(await take()).toMatchObject({ kind: 'alerts', alerts: { settings: { muted: [] } } });
    rig.orchestrator.change('alpha', { cpuPercent: 12 });
    expect(await take()).toMatchObject({ kind: 'status', servers: [{ name: 'alpha', cpuPercent: 12 }] });
    rig.orchestrator.remove('beta');
    const removed = take();
    await clock.advance(FIGURES_APART_MS);
    expect(await removed).toMatchObject({ kind: 'status', removed: ['beta'] });
    const next = take();
    await clock.advance(INSTANCE_EVERY_MS);
    expect(await next).toMatchObject({ kind: 'instance' });
    await feed.return?.();
    socket.close();
  });

  it('tells what is set for notifications, by whomever, and what came of one', async () => {
    const { socket, client } = await openSocket();
    const feed = await client.events.feed({});
    const alerts = async () => {
      for (;;) {
        const { value } = await feed.next();
        if ((value as FeedMessage).kind === 'alerts') return (value as { alerts: AlertState }).alerts;
      }
    };
    expect((await alerts()).settings.muted).toEqual([]);
    await rig.api('POST', '/api/alerts/settings', { muted: ['beta'] });
    expect((await alerts()).settings.muted).toEqual(['beta']);
    await rig.api('POST', '/api/alerts/test');
    expect((await alerts()).last).toMatchObject({ alert: { kind: 'test' }, outcome: { shown: false } });
    const now = new Date(clock.wallMs());
    const hour = (of: number) => `${String(of % 24).padStart(2, '0')}:00`;
    const quietHours = { from: hour(now.getHours() + 1), to: hour(now.getHours() + 4) };
    await rig.api('POST', '/api/alerts/settings', { quietHours, muted: [] });
    expect(await alerts()).toMatchObject({ settings: { quietHours, muted: [] }, quiet: false });
    const begun = alerts();
    clock.freeze(2 * 3_600_000, { wallOnly: true });
    await clock.advance(INSTANCE_EVERY_MS);
    expect((await begun).quiet).toBe(true);
    await rig.api('POST', '/api/alerts/settings', { quietHours: null });
    expect((await alerts()).quiet).toBe(false);
    await feed.return?.();
    socket.close();
  });

  it('hangs up on a peer that does not answer pings', async () => {
    const { socket } = await openSocket(undefined, false);
    const closed = new Promise((resolve) => socket.on('close', resolve));
    const pinged = new Promise((resolve) => socket.on('ping', resolve));
    await clock.advance(PING_EVERY_MS);
    await pinged;
    await clock.advance(PING_EVERY_MS);
    await closed;
  });

  it.each([
    ['what is no message', 'hello'],
    ['bytes', Buffer.from([1, 2, 3])],
    ['a message of more than 1 MiB', 'x'.repeat(2 ** 20 + 1)],
  ])('hangs up on %s, and stays well', async (_what, data) => {
    const { socket } = await openSocket();
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    socket.send(data);
    expect([1008, 1009]).toContain(await closed);
    expect((await rig.api('GET', '/api/servers')).status).toBe(200);
  });

  it('takes no more streams than a page needs', async () => {
    const { socket, client } = await openSocket();
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    for (let index = 0; index < 70; index++)
      client.events.stream({}).then(
        () => {},
        () => {},
      );
    expect(await closed).toBe(1008);
  });
});
