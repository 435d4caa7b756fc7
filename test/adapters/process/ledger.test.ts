import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createProcessTable, readBootId } from '../../../src-main/adapters/process/identity.ts';
import { type LedgerRecord, openLedger } from '../../../src-main/adapters/process/ledger.ts';
import { findOrphans } from '../../../src-main/adapters/process/sweep.ts';
import { runStopLadder } from '../../../src-main/core/supervisor/stop-ladder.ts';
import { eventually } from '../../support/eventually.ts';
import { bootId, facts, hasProc, isLive } from '../../support/proc.ts';
import { type TempFolder, tempFolder } from '../../support/temp.ts';
import { carriersOf, chaos, clock, killQuietly, nonceOf, ready, rig } from './rig.ts';

const wallMs = (): number => 1000;
const open = (folder: TempFolder, boot: string | null = bootId()) =>
  openLedger({ file: folder.file('ledger.json'), bootId: boot, wallMs });
const content = (folder: TempFolder): { servers: LedgerRecord[] } =>
  JSON.parse(readFileSync(folder.file('ledger.json'), 'utf8'));
const intent = (server: string, nonce: string) => ({
  server,
  nonce,
  generation: 1,
  intentAt: 5,
  containerRuntime: null,
});

/** A process that carries a nonce and is nobody's child that matters: what an earlier instance left. */
function leftBehind(nonce: string): { pid: number; startToken: string } & Disposable {
  const script = 'process.on("SIGTERM",()=>process.exit());setTimeout(()=>{},60000)';
  const child = spawn(process.execPath, ['-e', script], {
    detached: true,
    stdio: 'ignore',
    env: { MCP_ORCHESTRATOR_NONCE: nonce },
  });
  const pid = child.pid ?? 0;
  return { pid, startToken: facts(pid)?.startToken ?? '', [Symbol.dispose]: () => killQuietly(pid) };
}

const sweep = (folder: TempFolder, boot: string | null = bootId()) => {
  const ledger = open(folder, boot);
  return findOrphans({ ledger, table: createProcessTable(), containerOf: () => null }).then((orphans) => ({
    ledger,
    orphans,
  }));
};

describe('the ledger', () => {
  it('has the intent on disk before the start, and one write for all of a turn', async () => {
    await using folder = await tempFolder('ledger');
    const ledger = open(folder);
    const first = ledger.intend(intent('a', nonceOf()));
    const second = ledger.intend(intent('b', nonceOf()));
    expect(second).toBe(first);
    await first;
    expect(content(folder).servers.map(({ server, pid }) => [server, pid])).toEqual([
      ['a', null],
      ['b', null],
    ]);
    expect(readdirSync(folder.path)).toEqual(['ledger.json']);
  });

  it('adds pid, group and start, and forgets what is cleared', async () => {
    await using folder = await tempFolder('ledger');
    const [a, b] = [nonceOf(), nonceOf()];
    const ledger = open(folder);
    await Promise.all([ledger.intend(intent('a', a)), ledger.intend(intent('b', b))]);
    ledger.started(a, { pid: 77, startToken: '123' });
    ledger.clear(b);
    ledger.flush();
    expect(content(folder).servers).toMatchObject([{ server: 'a', pid: 77, group: 77, startToken: '123' }]);
    expect(open(folder).earlier).toMatchObject([{ nonce: a }]);
  });

  it('sets a broken file aside, says so and goes on', async () => {
    const record = { ...intent('a', nonceOf()), pid: 5, group: 5, startToken: '1' };
    const broken = [
      '{"version":1,"servers":[{"se',
      'null',
      '{"version":2,"bootId":"x","servers":[]}',
      JSON.stringify({ version: 1, bootId: bootId(), servers: [{ ...record, group: 1 }] }),
      JSON.stringify({ version: 1, bootId: bootId(), servers: [{ ...record, nonce: '' }] }),
    ];
    for (const text of broken) {
      await using folder = await tempFolder('ledger');
      writeFileSync(folder.file('ledger.json'), text);
      const ledger = open(folder);
      expect(ledger.earlier).toEqual([]);
      expect(ledger.notice?.key).toBe('process.ledger.corrupt');
      expect(readFileSync(folder.file('ledger.json.corrupt-1000'), 'utf8')).toBe(text);
      await ledger.intend(intent('a', nonceOf()));
      expect(content(folder).servers).toHaveLength(1);
    }
  });

  it('tells once that it cannot be written, and lets servers start all the same', async () => {
    await using folder = await tempFolder('ledger');
    writeFileSync(folder.file('blocked'), '');
    const ledger = openLedger({ file: folder.file('blocked', 'ledger.json'), bootId: bootId(), wallMs });
    const told: string[] = [];
    ledger.onTrouble = (notice) => told.push(notice.key);
    await ledger.intend(intent('a', nonceOf()));
    await ledger.intend(intent('b', nonceOf()));
    expect(told).toEqual(['process.ledger.unwritable']);
  });
});

describe.skipIf(!hasProc)('what an earlier instance left behind', () => {
  it('is found by pid, start and nonce, and ended by the ladder', async () => {
    await using folder = await tempFolder('ledger');
    const nonce = nonceOf();
    using left = leftBehind(nonce);
    await eventually(() => carriersOf(nonce).length === 1);
    const before = open(folder);
    await before.intend(intent('a', nonce));
    before.started(nonce, left);
    before.flush();

    const { orphans } = await sweep(folder);
    expect(orphans).toMatchObject([{ server: 'a', pid: left.pid }]);
    const tree = orphans[0]?.tree;
    if (tree === undefined) throw new Error('no tree');
    const ladder = runStopLadder(tree, {
      eofWaitMs: 0,
      termWaitMs: 3000,
      killWaitMs: 1000,
      startAt: 'term',
      clock,
    });
    expect(await ladder.done).toMatchObject({ outcome: 'gone', steps: ['term'] });
    await tree.release();
    expect((await sweep(folder)).orphans).toEqual([]);
  });

  it('row 36: a pid that means somebody else now is not signalled, and its record is dropped', async () => {
    await using folder = await tempFolder('ledger');
    using stranger = leftBehind('somebody-elses-nonce');
    const nonce = nonceOf();
    const before = open(folder);
    await before.intend(intent('a', nonce));
    before.started(nonce, { pid: stranger.pid, startToken: '1' });
    before.flush();
    const { ledger, orphans } = await sweep(folder);
    expect(orphans).toEqual([]);
    ledger.flush();
    expect(content(folder).servers).toEqual([]);
    expect(isLive(stranger.pid)).toBe(true);
  });

  it('row 37: of an earlier boot nothing is believed, and where the boot is unknown neither', async () => {
    await using folder = await tempFolder('ledger');
    const nonce = nonceOf();
    using left = leftBehind(nonce);
    await eventually(() => carriersOf(nonce).length === 1);
    const before = open(folder, 'the-boot-before');
    await before.intend(intent('a', nonce));
    before.started(nonce, left);
    before.flush();
    expect((await sweep(folder)).orphans).toEqual([]);
    expect((await sweep(folder, null)).orphans).toEqual([]);
    expect(isLive(left.pid)).toBe(true);
  });

  it('row 39: one that was started but never written down is found by its nonce', async () => {
    await using folder = await tempFolder('ledger');
    const nonce = nonceOf();
    using left = leftBehind(nonce);
    await eventually(() => carriersOf(nonce).length === 1);
    await open(folder).intend(intent('a', nonce));
    const { orphans } = await sweep(folder);
    expect(orphans).toMatchObject([{ server: 'a', pid: left.pid }]);
    await orphans[0]?.tree.kill();
    await eventually(() => !isLive(left.pid));
  });

  it('is found again by a launcher over the same home, side processes too', async () => {
    await using folder = await tempFolder('home');
    await using first = await rig({ folder });
    const started = await first.start(chaos(['--side-process', 'setsid']));
    await ready(started);
    first.ledger.flush();
    await using second = await rig({ folder });
    const [orphan] = await second.launcher.orphans();
    expect(orphan).toMatchObject({ server: 'fixture', pid: started.pid });
    expect(await orphan?.tree.liveMembers()).toHaveLength(2);
    await orphan?.tree.kill();
    await started.exited;
    await eventually(() => carriersOf(started.nonce).length === 0);
  });
});

describe('the boot', () => {
  it.skipIf(!hasProc)('is known where the kernel tells it', async () => {
    expect(await readBootId('linux')).toBe(bootId());
    expect(await readBootId('win32')).toBeNull();
  });
});
