import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { createSystemClock } from '../../../src-main/adapters/clock/system-clock.ts';
import { migrate, migrations, schemaVersion } from '../../../src-main/adapters/store/migrations.ts';
import { createSqliteStore, type SqliteStoreOptions } from '../../../src-main/adapters/store/sqlite-store.ts';
import { openStoredState } from '../../../src-main/adapters/store/stored-state.ts';
import type { ServerRecord } from '../../../src-main/core/ports/store.ts';
import { type Message, message } from '../../../src-shared/i18n/message.ts';
import type { EventDraft } from '../../../src-shared/schema/event.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { tempFolder } from '../../support/temp.ts';
import { tinyDisk, whyNoMounts } from '../tiny-disk.ts';

/** Recent, so that nothing is pruned for its age. */
const now = Math.max(Date.now(), new FakeClock().wallMs());
const say = ({ key, params }: Message) => `${key} ${JSON.stringify(params)}`;

function open(path: string, more: Partial<SqliteStoreOptions> = {}) {
  return createSqliteStore({ path, clock: createSystemClock(), say, ...more });
}

function record(name: string, more: Partial<ServerRecord> = {}): ServerRecord {
  return {
    name,
    desired: 'up',
    crashed: null,
    restartCount: 0,
    totalRestarts: 0,
    manualRestarts: 0,
    consecutiveFailures: 0,
    lastRestart: null,
    lastExit: null,
    port: null,
    generation: 1,
    pausedUntil: null,
    ...more,
  };
}

const draft = (more: Partial<EventDraft> = {}): EventDraft => ({
  type: 'server.state',
  server: 'memory',
  generation: 1,
  actor: 'supervisor',
  operation: null,
  data: {},
  ...more,
});

const full = record('数据 😀', {
  desired: 'down',
  crashed: {
    reason: 'RESTART_LIMIT',
    cause: { happened: message('a', { count: 3 }), remedy: message('b') },
    at: '2026-11-21T09:00:00.000Z',
  },
  restartCount: 3,
  totalRestarts: 12,
  manualRestarts: 2,
  consecutiveFailures: 1,
  lastRestart: '2026-11-21T08:59:00.000Z',
  lastExit: { code: null, signal: 'SIGKILL', at: '2026-11-21T09:00:00.000Z', lastLines: ['one', 'zwei "ü"'] },
  port: 8003,
  generation: 17,
  pausedUntil: '2026-11-21T10:00:00.000Z',
});

describe('the state store', () => {
  it('gives back after a restart exactly what was saved, as plain objects', async () => {
    await using folder = await tempFolder();
    const path = folder.file('home', 'state.db');
    const store = open(path);
    store.saveServer(record('gone'));
    store.saveServer(full);
    store.forgetServer('gone');
    store.setValue('era', 'modern');
    store.setValue('warm', 'yes');
    store.deleteValue('warm');
    const at = Date.UTC(2026, 10, 21, 9, 0, 0, 123);
    const event = store.appendEvent(draft({ data: { from: 'STARTING', nested: { list: [1, 2.5] } } }), at);
    expect(event).toMatchObject({ seq: 1, at: '2026-11-21T09:00:00.123Z' });
    store.close();

    const again = open(path);
    expect(again.servers()).toStrictEqual([full]);
    expect(again.events({ limit: 10 })).toStrictEqual([event]);
    expect([again.getValue('era'), again.getValue('warm'), again.lastSeq, again.notice]).toEqual([
      'modern',
      null,
      1,
      null,
    ]);
    again.close();
  });

  it('stores whole numbers as integers although node:sqlite binds them as REAL', async () => {
    await using folder = await tempFolder();
    const store = open(folder.file('state.db'));
    store.saveServer(full);
    store.appendEvent(draft(), 1_795_000_000_000);
    store.close();
    const db = new DatabaseSync(folder.file('state.db'));
    expect({ ...db.prepare('SELECT typeof(?) AS bound').get(5) }).toEqual({ bound: 'real' });
    const kinds = `SELECT typeof(seq) seq, typeof(at) at, typeof(generation) generation, at / 1000 AS seconds FROM events`;
    expect({ ...db.prepare(kinds).get() }).toEqual({
      seq: 'integer',
      at: 'integer',
      generation: 'integer',
      seconds: 1_795_000_000,
    });
    expect({
      ...db.prepare('SELECT typeof(port) port, typeof(total_restarts) total FROM servers').get(),
    }).toEqual({
      port: 'integer',
      total: 'integer',
    });
    db.close();
  });

  it('answers queries by since, before, server, actor and type, those not yet written included', async () => {
    await using folder = await tempFolder();
    const store = open(folder.file('state.db'));
    store.appendEvent(draft({ server: 'a', actor: 'cli:1000' }), now + 1);
    store.appendEvent(draft({ server: 'b', type: 'server.exit' }), now + 2);
    store.appendEvent(draft({ server: 'a', actor: 'cli:1001' }), now + 3);
    store.flush();
    store.appendEvent(draft({ server: 'a', actor: 'clip' }), now + 4);
    const seqs = (query: Partial<Parameters<typeof store.events>[0]>) =>
      store.events({ limit: 10, ...query }).map((event) => event.seq);
    expect(seqs({})).toEqual([4, 3, 2, 1]);
    expect(seqs({ since: 1 })).toEqual([2, 3, 4]);
    expect(seqs({ since: 1, limit: 2 })).toEqual([2, 3]);
    expect(seqs({ before: 4, limit: 2 })).toEqual([3, 2]);
    expect(seqs({ server: 'a' })).toEqual([4, 3, 1]);
    expect(seqs({ actor: 'cli' })).toEqual([3, 1]);
    expect(seqs({ actor: 'cli:1001' })).toEqual([3]);
    expect(seqs({ types: ['server.exit', 'config.error'] })).toEqual([2]);
    expect(seqs({ types: [] })).toEqual([]);
    expect(seqs({ limit: 0 })).toEqual([]);
    store.close();
  });

  it('counts by time, exits that nobody asked for apart, those not yet written included', async () => {
    await using folder = await tempFolder();
    const store = open(folder.file('state.db'));
    const from = now - (now % 60_000);
    const at = (minute: number, type: EventDraft['type'] = 'server.state', expected = false) =>
      store.appendEvent(draft({ type, data: { code: 0, expected } }), from + minute * 60_000);
    at(-1);
    at(0);
    at(0, 'server.exit');
    at(0, 'server.exit', true);
    at(1);
    store.flush();
    at(3, 'server.exit');
    at(3, 'server.exit', true);
    at(4);
    const range = { fromMs: from, toMs: from + 200_000, bucketMs: 60_000 };
    const counted = [
      [3, 1],
      [1, 0],
      [0, 0],
      [2, 1],
    ].map(([events, exits], index) => ({ at: from + index * 60_000, events, exits }));
    expect(store.activity(range)).toEqual(counted);
    expect(store.activity({ ...range, toMs: from })).toEqual([]);
    // So far away, a bucket's width is less than what two numbers can differ by.
    const far = { fromMs: 1e22, toMs: 1e22 + 2 ** 23, bucketMs: 60_000 };
    expect(store.activity(far)).toHaveLength(140);
    const minute = { fromMs: from + 60_000, toMs: from + 200_000 };
    expect(store.tally(minute)).toEqual({ types: { 'server.state': 1, 'server.exit': 2 }, exits: 1 });
    expect(store.tally({ server: 'memory', actor: 'supervisor' })).toEqual({
      types: { 'server.state': 4, 'server.exit': 4 },
      exits: 2,
    });
    expect(store.tally({ server: 'other' })).toEqual({ types: {}, exits: 0 });
    expect(store.tally({ actor: 'cli:1' })).toEqual({ types: {}, exits: 0 });
    store.close();
  });

  it('counts a day and finds what is rare among 100,000 events in less than it takes to read them all', async () => {
    await using folder = await tempFolder();
    const path = folder.file('state.db');
    open(path).close();
    const db = new DatabaseSync(path);
    const day = 86_400_000;
    const data = JSON.stringify({ detail: 'x'.repeat(200) });
    const add = db.prepare(
      'INSERT INTO events (at, type, server, generation, actor, operation, data) VALUES (?, ?, ?, 1, ?, NULL, ?)',
    );
    db.exec('BEGIN');
    for (let i = 0; i < 99_999; i++) {
      const type = i % 50 === 0 ? 'server.exit' : 'server.state';
      add.run(now - day + Math.floor((i * day) / 100_000), type, `s${i % 100}`, 'supervisor', data);
    }
    add.run(now, 'config.error', null, 'cli:1000', data);
    db.exec('COMMIT');
    const store = open(path);
    // CPU time, and the best of several: the rest is what else the computer did.
    const best = (work: () => void) =>
      Math.min(
        ...Array.from({ length: 5 }, () => {
          const before = process.cpuUsage();
          work();
          const { user, system } = process.cpuUsage(before);
          return (user + system) / 1000;
        }),
      );
    const bars = { fromMs: now - day, toMs: now + 1, bucketMs: 900_000 };
    const buckets = store.activity(bars);
    expect(buckets.reduce((sum, bucket) => sum + bucket.events, 0)).toBe(100_000);
    expect(buckets.reduce((sum, bucket) => sum + bucket.exits, 0)).toBe(2000);
    const queries = [
      { types: ['config.error'] },
      { types: ['config.error', 'server.exit'] },
      { actor: 'cli' },
      { actor: 'cli:1000' },
      { actor: 'desktop' },
      { actor: 'supervisor' },
      { server: 's1', types: ['server.exit'] },
      { server: 's1', actor: 'supervisor' },
    ] as const;
    const times = [
      best(() => store.activity(bars)),
      best(() => store.tally({})),
      best(() => store.tally({ server: 's1' })),
      ...queries.map((query) => best(() => store.events({ limit: 100, ...query }))),
    ];
    const all = db.prepare("SELECT count(*) FROM events WHERE data LIKE '%nowhere%'");
    expect(Math.max(...times), times.join(' ')).toBeLessThan(best(() => all.get()));
    db.close();
    store.close();
  });

  it('writes all of one turn in one transaction, soon and by itself', async () => {
    await using folder = await tempFolder();
    const store = open(folder.file('state.db'));
    await turns(3);
    const reader = new DatabaseSync(folder.file('state.db'), { readOnly: true });
    const version = () => Number(reader.prepare('PRAGMA data_version').get()?.data_version);
    const before = version();
    for (let i = 0; i < 100; i++) {
      store.saveServer(record(`s${i}`));
      store.appendEvent(draft(), now + i);
    }
    expect(version()).toBe(before);
    await turns(3);
    expect(version()).toBe(before + 1);
    expect(Number(reader.prepare('SELECT count(*) n FROM servers').get()?.n)).toBe(100);
    reader.close();
    store.close();
  });

  it('prunes by rows in steps, and numbers go on after a restart with everything pruned', async () => {
    await using folder = await tempFolder();
    const path = folder.file('state.db');
    const retention = { maxAgeMs: 1000, maxRows: 700 };
    const clock = new FakeClock();
    const store = open(path, { retention, clock });
    for (let i = 0; i < 2500; i++) store.appendEvent(draft(), clock.wallMs());
    store.flush();
    await turns(8);
    const kept = store.events({ limit: 5000 });
    expect([kept.length, kept[0]?.seq, kept.at(-1)?.seq]).toEqual([700, 2500, 1801]);
    store.close();

    clock.jumpWall(1001);
    const later = open(path, { retention, clock });
    await turns(5);
    expect(later.events({ limit: 10 })).toEqual([]);
    expect(later.appendEvent(draft(), clock.wallMs()).seq).toBe(2501);
    later.close();
  });

  it('keeps a row that cannot be stored from keeping others out', async () => {
    await using folder = await tempFolder();
    const path = folder.file('state.db');
    const store = open(path);
    const told: string[] = [];
    store.onTrouble = (text) => told.push(text);
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    store.saveServer(record('half', { restartCount: 0.5 }));
    store.appendEvent(draft({ data: circular }), now + 1);
    store.saveServer(record('good'));
    store.close();
    expect(told).toHaveLength(1);
    expect(open(path).servers()).toStrictEqual([record('good')]);
  });
});

describe('row 38: a stored state that cannot be read', () => {
  const bytes = (path: string) => readFileSync(path);
  const cases: readonly (readonly [string, (path: string) => void, RegExp])[] = [
    [
      'truncated in the middle',
      (path) => truncateSync(path, Math.floor(statSync(path).size / 2)),
      /notice\.damaged/,
    ],
    ['truncated within its header', (path) => truncateSync(path, 60), /notice\.damaged/],
    ['garbage', (path) => writeFileSync(path, 'this is no database\n'.repeat(500)), /notice\.damaged/],
    [
      'overwritten behind its header',
      (path) => {
        const data = bytes(path);
        data.fill(0xa5, 4096);
        writeFileSync(path, data);
      },
      /notice\.damaged/,
    ],
    ['without our tables', (path) => edit(path, 'DROP TABLE servers'), /notice\.damaged/],
    ['of a future version', (path) => edit(path, 'PRAGMA user_version = 9999'), /notice\.newer/],
  ];

  it.each(cases)('%s: is set aside, told and replaced', async (_, damage, expected) => {
    await using folder = await tempFolder();
    const path = folder.file('state.db');
    const store = open(path);
    for (let i = 0; i < 200; i++) store.appendEvent(draft({ data: { i } }), now + i);
    store.saveServer(full);
    store.close();
    damage(path);
    const damaged = bytes(path);

    const next = open(path);
    expect(next.notice).toMatch(expected);
    expect(next.servers()).toEqual([]);
    next.saveServer(record('new'));
    next.close();
    const aside = readdirSync(folder.path).filter((name) =>
      /^state\.db\.corrupt-\d{8}T\d{6}\.\d{3}Z$/.test(name),
    );
    expect(aside).toHaveLength(1);
    expect(next.notice).toContain(aside[0]);
    if (!/future|tables/.test(String(_)))
      expect(bytes(folder.file(String(aside[0]))).equals(damaged)).toBe(true);
    const third = open(path);
    expect([third.servers(), third.notice]).toStrictEqual([[record('new')], null]);
    third.close();
  });

  it('damaged while it is open: memory goes into a new file', async () => {
    await using folder = await tempFolder();
    const path = folder.file('state.db');
    const store = open(path);
    store.saveServer(full);
    for (let i = 0; i < 2000; i++) store.appendEvent(draft({ data: { i } }), now + i);
    store.flush();
    const db = new DatabaseSync(path);
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    db.close();
    const data = bytes(path);
    data.fill(0xa5, 4096);
    writeFileSync(path, data);
    for (let i = 0; i < 3; i++) {
      store.appendEvent(draft({ server: 'after' }), now + i);
      store.flush();
      store.events({ limit: 5000 });
    }
    store.close();
    expect(store.notice).toMatch(/notice\.damaged/);
    const again = open(path);
    expect(again.servers()).toStrictEqual([full]);
    expect(again.lastSeq).toBe(2003);
    expect(again.events({ limit: 5000 }).length).toBeGreaterThanOrEqual(1);
    again.close();
  });

  it('an older schema is brought up to date with its rows', async () => {
    await using folder = await tempFolder();
    const path = folder.file('state.db');
    const old = new DatabaseSync(path);
    old.exec(migrations[0] ?? '');
    old.exec(`PRAGMA user_version = 1; INSERT INTO "values" VALUES ('k', 'v')`);
    old.close();
    const store = open(path);
    expect([store.getValue('k'), store.notice]).toEqual(['v', null]);
    store.close();
  });
});

describe('migrations', () => {
  it('run from where the file is, each wholly or not at all', async () => {
    const db = new DatabaseSync(':memory:');
    const steps = ['CREATE TABLE a (x) ', 'CREATE TABLE b (x); INSERT INTO nowhere VALUES (1)'];
    expect(() => migrate(db, steps)).toThrow('nowhere');
    expect(schemaVersion(db)).toBe(1);
    migrate(db, [steps[0] ?? '', 'CREATE TABLE b (x)']);
    expect(schemaVersion(db)).toBe(2);
    db.close();
  });
});

describe.skipIf(whyNoMounts !== null)(
  `a disk that refuses${whyNoMounts ? ` (skipped: ${whyNoMounts})` : ''}`,
  () => {
    it('full: told once, everything goes on in memory, and is written when there is room again', async () => {
      await using folder = await tempFolder();
      await using disk = await tinyDisk(folder.file('disk'), '8m');
      const clock = new FakeClock();
      const store = open(disk.file('state.db'), { clock });
      const told: string[] = [];
      store.onTrouble = (text) => told.push(text);
      store.saveServer(record('before', { totalRestarts: 1 }));
      store.flush();
      disk.fill();
      for (let i = 0; i < 300; i++)
        store.appendEvent(draft({ data: { filler: 'x'.repeat(2000), i } }), now + i);
      store.saveServer(record('before', { totalRestarts: 2 }));
      store.flush();
      store.flush();
      expect(told).toEqual([expect.stringContaining('store.trouble.full')]);
      expect(store.servers()[0]?.totalRestarts).toBe(2);
      expect(store.events({ limit: 2 }).map((event) => event.seq)).toEqual([300, 299]);
      expect(store.events({ since: 298, limit: 5 }).map((event) => event.seq)).toEqual([299, 300]);

      disk.free();
      await clock.advance(5000);
      const db = new DatabaseSync(disk.file('state.db'), { readOnly: true });
      expect({ ...db.prepare('SELECT count(*) n FROM events').get() }).toEqual({ n: 300 });
      expect({ ...db.prepare('PRAGMA integrity_check').get() }).toEqual({ integrity_check: 'ok' });
      db.close();
      store.saveServer(record('after'));
      store.close();
      expect(told).toHaveLength(1);
      const again = open(disk.file('state.db'));
      expect(
        again
          .servers()
          .map((server) => server.name)
          .sort(),
      ).toEqual(['after', 'before']);
      again.close();
    });

    it('read-only at start: what is stored is known all the same', async () => {
      await using folder = await tempFolder();
      await using disk = await tinyDisk(folder.file('disk'), '2m');
      const first = open(disk.file('state.db'));
      first.saveServer(full);
      first.appendEvent(draft(), now + 1);
      first.close();
      disk.remount('ro');
      const clock = new FakeClock();
      const store = open(disk.file('state.db'), { clock });
      const told: string[] = [];
      store.onTrouble = (text) => told.push(text);
      expect(told).toEqual([expect.stringContaining('store.trouble.read-only')]);
      expect(store.servers()).toStrictEqual([full]);
      expect(store.appendEvent(draft(), now + 2).seq).toBe(2);
      disk.remount('rw');
      await clock.advance(5000);
      expect(store.events({ limit: 5 }).map((event) => event.seq)).toEqual([2, 1]);
      store.close();
      expect(told).toHaveLength(1);
    });
  },
);

describe('reading without an instance', () => {
  it('creates nothing, reads beside a writer, and says what is wrong', async () => {
    await using folder = await tempFolder();
    const path = folder.file('state.db');
    expect(openStoredState(path)).toEqual({ ok: false, kind: 'none' });
    expect(existsSync(path)).toBe(false);

    const store = open(path);
    store.saveServer(full);
    store.setValue('port', '7718');
    store.appendEvent(draft(), now + 1);
    store.flush();
    const read = () => {
      const result = openStoredState(path);
      if (!result.ok) return result.kind;
      const { state } = result;
      const facts = [state.servers, state.lastSeq, state.events({ limit: 5 }).length, state.getValue('port')];
      state.close();
      return facts;
    };
    expect(read()).toStrictEqual([[full], 1, 1, '7718']);
    store.close();
    expect(readdirSync(folder.path)).toEqual(['state.db']);
    expect(read()).toStrictEqual([[full], 1, 1, '7718']);
    expect(readdirSync(folder.path)).toEqual(['state.db']);

    edit(path, 'PRAGMA user_version = 9999');
    expect(read()).toBe('newer');
    writeFileSync(path, 'garbage'.repeat(1000));
    expect(read()).toBe('broken');
  });

  it('loads no module that costs: only Node itself and this folder', () => {
    const imports = (file: string) =>
      [
        ...readFileSync(
          new URL(`../../../src-main/adapters/store/${file}`, import.meta.url),
          'utf8',
        ).matchAll(/^import (?!type).*?from '(.*?)';$/gms),
      ].map((match) => match[1]);
    const seen = new Set<string>();
    const walk = (file: string) => {
      for (const target of imports(file)) {
        if (!target || seen.has(target)) continue;
        seen.add(target);
        if (target.startsWith('./')) walk(target);
      }
    };
    walk('stored-state.ts');
    expect([...seen].filter((target) => !target.startsWith('node:') && !target.startsWith('./'))).toEqual([]);
  });
});

function edit(path: string, sql: string): void {
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
}

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}
