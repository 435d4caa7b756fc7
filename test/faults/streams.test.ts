import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { tinyDisk, whyNoMounts } from '../adapters/tiny-disk.ts';
import { eventually } from '../support/eventually.ts';
import { chaos, inHome, type Place, place, rig, rigAt } from './kit.ts';

const sizesOf = (where: Place, server: RegExp): readonly number[] =>
  readdirSync(inHome(where, 'logs'))
    .filter((name) => server.test(name))
    .map((name) => statSync(inHome(where, 'logs', name)).size);

test('row 25: 50 MB/s on standard error: dropped and counted, memory and disk bounded, the server not blocked', async () => {
  const logs = { maxSize: '1MB', maxFiles: 2 };
  await using it = await rig({ server: chaos('--stderr-flood 50M', { logs, resources: { sample: 200 } }) });
  await it.until('server', 'RUNNING');
  const before = process.memoryUsage.rss();
  const dropped = /(\d[\d,]*) lines were dropped/;
  const count = (): number => {
    const text = it.status('server').warnings.find(({ kind }) => kind === 'log-dropped')?.message ?? '';
    return Number(dropped.exec(text)?.[1]?.replaceAll(',', '') ?? 0);
  };
  // Some 40 MB of lines of 100 bytes: the pipe is drained however little of it is kept.
  await it.until('server', () => count() > 400_000, { withinMs: 40_000 });
  expect(await it.runtime.orchestrator.check(['server'], { actor: 'test' })).toMatchObject({
    value: [{ ok: true }],
  });
  const echo = await it.runtime.orchestrator.call(
    'server',
    'echo',
    { text: 'still here' },
    { timeoutMs: 10_000 },
  );
  expect(echo).toMatchObject({ ok: true, value: { ok: true } });
  expect(process.memoryUsage.rss() - before).toBeLessThan(150e6);
  await it.runtime.orchestrator.logs.flush();
  const sizes = sizesOf(it.place, /^server-/);
  expect(sizes.length).toBeLessThanOrEqual(2);
  for (const size of sizes) expect(size).toBeLessThan(1.1e6);
  const said = async (): Promise<readonly string[]> =>
    (await it.lines('server')).filter(({ stream }) => stream === 'orchestrator').map(({ text }) => text);
  // Its mark comes every second; in a flood the file that has it is soon rotated away, but the next one follows.
  await eventually(said, (texts) => texts.some((text) => /lines? dropped/.test(text)), {
    what: 'the mark',
    everyMs: 50,
  });
  expect(it.status('server')).toMatchObject({ state: 'RUNNING', totalRestarts: 0 });
});

test('row 26: noise on standard output is logged and is no failure', async () => {
  await using it = await rig({ server: chaos('--noise 150') });
  await it.until('server', 'RUNNING');
  const noise = (await it.lines('server')).filter(({ text }) => text.includes('Welcome to chaos'));
  expect(noise.length).toBeGreaterThan(0);
  expect(noise[0]).toMatchObject({ stream: 'stdout', text: 'Welcome to chaos! (banner 1 of 150)' });
});

test('row 26: answers that are no JSON: CRASHED at once, as a wrong protocol', async () => {
  await using it = await rig({ server: chaos('--wrong-json', { startupTimeout: '20s' }) });
  const status = await it.until('server', 'CRASHED');
  expect(status).toMatchObject({ reason: 'PROTOCOL', totalRestarts: 0 });
  expect(status.detail).toContain('not valid JSON');
  expect(it.place.survivors()).toEqual([]);
});

test('row 26: a message of 50 MB is a failure that says so, and it is started again', async () => {
  await using where = await place({});
  where.save({ server: chaos(`--state ${where.folder.file('starts')} --fail-first 1 --huge-line 50M`) });
  await using it = await rigAt(where);
  const waiting = await it.event(({ data }) => data.phase === 'BACKOFF');
  expect(waiting.data.detail).toContain('over the limit of 10 MB');
  expect(await it.until('server', 'RUNNING')).toMatchObject({ totalRestarts: 1 });
});

test('row 27: letters that come byte by byte, CR LF, and a last line without an end: the exact text', async () => {
  const policy = { restart: { policy: 'never' as const } };
  await using it = await rig({
    server: chaos('--split-utf8 --crlf --no-final-newline --lives 30000', policy),
  });
  await it.until('server', 'RUNNING');
  const text = '你好，世界 🚀 – grüße\r\nzweite Zeile';
  const said = await it.runtime.orchestrator.call('server', 'echo', { text }, { timeoutMs: 15_000 });
  expect(said).toMatchObject({
    ok: true,
    value: { ok: true, result: { content: [{ text: `${text} 你好，世界 🌍 – 数据库 🗄️ ✓` }] } },
  });
  await it.stop('server');
  const lines = await it.lines('server');
  expect(lines.some((line) => line.stream === 'stderr' && line.text === 'an unfinished line on stderr')).toBe(
    true,
  );
  expect(JSON.stringify(lines)).not.toContain('\uFFFD');
});

test('row 29: rotation under load loses no line, tears none and keeps its cap', async () => {
  const count = 5000;
  const all = { maxSize: '60kB', maxFiles: 40 };
  const few = { maxSize: '60kB', maxFiles: 3 };
  await using it = await rig({
    first: chaos(`--log-lines ${count}`, { logs: all }),
    second: chaos(`--log-lines ${count}`, { logs: all }),
    capped: chaos(`--log-lines ${count}`, { logs: few }),
  });
  for (const name of ['first', 'second', 'capped']) await it.until(name, 'RUNNING');
  const last = `log line ${count} of ${count} `.padEnd(99, '.');
  for (const name of ['first', 'second', 'capped']) {
    const lines = await eventually(
      async () =>
        (await it.lines(name)).filter(({ text }) => text.startsWith('log line')).map(({ text }) => text),
      (texts) => texts.at(-1) === last,
      { what: `the last line of ${name}`, everyMs: 100 },
    );
    const expected = Array.from({ length: lines.length }, (_, index) => {
      const number = String(count - lines.length + index + 1).padStart(4, '0');
      return `log line ${number} of ${count} `.padEnd(99, '.');
    });
    expect(lines).toEqual(expected);
    if (name !== 'capped') expect(lines).toHaveLength(count);
  }
  expect(sizesOf(it.place, /^first-/).length).toBeGreaterThan(5);
  const capped = sizesOf(it.place, /^capped-/);
  expect(capped.length).toBeLessThanOrEqual(3);
  expect(capped.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(3 * 60_000 + 500);
});

describe.each(['full', 'read-only'] as const)('row 28: a disk that is %s', (kind) => {
  test('row 28: told once, servers keep running, the newest lines are kept, and writing goes on by itself', async (context) => {
    if (whyNoMounts !== null) return context.skip(whyNoMounts);
    await using where = await place({});
    const folder = kind === 'full' ? where.home : inHome(where, 'logs');
    mkdirSync(where.home, { mode: 0o700 });
    await using disk = await tinyDisk(folder, '1m');
    if (kind === 'read-only') disk.remount('ro');
    where.save({ server: chaos('--slow-tool'), later: chaos('--log-lines 50', { autoStart: false }) });
    await using it = await rigAt({ ...where, [Symbol.asyncDispose]: async () => undefined });
    await it.until('server', 'RUNNING');
    if (kind === 'full') disk.fill();
    expect(await it.start('later')).toBe(true);
    const { logs } = it.runtime.orchestrator;
    const trouble = async (): Promise<string | null> => {
      await logs.flush();
      return logs.trouble;
    };
    const told = await eventually(trouble, (text) => text !== null, { what: 'the trouble with the disk' });
    expect(told).toMatch(kind === 'full' ? /disk is full/ : /cannot be written to/);
    expect(
      logs
        .forServer('later', { maxSize: 1e6, maxFiles: 2, secrets: [] })
        .tail(100)
        .map(({ text }) => text),
    ).toContain('log line 50 of 50 '.padEnd(99, '.'));
    expect(it.status('server')).toMatchObject({ state: 'RUNNING', totalRestarts: 0 });
    expect(await it.restart('server')).toBe(true);
    if (kind === 'full') disk.free();
    else disk.remount('rw');
    await eventually(trouble, (text) => text === null, { what: 'the end of the trouble', everyMs: 100 });
    const own = await it.runtime.log.page({ before: null, limit: 1000 });
    expect(own.lines.filter(({ text }) => text.includes(told ?? '?'))).toHaveLength(1);
  });
});
