import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { bootId, hasProc, isLive } from '../support/proc.ts';
import { stopwatch } from '../support/stopwatch.ts';
import {
  chaos,
  gone,
  inHome,
  instance,
  killQuietly,
  npxEverything,
  place,
  rigAt,
  startToken,
} from './kit.ts';

const hurried = { eofWait: 200, termWait: 200 };
const names = Array.from({ length: 20 }, (_, index) => `tree-${index}`);
/** npm, a shell and the server each; two of them keep a server that cares for nothing. */
const trees = {
  ...Object.fromEntries(names.slice(2).map((name) => [name, npxEverything])),
  'tree-0': chaos('--ignore-eof --ignore-term --side-process setsid --side-process detached', {
    stop: hurried,
  }),
  'tree-1': chaos('--ignore-eof --side-process inherit', { stop: hurried }),
};
const concurrency = { more: { startConcurrency: { direct: 4, wrappers: 4 } } };

interface Ledger {
  readonly bootId: string;
  readonly servers: readonly Record<string, unknown>[];
}
const readLedger = (home: string): Ledger => JSON.parse(readFileSync(home, 'utf8'));

describe.skipIf(!hasProc)('orphans', () => {
  test('row 35: the orchestrator is killed with 20 trees: all are gone within 2 s', async () => {
    await using where = await place(trees, concurrency);
    await using killed = await instance(where);
    await killed.running(names, { withinMs: 80_000 });
    const before = where.survivors();
    expect(before.length).toBeGreaterThanOrEqual(18 * 3 + 5);
    const janitor = killed.janitor();
    using watch = stopwatch();
    killed.signal('SIGKILL');
    await killed.exited;
    await gone(before);
    expect(watch.elapsedMs).toBeLessThan(2000);
    await gone([janitor]);
  });

  test('row 35: its janitor is killed too: the next start ends what is left, then starts anew', async () => {
    const kept = { 'tree-0': trees['tree-0'], 'tree-1': trees['tree-1'] };
    await using where = await place(kept);
    {
      await using killed = await instance(where);
      await killed.running(Object.keys(kept));
      killQuietly(killed.janitor());
      killed.signal('SIGKILL');
      await killed.exited;
    }
    const left = where.survivors();
    expect(left.length).toBeGreaterThanOrEqual(5);
    await using it = await rigAt(where);
    for (const name of Object.keys(kept)) {
      expect(await it.until(name, 'RUNNING')).toMatchObject({ totalRestarts: 0 });
    }
    expect(left.filter(isLive)).toEqual([]);
  });

  test('row 35: orphans of servers that left the configuration are ended as well', async () => {
    await using where = await place({ old: chaos('--ignore-eof') });
    {
      await using killed = await instance(where);
      await killed.running(['old']);
      killQuietly(killed.janitor());
      killed.signal('SIGKILL');
      await killed.exited;
    }
    where.save({ other: chaos('') });
    const left = where.survivors();
    expect(left).toHaveLength(1);
    await using it = await rigAt(where);
    await it.until('other', 'RUNNING');
    await gone(left);
  });

  test('row 36: a record whose pid is somebody else’s now: nobody is signalled, the record is dropped', async () => {
    await using where = await place({ server: chaos('') });
    const bystander = spawn('sleep', ['120'], { stdio: 'ignore', detached: true });
    const pid = bystander.pid ?? 0;
    try {
      const record = {
        server: 'server',
        generation: 1,
        nonce: 'a-nonce-that-nobody-carries',
        intentAt: Date.now(),
        pid,
        group: pid,
        // Of the process that had this pid before.
        startToken: String(Number(startToken(pid)) - 1),
        containerRuntime: null,
      };
      execFileSync('mkdir', ['-p', where.home]);
      const ledger = { version: 1, bootId: bootId(), supervisorPid: 1, servers: [record] };
      writeFileSync(inHome(where, 'ledger.json'), JSON.stringify(ledger));
      await using it = await rigAt(where);
      await it.until('server', 'RUNNING');
      expect(isLive(pid)).toBe(true);
      const now = await eventually(
        () => readLedger(inHome(where, 'ledger.json')),
        ({ servers }) => servers.length === 1 && servers[0]?.pid === it.status('server').pid,
      );
      expect(now.servers.map(({ nonce }) => nonce)).not.toContain(record.nonce);
    } finally {
      killQuietly(pid);
    }
  });

  test('row 37: a ledger of an earlier boot: nobody is signalled', async () => {
    await using where = await place({ server: chaos('--ignore-eof') });
    {
      await using killed = await instance(where);
      await killed.running(['server']);
      killQuietly(killed.janitor());
      killed.signal('SIGKILL');
      await killed.exited;
    }
    const [left] = where.survivors();
    const file = inHome(where, 'ledger.json');
    const ledger = readLedger(file);
    writeFileSync(file, JSON.stringify({ ...ledger, bootId: '00000000-0000-0000-0000-000000000000' }));
    {
      await using it = await rigAt({ ...where, [Symbol.asyncDispose]: async () => undefined });
      await it.until('server', 'RUNNING');
      expect(isLive(left ?? 0)).toBe(true);
    }
    // What the row forbids the instance to do is left to the test.
    killQuietly(left ?? 0);
    await gone([left ?? 0]);
  });

  test('row 39: killed between the intent and the pid: the nonce alone finds the process', async () => {
    await using where = await place({
      server: chaos('--ignore-eof --ignore-term --side-process setsid', { stop: hurried }),
    });
    {
      await using killed = await instance(where);
      await killed.running(['server']);
      killQuietly(killed.janitor());
      killed.signal('SIGKILL');
      await killed.exited;
    }
    const left = where.survivors();
    expect(left).toHaveLength(2);
    const file = inHome(where, 'ledger.json');
    const ledger = readLedger(file);
    // As it stood on disk before the pid was known.
    const servers = ledger.servers.map((record) => ({ ...record, pid: null, group: null, startToken: null }));
    writeFileSync(file, JSON.stringify({ ...ledger, servers }));
    await using it = await rigAt(where);
    expect(await it.until('server', 'RUNNING')).toMatchObject({ totalRestarts: 0 });
    expect(left.filter(isLive)).toEqual([]);
  });

  test.each([60, 120, 180, 240, 300, 360])(
    'row 39: killed %i ms after it began to start servers: the janitor knows also those that are just being made',
    async (afterMs) => {
      const flags = [
        '',
        '--ignore-eof',
        '--ignore-eof --ignore-term',
        '--side-process setsid',
        '--mute --ignore-eof',
      ];
      const servers = flags.map((flag, index) => [`server-${index}`, chaos(flag)] as const);
      await using where = await place(Object.fromEntries(servers), {
        more: { startConcurrency: { direct: 5, wrappers: 2 } },
      });
      await using killed = await instance(where);
      // The moment is the row's fault; whichever it hits, the outcome is the same.
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      killed.signal('SIGKILL');
      await killed.exited;
      await eventually(
        // Twice the same: what was being made may show its mark a moment later.
        async () => {
          const first = where.survivors();
          await new Promise((resolve) => setTimeout(resolve, 200));
          return [...first, ...where.survivors()];
        },
        (left) => left.length === 0,
        { what: 'nobody left' },
      );
    },
  );

  test.each([
    ['cut off', '{"version":1,"bootId":"x","serv'],
    ['garbage', '\u0000\u0001 no ledger at all'],
    ['of a later version', '{"version":99,"bootId":"x","servers":[]}'],
  ])('row 38: a ledger that is %s is set aside and told, and everything starts', async (_, text) => {
    await using where = await place({ server: chaos('') });
    execFileSync('mkdir', ['-p', where.home]);
    writeFileSync(inHome(where, 'ledger.json'), text);
    await using it = await rigAt(where);
    await it.until('server', 'RUNNING');
    const [aside] = execFileSync('ls', [where.home], { encoding: 'utf8' })
      .split('\n')
      .filter((name) => name.startsWith('ledger.json.corrupt-'));
    expect(readFileSync(inHome(where, aside ?? ''), 'utf8')).toBe(text);
    const own = await it.runtime.log.page({ before: null, limit: 100 });
    expect(JSON.stringify(own.lines)).toContain('ledger of started processes');
  });

  test.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, 300)],
    ['garbage', (bytes: Buffer) => Buffer.alloc(bytes.length, 'no database ')],
  ])('row 38: a stored state that is %s is set aside and told, and everything starts', async (_, spoil) => {
    await using where = await place({ server: chaos('') });
    {
      await using it = await rigAt({ ...where, [Symbol.asyncDispose]: async () => undefined });
      await it.until('server', 'RUNNING');
    }
    const file = inHome(where, 'state.db');
    writeFileSync(file, spoil(readFileSync(file)));
    execFileSync('rm', ['-f', `${file}-wal`, `${file}-shm`]);
    await using it = await rigAt(where);
    await it.until('server', 'RUNNING');
    expect(execFileSync('ls', [where.home], { encoding: 'utf8' })).toMatch(/state\.db\.corrupt-/);
    const own = await it.runtime.log.page({ before: null, limit: 100 });
    expect(JSON.stringify(own.lines)).toContain('was damaged');
  });
});
