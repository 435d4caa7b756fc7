import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { statusOf } from '../doubles/orchestrator.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { bytes, raw } from './raw.ts';
import { type Rig, startRig, TOKEN } from './rig.ts';

let folder: string;
let rig: Rig;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mcp-page-'));
  await mkdir(join(folder, 'page', 'assets'), { recursive: true });
  await writeFile(join(folder, 'page', 'index.html'), '<!doctype html><title>the page</title>');
  await writeFile(join(folder, 'page', 'assets', 'index-AbCd1234.js'), 'export {};');
  await writeFile(join(folder, 'token'), 'secret');
  await symlink(join(folder, 'token'), join(folder, 'page', 'assets', 'link.txt'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  rig = await startRig([statusOf('alpha')], { pageFolder: join(folder, 'page') });
});
afterEach(async () => {
  await rig.server.close();
  expect(rig.errors).toEqual([]);
});

const auth = { authorization: `Bearer ${TOKEN}` };
const codeOf = (body: string): string => JSON.parse(body).error.code;
const upgradeHeaders = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

async function signIn(from = rig): Promise<string> {
  const { pathname, search } = new URL((await from.api('POST', '/api/one-time-address')).body.url);
  const answer = await raw(from.port, 'GET', `${pathname}${search}`);
  expect([answer.status, answer.headers.location]).toEqual([303, '/']);
  return String(answer.headers['set-cookie']);
}

describe('who is let in', () => {
  const paths = ['/', '/healthz', '/readyz', '/metrics', '/api/servers', '/assets/index-AbCd1234.js'];

  it.each(paths)('answers %s under a name of this computer only', async (path) => {
    for (const host of [
      'evil.example',
      `evil.example:${rig.port}`,
      `127.0.0.1.evil.example:${rig.port}`,
      `localhost.:${rig.port}`,
    ]) {
      const answer = await raw(rig.port, 'GET', path, { ...auth, host });
      expect([host, answer.status]).toEqual([host, 403]);
    }
    for (const host of [
      `127.0.0.1:${rig.port}`,
      `localhost:${rig.port}`,
      `LOCALHOST:${rig.port}`,
      `[::1]:${rig.port}`,
      '127.0.0.1',
      // A port that is forwarded to ours.
      `localhost:${rig.port + 1}`,
    ]) {
      expect((await raw(rig.port, 'GET', path, { ...auth, host })).status).not.toBe(403);
    }
  });

  it.each(paths)('answers %s to pages of its own origin only', async (path) => {
    for (const origin of [
      'null',
      'http://evil.example',
      `http://127.0.0.1:${rig.port + 1}`,
      `https://127.0.0.1:${rig.port}`,
      `http://localhost.evil.example:${rig.port}`,
      'file://',
    ]) {
      const answer = await raw(rig.port, 'GET', path, { ...auth, origin });
      expect([origin, answer.status, codeOf(answer.body)]).toEqual([origin, 403, 'FORBIDDEN']);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
    for (const origin of [`http://127.0.0.1:${rig.port}`, `http://localhost:${rig.port}`]) {
      expect((await raw(rig.port, 'GET', path, { ...auth, origin })).status).not.toBe(403);
    }
    const forwarded = { host: `localhost:${rig.port + 1}`, origin: `http://localhost:${rig.port + 1}` };
    expect((await raw(rig.port, 'GET', path, { ...auth, ...forwarded })).status).not.toBe(403);
  });

  it('asks /api for the token and says how it is sent', async () => {
    const wrong = [
      {},
      { authorization: 'Bearer wrong' },
      { authorization: `Basic ${TOKEN}` },
      { authorization: `Bearer ${TOKEN}x` },
      { authorization: 'Bearer' },
      { cookie: `x=${TOKEN}` },
    ];
    for (const headers of wrong) {
      for (const [method, path] of [
        ['GET', '/api/servers'],
        ['POST', '/api/stop'],
        ['GET', '/api/nothing'],
        ['GET', '/api/openapi.json'],
      ] as const) {
        const answer = await raw(rig.port, method, path, headers);
        expect([answer.status, codeOf(answer.body), answer.headers['www-authenticate']]).toEqual([
          401,
          'UNAUTHORIZED',
          expect.stringMatching(/^Bearer/),
        ]);
      }
    }
    expect(rig.orchestrator.status().summary.RUNNING).toBe(1);
  });

  it('guards upgrades in the same way, and upgrades nothing else than /rpc', async () => {
    const upgrade = (path: string, headers: Record<string, string>) =>
      raw(rig.port, 'GET', path, { ...upgradeHeaders, ...headers });
    expect((await upgrade('/rpc', {})).status).toBe(401);
    expect((await upgrade('/rpc', { ...auth, host: 'evil.example' })).status).toBe(403);
    expect((await upgrade('/rpc', { ...auth, origin: 'http://evil.example' })).status).toBe(403);
    expect((await upgrade('/rpc', { cookie: await signIn(), origin: 'null' })).status).toBe(403);
    expect((await upgrade('/api/servers', auth)).status).toBe(404);
  });

  it('takes the actor that the token holder names, and only a plain word', async () => {
    const actorOf = async (name: string) => {
      const answer = await raw(rig.port, 'POST', '/api/servers/alpha/reset', {
        ...auth,
        'x-mcp-orchestrator-actor': name,
      });
      const { operation } = JSON.parse(answer.body);
      return rig.orchestrator.events({ limit: 5 }).find((event) => event.operation === operation)?.actor;
    };
    expect(await actorOf('cli:1234')).toBe('cli:1234');
    expect(await actorOf('a b')).toMatch(/^cli:\d+$/);
    expect(await actorOf('x'.repeat(65))).toMatch(/^cli:\d+$/);
  });
});

describe('the cookie of the page', () => {
  it('is set by a one-time address, for scripts invisible and for other sites absent', async () => {
    const cookie = await signIn();
    expect(cookie).toMatch(
      /^mcp-orchestrator-[0-9a-f]{12}=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/,
    );
    expect(cookie).not.toContain(TOKEN);
    const [pair = ''] = cookie.split(';');
    expect((await raw(rig.port, 'GET', '/api/servers', { cookie: `other=1; ${pair}` })).status).toBe(200);
    expect((await raw(rig.port, 'GET', '/', { cookie: pair })).body).toContain('the page');
    expect((await raw(rig.port, 'GET', '/api/servers', { cookie: `${pair}x` })).status).toBe(401);
  });

  it('is not taken from another page of this browser, whatever port it came from', async () => {
    const [pair = ''] = (await signIn()).split(';');
    for (const site of ['cross-site', 'same-site']) {
      expect(
        (await raw(rig.port, 'POST', '/api/stop', { cookie: pair, 'sec-fetch-site': site })).status,
      ).toBe(403);
    }
    expect(
      (await raw(rig.port, 'GET', '/api/servers', { cookie: pair, 'sec-fetch-site': 'same-origin' })).status,
    ).toBe(200);
  });

  it('has a name of its own for each home', async () => {
    await using other = await startRig([], { homeId: '/another/home' });
    const [mine, theirs] = [await signIn(), await signIn(other)].map((cookie) => cookie.split('=')[0]);
    expect(mine).not.toBe(theirs);
  });

  it('is given once for an address, within 60 s, and never for a guess', async () => {
    const clock = new FakeClock();
    await using mine = await startRig([], { clock, pageFolder: join(folder, 'page') });
    const address = async () => {
      const url = new URL((await mine.api('POST', '/api/one-time-address')).body.url);
      return `/${url.search}`;
    };
    const first = await address();
    expect((await raw(mine.port, 'GET', first)).status).toBe(303);
    const again = await raw(mine.port, 'GET', first);
    expect([again.status, again.headers['set-cookie']]).toEqual([401, undefined]);
    expect(again.body).toContain('used already');
    const late = await address();
    await clock.advance(60_000);
    expect((await raw(mine.port, 'GET', late)).status).toBe(401);
    expect((await raw(mine.port, 'GET', '/?once=')).status).toBe(401);
    expect((await raw(mine.port, 'GET', '/')).body).toContain('mcp-orchestrator open');
  });
});

describe('the files of the page', () => {
  it('carry the policy of the page, and keep what carries a hash for ever', async () => {
    const [pair = ''] = (await signIn()).split(';');
    const index = await raw(rig.port, 'GET', '/', { cookie: pair });
    expect(index.headers['content-security-policy']).toBe(
      `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self' ws://127.0.0.1:${rig.port}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(index.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-cache',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    });
    const asset = await raw(rig.port, 'GET', '/assets/index-AbCd1234.js');
    expect([asset.status, asset.headers['cache-control'], asset.headers['content-type']]).toEqual([
      200,
      'public, max-age=31536000, immutable',
      'text/javascript; charset=utf-8',
    ]);
    expect(
      (
        await raw(rig.port, 'GET', '/assets/index-AbCd1234.js', {
          'if-none-match': String(asset.headers.etag),
        })
      ).status,
    ).toBe(304);
    expect((await raw(rig.port, 'HEAD', '/assets/index-AbCd1234.js')).body).toBe('');
  });

  it.each([
    '/../token',
    '/assets/../../token',
    '/%2e%2e/token',
    '/assets/%2e%2e%2f%2e%2e%2ftoken',
    '/..%5ctoken',
    '//token',
    '/assets/link.txt',
    '/index.html',
    '/assets/',
    '/%',
    '/__proto__',
    '/%00',
  ])('does not serve %s', async (path) => {
    const answer = await raw(rig.port, 'GET', path);
    expect([answer.status, codeOf(answer.body)]).toEqual([404, 'NOT_FOUND']);
  });

  const views = [
    '/servers/alpha',
    '/servers/alpha/log',
    '/servers/alpha/edit',
    '/servers/my%20server.v1.2/tools',
    '/servers/%E2%98%83%3F%25',
    '/servers/index.html',
    '/tools',
    '/tools/alpha/read.file',
    '/activity',
    '/settings/about',
    '/add',
  ];

  it.each(views)(
    'are the same page at %s for whoever has the cookie, and the gate for others',
    async (path) => {
      const [pair = ''] = (await signIn()).split(';');
      const answer = await raw(rig.port, 'GET', path, { cookie: pair });
      expect([answer.status, answer.body]).toEqual([200, expect.stringContaining('the page')]);
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
      const gate = await raw(rig.port, 'GET', path);
      expect([gate.status, gate.body]).toEqual([401, expect.stringContaining('mcp-orchestrator open')]);
      expect((await raw(rig.port, 'POST', path, { cookie: pair })).status).toBe(405);
    },
  );

  it.each(['/', ...views])('let a browser in at %s by a one-time address, and stay there', async (path) => {
    const { search } = new URL((await rig.api('POST', '/api/one-time-address')).body.url);
    const first = await raw(rig.port, 'GET', `${path}${search}`);
    expect([first.status, first.headers.location]).toEqual([303, path]);
    const [pair = ''] = String(first.headers['set-cookie']).split(';');
    const again = await raw(rig.port, 'GET', `${path}${search}&filter=a%26b`, { cookie: pair });
    expect([again.status, again.headers.location]).toEqual([303, `${path}?filter=a%26b`]);
    expect(again.headers['set-cookie']).toBeUndefined();
  });

  it.each([
    '/assets/gone-AbCd1234.js',
    '/settings/logo.svg',
    '/activity/x.map',
    '/favicon.ico',
    '/robots.txt',
    '/nowhere',
    '/servers%2falpha',
    '//servers/alpha',
    '/servers/%',
    '/rpc',
    '/mcp/servers',
  ])('are not what %s shows, cookie or not', async (path) => {
    const [pair = ''] = (await signIn()).split(';');
    const answer = await raw(rig.port, 'GET', path, { cookie: pair });
    expect([answer.status, codeOf(answer.body)]).toEqual([404, 'NOT_FOUND']);
  });

  it('say what to do where the page is not built', async () => {
    await using bare = await startRig([], { pageFolder: null });
    const [pair = ''] = (await signIn(bare)).split(';');
    const answer = await raw(bare.port, 'GET', '/', { cookie: pair });
    expect([answer.status, answer.body]).toEqual([503, expect.stringContaining('npm run build')]);
  });
});

describe('the connection', () => {
  it('answers what is no HTTP, and headers that are too long, with an error and an end', async () => {
    const garbage = await bytes(rig.port, 'GARBAGE\r\n\r\n');
    expect(garbage).toMatch(/^HTTP\/1\.1 400 .*\r\n\r\n\{"error":\{"code":"BAD_REQUEST"/s);
    expect(await bytes(rig.port, `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 /,
    );
    expect(await bytes(rig.port, 'GET /api/servers HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /);
    expect((await raw(rig.port, 'GET', 'http://evil.example/api/servers', auth)).status).toBe(404);
    expect((await raw(rig.port, 'POST', '/', auth)).status).toBe(405);
  });

  it('takes the next free port, or with `strict` names who holds it', async () => {
    const holder = createServer();
    const port = await new Promise<number>((resolve) =>
      holder.listen(0, '127.0.0.1', () => resolve((holder.address() as { port: number }).port)),
    );
    try {
      const { server } = await startRig([]).then(async (fresh) => {
        await fresh.server.close();
        return fresh;
      });
      expect(await server.listen({ host: '127.0.0.1', port, strict: true })).toEqual({
        ok: false,
        port,
        holder: { pid: 1, command: 'init' },
      });
      const other = await server.listen({ host: '127.0.0.1', port, strict: false });
      expect(other).toMatchObject({ ok: true });
      expect(other.port).not.toBe(port);
      await server.close();
    } finally {
      holder.close();
    }
  });
});
