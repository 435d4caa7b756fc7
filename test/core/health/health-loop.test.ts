import { expect, test } from 'vitest';
import { formatCause, formatMessage } from '../../../src-shared/i18n/format.ts';
import { message } from '../../../src-shared/i18n/message.ts';
import { FakeServer, healthBench, policyWith, target } from './doubles.ts';

const MINUTE = 60_000;

test('nothing is asked within the grace after RUNNING, then at about the interval', async () => {
  const { clock, loop, results } = healthBench();
  const server = new FakeServer(clock);
  loop.watch(target(server));
  await clock.advance(4_999);
  expect(server.probedAtMs).toEqual([]);
  await clock.advance(10 * MINUTE);
  const [first = 0, second = 0, ...later] = server.probedAtMs;
  expect(first).toBeGreaterThanOrEqual(5_000);
  expect(first).toBeLessThanOrEqual(8_000);
  expect(second - first).toBeLessThanOrEqual(30_000);
  const gaps = later.map((at, index) => at - (later[index - 1] ?? second));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(27_000);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(33_000);
  expect(new Set(gaps).size).toBeGreaterThan(10);
  expect(new Set(results())).toEqual(new Set(['ok']));
});

test.each([0, 0.2, 0.5, 0.8, 0.999])(
  'row 12: a server that hangs, whenever it does, fails three times within 30 + 3 × (10 + 5) s (random %d)',
  async (unit) => {
    for (let hangsAfter = 0; hangsAfter <= 70_000; hangsAfter += 3_500) {
      const { clock, loop, told } = healthBench({ unit });
      const server = new FakeServer(clock);
      server.speaks();
      loop.watch(target(server));
      await clock.advance(hangsAfter);
      server.behaviour = 'hangs';
      await clock.advance(75_000);
      const failures = told.filter(({ result }) => result === 'fail');
      expect(failures.length).toBeGreaterThanOrEqual(3);
      expect(server.mostOpen).toBe(1);
    }
  },
);

test('row 12: its failures say how long, how often and what comes next', async () => {
  const { clock, loop, told } = healthBench();
  const server = new FakeServer(clock);
  server.behaviour = 'hangs';
  loop.watch(target(server));
  await clock.advance(60_000);
  expect(told.slice(0, 3).map(({ cause }) => cause && formatCause(cause))).toEqual([
    'It did not answer its health check within 10 s. Read its log: it may hang. Next check in 5 s; 2 more failures restart it.',
    'It did not answer its health check within 10 s, 2 times in a row. Read its log: it may hang. Next check in 5 s; one more failure restarts it.',
    'It did not answer its health check within 10 s, 3 times in a row. It is restarted now. Its log tells what came before.',
  ]);
  expect(told[0]?.report).toMatchObject({
    status: 'fail',
    latencyMs: null,
    message: 'It did not answer its health check within 10 s.',
  });
});

test('row 16: after two failures an answer is ok, and the pace is that of the healthy again', async () => {
  const { clock, loop, results, told } = healthBench();
  const server = new FakeServer(clock);
  server.behaviour = 'hangs';
  loop.watch(target(server));
  while (results().length < 2) await clock.advanceToNext();
  server.behaviour = 'answers';
  await clock.advance(5_000);
  expect(results()).toEqual(['fail', 'fail', 'ok']);
  await clock.advance(11_000);
  expect(results()).toHaveLength(3);
  server.behaviour = 'hangs';
  while (results().length < 4) await clock.advanceToNext();
  expect(told[3]?.cause?.happened.params).toMatchObject({ times: 1 });
});

test('row 13: a call that blocks the ping for 3 min while the tree works is not known, never a failure', async () => {
  const { clock, loop, results } = healthBench();
  const server = new FakeServer(clock);
  loop.watch(target(server, { treeCpuPercent: () => 40 }));
  await clock.advance(40_000);
  server.inFlight = 1;
  server.behaviour = 'hangs';
  await clock.advance(3 * MINUTE);
  server.inFlight = 0;
  server.behaviour = 'answers';
  await clock.advance(45_000);
  expect(results()).toContain('unknown');
  expect(results()).not.toContain('fail');
  expect(results().at(-1)).toBe('ok');
});

test('a server that stays busy without an answer for 10 min fails from then on', async () => {
  const { clock, loop, told } = healthBench();
  const server = new FakeServer(clock);
  server.inFlight = 2;
  server.behaviour = 'hangs';
  loop.watch(target(server, { treeCpuPercent: () => 40 }));
  await clock.advance(15 * MINUTE);
  const firstUnknown = told.find(({ result }) => result === 'unknown');
  const firstFail = told.find(({ result }) => result === 'fail');
  const busyFor = (firstFail?.atMs ?? 0) - (firstUnknown?.atMs ?? 0);
  expect(busyFor).toBeGreaterThanOrEqual(10 * MINUTE);
  expect(busyFor).toBeLessThan(11 * MINUTE);
  expect(told.slice(told.indexOf(firstFail as never)).every(({ result }) => result === 'fail')).toBe(true);
  expect(formatMessage(firstUnknown?.cause?.happened as never)).toBe(
    'It is busy with 2 calls and did not answer its health check within 10 s.',
  );
});

test('bytes that came during the probe are work too; a call in flight on an idle tree is not', async () => {
  const working = healthBench();
  const server = new FakeServer(working.clock);
  server.inFlight = 1;
  server.behaviour = 'hangs';
  let bytes = 0;
  working.loop.watch(target(server, { treeCpuPercent: () => 0, bytesRead: () => bytes++ }));
  const idle = healthBench();
  const stuck = new FakeServer(idle.clock);
  stuck.inFlight = 1;
  stuck.behaviour = 'hangs';
  idle.loop.watch(target(stuck, { treeCpuPercent: () => 1, bytesRead: () => 7 }));
  await working.clock.advance(20_000);
  await idle.clock.advance(20_000);
  expect(working.results()).toEqual(['unknown']);
  expect(idle.results()).toEqual(['fail']);
});

test('row 14: any answer is life; a refused connection is a failure at once, and says whether it is about sign-in', async () => {
  const { clock, loop, told } = healthBench();
  const server = new FakeServer(clock);
  const cause = { happened: message('mcp.auth', { status: 401 }), remedy: message('mcp.remedy.auth') };
  loop.watch(target(server));
  await clock.advance(9_000);
  server.behaviour = { refuses: { kind: 'failed', cause, auth: true } };
  await clock.advance(40_000);
  expect(told[0]).toMatchObject({ result: 'ok', auth: false, report: { latencyMs: 3 } });
  expect(told[1]).toMatchObject({ result: 'fail', auth: true, cause });
});

test('a server that speaks by itself is not asked, but found within an interval when it falls silent', async () => {
  const { clock, loop, results } = healthBench();
  const server = new FakeServer(clock);
  loop.watch(target(server));
  for (let second = 0; second < 300; second++) {
    server.speaks();
    await clock.advance(1_000);
  }
  expect(server.probedAtMs).toEqual([]);
  expect(results().length).toBeGreaterThan(5);
  await clock.advance(34_000);
  expect(server.probedAtMs).toHaveLength(1);
});

test('a message that comes while a probe waits is an answer, also at the very end of the time', async () => {
  const { clock, loop, results } = healthBench({ unit: 0 });
  const server = new FakeServer(clock);
  server.behaviour = 'hangs';
  loop.watch(target(server));
  await clock.advance(5_000);
  clock.setTimer(10_000, () => server.speaks());
  await clock.advance(10_000);
  expect(results()).toEqual(['ok']);
});

test('row 40: after an hour asleep with pings in flight nothing is counted and probes are spread over 15 s', async () => {
  const { clock, freeze, loop, told } = healthBench();
  const servers = Array.from({ length: 50 }, () => new FakeServer(clock));
  for (const [index, server] of servers.entries()) loop.watch(target(server, { server: `s${index}` }));
  await clock.advance(60_000);
  for (const server of servers) server.behaviour = 'hangs';
  await clock.advance(15_000);
  expect(servers.some(({ open }) => open > 0)).toBe(true);
  const failuresBefore = told.filter(({ result }) => result === 'fail').length;

  clock.freeze(3_600_000);
  for (const server of servers) server.probedAtMs.length = 0;
  const wokeAt = clock.monotonicMs();
  await clock.advance(29_000);
  expect(told.filter(({ result }) => result === 'fail')).toHaveLength(failuresBefore);
  const first = servers.map(({ probedAtMs }) => (probedAtMs[0] ?? Infinity) - wokeAt);
  expect(Math.max(...first)).toBeLessThanOrEqual(15_100);
  for (let slot = 0; slot < 15; slot += 3)
    expect(first.filter((at) => at >= slot * 1000 && at < (slot + 3) * 1000).length).toBeGreaterThan(2);
  expect(freeze.inGrace()).toBe(true);
  for (const server of servers) server.behaviour = 'answers';
  await clock.advance(40_000);
  expect(told.slice(-50).every(({ result }) => result === 'ok')).toBe(true);
});

test('row 40: a failure within 30 s after the wake-up is not known, and the one after counts', async () => {
  const { clock, loop, told } = healthBench();
  const server = new FakeServer(clock);
  loop.watch(target(server));
  await clock.advance(20_000);
  clock.freeze(3_600_000, { wallOnly: true });
  server.behaviour = 'hangs';
  const before = told.length;
  await clock.advance(70_000);
  const after = told.slice(before).map(({ result }) => result);
  expect(after[0]).toBe('unknown');
  expect(after.at(-1)).toBe('fail');
});

test('a hint that the computer sleeps voids what is in flight', async () => {
  const { clock, freeze, loop, results } = healthBench();
  const server = new FakeServer(clock);
  server.behaviour = 'hangs';
  loop.watch(target(server));
  await clock.advance(9_000);
  expect(server.open).toBe(1);
  freeze.suspend();
  freeze.wake();
  await clock.advance(10_000);
  expect(results()).toEqual([]);
  await clock.advance(16_000);
  expect(results()).toEqual(['unknown']);
});

test('row 41: a clock that is set a day forward or back changes neither pace nor result', async () => {
  for (const jump of [86_400_000, -86_400_000]) {
    const { clock, loop, results } = healthBench();
    const server = new FakeServer(clock);
    loop.watch(target(server));
    await clock.advance(20_000);
    clock.jumpWall(jump);
    await clock.advance(5 * MINUTE);
    expect(new Set(results())).toEqual(new Set(['ok']));
    expect(results().length).toBeGreaterThanOrEqual(9);
  }
});

test('probes exist between watch and unwatch only, and no result comes after', async () => {
  const { clock, loop, told } = healthBench();
  const server = new FakeServer(clock);
  server.behaviour = 'hangs';
  loop.watch(target(server));
  await clock.advance(9_000);
  expect(server.open).toBe(1);
  loop.unwatch('db');
  await clock.advance(5 * MINUTE);
  expect(told).toEqual([]);
  expect(server.probedAtMs).toHaveLength(1);
  expect(server.open).toBe(0);
  expect(loop.report('db')).toBeNull();
});

test('a newer generation takes over from the older, never the other way round', async () => {
  const { clock, loop, told } = healthBench();
  const [older, newer] = [new FakeServer(clock), new FakeServer(clock)];
  older.behaviour = 'hangs';
  loop.watch(target(older, { generation: 1 }));
  await clock.advance(9_000);
  loop.watch(target(newer, { generation: 2 }));
  loop.watch(target(older, { generation: 1 }));
  await clock.advance(2 * MINUTE);
  expect(new Set(told.map(({ generation }) => generation))).toEqual(new Set([2]));
  expect(older.probedAtMs).toHaveLength(1);
  expect(loop.report('db')).toMatchObject({ status: 'ok' });
});

test('while checks are paused nothing is asked, and a probe that was under way does not count', async () => {
  const { clock, loop, results } = healthBench();
  const server = new FakeServer(clock);
  server.behaviour = 'hangs';
  let paused = false;
  loop.watch(target(server, { paused: () => paused }));
  await clock.advance(9_000);
  paused = true;
  await clock.advance(10 * MINUTE);
  expect(results()).toEqual([]);
  expect(server.probedAtMs).toHaveLength(1);
  paused = false;
  loop.reconsider('db');
  await clock.advance(21_000);
  expect(results()).toEqual(['fail']);
});

test('a policy that asks more often is heeded once it is said', async () => {
  const { clock, loop } = healthBench();
  const server = new FakeServer(clock);
  let policy = policyWith({ interval: 10 * MINUTE });
  loop.watch(target(server, { policy: () => policy }));
  await clock.advance(70_000);
  const before = server.probedAtMs.length;
  policy = policyWith({ interval: 1_000 });
  loop.reconsider('db');
  loop.reconsider('nobody');
  await clock.advance(10_000);
  expect(server.probedAtMs.length - before).toBeGreaterThan(6);
});

test('what a person asks for never counts, joins a probe under way, and does not ask twice', async () => {
  const { clock, loop, told } = healthBench();
  const server = new FakeServer(clock);
  loop.watch(target(server));
  const now = await loop.checkNow('db');
  expect(now).toMatchObject({ result: 'ok', health: { status: 'ok', latencyMs: 3 }, cause: null });
  server.behaviour = 'hangs';
  const both = Promise.all([loop.checkNow('db'), loop.checkNow('db')]);
  await clock.advance(10_000);
  expect((await both).map(({ result }) => result)).toEqual(['fail', 'fail']);
  expect(server.probedAtMs.filter((at) => at < 10_000)).toHaveLength(2);
  expect(told).toEqual([]);
});

test('a check of a server that is not watched, or whose watch ends meanwhile, is not known', async () => {
  const { clock, loop } = healthBench();
  expect(await loop.checkNow('db')).toMatchObject({ result: 'unknown', health: { status: 'unknown' } });
  const server = new FakeServer(clock);
  server.behaviour = 'hangs';
  loop.watch(target(server));
  const check = loop.checkNow('db');
  loop.unwatch('db');
  expect(await check).toMatchObject({ result: 'unknown', cause: null });
});

test('a probe that never comes back is given up, and asking goes on', async () => {
  const { clock, loop, results } = healthBench({ unit: 0 });
  const server = new FakeServer(clock);
  let asked = 0;
  server.probe = () => {
    asked++;
    return new Promise(() => {});
  };
  loop.watch(target(server));
  await clock.advance(5_000 + 12_000);
  expect(results()).toEqual(['fail']);
  await clock.advance(5_000);
  expect(asked).toBe(2);
});

test('a probe that throws is a failure that says so', async () => {
  const { clock, loop, told } = healthBench();
  const server = new FakeServer(clock);
  server.behaviour = 'throws';
  loop.watch(target(server));
  await clock.advance(9_000);
  expect(told[0]?.cause && formatCause(told[0].cause)).toBe(
    'Its health check could not be made: a bug. Read the log of the orchestrator. Next check in 5 s.',
  );
});

test('a turn starts at most eight probes', async () => {
  const { clock, loop } = healthBench({ unit: 0.5 });
  let inTurn = 0;
  const perTurn: number[] = [];
  for (let index = 0; index < 50; index++) {
    const server = new FakeServer(clock);
    const ask = server.probe.bind(server);
    server.probe = (timeoutMs, signal) => {
      if (inTurn++ === 0)
        void Promise.resolve().then(() => {
          perTurn.push(inTurn);
          inTurn = 0;
        });
      return ask(timeoutMs, signal);
    };
    loop.watch(target(server, { server: `s${index}` }));
  }
  await clock.advance(9_000);
  expect(perTurn.reduce((sum, count) => sum + count, 0)).toBe(50);
  expect(Math.max(...perTurn)).toBe(8);
});

test('a hundred servers are asked in about one turn a second, each at about its interval and none in its grace', async () => {
  const { clock, loop } = healthBench();
  const servers = Array.from({ length: 100 }, () => new FakeServer(clock));
  for (const [index, server] of servers.entries()) {
    loop.watch(target(server, { server: `s${index}` }));
    await clock.advance(10);
  }
  const began = clock.monotonicMs();
  await clock.advance(10 * MINUTE);
  for (const [index, { probedAtMs }] of servers.entries()) {
    expect(probedAtMs[0]).toBeGreaterThanOrEqual(index * 10 + 5000);
    const gaps = probedAtMs.slice(2).map((at, place) => at - (probedAtMs[place + 1] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(27_000 - 600);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(33_000);
  }
  const turns = new Set(servers.flatMap(({ probedAtMs }) => probedAtMs.filter((at) => at > began + MINUTE)));
  expect(turns.size).toBeLessThan(1.5 * 540);
});

test('kind none asks nothing, process only looks whether it lives, http asks the address or /health', async () => {
  const { clock, loop, told, asked } = healthBench();
  const server = new FakeServer(clock);
  const kinds = (kind: 'none' | 'process' | 'http' | 'mcp' | 'auto', url: string | null = null) =>
    policyWith({ kind, url });
  let lives = true;
  loop.watch(target(server, { server: 'none', policy: () => kinds('none') }));
  loop.watch(target(server, { server: 'process', policy: () => kinds('process'), alive: () => lives }));
  loop.watch(target(null, { server: 'without connection', policy: () => kinds('mcp') }));
  loop.watch(target(null, { server: 'auto without connection', policy: () => kinds('auto') }));
  loop.watch(target(null, { server: 'own', policy: () => kinds('http', 'http://h/deep') }));
  loop.watch(
    target(null, { server: 'origin', policy: () => kinds('http'), endpointUrl: 'http://h:1/mcp?x=1' }),
  );
  loop.watch(target(null, { server: 'nowhere', policy: () => kinds('http') }));
  await clock.advance(9_000);
  expect(server.probedAtMs).toEqual([]);
  expect(asked.toSorted()).toEqual(['http://h/deep', 'http://h:1/health']);
  expect(Object.fromEntries(told.map(({ server: name, result }) => [name, result]))).toEqual({
    process: 'ok',
    'without connection': 'ok',
    'auto without connection': 'ok',
    own: 'ok',
    origin: 'ok',
    nowhere: 'unknown',
  });
  expect(await loop.checkNow('none')).toMatchObject({ result: 'unknown', cause: null });
  lives = false;
  expect(await loop.checkNow('process')).toMatchObject({
    result: 'fail',
    health: { message: 'Its process no longer exists.' },
  });
});

test('auto with an address asks both, and the address alone while the server speaks by itself', async () => {
  const { clock, loop, told, asked, http } = healthBench({ unit: 0 });
  const server = new FakeServer(clock);
  http.answer = () =>
    Promise.resolve({
      kind: 'ok',
      latencyMs: 7,
      body: { status: 'ok', version: '2.1', metrics: { queue: 4 }, dependencies: {} },
    });
  loop.watch(target(server, { policy: () => policyWith({ url: 'http://h/health' }) }));
  await clock.advance(5_000);
  expect([server.probedAtMs.length, asked.length]).toEqual([1, 1]);
  server.speaks();
  await clock.advance(1_000);
  server.speaks();
  await clock.advance(12_000);
  expect([server.probedAtMs.length, asked.length]).toEqual([1, 2]);
  expect(told[0]?.report).toMatchObject({ latencyMs: 3, version: '2.1', metrics: { queue: 4 } });
  expect(told[1]?.report).toMatchObject({ latencyMs: 7 });
});

test('a body that calls itself or a dependency unwell is ok with warnings', async () => {
  const { clock, loop, told, http } = healthBench();
  http.answer = () =>
    Promise.resolve({
      kind: 'ok',
      latencyMs: 7,
      body: {
        status: 'Degraded',
        version: null,
        metrics: {},
        dependencies: {
          database: { status: 'healthy', message: null },
          cache: { status: 'down', message: 'refused' },
          queue: { status: 'slow', message: null },
        },
      },
    });
  loop.watch(target(null, { policy: () => policyWith({ kind: 'http', url: 'http://h/' }) }));
  await clock.advance(9_000);
  expect(told[0]?.result).toBe('ok');
  expect(told[0]?.warnings.map(({ kind, message: text }) => [kind, formatMessage(text)])).toEqual([
    ['health-degraded', 'It answers, but calls itself Degraded.'],
    ['dependency:cache', 'Its dependency `cache` is down: refused'],
    ['dependency:queue', 'Its dependency `queue` is slow.'],
  ]);
});

test.each([
  [
    'process',
    'down',
    'Its health check failed once: HTTP 503, its dependency `market-data` is down. It still takes calls. Look at market-data first; a restart may not help. Next check in 5 s; 2 more failures restart it.',
  ],
  [
    'process',
    'healthy',
    'Its health check failed once: HTTP 503. It still takes calls. Next check in 5 s; 2 more failures restart it.',
  ],
  [
    'remote',
    'down',
    'Its health check failed once: HTTP 503, its dependency `market-data` is down. Look at market-data where it runs. Next check in 5 s.',
  ],
  ['remote', 'healthy', 'Its health check failed once: HTTP 503. Check it where it runs. Next check in 5 s.'],
] as const)('a refused deep check names status and dependency (%s, %s)', async (kind, status, sentence) => {
  const { clock, loop, told, http } = healthBench();
  http.answer = () =>
    Promise.resolve({
      kind: 'fail',
      latencyMs: 9,
      status: 503,
      cause: {
        happened: message('mcp.network.status', { status: 503 }),
        remedy: message('mcp.remedy.network'),
      },
      body: {
        status: 'unhealthy',
        version: null,
        metrics: {},
        dependencies: { 'market-data': { status, message: null } },
      },
    });
  loop.watch(target(null, { kind, policy: () => policyWith({ kind: 'http', url: 'http://h/' }) }));
  await clock.advance(9_000);
  expect(told[0]?.cause && formatCause(told[0].cause)).toBe(sentence);
  expect(told[0]).toMatchObject({
    warnings: [],
    report: { latencyMs: 9, dependencies: { 'market-data': { status } } },
  });
});

test('the last failure of a deep check says that it is restarted, and that this may not help', async () => {
  const { clock, loop, told, http } = healthBench();
  const cause = {
    happened: message('mcp.network.status', { status: 503 }),
    remedy: message('mcp.remedy.network'),
  };
  const dependencies = { cache: { status: 'down', message: null } };
  http.answer = () =>
    Promise.resolve({
      kind: 'fail',
      latencyMs: 9,
      status: 500,
      cause,
      body: { status: null, version: null, metrics: {}, dependencies },
    });
  loop.watch(
    target(null, { policy: () => policyWith({ kind: 'http', url: 'http://h/', failureThreshold: 1 }) }),
  );
  await clock.advance(9_000);
  expect(formatMessage(told[0]?.cause?.remedy ?? message(''))).toBe(
    'It is restarted now. Look at cache: a restart alone may not help.',
  );
});

test('an address that does not answer is told in the words of who asked it', async () => {
  const { clock, loop, told, http } = healthBench();
  const cause = {
    happened: message('mcp.network.unreachable', { host: 'h', code: 'ECONNREFUSED' }),
    remedy: message('mcp.remedy.network'),
  };
  http.answer = () => Promise.resolve({ kind: 'fail', latencyMs: null, cause, body: null });
  loop.watch(target(null, { kind: 'remote', policy: () => policyWith({ kind: 'http', url: 'http://h/' }) }));
  await clock.advance(9_000);
  expect(told[0]?.cause).toEqual(cause);
  http.answer = () => Promise.resolve({ kind: 'silent' });
  await clock.advance(5_000);
  expect(told[1]?.cause && formatCause(told[1].cause)).toBe(
    'It did not answer its health check within 10 s, 2 times in a row. Check that it runs and can be reached. Next check in 5 s.',
  );
});

test('a target that throws does not end the loop', async () => {
  const { clock, loop } = healthBench();
  const server = new FakeServer(clock);
  loop.watch(target(server));
  let looked = 0;
  loop.watch(
    target(null, {
      server: 'broken',
      policy: () => {
        if (looked++ === 3) throw new Error('a bug');
        return policyWith({ interval: 1_000 });
      },
    }),
  );
  await expect(clock.advance(9_000)).rejects.toThrow('a bug');
  await clock.advance(60_000);
  expect(server.probedAtMs.length).toBeGreaterThan(1);
});

test('after dispose nothing is armed', async () => {
  const { clock, freeze, loop } = healthBench();
  loop.watch(target(new FakeServer(clock)));
  loop.dispose();
  freeze.dispose();
  expect(clock.pending).toEqual([]);
});
