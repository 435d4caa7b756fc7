import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createSampler } from '../../../src-main/adapters/resources/create-sampler.ts';
import { createPidusageSampler } from '../../../src-main/adapters/resources/pidusage-sampler.ts';
import { createProcSampler } from '../../../src-main/adapters/resources/proc-sampler.ts';
import { listWithPs } from '../../../src-main/adapters/resources/process-list.ts';
import type { ResourceSampler, TreeSample } from '../../../src-main/core/ports/resources.ts';
import { eventually } from '../../support/eventually.ts';
import { hasProc, tree } from '../../support/proc.ts';
import { cpuShare } from '../../support/share.ts';
import { tempFolder } from '../../support/temp.ts';

const CHAOS = new URL('../../fixtures/servers/chaos.mjs', import.meta.url).pathname;
const MIB = 1 << 20;

const running: ChildProcess[] = [];

afterEach(async () => {
  for (const child of running.splice(0)) {
    const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null;
    try {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
    } catch {
      // The whole group has ended.
    }
    await gone;
  }
});

/** A process in a group of its own, as the launcher starts them. */
function start(
  command: string,
  args: readonly string[],
): { server: string; pid: number; processGroup: number } {
  const child = spawn(command, args, { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  running.push(child);
  const pid = child.pid ?? 0;
  return { server: 'a', pid, processGroup: pid };
}

const chaos = (...flags: readonly string[]) => start(process.execPath, [CHAOS, ...flags]);

type Root = ReturnType<typeof start>;

const only = async (sampler: ResourceSampler, root: Root): Promise<TreeSample | undefined> =>
  (await sampler.sample([root])).get(root.server);

const loads = (sample: TreeSample | undefined): boolean =>
  (sample?.cpuPercent ?? 0) > cpuShare(20) && (sample?.memoryBytes ?? 0) > 250 * MIB;

describe.runIf(hasProc)('on Linux', () => {
  test('row 30: the load of a grandchild is seen on the tree, not on its root', async () => {
    const root = chaos('--cpu', '60', '--rss', '250', '--in-grandchild');
    const sampler = createProcSampler();
    const sample = await eventually(() => only(sampler, root), loads, { everyMs: 300 });
    const [first] = sample?.processes.filter(({ pid }) => pid === root.pid) ?? [];
    expect(first?.memoryBytes).toBeLessThan(200 * MIB);
    expect(first?.cpuPercent ?? 0).toBeLessThan(sample?.cpuPercent ?? 0);
    expect(sample?.processes.length).toBe(tree(root.pid).length);
  });

  test.each([false, true])('both samplers agree on a real tree (pidusage over ps: %s)', async (usePs) => {
    const root = chaos('--cpu', '60', '--rss', '250', '--in-grandchild');
    const proc = createProcSampler();
    const portable = createPidusageSampler({ list: listWithPs, usePs });
    await eventually(() => only(proc, root), loads, { everyMs: 300 });
    await Promise.all([only(proc, root), only(portable, root)]);
    // ps tells CPU time in whole seconds: the longer the stretch, the less that matters.
    const usedMs = (): number => tree(root.pid).reduce((sum, { cpuMs }) => sum + cpuMs, 0);
    const untilMs = usedMs() + (usePs ? 3000 : 1000);
    await eventually(usedMs, (ms) => ms >= untilMs, { everyMs: 100, withinMs: 100_000 });
    const [one, other] = await Promise.all([only(proc, root), only(portable, root)]);
    if (one === undefined || other === undefined) throw new Error('the tree is gone');
    expect(other.processes.map(({ pid }) => pid).toSorted()).toEqual(
      one.processes.map(({ pid }) => pid).toSorted(),
    );
    expect(other.memoryBytes / one.memoryBytes).toBeGreaterThan(0.9);
    expect(other.memoryBytes / one.memoryBytes).toBeLessThan(1.1);
    expect(Math.abs((other.cpuPercent ?? NaN) - (one.cpuPercent ?? NaN))).toBeLessThan(usePs ? 50 : 20);
  });

  test('children that come and go between two samples are not lost', async () => {
    // Each child burns some 10 ms and is waited for; at no moment does more than one live.
    const burn = 'while :; do ( i=0; while [ $i -lt 8000 ]; do i=$((i+1)); done ); done';
    const root = start('sh', ['-c', burn]);
    const sampler = createProcSampler();
    await only(sampler, root);
    const sample = await eventually(
      () => only(sampler, root),
      (one) => (one?.cpuPercent ?? 0) > cpuShare(30),
      { everyMs: 500 },
    );
    const own = sample?.processes.find(({ pid }) => pid === root.pid)?.cpuPercent ?? 0;
    expect(sample?.cpuPercent).toBeGreaterThan(2 * own);
  });

  test.each([
    ['proc', () => createProcSampler()],
    ['pidusage', () => createPidusageSampler({ list: listWithPs })],
  ])(
    'a tree of which nothing lives is absent, and nothing is asked about no trees (%s)',
    async (_, create) => {
      const root = start('sh', ['-c', 'exit 0']);
      await eventually(() => tree(root.pid).length === 0);
      const sampler = create();
      expect(await sampler.sample([root])).toEqual(new Map());
      expect(await sampler.sample([])).toEqual(new Map());
    },
  );

  test('what is no process, unreadable or half gone in /proc is passed over', async () => {
    await using temp = await tempFolder('proc');
    const folder = temp.path;
    const put = (pid: string, stat: string) => {
      mkdirSync(join(folder, pid), { recursive: true });
      writeFileSync(join(folder, pid, 'stat'), stat);
    };
    const rest = '0 -1 0 0 0 0 0 0 100 0 0 0 20 0 1 0 55 0 3';
    put('10', `10 (root) S 1 10 ${rest}`);
    put('11', `11 (child) S 10 11 ${rest}`);
    put('12', `12 (dead) Z 10 10 ${rest}`);
    put('13', 'nonsense');
    mkdirSync(join(folder, '14'));
    mkdirSync(join(folder, '15', 'stat'), { recursive: true });
    mkdirSync(join(folder, 'net'));
    const sample = await only(createProcSampler({ root: folder }), {
      server: 'a',
      pid: 10,
      processGroup: 10,
    });
    expect(sample?.processes.map(({ pid, command }) => `${pid} ${command}`)).toEqual(['10 root', '11 child']);
    expect(sample?.memoryBytes).toBe(2 * 3 * 4096);
    const broken = createProcSampler({ root: join(folder, 'nowhere') });
    await expect(only(broken, { server: 'a', pid: 10, processGroup: 10 })).rejects.toThrow('ENOENT');
  });

  test('passes that are asked for together run one after the other', async () => {
    const root = chaos();
    const sampler = createProcSampler();
    // Of a process that has just been started the kernel counts no pages yet.
    await eventually(
      () => only(sampler, root),
      (sample) => (sample?.memoryBytes ?? 0) > 0,
    );
    const samples = await Promise.all([only(sampler, root), only(sampler, root), only(sampler, root)]);
    expect(samples.every((sample) => sample !== undefined && sample.memoryBytes > 0)).toBe(true);
  });
});

test('a list that cannot be had is told, and the next pass is tried', async () => {
  let broken = true;
  const sampler = createPidusageSampler({
    list: () => (broken ? Promise.reject(new Error('no ps')) : Promise.resolve([])),
  });
  const root = { server: 'a', pid: 1, processGroup: 1 };
  await expect(sampler.sample([root])).rejects.toThrow('no ps');
  broken = false;
  expect(await sampler.sample([root])).toEqual(new Map());
});

test('Windows is looked at every 30 s at most, the others as often as is wanted', () => {
  expect(createSampler('win32').minimumIntervalMs).toBe(30_000);
  expect(createSampler('darwin').minimumIntervalMs).toBeUndefined();
  expect(createSampler('linux').minimumIntervalMs).toBeUndefined();
});
