import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createJanitor } from '../../../src-main/adapters/process/janitor.ts';
import { eventually } from '../../support/eventually.ts';
import { Liveness } from '../../support/liveness.ts';
import { commandLine, environment, facts, hasProc, isLive } from '../../support/proc.ts';
import { stopwatch } from '../../support/stopwatch.ts';
import { tempFolder } from '../../support/temp.ts';
import { carriersOf, killQuietly, nonceOf } from './rig.ts';

const OWNER = new URL('./owner.ts', import.meta.url).pathname;

const SIGTERM_BIT = 1n << 14n;

function ignoredSignals(pid: number): bigint {
  const [, mask = '0'] = /SigIgn:\s*(\w+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
  return BigInt(`0x${mask}`);
}

/** A child in a group of its own that carries a nonce and takes no TERM. */
function stubborn(nonce: string, script = 'trap "" TERM; while :; do sleep 0.05; done'): number {
  const child = spawn('/bin/sh', ['-c', script], {
    detached: true,
    stdio: 'ignore',
    env: { PATH: process.env.PATH, MCP_ORCHESTRATOR_NONCE: nonce },
  });
  return child.pid ?? 0;
}

describe.skipIf(!hasProc)('the janitor', () => {
  it('row 35: ends five npx-like trees within 2 s of the SIGKILL of their owner, side processes too', async () => {
    await using folder = await tempFolder('owner');
    await using liveness = await Liveness.listen();
    const owner = spawn(process.execPath, [OWNER, folder.path, '5'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, LIVENESS_PORT: String(liveness.port) },
    });
    try {
      // In each tree a server that ignores everything, and a process in a session of its own.
      const lives = await liveness.born(10);
      using watch = stopwatch();
      owner.kill('SIGKILL');
      await liveness.allDead();
      expect(watch.elapsedMs).toBeLessThan(2000);
      expect(lives).toHaveLength(10);
    } finally {
      owner.kill('SIGKILL');
    }
  });

  it('ends what is still registered at its end, spares what was taken off, and carries no nonce itself', async () => {
    const [mine, spared] = [nonceOf(), nonceOf()];
    const [first, second] = [stubborn(mine), stubborn(spared)];
    try {
      const janitor = createJanitor({ environment: { ...process.env, MCP_ORCHESTRATOR_NONCE: mine } });
      janitor.register({ group: first, nonce: mine, containerRuntime: null });
      janitor.register({ group: second, nonce: spared, containerRuntime: null });
      janitor.forget(second);
      const pid = janitor.pid ?? 0;
      expect(Object.keys(environment(pid))).not.toContain('MCP_ORCHESTRATOR_NONCE');
      await janitor.dispose();
      expect(isLive(pid)).toBe(false);
      expect(isLive(first)).toBe(false);
      expect(isLive(second)).toBe(true);
      expect(carriersOf(mine)).toEqual([]);
    } finally {
      killQuietly(-first);
      killQuietly(-second);
    }
  });

  it('row 39: ends whoever carries a nonce that was announced, and spares one that was taken back', async () => {
    const [mine, spared] = [nonceOf(), nonceOf()];
    const pids: number[] = [];
    try {
      const janitor = createJanitor({ environment: process.env });
      janitor.announce(mine);
      janitor.announce(spared);
      janitor.withdraw(spared);
      pids.push(stubborn(mine), stubborn(spared));
      await janitor.dispose();
      expect(pids.map(isLive)).toEqual([false, true]);
    } finally {
      for (const pid of pids) killQuietly(-pid);
    }
  });

  it('lives through the signals of a terminal and of a shutdown, in a session of its own', async () => {
    const janitor = createJanitor({ environment: process.env });
    janitor.register({ group: 2 ** 22 + 1, nonce: nonceOf(), containerRuntime: null });
    const pid = janitor.pid ?? 0;
    await eventually(() => commandLine(pid).includes('mcp-orchestrator-janitor'));
    // The signals are ignored from its first line on.
    await eventually(() => (ignoredSignals(pid) & SIGTERM_BIT) !== 0n);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(pid, signal);
    janitor.forget(2 ** 22 + 1);
    expect(isLive(pid)).toBe(true);
    expect(facts(pid)?.session).toBe(pid);
    await janitor.dispose();
    expect(isLive(pid)).toBe(false);
  });

  it('is started again, with everything registered, when somebody kills it', async () => {
    const nonce = nonceOf();
    const group = stubborn(nonce);
    try {
      const janitor = createJanitor({ environment: process.env });
      janitor.register({ group, nonce, containerRuntime: null });
      const pid = janitor.pid ?? 0;
      process.kill(pid, 'SIGKILL');
      await eventually(() => janitor.pid !== null && janitor.pid !== pid);
      expect(isLive(group)).toBe(true);
      await janitor.dispose();
      expect(isLive(group)).toBe(false);
    } finally {
      killQuietly(-group);
    }
  });

  it('never signals a group of 0 or 1, nor what is no number', async () => {
    const janitor = createJanitor({ environment: process.env });
    for (const group of [0, 1, -1, Number.NaN])
      janitor.register({ group, nonce: nonceOf(), containerRuntime: null });
    const witness = stubborn(nonceOf());
    try {
      await janitor.dispose();
      expect(isLive(witness)).toBe(true);
    } finally {
      killQuietly(-witness);
    }
  });

  it('removes the containers of what is registered', async () => {
    await using folder = await tempFolder('janitor');
    const docker = folder.file('docker');
    await writeFile(docker, '#!/bin/sh\necho "$@" >> "$0.calls"\n[ "$1" = ps ] && echo c0ffee\nexit 0\n', {
      mode: 0o755,
    });
    const nonce = nonceOf();
    const group = stubborn(nonce);
    const janitor = createJanitor({ environment: process.env });
    janitor.register({ group, nonce, containerRuntime: docker });
    await janitor.dispose();
    expect((await readFile(`${docker}.calls`, 'utf8')).trim().split('\n')).toEqual([
      `ps -aq --filter label=mcp-orchestrator=${nonce}`,
      'rm -f c0ffee',
    ]);
  });

  it('is not started before there is something to do, nor after its end', async () => {
    const janitor = createJanitor({ environment: process.env });
    expect(janitor.pid).toBeNull();
    await janitor.dispose();
    janitor.register({ group: 2 ** 22 + 1, nonce: nonceOf(), containerRuntime: null });
    expect(janitor.pid).toBeNull();
  });
});
