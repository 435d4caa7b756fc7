import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { readEnvelope } from '../../../src-main/adapters/mcp/envelope.ts';
import type { VirtualClientSinks } from '../../../src-main/adapters/mcp/upstream-link.ts';
import { formatMessage } from '../../../src-shared/i18n/format.ts';
import { eventually } from '../../support/eventually.ts';
import { chaos, npmServer, type Started, soon, start } from './connected.ts';

const bytes = (message: object): Uint8Array => new TextEncoder().encode(JSON.stringify(message));
const parsed = (line: Uint8Array) => JSON.parse(new TextDecoder().decode(line));

async function ready(server: Started): Promise<Started> {
  expect(await server.connection.connect(soon())).toMatchObject({ ok: true });
  return server;
}

interface Heard extends VirtualClientSinks {
  readonly replies: { readonly id: string | number; readonly text: string }[];
  readonly failures: (string | number)[];
  readonly notifications: string[];
  readonly requests: unknown[];
  closed: number;
}

function listener(): Heard {
  const heard: Heard = {
    replies: [],
    failures: [],
    notifications: [],
    requests: [],
    closed: 0,
    onReply: (line, id) => void heard.replies.push({ id, text: new TextDecoder().decode(line) }),
    onFailed: (id) => void heard.failures.push(id),
    onNotification: (_, method) => void heard.notifications.push(method),
    onRequest: (line) => void heard.requests.push(parsed(line)),
    onClosed() {
      heard.closed++;
    },
  };
  return heard;
}

const callMessage = (id: string | number, name: string, args: object) =>
  bytes({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } });

describe('a probe over a pipe', () => {
  it.each([-32601, -32603, -32600])('row 14: an error %i is life', async (code) => {
    await using server = await ready(chaos(['--ping-error', String(code)]));
    const probed = await server.connection.probe(5000);
    expect(probed).toMatchObject({ kind: 'answered' });
    expect(server.sent.at(-1)).toBe('ping');
  });

  it('is silent where nothing comes, and ignores what comes late', async () => {
    await using server = await ready(chaos(['--slow', '300']));
    expect(await server.connection.probe(50)).toEqual({ kind: 'silent' });
    const before = server.connection.lastMessageAtMs;
    await eventually(() => server.connection.lastMessageAtMs !== before);
    const probed = await server.connection.probe(5000);
    expect(probed).toMatchObject({ kind: 'answered' });
    expect(probed.kind === 'answered' && probed.latencyMs).toBeGreaterThan(250);
  });

  it('is no failure where our own process was frozen and the answer waits in the pipe', async () => {
    await using server = await ready(chaos());
    const probing = server.connection.probe(30);
    const until = performance.now() + 300;
    while (performance.now() < until); // the freeze: the time-out is over before the pipe is read
    expect(await probing).toMatchObject({ kind: 'answered' });
  });

  it('fails with the reason once the server is gone', async () => {
    await using server = await ready(chaos(['--mute-on', 'ping']));
    const probing = server.connection.probe(5000);
    server.kill();
    expect(await probing).toMatchObject({ kind: 'failed', auth: false });
    expect(await server.connection.probe(5000)).toMatchObject({ kind: 'failed' });
  });

  it('does not count as in flight', async () => {
    await using server = await ready(chaos(['--mute-on', 'ping']));
    const probing = server.connection.probe(100);
    expect(server.connection.inFlight).toBe(0);
    expect(await probing).toEqual({ kind: 'silent' });
  });
});

describe('a call over a pipe', () => {
  it.each(['legacy', 'modern'])('gives the result of a %s server as it came', async (era) => {
    await using server = await ready(chaos(['--era', era, '--split-utf8']));
    const called = await server.connection.call('echo', { text: '数据' }, { timeoutMs: 5000 });
    expect(called).toMatchObject({ ok: true, result: { content: [{ type: 'text' }] } });
    expect(JSON.stringify(called)).toContain('数据 你好，世界 🌍');
    expect(server.connection.inFlight).toBe(0);
  });

  it('gives the error of the server with code and text', async () => {
    await using server = await ready(chaos());
    expect(await server.connection.call('nothing', {}, { timeoutMs: 5000 })).toMatchObject({
      ok: false,
      kind: 'error',
      code: -32602,
      message: expect.stringContaining('Unknown tool: nothing'),
    });
  });

  it.each(['legacy', 'modern'])('ends at its time-out and tells a %s server', async (era) => {
    await using server = await ready(chaos(['--slow-tool', '--era', era]));
    const called = await server.connection.call('sleep', { ms: 60_000 }, { timeoutMs: 100 });
    expect(called).toMatchObject({ ok: false, kind: 'timeout', code: null });
    expect(!called.ok && called.message).toBe('The server server did not answer sleep within 0.1 s.');
    expect(server.sent.at(-1)).toBe('notifications/cancelled');
    expect(server.connection.inFlight).toBe(0);
  });

  it('ends at the abort of its caller', async () => {
    await using server = await ready(chaos(['--slow-tool']));
    const abort = new AbortController();
    const calling = server.connection.call(
      'sleep',
      { ms: 60_000 },
      { timeoutMs: 60_000, signal: abort.signal },
    );
    await eventually(() => server.connection.inFlight === 1);
    abort.abort();
    expect(await calling).toMatchObject({ ok: false, kind: 'aborted' });
    expect(server.sent.at(-1)).toBe('notifications/cancelled');
    const again = await server.connection.call('sleep', {}, { timeoutMs: 1000, signal: abort.signal });
    expect(again).toMatchObject({ ok: false, kind: 'aborted' });
  });

  it('answers every pending call once when the server dies in the middle', async () => {
    await using server = await ready(chaos(['--slow-tool', '--exit-tool']));
    const broken: string[] = [];
    server.connection.onBroken = (cause, kind) =>
      void broken.push(`${kind}: ${formatMessage(cause.happened)}`);
    const calls = Array.from({ length: 64 }, () =>
      server.connection.call('sleep', { ms: 60_000 }, { timeoutMs: 60_000 }),
    );
    await eventually(() => server.connection.inFlight === 64);
    const last = server.connection.call('exit', {}, { timeoutMs: 60_000 });
    for (const called of await Promise.all([...calls, last])) {
      expect(called).toMatchObject({ ok: false, kind: 'closed' });
    }
    expect(broken).toEqual(['closed: It closed its output.']);
    expect(server.connection.inFlight).toBe(0);
    expect(await server.connection.call('echo', {}, { timeoutMs: 1000 })).toMatchObject({
      ok: false,
      kind: 'closed',
    });
  });

  it('drains: what is in flight may finish, new calls are refused, the time is bounded', async () => {
    await using server = await ready(chaos(['--slow-tool']));
    const calling = server.connection.call('sleep', { ms: 300 }, { timeoutMs: 60_000 });
    await eventually(() => server.connection.inFlight === 1);
    const draining = server.connection.drain(10_000);
    expect(await server.connection.call('echo', {}, { timeoutMs: 1000 })).toMatchObject({
      ok: false,
      kind: 'closed',
      message: 'The server server is being stopped and takes no new calls.',
    });
    await draining;
    expect(server.connection.inFlight).toBe(0);
    expect(await calling).toMatchObject({ ok: true });

    await using stuck = await ready(chaos(['--slow-tool']));
    const never = stuck.connection.call('sleep', { ms: 60_000 }, { timeoutMs: 60_000 });
    await eventually(() => stuck.connection.inFlight === 1);
    await stuck.connection.drain(50);
    expect(stuck.connection.inFlight).toBe(1);
    await stuck.connection.close();
    expect(await never).toMatchObject({ ok: false, kind: 'closed' });
  });

  it('reaches a real server', async () => {
    await using server = await ready(npmServer('server-everything', ['stdio']));
    const called = await server.connection.call('echo', { message: 'hello' }, { timeoutMs: 10_000 });
    expect(JSON.stringify(called)).toContain('hello');
  });
});

describe('a running connection', () => {
  it('asks for a changed list as no work of a client: a stop need not wait for it', async () => {
    const script = `
      let lists = 0;
      const say = (message) => console.log(JSON.stringify({ jsonrpc: '2.0', ...message }));
      require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
        const { id, method } = JSON.parse(line);
        if (id === undefined) return;
        if (method === 'tools/list' && ++lists > 1) return;
        const result = { initialize: { protocolVersion: '2025-06-18', capabilities: { tools: {} } },
          'tools/list': { tools: [] } }[method];
        say(result ? { id, result } : { id, error: { code: -32601, message: '' } });
        if (method === 'tools/list') setTimeout(say, 20, { method: 'notifications/tools/list_changed' });
      });`;
    await using server = start(process.execPath, ['-e', script]);
    await server.connection.connect(soon());
    await eventually(() => server.sent.filter((method) => method === 'tools/list').length === 2);
    expect(server.connection.inFlight).toBe(0);
  });

  it.each(['legacy', 'modern'])('lists anew when the tools of a %s server change', async (era) => {
    await using server = await ready(chaos(['--tools-changed-after', '100', '--era', era]));
    const names = await new Promise((resolve) => {
      server.connection.onToolsChanged = (tools) => resolve(tools.map((tool) => tool.name));
    });
    expect(names).toEqual(['echo', 'added-later']);
    expect(server.connection.facts?.tools).toHaveLength(2);
  });

  it('row 26: breaks on a message of more than 10 MB and says so', async () => {
    await using server = chaos(['--huge-line', '11M']);
    const told = new Promise((resolve) => {
      server.connection.onBroken = (cause, kind) => resolve([kind, formatMessage(cause.happened)]);
    });
    await ready(server);
    expect(await told).toEqual(['protocol', 'It sent a message over the limit of 10 MB.']);
  });

  it('takes a message of just under 10 MB', async () => {
    await using server = await ready(chaos(['--huge-line', '9M', '--big-tool']));
    const called = await server.connection.call('big', { bytes: 9_000_000 }, { timeoutMs: 20_000 });
    expect(JSON.stringify(called).length).toBeGreaterThan(9_000_000);
  });

  it('tells of an output that was closed by a living server', async () => {
    await using server = chaos(['--close-stdout-after', '50']);
    const told = new Promise((resolve) => {
      server.connection.onBroken = (_, kind) => resolve(kind);
    });
    await ready(server);
    expect(await told).toBe('closed');
  });

  it('closes without telling that it broke', async () => {
    await using server = await ready(chaos(['--slow-tool']));
    let broken = 0;
    server.connection.onBroken = () => broken++;
    const calling = server.connection.call('sleep', { ms: 60_000 }, { timeoutMs: 60_000 });
    await eventually(() => server.connection.inFlight === 1);
    await server.connection.close();
    expect(await calling).toMatchObject({ ok: false, kind: 'closed' });
    server.kill();
    await delay(50);
    expect(broken).toBe(0);
    expect(await server.connection.connect(soon())).toMatchObject({ ok: false, kind: 'closed' });
  });
});

describe('virtual clients of one connection', () => {
  it('have id spaces of their own and get the bytes of the server with only the id changed', async () => {
    await using server = await ready(chaos());
    const [one, two] = [listener(), listener()];
    const first = server.connection.link.attach(one);
    const second = server.connection.link.attach(two);
    first.send(callMessage(1, 'echo', { text: 'a' }));
    second.send(callMessage(1, 'echo', { text: 'b' }));
    first.send(callMessage('x"1', 'echo', { text: 'c' }));
    expect(server.connection.inFlight).toBe(3);
    await eventually(() => one.replies.length === 2 && two.replies.length === 1);
    expect(one.replies).toEqual([
      { id: 1, text: '{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"a"}]}}' },
      { id: 'x"1', text: '{"jsonrpc":"2.0","id":"x\\"1","result":{"content":[{"type":"text","text":"c"}]}}' },
    ]);
    expect(two.replies.map((reply) => reply.text)).toEqual([
      '{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"b"}]}}',
    ]);
    expect(server.connection.inFlight).toBe(0);
  });

  it('cancel their own request only', async () => {
    await using server = await ready(chaos(['--slow-tool']));
    const [one, two] = [listener(), listener()];
    const first = server.connection.link.attach(one);
    const second = server.connection.link.attach(two);
    first.send(callMessage(1, 'sleep', { ms: 400 }));
    second.send(callMessage(1, 'sleep', { ms: 400 }));
    first.send(bytes({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } }));
    await eventually(() => two.replies.length === 1);
    expect(one.replies).toEqual([]);
    expect(server.connection.inFlight).toBe(0);
  });

  it('are all told of notifications, of the end once, and of every answer that will not come', async () => {
    await using server = await ready(chaos(['--slow-tool', '--tools-changed-after', '50']));
    const [one, two] = [listener(), listener()];
    const first = server.connection.link.attach(one);
    server.connection.link.attach(two);
    await eventually(() => one.notifications.length === 1 && two.notifications.length === 1);
    expect(one.notifications).toEqual(['notifications/tools/list_changed']);
    first.send(callMessage(7, 'sleep', { ms: 60_000 }));
    server.kill();
    await eventually(() => one.closed === 1 && two.closed === 1);
    expect(one.failures).toEqual([7]);
    expect(two.failures).toEqual([]);
    expect(first.send(callMessage(8, 'echo', {}))).toBe(false);
  });

  it('may be the one that answers the server', async () => {
    const script = `
      const say = (message) => console.log(JSON.stringify({ jsonrpc: '2.0', ...message }));
      require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
        const message = JSON.parse(line);
        const { id, method } = message;
        if (method === 'initialize') say({ id, result: { protocolVersion: '2025-11-25', capabilities: {} } });
        else if (method === 'server/discover') say({ id, error: { code: -32601, message: '' } });
        else if (method === 'ask') say({ id: 'q', method: 'roots/list' });
        else if (id === 'q') say({ method: 'heard', params: message.result });
      });`;
    await using server = await ready(start(process.execPath, ['-e', script]));
    const one = listener();
    const client = server.connection.link.attach(one);
    server.connection.link.answerBy(client);
    client.send(bytes({ jsonrpc: '2.0', method: 'ask' }));
    await eventually(() => one.requests.length === 1);
    expect(one.requests).toEqual([{ jsonrpc: '2.0', id: 'q', method: 'roots/list' }]);
    client.send(bytes({ jsonrpc: '2.0', id: 'q', result: { roots: [] } }));
    await eventually(() => one.notifications.includes('heard'));
    expect(readEnvelope(bytes({ method: 'heard' })).kind).toBe('notification');
    client.detach();
    client.send(bytes({ jsonrpc: '2.0', method: 'ask' }));
    expect(one.requests).toHaveLength(1);
  });
});
