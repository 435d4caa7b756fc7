import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { statusReportSchema } from '../../src-shared/schema/status.ts';
import { statusOf } from '../doubles/orchestrator.ts';
import { raw } from './raw.ts';
import { type Rig, startRig, TOKEN } from './rig.ts';

const auth = { authorization: `Bearer ${TOKEN}` };

const hostileNames = [
  'файлы',
  '文件 系统',
  '50%',
  'a?b=c&d',
  '🚀 émoji',
  '"quoted"',
  'a+b',
  '%2F',
  'مرحبا',
  'x;y:z@w',
  '~',
  '...',
];

let rig: Rig;
beforeEach(async () => {
  rig = await startRig([
    statusOf('alpha', { groups: ['pair'] }),
    statusOf('beta', { groups: ['pair'], aliases: ['b'] }),
    ...hostileNames.map((name) => statusOf(name)),
  ]);
});
afterEach(async () => {
  await rig[Symbol.asyncDispose]();
  expect(rig.errors).toEqual([]);
});

const errorOf = (code: string, server: string | null = null) => ({
  error: { code, message: expect.stringMatching(/\.$/), server },
});

describe('the REST API', () => {
  it('answers GET /api/servers with the status report of the surface', async () => {
    const { status, body } = await rig.api('GET', '/api/servers');
    expect(status).toBe(200);
    expect(statusReportSchema.parse(body)).toEqual(body);
    expect(body.servers.map((server: { name: string }) => server.name)).toContain('alpha');
  });

  it.each(hostileNames)('finds the server %j by its encoded name and by a list', async (name) => {
    const got = await rig.api('GET', `/api/servers/${encodeURIComponent(name)}`);
    expect([got.status, got.body.name]).toEqual([200, name]);
    const stopped = await rig.api('POST', `/api/servers/${encodeURIComponent(name)}/stop`);
    expect([stopped.status, stopped.body.servers]).toEqual([202, [name]]);
    const many = await rig.api('POST', '/api/start', { servers: [name] });
    expect([many.status, many.body.servers]).toEqual([202, [name]]);
  });

  it('never takes a path of dots for the folder above', async () => {
    const answer = await raw(rig.port, 'POST', '/api/servers/%2E%2E/start', auth);
    expect(answer.status).toBe(404);
    expect(JSON.parse(answer.body)).toEqual(errorOf('UNKNOWN_SERVER', '..'));
  });

  it('accepts an operation with 202 and ends it with exactly one event of that id and its actor', async () => {
    const { status, body } = await rig.api('POST', '/api/servers/b/restart', { force: true });
    expect([status, body.servers]).toEqual([202, ['beta']]);
    const { body: events } = await rig.api('GET', '/api/events?since=0&type=operation.finished');
    expect(events.events).toMatchObject([{ operation: body.operation, server: 'beta', data: { ok: true } }]);
    expect(events.events[0].actor).toMatch(/^cli:\d+$/);
  });

  it('means all servers by an empty body, and a group by its name', async () => {
    expect((await rig.api('POST', '/api/reset')).body.servers).toHaveLength(2 + hostileNames.length);
    expect((await rig.api('POST', '/api/restart', { servers: ['pair'] })).body.servers).toEqual([
      'alpha',
      'beta',
    ]);
  });

  it('answers a check with its reports and an operation that has ended', async () => {
    const { status, body } = await rig.api('POST', '/api/servers/alpha/check');
    expect([status, body.reports]).toMatchObject([202, [{ server: 'alpha', ok: true }]]);
    const { body: events } = await rig.api('GET', '/api/events?type=operation.finished');
    expect(events.events[0].operation).toBe(body.operation);
  });

  it('calls a tool and gives its result, or why there is none', async () => {
    const ok = await rig.api('POST', '/api/servers/alpha/call', { tool: 'echo', arguments: { text: 'hi' } });
    expect([ok.status, ok.body]).toEqual([
      200,
      { result: { content: [{ type: 'text', text: '{"text":"hi"}' }] } },
    ]);
    rig.orchestrator.onCall = async () => ({
      ok: false,
      kind: 'timeout',
      code: null,
      message: 'It did not answer in 60 s.',
    });
    const failed = await rig.api('POST', '/api/servers/alpha/call', { tool: 'echo' });
    expect([failed.status, failed.body]).toEqual([422, errorOf('CALL_FAILED', 'alpha')]);
    // What no writer of JSON can write: it is told as the server's fault, and takes nothing else along.
    const content = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    rig.orchestrator.onCall = async () => ({ ok: true, result: { content } });
    const deep = await rig.api('POST', '/api/servers/alpha/call', { tool: 'echo' });
    expect([deep.status, deep.body]).toEqual([422, errorOf('CALL_FAILED', 'alpha')]);
  });

  it('gives what the page draws and reads of a server', async () => {
    const get = async (path: string) => {
      const { status, body } = await rig.api('GET', `/api/${path}`);
      expect([path, status]).toEqual([path, 200]);
      return body;
    };
    expect((await get('metrics/recent')).servers[0]).toMatchObject({ name: 'alpha', points: [] });
    expect(await get('servers/b/definition')).toMatchObject({ name: 'beta', line: 3, policy: [] });
    expect(await get('servers/alpha/resources')).toEqual({ resources: [], templates: [] });
    expect(await get('servers/alpha/prompts')).toEqual({ prompts: [] });
    const read = await rig.api('POST', '/api/servers/alpha/resources/read', { uri: 'a://1' });
    expect([read.status, read.body]).toEqual([
      200,
      { result: { content: [{ type: 'text', text: '{"uri":"a://1"}' }] } },
    ]);
    rig.orchestrator.onCall = async () => ({
      ok: false,
      kind: 'error',
      code: -32602,
      message: 'No such one.',
    });
    const failed = await rig.api('POST', '/api/servers/alpha/prompts/get', { prompt: 'p' });
    expect([failed.status, failed.body]).toEqual([422, errorOf('CALL_FAILED', 'alpha')]);
    for (const path of ['definition', 'resources', 'prompts'])
      expect((await rig.api('GET', `/api/servers/nobody/${path}`)).status).toBe(404);
  });

  it('counts events by time, in as many buckets as a page can draw', async () => {
    await rig.api('POST', '/api/servers/alpha/stop');
    const to = Date.now() + 60_000;
    const asked = (from: number) =>
      rig.api('GET', `/api/events/activity?from=${from}&to=${to}&bucketMs=60000`);
    const { status, body } = await asked(to - 600_000);
    expect([status, body.buckets.length]).toEqual([200, 10]);
    const events = body.buckets.reduce((sum: number, bucket: { events: number }) => sum + bucket.events, 0);
    expect(events).toBeGreaterThan(0);
    expect((await asked(to)).body).toEqual({ buckets: [] });
    const many = await asked(to - 2001 * 60_000);
    expect([many.status, many.body]).toEqual([422, errorOf('INVALID')]);
    for (const query of ['', '?from=0&to=1&bucketMs=1', '?from=x&to=1&bucketMs=60000'])
      expect((await rig.api('GET', `/api/events/activity${query}`)).status).toBe(400);
  });

  it('tells about itself: versions, places and licences', async () => {
    const { body } = await rig.api('GET', '/api/about');
    expect(body).toEqual({
      version: '1.2.3',
      node: 'v24.0.0',
      platform: 'linux x64',
      places: {
        config: '',
        home: '/home/ada/.local/share/orchestrator',
        logs: '/home/ada/.local/share/orchestrator/logs',
      },
      licences: [{ name: 'zod', version: '4.0.0', licence: 'MIT' }],
    });
  });

  it('makes a report in which nothing is secret and the home folder has no name', async () => {
    rig.orchestrator.writeLog(
      'alpha',
      'GET /home/ada/x /home/adam Authorization: Bearer abcdef123456 in /home/ada.',
    );
    rig.orchestrator.writeLog('alpha', 'y'.repeat(10_000));
    const { body } = await rig.api('GET', '/api/diagnostics');
    const parts = new Map<string, string>(
      body.parts.map((part: { name: string; text: string }) => [part.name, part.text]),
    );
    expect([...parts.keys()]).toEqual([
      ...['versions.json', 'health.json', 'status.json', 'configuration.json', 'events.jsonl'],
      ...['orchestrator.log', 'servers/alpha.log'],
    ]);
    const log = parts.get('servers/alpha.log') ?? '';
    expect(log).toContain('GET ~/x /home/adam Authorization: Bearer •••• in ~.');
    expect(log.length).toBeLessThan(1000);
    expect(JSON.parse(parts.get('versions.json') ?? '')).toMatchObject({
      version: '1.2.3',
      places: { home: '~/.local/share/orchestrator' },
    });
    expect(JSON.parse(parts.get('status.json') ?? '').servers).toHaveLength(2 + hostileNames.length);
    expect(JSON.stringify(body)).not.toContain('/home/ada/');
    expect(JSON.stringify(body)).not.toContain(TOKEN);
  });

  it('refuses with the code, the status and the server of the surface', async () => {
    rig.orchestrator.change('beta', { state: 'STOPPED' });
    const cases: [string, string, unknown, number, object][] = [
      ['GET', '/api/servers/nobody', undefined, 404, errorOf('UNKNOWN_SERVER', 'nobody')],
      ['GET', '/api/servers/beta/tools', undefined, 409, errorOf('NOT_RUNNING', 'beta')],
      ['GET', '/api/nothing', undefined, 404, errorOf('NOT_FOUND')],
      ['GET', '/api', undefined, 404, errorOf('NOT_FOUND')],
      ['DELETE', '/api/servers/alpha', undefined, 405, errorOf('METHOD_NOT_ALLOWED')],
      ['GET', '/api/servers/alpha/start', undefined, 405, errorOf('METHOD_NOT_ALLOWED')],
      ['GET', '/api/events?limit=many', undefined, 400, errorOf('BAD_REQUEST')],
      ['POST', '/api/servers/alpha/pause', { forMs: -1 }, 400, errorOf('BAD_REQUEST')],
      ['POST', '/api/start', [1], 400, errorOf('BAD_REQUEST')],
      ['POST', '/api/start', { servers: 'alpha' }, 400, errorOf('BAD_REQUEST')],
    ];
    for (const [method, path, body, status, error] of cases) {
      const answer = await rig.api(method, path, body);
      expect([path, answer.status, answer.body]).toEqual([path, status, error]);
    }
    rig.orchestrator.shuttingDown = true;
    expect(await rig.api('POST', '/api/start')).toMatchObject({
      status: 503,
      body: errorOf('SHUTTING_DOWN'),
    });
  });

  it('names what is wrong with an input', async () => {
    const { body } = await rig.api('POST', '/api/servers/alpha/call', { arguments: 5 });
    expect(body.error.message).toMatch(/tool: expected string.*arguments: expected record/);
  });

  it.each([
    ['application/json', '{"a":', 400, 'BAD_REQUEST'],
    ['application/json', Buffer.from([0x22, 0xff, 0x22]), 400, 'BAD_REQUEST'],
    ['text/plain', '{}', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['application/x-www-form-urlencoded', 'servers=alpha', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['application/json', `"${'x'.repeat(2 ** 20)}"`, 413, 'PAYLOAD_TOO_LARGE'],
  ])('refuses a body of %s that it cannot take (%#)', async (type, body, status, code) => {
    const answer = await raw(rig.port, 'POST', '/api/start', { ...auth, 'content-type': type }, body);
    expect([answer.status, JSON.parse(answer.body)]).toEqual([status, errorOf(code)]);
  });

  it('refuses a body without a length as soon as it is larger than 1 MiB', async () => {
    const answer = await raw(
      rig.port,
      'POST',
      '/api/start',
      { ...auth, 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
      ' '.repeat(2 ** 20 + 1),
    );
    expect([answer.status, JSON.parse(answer.body)]).toEqual([413, errorOf('PAYLOAD_TOO_LARGE')]);
  });

  it('hides what failed inside and writes it to the log', async () => {
    rig.orchestrator.onCall = () => Promise.reject(new Error('secret of the inside'));
    const { status, body } = await rig.api('POST', '/api/servers/alpha/call', { tool: 'x' });
    expect([status, body]).toEqual([500, errorOf('INTERNAL')]);
    expect(JSON.stringify(body)).not.toContain('secret');
    expect(rig.errors.splice(0).join()).toContain('secret of the inside');
  });

  it('refuses a key that it does not know where no name means all', async () => {
    const { status, body } = await rig.api('POST', '/api/stop', { server: ['alpha'] });
    expect([status, body]).toEqual([400, errorOf('BAD_REQUEST')]);
  });

  it('hands a shutdown on after it has answered', async () => {
    const { status, body } = await rig.api('POST', '/api/shutdown', { restart: true });
    expect([status, body]).toEqual([202, { operation: expect.stringMatching(/\S/), pid: 4711 }]);
    await expect.poll(() => rig.shutdowns).toEqual([{ force: false, restart: true }]);
  });

  it('tells its own health, log pages and the older lines before them', async () => {
    rig.orchestrator.change('beta', { state: 'CRASHED', detail: 'It ended.' });
    const { body: health } = await rig.api('GET', '/api/health');
    expect(health).toMatchObject({
      status: 'degraded',
      version: '1.2.3',
      metrics: { memoryBytes: 74_000_000 },
    });
    expect(health.dependencies).toContainEqual({
      name: 'beta',
      kind: 'mcp-server',
      status: 'fail',
      latencyMs: 3,
      message: 'It ended.',
    });
    for (let index = 0; index < 5; index++) rig.orchestrator.writeLog('alpha', `line ${index}`);
    const { body: last } = await rig.api('GET', '/api/servers/alpha/logs?limit=2');
    expect(last.lines.map((line: { text: string }) => line.text)).toEqual(['line 3', 'line 4']);
    const { body: older } = await rig.api('GET', `/api/servers/alpha/logs?limit=2&before=${last.before}`);
    expect(older.lines.map((line: { text: string }) => line.text)).toEqual(['line 1', 'line 2']);
    expect((await rig.api('GET', '/api/logs')).body.lines[0].text).toBe('INFO listening');
  });
});
