import {
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { logBaseName } from '../../../src-main/adapters/logs/log-names.ts';
import { createLogStore, type FileLogStore } from '../../../src-main/adapters/logs/log-store.ts';
import { formatStoredLine, parseStoredLine } from '../../../src-main/adapters/logs/stored-line.ts';
import type { Message } from '../../../src-shared/i18n/message.ts';
import type { LogLine } from '../../../src-shared/schema/log-line.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { tempFolder } from '../../support/temp.ts';
import { tinyDisk, whyNoMounts } from '../tiny-disk.ts';

const say = ({ key, params }: Message) => [key, ...Object.values(params)].join(' ');
const limits = { maxSize: 10_000_000, maxFiles: 5, secrets: [] };
const encode = (text: string) => new TextEncoder().encode(text);
const texts = (lines: readonly LogLine[]) => lines.map((line) => line.text);

function setUp(directory: string, totalCapBytes?: number) {
  const clock = new FakeClock();
  const store = createLogStore({ directory, clock, say, ...(totalCapBytes && { totalCapBytes }) });
  const told: string[] = [];
  store.onTrouble = (text) => told.push(text);
  return { clock, store, told };
}

/** All pages from the newest to the beginning, as one list, oldest first. */
async function readAll(store: FileLogStore, server: string, limit: number): Promise<readonly string[]> {
  const all: string[] = [];
  let before: string | null = null;
  do {
    const page = await store.page(server, { before, limit });
    expect(page.lines.length).toBeLessThanOrEqual(limit);
    all.unshift(...texts(page.lines));
    before = page.before;
  } while (before !== null);
  return all;
}

const openFiles = (directory: string) =>
  readdirSync('/proc/self/fd')
    .map((name) => {
      try {
        return readlinkSync(`/proc/self/fd/${name}`);
      } catch {
        return ''; // the descriptor by which the folder was just read
      }
    })
    .filter((target) => target.startsWith(directory));

describe('names of log files', () => {
  it('are safe and different for names that are much alike', () => {
    const names = [
      'con',
      'CON',
      'nul',
      '..',
      '.',
      '数据',
      '😀',
      'é',
      'e\u0301',
      'a b',
      'a-b',
      'A'.repeat(128),
      'x:y*?"<>|',
      'مرحبا',
    ];
    const bases = names.map(logBaseName);
    expect(new Set(bases.map((base) => base.toLowerCase())).size).toBe(names.length);
    for (const base of bases) expect(base).toMatch(/^[a-z0-9][a-z0-9-]{0,50}-[0-9a-f]{10}$/);
  });
});

describe('a stored line', () => {
  it('comes back as it was', () => {
    const lines: readonly LogLine[] = [
      {
        at: '2026-11-21T09:00:00.123Z',
        server: 's',
        stream: 'stderr',
        text: 'a\rb \u2028 数据 ',
        truncated: false,
      },
      { at: '2026-11-21T09:00:00.123Z', server: 's', stream: 'stdout', text: '', truncated: true },
      { at: '2026-11-21T09:00:00.123Z', server: 's', stream: 'orchestrator', text: '+ x', truncated: false },
    ];
    for (const line of lines) expect(parseStoredLine(formatStoredLine(line), 's')).toEqual(line);
    expect(parseStoredLine('1T09:00:00.123Z err torn', 's')).toBeNull();
  });
});

describe('the log store', () => {
  it('holds lines in memory and on disk, for later instances too, each server its own', async () => {
    await using folder = await tempFolder();
    const first = setUp(folder.file('logs'));
    const log = first.store.forServer('数据', { ...limits, secrets: ['geheim'] });
    log.writeChunk('stderr', encode('one geheim\ntwo\nhalf'));
    first.store.forServer('other', limits).writeLine('orchestrator', 'not yours');
    await first.store.close();
    expect(texts(log.tail(2))).toEqual(['two', 'half']);
    expect(statSync(folder.file('logs')).mode & 0o777).toBe(0o700);

    const second = setUp(folder.file('logs'));
    const page = await second.store.page('数据', { before: null, limit: 10 });
    expect(page).toEqual({ lines: log.tail(10), before: null });
    expect(texts(page.lines)).toEqual(['one ••••', 'two', 'half']);
    expect(await second.store.page('unknown', { before: null, limit: 10 })).toEqual({
      lines: [],
      before: null,
    });
    expect(await second.store.page('数据', { before: 'nonsense', limit: 10 })).toEqual({
      lines: [],
      before: null,
    });
  });

  it('costs no file where nothing is written, and no descriptor where nothing is written any more', async () => {
    await using folder = await tempFolder();
    const { store, clock } = setUp(folder.path);
    const logs = Array.from({ length: 20 }, (_, i) => store.forServer(`s${i}`, limits));
    await clock.advance(10_000);
    expect(readdirSync(folder.path)).toEqual([]);
    logs[0]?.writeLine('stdout', 'hello');
    await store.flush();
    expect(openFiles(folder.path)).toHaveLength(1);
    await clock.advance(5000);
    await store.flush();
    await expect.poll(() => openFiles(folder.path)).toEqual([]);
    logs[0]?.writeLine('stdout', 'again');
    await store.flush();
    expect(await readAll(store, 's0', 10)).toEqual(['hello', 'again']);
    await store.close();
    expect(openFiles(folder.path)).toEqual([]);
  });

  it('writes by itself within 100 ms', async () => {
    await using folder = await tempFolder();
    const { store, clock } = setUp(folder.path);
    store.forServer('s', limits).writeLine('stdout', 'hello');
    await clock.advance(100);
    await expect
      .poll(() => readFileSync(folder.file(`${logBaseName('s')}.log`), 'utf8'))
      .toMatch(/ out hello\n$/);
    await store.close();
  });

  it('begins a new line where an earlier instance was killed within one', async () => {
    await using folder = await tempFolder();
    const file = folder.file(`${logBaseName('s')}.log`);
    writeFileSync(file, '2026-11-21T09:00:00.123Z err whole\n2026-11-21T09:00:00.124Z err to');
    const { store } = setUp(folder.path);
    store.forServer('s', limits).writeLine('stdout', 'new');
    expect(await readAll(store, 's', 10)).toEqual(['whole', 'to', 'new']);
    await store.close();
  });

  it('goes on in a new file when somebody deletes the folder', async () => {
    await using folder = await tempFolder();
    const { store, clock } = setUp(folder.file('logs'));
    const log = store.forServer('s', limits);
    log.writeLine('stdout', 'gone');
    await store.flush();
    rmSync(folder.file('logs'), { recursive: true });
    clock.freeze(4999);
    clock.freeze(2);
    log.writeLine('stdout', 'here');
    await store.flush();
    expect(await readAll(store, 's', 10)).toEqual(['here']);
    await store.close();
  });

  it('pages backwards at any size over rotated files, also while they rotate on', async () => {
    await using folder = await tempFolder();
    const { store } = setUp(folder.path);
    const small = { ...limits, maxSize: 2000, maxFiles: 50 };
    const log = store.forServer('s', small);
    const sent = Array.from({ length: 300 }, (_, i) => `line ${i} ${'ü'.repeat(i % 40)}`);
    for (const line of sent) log.writeLine('stdout', line);
    for (const limit of [1, 7, 100, 1000]) expect(await readAll(store, 's', limit)).toEqual(sent);

    const newest = await store.page('s', { before: null, limit: 10 });
    for (let i = 0; i < 100; i++) log.writeLine('stdout', `later ${i}`);
    await store.flush();
    const older = await store.page('s', { before: newest.before, limit: 10 });
    expect(texts([...older.lines, ...newest.lines])).toEqual(sent.slice(-20));
    await store.close();
  });

  it('goes on with what is left when the file of a place was deleted', async () => {
    await using folder = await tempFolder();
    const { store } = setUp(folder.path);
    const log = store.forServer('s', { ...limits, maxSize: 1000, maxFiles: 2 });
    for (let i = 0; i < 10; i++) log.writeLine('stdout', `early ${i}`);
    const page = await store.page('s', { before: null, limit: 2 });
    for (let i = 0; i < 200; i++) log.writeLine('stdout', `late ${i}`);
    await store.flush();
    expect(await store.page('s', { before: page.before, limit: 100 })).toEqual({ lines: [], before: null });
    await store.close();
  });

  it('row 29: loses and tears no line when it rotates under load, and holds its caps', async () => {
    await using folder = await tempFolder();
    const { store, clock } = setUp(folder.path, 400_000);
    const servers = ['a', 'b', 'c', 'd'];
    const logs = servers.map((name) => store.forServer(name, { ...limits, maxSize: 30_000, maxFiles: 4 }));
    let most = 0;
    const size = () =>
      readdirSync(folder.path).reduce((sum, name) => sum + statSync(join(folder.path, name)).size, 0);
    for (let i = 0; i < 3000; i++) {
      for (const log of logs) log.writeChunk('stderr', encode(`line ${i} ${'x'.repeat(i % 97)}\n`));
      if (i % 50 === 0) {
        clock.freeze(100); // no rate limit here
        await store.flush();
        most = Math.max(most, size());
      }
    }
    await store.flush();
    for (const [i, server] of servers.entries()) {
      const lines = await readAll(store, server, 500);
      const first = 3000 - lines.length;
      expect(lines).toEqual(
        Array.from({ length: lines.length }, (_, k) => `line ${first + k} ${'x'.repeat((first + k) % 97)}`),
      );
      expect(lines.length).toBeGreaterThan(90_000 / 150);
      expect(logs[i]?.droppedLines).toBe(0);
    }
    for (const name of readdirSync(folder.path))
      expect(statSync(join(folder.path, name)).size).toBeLessThanOrEqual(30_000);
    expect(readdirSync(folder.path).length).toBeLessThanOrEqual(16);
    expect(most).toBeLessThanOrEqual(400_000);
    await store.close();
  });

  it('row 29: deletes what was written to longest ago where all logs together are too big', async () => {
    await using folder = await tempFolder();
    mkdirSync(folder.path, { recursive: true });
    for (let i = 1; i <= 9; i++) {
      const file = folder.file(`old-0123456789.${i}.log`);
      writeFileSync(file, 'x'.repeat(10_000));
      utimesSync(file, i, i);
    }
    writeFileSync(folder.file('orchestrator.log'), 'our own');
    utimesSync(folder.file('orchestrator.log'), 0, 0);
    writeFileSync(folder.file('notes.txt'), 'x'.repeat(50_000));
    const { store } = setUp(folder.path, 50_000);
    store.forServer('s', limits).writeLine('stdout', 'x');
    await store.flush();
    expect(readdirSync(folder.path).sort()).toEqual(
      [
        'notes.txt',
        'orchestrator.log',
        ...[6, 7, 8, 9].map((i) => `old-0123456789.${i}.log`),
        `${logBaseName('s')}.log`,
      ].sort(),
    );
    await store.close();
  });

  it('uses the limits and secrets of the newest configuration', async () => {
    await using folder = await tempFolder();
    const { store } = setUp(folder.path);
    const log = store.forServer('s', limits);
    expect(store.forServer('s', { maxSize: 100, maxFiles: 2, secrets: ['geheim'] })).toBe(log);
    for (let i = 0; i < 20; i++) log.writeLine('stdout', `geheim ${i}`);
    expect(await readAll(store, 's', 50)).toEqual(['•••• 16', '•••• 17', '•••• 18', '•••• 19']);
    await store.forget('s');
    expect(store.forServer('s', limits)).not.toBe(log);
    await store.close();
  });
});

describe('followers', () => {
  it('get batches of what they asked for, within 100 ms or at 500 lines', async () => {
    await using folder = await tempFolder();
    const { store, clock } = setUp(folder.path);
    const one: string[][] = [];
    const all: string[][] = [];
    const stop = store.follow('a', (lines) => void one.push([...texts(lines)]));
    store.follow(null, (lines, dropped) => void all.push([...texts(lines), `dropped ${dropped}`]));
    store.follow(null, () => {
      throw new Error('a listener of somebody');
    });
    store.forServer('a', limits).writeLine('stdout', 'a1');
    store.forServer('b', limits).writeLine('stdout', 'b1');
    expect(all).toEqual([]);
    await clock.advance(100);
    expect([one, all]).toEqual([[['a1']], [['a1', 'b1', 'dropped 0']]]);
    for (let i = 0; i < 501; i++) store.forServer('a', limits).writeLine('orchestrator', `${i}`);
    expect(one.map((batch) => batch.length)).toEqual([1, 500]);
    stop();
    await clock.advance(100);
    expect(one).toHaveLength(2);
    expect(all.map((batch) => batch.length - 1)).toEqual([2, 500, 1]);
    await store.close();
  });

  it('that are slow miss older lines and are told how many', async () => {
    await using folder = await tempFolder();
    const { store, clock } = setUp(folder.path);
    const batches: (readonly [number, string | undefined, number])[] = [];
    let goOn: () => void = () => undefined;
    store.follow('a', (lines, dropped) => {
      batches.push([lines.length, lines[0]?.text, dropped]);
      return new Promise<void>((resolve) => {
        goOn = resolve;
      });
    });
    const log = store.forServer('a', limits);
    for (let i = 0; i < 6001; i++) log.writeLine('orchestrator', `${i}`);
    await clock.advance(1000);
    expect(batches).toEqual([[500, '0', 0]]);
    goOn();
    await clock.advance(0);
    expect(batches[1]).toEqual([500, '1500', 1000]);
    await store.close();
  });
});

describe('row 28: a place that cannot be written to', () => {
  it('in the way of the folder: told once, memory only, and mends itself', async () => {
    await using folder = await tempFolder();
    writeFileSync(folder.file('logs'), 'a file');
    const { store, clock, told } = setUp(folder.file('logs'));
    const a = store.forServer('a', limits);
    const b = store.forServer('b', limits);
    a.writeLine('stdout', 'first');
    b.writeLine('stdout', 'first');
    await store.flush();
    await clock.advance(20_000);
    expect(told).toHaveLength(1);
    expect(store.trouble).toBe(told[0]);
    expect(texts(a.tail(5))).toEqual(['first']);
    expect(await store.page('a', { before: null, limit: 5 })).toMatchObject({ lines: [{ text: 'first' }] });
    await store.flush(); // no attempt from before is under way
    rmSync(folder.file('logs'));
    a.writeLine('stdout', 'second');
    await clock.advance(5000);
    await store.flush();
    expect(store.trouble).toBeNull();
    expect(await readAll(store, 'a', 5)).toEqual(['first', 'second']);
    expect(await readAll(store, 'b', 5)).toEqual(['first']);
    expect(told).toHaveLength(1);
    await store.close();
  });

  it('tells a listener that comes later', async () => {
    await using folder = await tempFolder();
    writeFileSync(folder.file('logs'), 'a file');
    const store = createLogStore({ directory: folder.file('logs'), clock: new FakeClock(), say });
    store.forServer('a', limits).writeLine('stdout', 'x');
    await store.flush();
    const told: string[] = [];
    store.onTrouble = (text) => told.push(text);
    expect(told).toHaveLength(1);
    await store.close();
  });

  const mounts = it.skipIf(whyNoMounts !== null);
  mounts(
    `a full disk: whole lines only, the loss is told in its place${whyNoMounts ? ` (skipped: ${whyNoMounts})` : ''}`,
    async () => {
      await using folder = await tempFolder();
      await using disk = await tinyDisk(folder.file('logs'), '256k');
      const { store, clock, told } = setUp(folder.file('logs'));
      const log = store.forServer('a', limits);
      const sent = Array.from({ length: 4000 }, (_, i) => `line ${i} ${'x'.repeat(100)}`);
      for (const [i, line] of sent.entries()) {
        log.writeLine('orchestrator', line);
        if (i % 100 === 0) await store.flush();
      }
      await store.flush();
      expect(told).toEqual([`logs.trouble.full ${folder.file('logs')}`]);
      expect(texts(log.tail(10))).toEqual(sent.slice(-10));
      const newest = await store.page('a', { before: null, limit: 10 });
      expect(texts(newest.lines)).toEqual(sent.slice(-10));
      const before = await store.page('a', { before: newest.before, limit: 5 });
      expect(texts(before.lines)).toEqual(sent.slice(-15, -10));
      const onDisk = readFileSync(disk.file(`${logBaseName('a')}.log`), 'utf8');
      expect(onDisk.endsWith('\n')).toBe(true);

      disk.remount('rw,size=2m' as 'rw');
      await clock.advance(5000);
      await store.flush();
      log.writeLine('orchestrator', 'after');
      expect(store.trouble).toBeNull();
      const all = await readAll(store, 'a', 500);
      const lost = all.findIndex((line) => line.startsWith('logs.lost '));
      expect(all.slice(0, lost)).toEqual(sent.slice(0, lost));
      expect(Number(all[lost]?.split(' ')[1])).toBe(sent.length - lost);
      expect(all.slice(lost + 1)).toEqual(['after']);
      expect(told).toHaveLength(1);
      await store.close();
    },
  );

  mounts(`a read-only disk${whyNoMounts ? ` (skipped: ${whyNoMounts})` : ''}`, async () => {
    await using folder = await tempFolder();
    await using disk = await tinyDisk(folder.file('disk'), '256k');
    disk.remount('ro');
    const { store, clock, told } = setUp(disk.file('logs'));
    store.forServer('a', limits).writeLine('stdout', 'x');
    await store.flush();
    await clock.advance(30_000);
    expect(told).toEqual([`logs.trouble.read-only ${disk.file('logs')}`]);
    await store.flush(); // no attempt from before is under way
    disk.remount('rw');
    await clock.advance(5000);
    expect(await readAll(store, 'a', 5)).toEqual(['x']);
    expect(store.trouble).toBeNull();
    await store.close();
  });

  mounts('pages from memory on into the files of an earlier instance', async () => {
    await using folder = await tempFolder();
    await using disk = await tinyDisk(folder.file('logs'), '256k');
    const earlier = setUp(folder.file('logs'));
    for (let i = 0; i < 5; i++) earlier.store.forServer('a', limits).writeLine('stdout', `old ${i}`);
    await earlier.store.close();
    disk.fill();
    const { store, clock } = setUp(folder.file('logs'));
    clock.freeze(1000);
    const log = store.forServer('a', limits);
    for (let i = 0; i < 100; i++) log.writeLine('orchestrator', `new ${i} ${'x'.repeat(200)}`);
    await store.flush();
    expect(store.trouble).not.toBeNull();
    const all = await readAll(store, 'a', 30);
    expect(all.map((line) => line.replace(/ x+$/, ''))).toEqual([
      ...Array.from({ length: 5 }, (_, i) => `old ${i}`),
      ...Array.from({ length: 100 }, (_, i) => `new ${i}`),
    ]);
    disk.free();
    await store.close();
  });
});
