import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';
import { Liveness } from './liveness.ts';
import { McpLineClient } from './mcp-line-client.ts';
import * as proc from './proc.ts';

describe.skipIf(!proc.hasProc)('facts of the kernel', () => {
  test('a process: parent, group, session, start, threads, memory, files', async () => {
    await using server = McpLineClient.fixture('trivial.mjs');
    await server.ready();
    const { pid } = server;
    // It runs until it has gone back to reading.
    const facts = await eventually(
      () => proc.facts(pid),
      (found) => found?.state === 'S',
    );
    expect(facts).toMatchObject({ pid, parent: process.pid, group: pid, session: pid });
    expect(Number(proc.facts(pid)?.startToken)).toBeGreaterThan(Number(proc.facts(process.pid)?.startToken));
    expect(proc.facts(pid)?.threads).toBeGreaterThan(1);
    expect(proc.rssBytes(pid)).toBeGreaterThan(10e6);
    expect(proc.openFiles(pid)).toBeGreaterThan(3);
    expect(proc.commandLine(pid).at(-1)).toMatch(/trivial\.mjs$/);
  });

  test('CPU time grows with work', async () => {
    await using server = McpLineClient.fixture('chaos.mjs', ['--hang-after', '0']);
    await server.ready();
    const before = proc.facts(server.pid)?.cpuMs ?? 0;
    await eventually(
      () => (proc.facts(server.pid)?.cpuMs ?? 0) - before,
      (ms) => ms >= 50,
    );
  });

  test('a zombie has facts, and is neither live nor marked', async () => {
    const mark = randomUUID();
    await using server = McpLineClient.fixture('chaos.mjs', ['--zombie', '2'], { env: { MARK: mark } });
    await server.ready();
    const zombies = proc.groupMembers(server.pid).filter(({ state }) => state === 'Z');
    expect(zombies).toHaveLength(2);
    expect(zombies.map(({ pid }) => proc.isLive(pid))).toEqual([false, false]);
    expect(proc.liveInGroup(server.pid)).toEqual([server.pid]);
    expect(proc.markedWith('MARK', mark)).toEqual([server.pid]);
  });

  test('a mark is found wherever the process has moved, and only as a whole entry', async () => {
    await using liveness = await Liveness.listen();
    const mark = randomUUID();
    const env = { ...liveness.env, MARK: mark };
    await using server = McpLineClient.fixture('chaos.mjs', ['--side-process', 'detached'], { env });
    const lives = await liveness.born(2);
    const pids = lives.map(({ pid }) => pid).sort();
    expect([...proc.markedWith('MARK', mark)].sort()).toEqual(pids);
    expect(proc.markedWith('MARK', mark.slice(1))).toEqual([]);
    expect(proc.environment(server.pid)).toMatchObject({ MARK: mark });
  });

  test('a tree holds what descends by parentage', async () => {
    await using liveness = await Liveness.listen();
    const args = ['--side-process', 'inherit', '--side-process', 'detached'];
    await using server = McpLineClient.fixture('chaos.mjs', args, { env: liveness.env });
    await server.ready();
    const lives = await liveness.born(3);
    const pidOf = (role: string): number | undefined => lives.find((life) => life.role === role)?.pid;
    const tree = proc.tree(server.pid).map(({ pid }) => pid);
    expect(tree).toEqual([server.pid, pidOf('side-inherit')]);
  });

  test('who listens on a port', async () => {
    const port = await freePort();
    expect(proc.listenersOn(port)).toEqual([]);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    expect(proc.listenersOn(port)).toEqual([process.pid]);
    await new Promise((resolve) => server.close(resolve));
  });

  test('a process that is not there has no facts', () => {
    const beyondEveryPid = 2 ** 22 + 1;
    expect(proc.facts(beyondEveryPid)).toBeUndefined();
    expect(proc.isLive(beyondEveryPid)).toBe(false);
    expect([proc.rssBytes(beyondEveryPid), proc.openFiles(beyondEveryPid)]).toEqual([0, 0]);
  });

  test('the boot has a name', () => {
    expect(proc.bootId()).toMatch(/^[0-9a-f-]{36}$/);
  });
});
