import { describe, expect, it } from 'vitest';
import type { ConnectResult } from '../../../src-main/core/ports/mcp.ts';
import { formatMessage } from '../../../src-shared/i18n/format.ts';
import { fixtureServer } from '../../support/mcp-line-client.ts';
import { chaos, eraMemory, npmServer, soon, start } from './connected.ts';

const happened = (result: ConnectResult): string =>
  result.ok ? 'connected' : formatMessage(result.cause.happened);

describe('the handshake over a pipe', () => {
  it('finds a legacy server by its refusal of the probe, and is ready when it has listed', async () => {
    const memory = eraMemory();
    await using server = chaos([], { memory });
    const result = await server.connection.connect(soon());
    expect(result).toMatchObject({
      ok: true,
      facts: {
        era: 'legacy',
        protocolVersion: '2025-11-25',
        serverName: 'chaos',
        serverVersion: '1.0.0',
        notes: [],
      },
    });
    expect(server.connection.facts?.tools.map((tool) => tool.name)).toEqual(['echo']);
    expect(server.sent).toEqual(['server/discover', 'initialize', 'notifications/initialized', 'tools/list']);
    expect(memory.kept.get('hash')).toBe('legacy');
    expect(server.connection.inFlight).toBe(0);
    expect(server.connection.lastMessageAtMs).not.toBeNull();
  });

  it('skips the probe where legacy is remembered', async () => {
    const memory = eraMemory();
    memory.set('hash', 'legacy');
    await using server = start(process.execPath, [fixtureServer('trivial.mjs')], { memory });
    expect(await server.connection.connect(soon())).toMatchObject({ ok: true, facts: { era: 'legacy' } });
    expect(server.sent).toEqual(['initialize', 'notifications/initialized', 'tools/list']);
  });

  it('doubts a verdict after 7 days', async () => {
    const memory = eraMemory();
    const old = {
      ...memory,
      get: () => ({ era: 'legacy' as const, decidedAtWallMs: Date.now() - 7 * 24 * 3600 * 1000 }),
    };
    await using server = chaos(['--era', 'both'], { memory: old });
    expect(await server.connection.connect(soon())).toMatchObject({ ok: true, facts: { era: 'modern' } });
    expect(memory.kept.get('hash')).toBe('modern');
  });

  it('row 15: a modern-only server is found in place, in one process, and listened to', async () => {
    const memory = eraMemory();
    await using server = chaos(['--era', 'modern'], { memory });
    expect(await server.connection.connect(soon())).toMatchObject({
      ok: true,
      facts: { era: 'modern', protocolVersion: '2026-07-28', serverName: 'chaos' },
    });
    expect(server.sent).toEqual(['server/discover', 'tools/list', 'subscriptions/listen']);
    expect(memory.kept.get('hash')).toBe('modern');
    expect(server.connection.inFlight).toBe(0);
    expect(await server.connection.probe(5000)).toMatchObject({ kind: 'answered' });
    expect(server.sent.at(-1)).toBe('server/discover');
  });

  it('prefers the modern era of a server that speaks both', async () => {
    await using server = chaos(['--era', 'both']);
    expect(await server.connection.connect(soon())).toMatchObject({ ok: true, facts: { era: 'modern' } });
  });

  it('corrects a remembered verdict that has become wrong, both ways', async () => {
    const legacy = eraMemory();
    legacy.set('hash', 'legacy');
    await using modernNow = chaos(['--era', 'modern'], { memory: legacy });
    expect(await modernNow.connection.connect(soon())).toMatchObject({ ok: true, facts: { era: 'modern' } });
    expect(legacy.kept.get('hash')).toBe('modern');
    const modern = eraMemory();
    modern.set('hash', 'modern');
    await using legacyNow = chaos([], { memory: modern });
    expect(await legacyNow.connection.connect(soon())).toMatchObject({ ok: true, facts: { era: 'legacy' } });
    expect(modern.kept.get('hash')).toBe('legacy');
  });

  it('asks a server anew that knows only the modern era and was taken for an older one', async () => {
    const script = `
      require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
        const { id, method } = JSON.parse(line);
        const result = { 'server/discover': { supportedVersions: ['2026-07-28'], capabilities: {} } }[method];
        const error = { code: -32601, message: 'Method not found' };
        console.log(JSON.stringify({ jsonrpc: '2.0', id, ...(result ? { result } : { error }) }));
      });`;
    const memory = eraMemory();
    memory.set('hash', 'legacy');
    await using server = start(process.execPath, ['-e', script], { memory });
    expect(await server.connection.connect(soon())).toMatchObject({ ok: true, facts: { era: 'modern' } });
    expect(memory.kept.get('hash')).toBe('modern');
  });

  it('remembers that a server ended on the probe, so that the next start does not ask', async () => {
    const memory = eraMemory();
    {
      await using server = chaos(['--exit-on-discover'], { memory });
      expect(await server.connection.connect(soon())).toMatchObject({ ok: false, kind: 'probe-exit' });
    }
    await using again = chaos(['--exit-on-discover'], { memory });
    expect(await again.connection.connect(soon())).toMatchObject({ ok: true, facts: { era: 'legacy' } });
  });

  it('tells an end after the probe was answered from an end on the probe', async () => {
    await using server = chaos(['--exit-on', 'initialize']);
    expect(await server.connection.connect(soon())).toMatchObject({ ok: false, kind: 'closed' });
  });

  it('asks in the older way after 2 s of silence', async () => {
    await using server = chaos(['--mute-on', 'server/discover']);
    expect(await server.connection.connect(soon())).toMatchObject({ ok: true, facts: { era: 'legacy' } });
    expect(server.sent.slice(0, 2)).toEqual(['server/discover', 'initialize']);
  });

  it('takes the late answer of a slow modern server', async () => {
    await using server = chaos(['--era', 'modern', '--start-delay', '2300']);
    expect(await server.connection.connect(soon())).toMatchObject({ ok: true, facts: { era: 'modern' } });
    expect(server.sent.slice(0, 3)).toEqual(['server/discover', 'initialize', 'tools/list']);
  });

  it('leaves a mute server to the time of the caller', async () => {
    await using server = chaos(['--mute']);
    const abort = new AbortController();
    const connecting = server.connection.connect(abort.signal);
    setTimeout(() => abort.abort(), 200);
    expect(await connecting).toMatchObject({ ok: false, kind: 'aborted' });
    expect(server.connection.inFlight).toBe(0);
  });

  it.each([
    ['legacy', 'It answered, but not as MCP: its reply to initialize has no `protocolVersion`.'],
    ['modern', 'It answered, but not as MCP: its reply to server/discover has no `supportedVersions`.'],
  ])('says what was wrong with the answer of a %s server', async (era, sentence) => {
    await using server = chaos(['--bad-protocol', '--era', era]);
    const result = await server.connection.connect(soon());
    expect(result).toMatchObject({ ok: false, kind: 'protocol' });
    expect(happened(result)).toBe(sentence);
  });

  it('row 26: broken JSON is a wrong answer, quoted', async () => {
    await using server = chaos(['--wrong-json']);
    const result = await server.connection.connect(soon());
    expect(result).toMatchObject({ ok: false, kind: 'protocol' });
    expect(happened(result)).toMatch(/^It answered, but not as MCP: its reply to .* is not valid JSON: \{/);
  });

  it('refuses answers to what nobody asked', async () => {
    await using server = chaos(['--wrong-id']);
    const result = await server.connection.connect(soon());
    expect(result).toMatchObject({ ok: false, kind: 'protocol' });
    expect(happened(result)).toContain('nobody-asked-1');
  });

  it('names the versions where there is no common one', async () => {
    const script = `
      const answer = (id) => ({ jsonrpc: '2.0', id, result: { protocolVersion: '1999-01-01', capabilities: {} } });
      require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
        const { id, method } = JSON.parse(line);
        if (method === 'initialize') console.log(JSON.stringify(answer(id)));
        else if (id) console.log(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32601, message: 'no' } }));
      });`;
    await using server = start(process.execPath, ['-e', script]);
    const result = await server.connection.connect(soon());
    expect(result).toMatchObject({ ok: false, kind: 'protocol' });
    expect(happened(result)).toContain('1999-01-01');
    expect(happened(result)).toContain('2025-11-25, 2025-06-18, 2025-03-26, 2024-11-05');
  });

  it('is ready with an empty list and a note where the list fails', async () => {
    await using server = chaos(['--tool-list-error']);
    const result = await server.connection.connect(soon());
    expect(result).toMatchObject({ ok: true, facts: { tools: [] } });
    expect(server.connection.facts?.notes?.map((note) => formatMessage(note))).toEqual([
      'It refused tools/list with error -32603: As told by a flag. Its list is taken as empty.',
    ]);
  });

  it('lists every page', async () => {
    await using server = chaos(['--tools', '25', '--page', '4']);
    await server.connection.connect(soon());
    expect(server.connection.facts?.tools).toHaveLength(25);
    expect(server.sent.filter((method) => method === 'tools/list')).toHaveLength(7);
  });

  it.each([
    [
      'a list that leads back to a page',
      "''",
      1,
      2,
      ['Its list leads back to a page that was there before; what follows is left out.'],
    ],
    [
      'a list of more than 1000 pages',
      "'p' + ++page",
      1,
      1000,
      ['Its list has more than 1000 pages; the rest is left out.'],
    ],
    ['10,000 tools on 100 pages', "++page < 100 ? 'p' + page : undefined", 100, 10_000, []],
  ])('takes what it can of %s, and the empty cursor is a cursor', async (_, next, perPage, count, notes) => {
    const script = `
      let page = 0;
      const tools = Array.from({ length: ${perPage} }, () => ({ name: 'again', inputSchema: {} }));
      require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
        const { id, method } = JSON.parse(line);
        if (id === undefined) return;
        const result = { initialize: { protocolVersion: '2024-11-05', capabilities: { tools: {} } },
          'tools/list': { tools, nextCursor: method === 'tools/list' ? ${next} : '' } }[method];
        console.log(JSON.stringify({ jsonrpc: '2.0', id, ...(result ? { result } : { error: { code: -32601, message: '' } }) }));
      });`;
    await using server = start(process.execPath, ['-e', script]);
    expect(await server.connection.connect(soon())).toMatchObject({
      ok: true,
      facts: { protocolVersion: '2024-11-05' },
    });
    expect(server.connection.facts?.tools).toHaveLength(count);
    expect(server.connection.facts?.notes?.map((note) => formatMessage(note))).toEqual(notes);
  });

  it('asks a server without the tools capability for no list, answers its ping and refuses its other requests', async () => {
    const script = `
      const seen = [];
      const say = (message) => console.log(JSON.stringify({ jsonrpc: '2.0', ...message }));
      require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
        const message = JSON.parse(line);
        const { id, method } = message;
        if (method === 'initialize') {
          say({ id: 'p', method: 'ping' });
          say({ id: 7, method: 'roots/list' });
          say({ id, result: { protocolVersion: '2025-06-18', capabilities: {} } });
        } else if (method === 'ping') say({ id, error: { code: -32603, message: JSON.stringify(seen) } });
        else if (method === 'server/discover') say({ id: null, error: { code: -32600, message: 'what' } });
        else if (method === undefined) seen.push(message.result ?? message.error.code);
      });`;
    await using server = start(process.execPath, ['-e', script]);
    expect(await server.connection.connect(soon())).toMatchObject({ ok: true, facts: { tools: [] } });
    expect(server.sent).toEqual([
      'server/discover',
      'initialize',
      'reply',
      'reply',
      'notifications/initialized',
    ]);
    const reply = await server.connection.link.request('ping', undefined);
    expect(reply).toMatchObject({ kind: 'error', message: '[{},-32601]' });
  });

  it('reads past noise, CRLF and torn characters', async () => {
    await using server = chaos(['--noise', '20', '--crlf', '--split-utf8']);
    expect(await server.connection.connect(soon())).toMatchObject({ ok: true });
    expect(server.noise).toHaveLength(20);
    const called = await server.connection.call('echo', { text: 'hi' }, { timeoutMs: 5000 });
    expect(called).toMatchObject({
      ok: true,
      result: { content: [{ text: 'hi 你好，世界 🌍 – 数据库 🗄️ ✓' }] },
    });
  });

  it('takes apart what a server of 2025-03-26 sends in one batch', async () => {
    const script = `
      const say = (message) => console.log(JSON.stringify(message));
      require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
        const { id, method } = JSON.parse(line);
        const notice = { jsonrpc: '2.0', method: 'notifications/message', params: {} };
        const result = { protocolVersion: '2025-03-26', capabilities: {} };
        if (method === 'initialize') say([notice, { jsonrpc: '2.0', id, result }, { jsonrpc: '2.0', id: 'p', method: 'ping' }]);
        else if (method === 'server/discover') say([{ jsonrpc: '2.0', id, error: { code: -32601, message: '' } }]);
      });`;
    await using server = start(process.execPath, ['-e', script]);
    expect(await server.connection.connect(soon())).toMatchObject({
      ok: true,
      facts: { protocolVersion: '2025-03-26' },
    });
    expect(server.sent).toContain('reply');
  });

  it('row 24: a server that is gone before the first word is closed', async () => {
    await using server = start(process.execPath, ['-e', 'process.exit(3)']);
    expect((await server.connection.connect(soon())).ok).toBe(false);
    await using deaf = chaos(['--close-stdin', '--max-life', '3000']);
    const result = await deaf.connection.connect(soon());
    expect(result).toMatchObject({ ok: false });
  });

  it.each([
    ['server-everything', ['stdio']],
    ['server-filesystem', ['.']],
    ['server-memory', []],
    ['server-sequential-thinking', []],
  ])(
    'connects to the real %s',
    async (name, args) => {
      await using server = npmServer(name, args);
      const result = await server.connection.connect(soon(20_000));
      expect(result).toMatchObject({ ok: true, facts: { era: 'legacy', protocolVersion: '2025-11-25' } });
      expect(server.connection.facts?.tools.length).toBeGreaterThan(0);
      expect(await server.connection.probe(5000)).toMatchObject({ kind: 'answered' });
    },
    30_000,
  );
});
