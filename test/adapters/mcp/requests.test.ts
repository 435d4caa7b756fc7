import { describe, expect, it } from 'vitest';
import { chaos, npmServer, type Started, soon } from './connected.ts';

const limits = { timeoutMs: 10_000 };

async function ready(server: Started): Promise<Started> {
  expect(await server.connection.connect(soon())).toMatchObject({ ok: true });
  return server;
}

describe('a request that is no call', () => {
  it('gets what server-everything offers: resources, templates, prompts', async () => {
    await using server = await ready(npmServer('server-everything', ['stdio']));
    const { connection } = server;
    expect(connection.facts?.capabilities).toEqual(expect.arrayContaining(['tools', 'resources', 'prompts']));
    const listed = await connection.request('resources/list', {}, limits);
    expect(listed).toMatchObject({ ok: true, result: { resources: expect.any(Array) } });
    const [first] = (listed.ok ? listed.result.resources : []) as { uri: string }[];
    const read = await connection.request('resources/read', { uri: first?.uri }, limits);
    expect(read).toMatchObject({ ok: true, result: { contents: [{ uri: first?.uri }] } });
    expect(await connection.request('resources/templates/list', {}, limits)).toMatchObject({
      ok: true,
      result: { resourceTemplates: expect.any(Array) },
    });
    const prompts = await connection.request('prompts/list', {}, limits);
    const [prompt] = (prompts.ok ? prompts.result.prompts : []) as { name: string }[];
    expect(await connection.request('prompts/get', { name: prompt?.name }, limits)).toMatchObject({
      ok: true,
      result: { messages: expect.any(Array) },
    });
    expect(connection.inFlight).toBe(0);
  });

  it('tells the server what it was not asked for in its own words', async () => {
    await using server = await ready(npmServer('server-everything', ['stdio']));
    const { connection } = server;
    const gone = await connection.request('resources/read', { uri: 'nowhere://x' }, limits);
    expect(gone).toMatchObject({ ok: false, kind: 'error', code: expect.any(Number) });
    expect(gone.ok ? '' : gone.message).toContain('nowhere://x');
    expect(await connection.request('no/such', {}, limits)).toMatchObject({ ok: false, code: -32601 });
  });

  it('of the modern era carries what each request carries there', async () => {
    await using server = await ready(chaos(['--era', 'modern']));
    expect(server.connection.facts?.era).toBe('modern');
    // The server refuses what has no `_meta` of its era, and knows neither.
    expect(await server.connection.request('resources/list', {}, limits)).toMatchObject({
      ok: false,
      code: -32601,
    });
  });

  it('is given up in time, and the server is told', async () => {
    await using server = await ready(chaos(['--mute-on', 'prompts/list']));
    const late = await server.connection.request('prompts/list', {}, { timeoutMs: 50 });
    expect(late).toEqual({
      ok: false,
      kind: 'timeout',
      code: null,
      message: 'The server server did not answer prompts/list within 0.05 s.',
      told: { key: 'mcp.call.timeout', params: { server: 'server', tool: 'prompts/list', seconds: 0.05 } },
    });
    expect(server.sent.slice(-2)).toEqual(['prompts/list', 'notifications/cancelled']);
    const abort = new AbortController();
    const aborted = server.connection.request('prompts/list', {}, { ...limits, signal: abort.signal });
    abort.abort();
    expect(await aborted).toMatchObject({ ok: false, kind: 'aborted' });
    expect(server.connection.inFlight).toBe(0);
  });

  it('fails where there is no connection, and where it ends meanwhile', async () => {
    await using fresh = chaos();
    expect(await fresh.connection.request('prompts/list', {}, limits)).toMatchObject({ kind: 'closed' });
    await using server = await ready(chaos(['--mute-on', 'prompts/list']));
    const waiting = server.connection.request('prompts/list', {}, limits);
    server.kill();
    expect(await waiting).toMatchObject({
      kind: 'closed',
      message: 'The connection to server closed before it answered prompts/list.',
    });
  });
});
