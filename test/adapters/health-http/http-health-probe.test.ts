import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSystemClock } from '../../../src-main/adapters/clock/system-clock.ts';
import { readDeepHealth } from '../../../src-main/adapters/health-http/deep-health.ts';
import { createHttpHealthProbe } from '../../../src-main/adapters/health-http/http-health-probe.ts';
import type { HttpHealthResult } from '../../../src-main/core/ports/health-http.ts';
import { formatMessage } from '../../../src-shared/i18n/format.ts';
import { freePort } from '../../support/free-port.ts';

const clock = createSystemClock();
const happened = (result: HttpHealthResult): string =>
  result.kind === 'fail' ? formatMessage(result.cause.happened) : result.kind;

async function withServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  body: (
    url: string,
    probe: ReturnType<typeof createHttpHealthProbe>,
    connections: () => number,
  ) => Promise<void>,
): Promise<void> {
  const server = createServer(answer);
  let connections = 0;
  server.on('connection', () => connections++);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const probe = createHttpHealthProbe(clock);
  try {
    await body(`http://127.0.0.1:${(server.address() as AddressInfo).port}/health`, probe, () => connections);
  } finally {
    probe.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

describe('the HTTP health probe', () => {
  it('reads a deep body, over one kept connection', async () => {
    const body = {
      status: 'degraded',
      version: '2.1.0',
      metrics: { memory_usage_mb: 84.5, error_rate: 0 },
      dependencies: { database: 'healthy', cache: { status: 'down', message: 'refused' } },
    };
    await withServer(
      (_, response) => void response.end(JSON.stringify(body)),
      async (url, probe, connections) => {
        await probe.get(url, 5000);
        expect(await probe.get(url, 5000)).toEqual({
          kind: 'ok',
          latencyMs: expect.any(Number),
          body: {
            ...body,
            dependencies: {
              database: { status: 'healthy', message: null },
              cache: { status: 'down', message: 'refused' },
            },
          },
        });
        expect(connections()).toBe(1);
      },
    );
  });

  it('fails on every other status and names the dependency', async () => {
    await withServer(
      (request, response) => {
        const body = { dependencies: { database: 'healthy', 'market-data': 'down' } };
        response
          .writeHead(request.url === '/health' ? 503 : 404)
          .end(request.url === '/health' ? JSON.stringify(body) : 'no');
      },
      async (url, probe) => {
        expect(happened(await probe.get(url, 5000))).toBe('HTTP 503, its dependency `market-data` is down.');
        expect(happened(await probe.get(`${url}z`, 5000))).toBe('HTTP 404.');
      },
    );
  });

  it('is silent when no status comes in time, or its caller gives up', async () => {
    await withServer(
      () => undefined,
      async (url, probe) => {
        expect(await probe.get(url, 50)).toEqual({ kind: 'silent' });
        expect(await probe.get(url, 5000, AbortSignal.timeout(50))).toEqual({ kind: 'silent' });
        expect(await probe.get(url, 5000, AbortSignal.abort())).toEqual({ kind: 'silent' });
      },
    );
  });

  it('is not silent where our own process was frozen', async () => {
    await withServer(
      (_, response) => void response.end('OK'),
      async (url, probe) => {
        await probe.get(url, 5000);
        const probing = probe.get(url, 20);
        const until = performance.now() + 200;
        while (performance.now() < until); // the freeze
        expect(await probing).toMatchObject({ kind: 'ok', body: null });
      },
    );
  });

  it('takes the status where the body is late, long or broken', async () => {
    await withServer(
      (request, response) => {
        response.writeHead(200);
        if (request.url === '/late') response.write('{');
        else if (request.url === '/long') response.end(`{"status":"${'x'.repeat(300_000)}"}`);
        else response.write('{', () => response.destroy());
      },
      async (url, probe) => {
        for (const path of ['late', 'long', 'broken']) {
          expect(await probe.get(new URL(path, url).href, 300)).toMatchObject({ kind: 'ok', body: null });
        }
      },
    );
  });

  it('follows to the same host and no further', async () => {
    await withServer(
      (request, response) => {
        const { host } = request.headers;
        if (request.url === '/health') response.writeHead(302, { location: '/there' }).end();
        else if (request.url === '/there') response.end('{"status":"ok"}');
        else if (request.url === '/away')
          response.writeHead(302, { location: `http://${host?.replace('127.0.0.1', 'localhost')}/` }).end();
        else response.writeHead(302, { location: '/round' }).end();
      },
      async (url, probe) => {
        expect(await probe.get(url, 5000)).toMatchObject({ kind: 'ok', body: { status: 'ok' } });
        expect(happened(await probe.get(new URL('/away', url).href, 5000))).toContain('http://localhost:');
        expect(happened(await probe.get(new URL('/round', url).href, 5000))).toContain('/round');
      },
    );
  });

  it('fails at once where nobody listens', async () => {
    const port = await freePort();
    const probe = createHttpHealthProbe(clock);
    const result = await probe.get(`http://127.0.0.1:${port}/health`, 5000);
    expect(happened(result)).toBe(`127.0.0.1:${port} does not answer: ECONNREFUSED.`);
    expect(happened(await probe.get('nonsense', 5000))).toBe('Its health address nonsense is no URL.');
    probe.close();
  });
});

describe('a deep health body', () => {
  it('keeps what it understands and drops the rest', () => {
    const text = `{"status":5,"version":3,"metrics":{"a":1,"b":"2","c":null,"d":1e999,"__proto__":7},
      "dependencies":{"x":null,"y":{"status":"up\\n\\u0007now","error":"e"},"z":true,"__proto__":"down"}}`;
    const health = readDeepHealth(text);
    expect(health?.status).toBeNull();
    expect(health?.version).toBe('3');
    expect(Object.entries(health?.metrics ?? {})).toEqual([
      ['a', 1],
      ['__proto__', 7],
    ]);
    expect(Object.entries(health?.dependencies ?? {})).toEqual([
      ['y', { status: 'up now', message: 'e' }],
      ['__proto__', { status: 'down', message: null }],
    ]);
  });

  it('takes dependencies as a list too', () => {
    const listed = readDeepHealth('{"dependencies":[{"name":"db","status":"healthy"},{"status":"lost"},7]}');
    expect(listed?.dependencies).toEqual({ db: { status: 'healthy', message: null } });
  });

  it('caps numbers and lengths', () => {
    const many = (value: (i: number) => unknown) =>
      Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`${i}`.padEnd(300, 'é'), value(i)]));
    const health = readDeepHealth(
      JSON.stringify({
        status: '🌍'.repeat(500),
        metrics: many((i) => i),
        dependencies: many(() => 'x'.repeat(1000)),
      }),
    );
    expect(Object.keys(health?.metrics ?? {})).toHaveLength(64);
    expect(Object.keys(health?.dependencies ?? {})).toHaveLength(64);
    expect([...(health?.status ?? '')]).toHaveLength(200);
    expect(Object.keys(health?.metrics ?? {}).every((name) => name.length <= 200)).toBe(true);
    expect(Object.values(health?.dependencies ?? {}).every(({ status }) => status.length === 200)).toBe(true);
  });

  it.each(['', 'OK', '[]', 'null', '"healthy"', '{}', '{"a":1}', '['.repeat(200_000)])(
    'is none in %.20s',
    (text) => {
      expect(readDeepHealth(text)).toBeNull();
    },
  );

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.record({
          status: fc.jsonValue(),
          version: fc.jsonValue(),
          metrics: fc.jsonValue(),
          dependencies: fc.jsonValue(),
        }),
        (body) => void readDeepHealth(JSON.stringify(body)),
      ),
    );
  });
});
