import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { parseListeners, parseLsof, parseNetstat } from '../../../src-main/adapters/process/ports.ts';
import { findNonce, parseStat, shareLooks } from '../../../src-main/adapters/process/process-table.ts';
import { parsePs } from '../../../src-main/adapters/process/process-table-ps.ts';
import {
  bindKernel32,
  createJobObjects,
  type JobLibrary,
} from '../../../src-main/adapters/process/windows-job.ts';
import { createWindowsTree } from '../../../src-main/adapters/process/windows-tree.ts';
import { hasProc } from '../../support/proc.ts';

const unexpected = (error: unknown): never => expect.unreachable(String(error));

describe('Job Objects of Windows, with a library in memory', () => {
  function library(more: Partial<JobLibrary> = {}) {
    const calls: string[] = [];
    const jobs: JobLibrary = {
      createJob: () => 'job',
      killOnClose: (job) => calls.push(`killOnClose ${job}`) > 0,
      openProcess: (pid) => `process ${pid}`,
      assign: (job, process) => calls.push(`assign ${job} ${process}`) > 0,
      members: () => [7, 8],
      terminate: (job) => calls.push(`terminate ${job}`) > 0,
      close: (handle) => void calls.push(`close ${handle}`),
      ...more,
    };
    return { jobs, calls };
  }

  it('are loaded at the first server, limited before anything is in them, and closed once', () => {
    const { jobs, calls } = library();
    let loads = 0;
    const objects = createJobObjects(() => {
      loads += 1;
      return jobs;
    }, unexpected);
    expect(loads).toBe(0);
    const job = objects.assign(7);
    expect(calls).toEqual(['killOnClose job', 'assign job process 7', 'close process 7']);
    expect(job?.members()).toEqual([7, 8]);
    job?.close();
    job?.close();
    job?.terminate();
    expect(calls.slice(3)).toEqual(['close job']);
    expect(job?.members()).toEqual([]);
    objects.assign(8);
    expect(loads).toBe(1);
  });

  it('fail open: without library, job, process or assignment a server simply has none', () => {
    const troubles: unknown[] = [];
    const broken = createJobObjects(
      () => {
        throw new Error('no koffi');
      },
      (error) => troubles.push(error),
    );
    expect([broken.assign(1), broken.assign(2)]).toEqual([null, null]);
    expect(troubles).toHaveLength(1);
    for (const more of [{ createJob: () => null }, { openProcess: () => null }, { assign: () => false }]) {
      const { jobs, calls } = library(more);
      expect(createJobObjects(() => jobs, unexpected).assign(7)).toBeNull();
      expect(calls.filter((call) => call === 'close job')).toHaveLength('createJob' in more ? 0 : 1);
    }
    const throwing = library({
      assign: () => {
        throw new Error('bad handle');
      },
    });
    expect(
      createJobObjects(
        () => throwing.jobs,
        (error) => troubles.push(error),
      ).assign(7),
    ).toBeNull();
    expect(troubles).toHaveLength(2);
  });

  it('bind kernel32 with the structures of the Win32 documentation', () => {
    const seen: Record<string, readonly unknown[]> = {};
    const koffi = {
      load: () => ({
        func: (declaration: string) => {
          const name = /(\w+)\(/.exec(declaration)?.[1] ?? '';
          return (...args: readonly unknown[]) => {
            seen[name] = args;
            if (name === 'QueryInformationJobObject') {
              const info = args[2] as Buffer;
              info.writeUInt32LE(2, 4);
              info.writeBigUInt64LE(11n, 8);
              info.writeBigUInt64LE(12n, 16);
            }
            return true;
          };
        },
      }),
    };
    const kernel = bindKernel32(koffi);
    expect(kernel.killOnClose('job')).toBe(true);
    const [, kind, info, size] = seen.SetInformationJobObject ?? [];
    expect([kind, size, (info as Buffer).readUInt32LE(16)]).toEqual([9, 144, 0x2000]);
    expect(kernel.members('job')).toEqual([11, 12]);
    expect([
      kernel.createJob(),
      kernel.openProcess(5),
      kernel.assign('j', 'p'),
      kernel.terminate('j'),
    ]).toEqual([true, true, true, true]);
    kernel.close('j');
    expect(seen.CloseHandle).toEqual(['j']);
  });

  it('end a tree; without one, taskkill does while the root is not reaped', async () => {
    const { jobs, calls } = library();
    const killed: number[] = [];
    const base = { pid: 7, closeStdin: () => {}, release: () => void calls.push('released') };
    const taskkill = async (pid: number): Promise<void> => void killed.push(pid);
    const withJob = createWindowsTree({
      ...base,
      job: createJobObjects(() => jobs, unexpected).assign(7),
      held: () => true,
      taskkill,
    });
    expect(await withJob.liveMembers()).toEqual([7, 8]);
    await withJob.terminate();
    await withJob.release();
    expect(calls.slice(3)).toEqual(['terminate job', 'close job', 'released']);
    expect(killed).toEqual([]);

    let held = true;
    const without = createWindowsTree({ ...base, job: null, held: () => held, taskkill });
    expect(await without.liveMembers()).toEqual([7]);
    await without.kill();
    held = false;
    await without.kill();
    expect([killed, await without.liveMembers()]).toEqual([[7], []]);
  });
});

describe('what other programs print', () => {
  it('ps: numbers, state, start and the nonce of those that show it', () => {
    const table =
      '    1     0     1 Ss   Sat Nov 21 10:00:00 2026\n  42     1    42 S+   Sat Nov 21 11:02:03 2026\n  43    42    42 Z    Sat Nov 21 11:02:04 2026\ngarbage\n';
    const environments =
      '   42 node server.js PATH=/bin MCP_ORCHESTRATOR_NONCE=ab-12 HOME=/h\n   43 (node)\n';
    expect(parsePs(table, environments).slice(1)).toEqual([
      {
        pid: 42,
        parentPid: 1,
        group: 42,
        session: 42,
        zombie: false,
        startToken: 'Sat Nov 21 11:02:03 2026',
        nonce: 'ab-12',
      },
      {
        pid: 43,
        parentPid: 42,
        group: 42,
        session: 42,
        zombie: true,
        startToken: 'Sat Nov 21 11:02:04 2026',
        nonce: undefined,
      },
    ]);
  });

  it.skipIf(!hasProc)('ps of this system, which understands the same columns', () => {
    const output = execFileSync('ps', ['-axo', 'pid=,ppid=,pgid=,stat=,lstart='], {
      env: { LC_ALL: 'C' },
    }).toString();
    const own = parsePs(output, '').find(({ pid }) => pid === process.pid);
    expect(own?.parentPid).toBe(process.ppid);
    expect(own?.startToken).toMatch(/^\w+ \w+ +\d+ [\d:]+ \d{4}$/);
  });

  it('/proc/PID/stat with a name full of parentheses, and a nonce that is a variable of its own', () => {
    const stat = '42 (a) b (c) S 1 40 41 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 987654 0 0';
    expect(parseStat(42, stat)).toEqual({
      pid: 42,
      parentPid: 1,
      group: 40,
      session: 41,
      zombie: false,
      startToken: '987654',
    });
    expect(parseStat(42, 'nonsense')).toBeNull();
    expect(findNonce(Buffer.from('A=1\0MCP_ORCHESTRATOR_NONCE=abc\0B=2\0'))).toBe('abc');
    expect(findNonce(Buffer.from('MCP_ORCHESTRATOR_NONCE=abc'))).toBe('abc');
    expect(findNonce(Buffer.from('X_MCP_ORCHESTRATOR_NONCE=abc\0'))).toBeNull();
  });

  it('sockets: only those that listen on that port, and whether this computer reaches them', () => {
    const table = [
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
      '   0: 0100007F:1F43 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 111 1',
      '   1: 0100007F:1F43 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 222 1',
      '   2: 0100007F:1F44 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 333 1',
      '   3: 0500A8C0:1F43 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 444 1',
    ].join('\n');
    expect(parseListeners(table, 8003)).toEqual([
      { inode: '111', local: true },
      { inode: '444', local: false },
    ]);
    expect(parseLsof('p12\ncnode\nf20\np13\ncpython\n')).toEqual([
      { pid: 12, command: 'node' },
      { pid: 13, command: 'python' },
    ]);
    const netstat =
      '  TCP    127.0.0.1:8003   0.0.0.0:0   ABHÖREN   99\r\n  TCP    127.0.0.1:8003   127.0.0.1:5000  HERGESTELLT  98\r\n  TCP    [::]:8003   [::]:0   ABHÖREN   99\r\n';
    expect(parseNetstat(netstat, 8003)).toEqual([99]);
  });

  it('is looked at once for all who ask in a turn, and anew for who asks later', async () => {
    let looks = 0;
    const look = shareLooks(async () => {
      looks += 1;
      return looks;
    });
    expect(await Promise.all([look(), look(), look()])).toEqual([1, 1, 1]);
    const [second, third] = [look(), look()];
    expect(await Promise.all([second, third])).toEqual([2, 2]);
  });
});
