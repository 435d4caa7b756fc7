import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { registerScheme, servePage } from '../../../../src-main/hosts/desktop/protocol/page-protocol.ts';
import { createElectronDouble } from '../../../doubles/electron/index.ts';
import { type TempFolder, tempFolder } from '../../../support/temp.ts';

const INDEX = '<!doctype html><title>the page</title>';

/** The built page under its own protocol; `null`: nothing is built. */
async function serve({ isBuilt = true } = {}) {
  const folder = await tempFolder('page');
  const double = createElectronDouble({ userData: folder.path });
  const { electron, user } = double;
  registerScheme(electron);
  await electron.app.whenReady();
  if (isBuilt) await build(folder);
  const page = servePage({ electron, folder: isBuilt ? folder.file('renderer') : null });
  return {
    ...{ double, electron, user, folder },
    get: (path: string, init?: RequestInit) => user.fetch(`app://dashboard${path}`, init),
    async [Symbol.asyncDispose]() {
      page.close();
      double.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

async function build(folder: TempFolder): Promise<void> {
  await mkdir(folder.file('renderer', 'assets'), { recursive: true });
  await writeFile(folder.file('renderer', 'index.html'), INDEX);
  await writeFile(folder.file('renderer', 'assets', 'index-a1b2c3d4.js'), 'export {};');
  await writeFile(folder.file('renderer', 'assets', 'index-a1b2c3d4.css'), ':root {}');
  await writeFile(folder.file('renderer', 'assets', 'inter-a1b2c3d4.woff2'), Buffer.from([0, 255, 128]));
  await writeFile(folder.file('secret.txt'), 'secret');
  await symlink(folder.file('secret.txt'), folder.file('renderer', 'link.txt'));
}

test('the scheme is a standard, secure one that can fetch, and nothing more', async () => {
  await using it = await serve();
  expect(it.double.schemes()).toEqual([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
});

describe('the page', () => {
  test.each([
    '/',
    '/servers/db/log?at=crash',
    '/servers/a.b.js',
    '/servers/a%2F..%2Fb',
    '/activity/log',
    '/settings#about',
    '/file?line=41',
  ])('is at %s', async (path) => {
    await using it = await serve();
    const answer = await it.get(path);
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      200,
      'text/html; charset=utf-8',
      INDEX,
    ]);
  });

  test.each([
    ['/assets/index-a1b2c3d4.js', 'text/javascript; charset=utf-8'],
    ['/assets/index-a1b2c3d4.css', 'text/css; charset=utf-8'],
    ['/assets/inter-a1b2c3d4.woff2', 'font/woff2'],
  ])('gets %s as %s', async (path, type) => {
    await using it = await serve();
    const answer = await it.get(path);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
  });

  test('gets bytes as they are', async () => {
    await using it = await serve();
    const answer = await it.get('/assets/inter-a1b2c3d4.woff2');
    expect([...new Uint8Array(await answer.arrayBuffer())]).toEqual([0, 255, 128]);
  });

  test('has its rules in the answer, also where there is nothing', async () => {
    await using it = await serve();
    for (const path of ['/', '/assets/index-a1b2c3d4.js', '/nothing.js']) {
      const { headers } = await it.get(path);
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
          "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  test('that is not built says so, in its own style and under the same rules', async () => {
    await using it = await serve({ isBuilt: false });
    const answer = await it.get('/settings');
    expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining('npm run build')]);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    const style = await it.get('/gate.css');
    expect([style.status, style.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
  });
});

describe('nobody gets', () => {
  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '/..\\secret.txt',
    '/%00',
    '/%',
    '//etc/passwd',
    '/link.txt',
    '/assets',
    '/nothing.js',
  ])('a file outside of the page: %s', async (path) => {
    await using it = await serve();
    const answer = await it.get(path);
    expect([answer.status, await answer.text()]).toEqual([404, '']);
  });

  test.each(['app://other/', 'app://dashboard.example.org/', 'app://dashboard:81/', 'app://user@dashboard/'])(
    'anything at %s',
    async (address) => {
      await using it = await serve();
      // A Request takes no address with a name in it.
      if (address.includes('@')) return await expect(it.user.fetch(address)).rejects.toThrow('credentials');
      expect((await it.user.fetch(address)).status).toBe(404);
    },
  );

  test('an answer to anything but GET and HEAD', async () => {
    await using it = await serve();
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      const answer = await it.get('/', { method });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    }
    const head = await it.get('/', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });
});

test('the protocol is let go of', async () => {
  await using it = await serve();
  expect(it.electron.protocol.isProtocolHandled('app')).toBe(true);
  const again = await serve();
  await again[Symbol.asyncDispose]();
  expect(again.electron.protocol.isProtocolHandled('app')).toBe(false);
});
