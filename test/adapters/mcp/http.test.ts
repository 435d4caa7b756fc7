import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createHttpChannel } from '../../../src-main/adapters/mcp/http-connection.ts';
import {
  createUpstreamConnection,
  type LinkedConnection,
} from '../../../src-main/adapters/mcp/upstream-connection.ts';
import type { Endpoint } from '../../../src-main/core/configuration/definition.ts';
import type { ConnectResult, EraMemory } from '../../../src-main/core/ports/mcp.ts';
import { formatMessage } from '../../../src-shared/i18n/format.ts';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/free-port.ts';
import { fixtureServer } from '../../support/mcp-line-client.ts';
import { clientInfo, clock, eraMemory, soon } from './connected.ts';

interface Reached extends AsyncDisposable {
  readonly connection: LinkedConnection;
  readonly child: ChildProcess;
  admin(changes?: object): Promise<{ sessions: number; requests: { mcp: number } }>;
}

function reach(url: string, more: Partial<Endpoint> = {}, memory: EraMemory = eraMemory()): LinkedConnection {
  return createUpstreamConnection({
    name: 'server',
    launchHash: 'hash',
    channel: createHttpChannel({ url, transport: 'auto', headers: {}, ...more }, clock),
    clock,
    eraMemory: memory,
    clientInfo,
    endsOnProbe: false,
  });
}

async function fixture(
  args: readonly string[],
  more: Partial<Endpoint> = {},
  path = '/mcp',
): Promise<Reached> {
  const child = spawn(
    process.execPath,
    [fixtureServer('http-health.mjs'), '--port', '0', '--exit-on-eof', ...args],
    {
      stdio: ['pipe', 'ignore', 'pipe'],
    },
  );
  const [said] = await once(child.stderr, 'data');
  child.stderr.resume();
  const origin = `http://127.0.0.1:${/listening on (\d+)/.exec(String(said))?.[1]}`;
  const connection = reach(`${origin}${path}`, more);
  return {
    connection,
    child,
    admin: async (changes) => {
      const init = changes === undefined ? {} : { method: 'POST', body: JSON.stringify(changes) };
      return (await fetch(`${origin}/admin`, init)).json() as never;
    },
    async [Symbol.asyncDispose]() {
      await connection.close();
      const exited = once(child, 'exit');
      if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await exited;
    },
  };
}

/** A server whose answers the test writes itself. */
async function stub(
  answer: (
    request: IncomingMessage,
    response: ServerResponse,
    body: { id?: number; method?: string },
  ) => void,
): Promise<{ readonly url: string; readonly server: Server } & AsyncDisposable> {
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    answer(request, response, text === '' ? {} : JSON.parse(text));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    server,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const initializeResult = {
  protocolVersion: '2025-11-25',
  capabilities: { tools: {} },
  serverInfo: { name: 's', version: '1' },
};
const json = (response: ServerResponse, body: object, status = 200, headers = {}): void =>
  void response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(JSON.stringify(body));
const happened = (result: ConnectResult): string =>
  result.ok ? 'connected' : formatMessage(result.cause.happened);

describe('the connection over HTTP', () => {
  it('shakes hands with a legacy server, calls, probes and ends its session', async () => {
    await using server = await fixture([]);
    const { connection, admin } = server;
    expect(await connection.connect(soon())).toMatchObject({
      ok: true,
      facts: {
        era: 'legacy',
        protocolVersion: '2025-11-25',
        serverName: 'http-health',
        tools: [{ name: 'echo' }],
      },
    });
    expect(await connection.call('echo', { text: 'hi' }, { timeoutMs: 5000 })).toMatchObject({
      ok: true,
      result: { content: [{ text: 'hi' }] },
    });
    expect(await connection.probe(5000)).toMatchObject({ kind: 'answered' });
    expect((await admin()).sessions).toBe(1);
    await connection.close();
    expect((await admin()).sessions).toBe(0);
  });

  it('shakes hands with a modern server without session', async () => {
    await using server = await fixture(['--era', 'modern']);
    const { connection, admin } = server;
    expect(await connection.connect(soon())).toMatchObject({ ok: true, facts: { era: 'modern' } });
    const called = await connection.call('echo', { text: '数据' }, { timeoutMs: 5000 });
    expect(called).toMatchObject({ ok: true, result: { content: [{ text: '数据' }] } });
    expect(await connection.probe(5000)).toMatchObject({ kind: 'answered' });
    expect((await admin()).sessions).toBe(0);
  });

  it.each(['legacy', 'modern'])('hears of changed tools from a %s server', async (era) => {
    await using server = await fixture(['--era', era]);
    await server.connection.connect(soon());
    const changed = new Promise((resolve) => {
      server.connection.onToolsChanged = (tools) => resolve(tools.map((tool) => tool.name));
    });
    // The stream is opened after the answer, and HTTP does not tell when: the change is made until it is heard.
    let heard: unknown = null;
    void changed.then((names) => {
      heard = names;
    });
    await eventually(() => server.admin({ toolsChanged: true }).then(() => heard), Boolean, { everyMs: 200 });
    expect(heard).toContain('added-1');
  });

  it('falls back to the older transport where its stream answers a POST', async () => {
    await using server = await fixture(['--sse'], {}, '/sse');
    const { connection } = server;
    expect(await connection.connect(soon())).toMatchObject({ ok: true, facts: { era: 'legacy' } });
    expect(await connection.call('echo', { text: 'hi' }, { timeoutMs: 5000 })).toMatchObject({ ok: true });
    expect(await connection.probe(5000)).toMatchObject({ kind: 'answered' });
    const broken = new Promise((resolve) => {
      connection.onBroken = (_, kind) => resolve(kind);
    });
    server.child.kill('SIGKILL');
    expect(await broken).toBe('network');
  });

  it('falls back to the older transport after a 405', async () => {
    let stream: ServerResponse | null = null;
    await using server = await stub((request, response, { id, method }) => {
      if (request.url === '/mcp' && request.method === 'POST') return void response.writeHead(405).end();
      if (request.method === 'GET') {
        stream = response.writeHead(200, { 'content-type': 'text/event-stream' });
        return void stream.write('event: endpoint\ndata: /messages?session=1\n\n');
      }
      response.writeHead(202).end();
      const result = method === 'initialize' ? initializeResult : { tools: [] };
      return void stream?.write(`data: ${JSON.stringify({ jsonrpc: '2.0', id, result })}\n\n`);
    });
    const connection = reach(server.url);
    expect(await connection.connect(soon())).toMatchObject({ ok: true, facts: { era: 'legacy' } });
    await connection.close();
  });

  it('repeats the name of a tool in a header that bears every name', async () => {
    const names: unknown[] = [];
    await using server = await stub((request, response, { id, method }) => {
      if (method === 'tools/call') names.push(request.headers['mcp-name'], request.headers['mcp-method']);
      const discovered = { supportedVersions: ['2026-07-28'], capabilities: {} };
      json(response, {
        jsonrpc: '2.0',
        id,
        result: method === 'server/discover' ? discovered : { content: [] },
      });
    });
    const connection = reach(server.url);
    await connection.connect(soon());
    await connection.call('echo', {}, { timeoutMs: 5000 });
    await connection.call('größe', {}, { timeoutMs: 5000 });
    expect(names).toEqual(['echo', 'tools/call', '=?base64?Z3LDtsOfZQ==?=', 'tools/call']);
    await connection.close();
  });

  it('uses the older transport at once where the endpoint says so', async () => {
    await using server = await fixture(['--sse'], { transport: 'sse' }, '/sse');
    expect(await server.connection.connect(soon())).toMatchObject({ ok: true });
    expect((await server.admin()).requests.mcp).toBe(4); // the stream, initialize, initialized, tools/list
  });

  it.each([
    [{}, 'HTTP 401'],
    [{ Authorization: 'Bearer wrong' }, 'HTTP 403'],
  ])('says that the token was refused %o', async (headers, status) => {
    await using server = await fixture(['--auth', 'secret'], { headers: headers as Record<string, string> });
    const result = await server.connection.connect(soon());
    expect(result).toMatchObject({ ok: false, kind: 'auth' });
    expect(happened(result)).toBe(`The server refused the token: ${status}.`);
  });

  it('sends the headers of the endpoint', async () => {
    await using server = await fixture(['--auth', 'secret'], { headers: { Authorization: 'Bearer secret' } });
    expect(await server.connection.connect(soon())).toMatchObject({ ok: true });
    await server.admin({ mcpStatus: 401 });
    expect(await server.connection.probe(5000)).toMatchObject({ kind: 'failed', auth: true });
    expect(await server.connection.call('echo', {}, { timeoutMs: 5000 })).toMatchObject({
      ok: false,
      message: 'The server refused the token: HTTP 401.',
    });
  });

  it('calls a page of HTML what it is', async () => {
    await using server = await fixture(['--wrong-protocol']);
    const result = await server.connection.connect(soon());
    expect(result).toMatchObject({ ok: false, kind: 'protocol' });
    expect(happened(result)).toBe('It answered, but not as MCP: it sent a web page (HTML).');
  });

  it('calls what cannot be reached or has no time now a matter of the network', async () => {
    const nobody = reach(`http://127.0.0.1:${await freePort()}/mcp`);
    const result = await nobody.connect(soon());
    expect(result).toMatchObject({ ok: false, kind: 'network' });
    expect(happened(result)).toContain('ECONNREFUSED');
    await using server = await fixture([]);
    await server.admin({ mcpStatus: 503 });
    expect(await server.connection.connect(soon())).toMatchObject({ ok: false, kind: 'network' });
  });

  it('leaves a server that stalls to the time of the caller', async () => {
    await using server = await fixture([]);
    await server.admin({ stall: 'mcp' });
    expect(await server.connection.connect(soon(200))).toMatchObject({ ok: false, kind: 'aborted' });
  });

  it('finds a path that is none', async () => {
    await using server = await fixture([], {}, '/nowhere');
    const result = await server.connection.connect(soon());
    expect(result).toMatchObject({ ok: false, kind: 'protocol' });
    expect(happened(result)).toContain('HTTP 404');
  });

  it('shakes hands anew where the session is lost, and the call goes through', async () => {
    await using server = await fixture([]);
    const { connection, admin } = server;
    await connection.connect(soon());
    let broken = 0;
    connection.onBroken = () => broken++;
    await admin({ forgetSessions: true });
    const calls = await Promise.all(
      ['a', 'b', 'c'].map((text) => connection.call('echo', { text }, { timeoutMs: 5000 })),
    );
    expect(calls.map((called) => called.ok)).toEqual([true, true, true]);
    expect((await admin()).sessions).toBe(1);
    expect(broken).toBe(0);
  });

  it('tells that the server is gone, and ends what waits for it', async () => {
    await using server = await fixture([]);
    await server.connection.connect(soon());
    await eventually(async () => (await server.admin()).requests.mcp >= 5); // the listening stream is open
    const broken = new Promise((resolve) => {
      server.connection.onBroken = (_, kind) => resolve(kind);
    });
    await server.admin({ stall: 'mcp' });
    const calling = server.connection.call('echo', {}, { timeoutMs: 20_000 });
    await eventually(() => server.connection.inFlight === 1);
    server.child.kill('SIGKILL');
    expect(await calling).toMatchObject({ ok: false, kind: 'closed' });
    expect(await broken).toBe('network');
    expect(await server.connection.probe(1000)).toMatchObject({ kind: 'failed', auth: false });
  });

  it.each(['legacy', 'modern'])('cancels a call of a %s server', async (era) => {
    const cancelled: string[] = [];
    await using server = await stub((request, response, { id, method }) => {
      if (request.method !== 'POST') return void response.writeHead(405).end();
      if (method === 'notifications/cancelled') cancelled.push('notification');
      if (id === undefined) return void response.writeHead(202).end();
      if (method === 'tools/call') return void response.on('close', () => cancelled.push('closed'));
      const results: Record<string, object> = {
        'tools/list': { tools: [] },
        ...(era === 'legacy'
          ? { initialize: initializeResult }
          : { 'server/discover': { supportedVersions: ['2026-07-28'], capabilities: { tools: {} } } }),
      };
      const result = results[method ?? ''];
      if (result === undefined)
        json(response, { jsonrpc: '2.0', id, error: { code: -32601, message: 'no' } }, 404);
      else json(response, { jsonrpc: '2.0', id, result });
    });
    const connection = reach(server.url);
    expect(await connection.connect(soon())).toMatchObject({ ok: true, facts: { era } });
    expect(await connection.call('slow', {}, { timeoutMs: 100 })).toMatchObject({
      ok: false,
      kind: 'timeout',
    });
    await eventually(() => cancelled.includes('closed'));
    if (era === 'legacy') await eventually(() => cancelled.includes('notification'));
    else expect(cancelled).toEqual(['closed']);
    await connection.close();
  });

  it('reads answers from event streams, torn ones too, and comes back for the rest', async () => {
    await using server = await stub((request, response, { id, method }) => {
      const stream = (): ServerResponse => response.writeHead(200, { 'content-type': 'text/event-stream' });
      const event = (body: object): string =>
        `id: e1\r\ndata: ${JSON.stringify({ jsonrpc: '2.0', ...body })}\r\n\r\n`;
      if (request.headers['last-event-id'] === 'first') {
        stream().end(event({ id: 4, result: { content: [], resumed: true } }));
      } else if (request.method !== 'POST') response.writeHead(405).end();
      else if (id === undefined) response.writeHead(202).end();
      else if (method === 'initialize') stream().end(`: hello\n\n${event({ id, result: initializeResult })}`);
      else if (method === 'tools/list') {
        stream();
        const bytes = Buffer.from(event({ id, result: { tools: [{ name: '数据', inputSchema: {} }] } }));
        response.write(bytes.subarray(0, 62));
        setImmediate(() => response.end(bytes.subarray(62)));
      } else if (method === 'tools/call') stream().end('retry: 10\nid: first\ndata:\n\n');
      else json(response, { error: 'no' }, 400);
    });
    const connection = reach(server.url);
    expect(await connection.connect(soon())).toMatchObject({
      ok: true,
      facts: { tools: [{ name: '数据' }] },
    });
    expect(await connection.call('t', {}, { timeoutMs: 5000 })).toMatchObject({
      ok: true,
      result: { resumed: true },
    });
    await connection.close();
  });

  it('follows to the same host and no further', async () => {
    await using elsewhere = await stub((_, response) => void response.end());
    await using server = await stub((request, response, { id, method }) => {
      if (request.url === '/mcp') return void response.writeHead(307, { location: '/mcp/' }).end();
      if (request.method !== 'POST') return void response.writeHead(405).end();
      if (id === undefined) return void response.writeHead(202).end();
      if (method === 'tools/list') {
        return void response
          .writeHead(307, { location: elsewhere.url.replace('127.0.0.1', 'localhost') })
          .end();
      }
      if (method === 'initialize') return json(response, { jsonrpc: '2.0', id, result: initializeResult });
      return json(response, { jsonrpc: '2.0', id, error: { code: -32601, message: 'no' } }, 400);
    });
    const result = await reach(server.url).connect(soon());
    expect(result).toMatchObject({ ok: false, kind: 'protocol' });
    expect(happened(result)).toContain('http://localhost:');
  });

  it('reads no more than 10 MB of an answer', async () => {
    await using server = await stub((request, response, { id, method }) => {
      if (request.method !== 'POST') return void response.writeHead(405).end();
      if (id === undefined) return void response.writeHead(202).end();
      const result = method === 'tools/list' ? { tools: ['x'.repeat(11_000_000)] } : initializeResult;
      return method === 'server/discover'
        ? json(response, {}, 400)
        : json(response, { jsonrpc: '2.0', id, result });
    });
    const result = await reach(server.url).connect(soon());
    expect(result).toMatchObject({ ok: false, kind: 'protocol' });
    expect(happened(result)).toBe('It sent a message over the limit of 10 MB.');
  });

  it('connects to the real server-everything', async () => {
    const port = await freePort();
    const entry = createRequire(import.meta.url).resolve(
      '@modelcontextprotocol/server-everything/dist/index.js',
    );
    const child = spawn(process.execPath, [entry, 'streamableHttp'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, PORT: String(port) },
    });
    try {
      child.stderr.resume();
      let connection = reach(`http://127.0.0.1:${port}/mcp`);
      let result = await connection.connect(soon());
      await eventually(async () => {
        if (result.ok) return true;
        connection = reach(`http://127.0.0.1:${port}/mcp`);
        result = await connection.connect(soon());
        return result.ok;
      });
      expect(result).toMatchObject({ ok: true, facts: { era: 'legacy' } });
      const called = await connection.call('echo', { message: 'hello' }, { timeoutMs: 10_000 });
      expect(JSON.stringify(called)).toContain('hello');
      const limits = { timeoutMs: 10_000 };
      expect(await connection.request('prompts/list', {}, limits)).toMatchObject({
        ok: true,
        result: { prompts: expect.any(Array) },
      });
      const missing = await connection.request('resources/read', { uri: 'nowhere://x' }, limits);
      expect(missing).toMatchObject({ ok: false, kind: 'error' });
      expect(await connection.probe(5000)).toMatchObject({ kind: 'answered' });
      await connection.close();
    } finally {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    }
  });
});
