import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createRuntime } from '../../src-main/runtime/create-runtime.ts';
import { findInstance } from '../../src-main/runtime/find-instance.ts';
import { chaos, gone, inHome, instance, place, rig, rigAt, type Servers, starts } from '../faults/kit.ts';
import { hasProc, isLive, listenersOn } from '../support/proc.ts';
import { stopwatch } from '../support/stopwatch.ts';

const TRIVIAL = fileURLToPath(new URL('../fixtures/servers/trivial.mjs', import.meta.url));
const trivial = { command: process.execPath, args: [TRIVIAL] };

describe('what lasts over instances', () => {
  test('what a person stopped stays stopped, what ran starts again', async () => {
    await using it = await rig({ stopped: trivial, ran: trivial });
    await it.until('stopped', 'RUNNING');
    await it.until('ran', 'RUNNING');
    expect(await it.stop('stopped')).toBe(true);
    await it.again();
    await it.until('ran', 'RUNNING');
    expect(it.status('stopped')).toMatchObject({ state: 'STOPPED', desired: 'down', pid: null });
    expect(await it.start('stopped')).toBe(true);
    expect(it.status('stopped')).toMatchObject({ state: 'RUNNING', desired: 'up' });
  });

  test('a server at its restart limit is not tried again within its stable time, and is after it', async () => {
    await using where = await place({});
    const state = where.folder.file('starts');
    const failing = (stableReset: number | string): Servers => ({
      server: chaos(`--state ${state} --exit-code 3`, { restart: { maxRestarts: 1, stableReset } }),
    });
    where.save(failing('1h'));
    const it = await rigAt(where);
    try {
      await it.until('server', 'CRASHED');
      const attempts = starts(state).length;
      await it.again();
      await it.runtime.booted;
      expect(it.status('server')).toMatchObject({
        state: 'CRASHED',
        reason: 'RESTART_LIMIT',
        desired: 'up',
        totalRestarts: 1,
        lastExit: { code: 3 },
      });
      await it.runtime.shutdown();
      expect(starts(state).length).toBe(attempts);

      where.save(failing(1));
      await it.again();
      await it.event(({ type, data }) => type === 'server.state' && data.to === 'CRASHED');
      expect(starts(state).length).toBeGreaterThan(attempts);
      expect(it.status('server')).toMatchObject({ reason: 'RESTART_LIMIT', totalRestarts: 2 });
    } finally {
      await it.runtime.shutdown();
    }
  });
});

describe('the end of an instance', () => {
  /** Sees neither the end of its input nor a signal: the ladder of a quit needs at least 4 s for it. */
  const stubborn = chaos('--ignore-eof --ignore-term');
  const FIRST_RUNGS_MS = 4000;

  test('a second, forced shutdown hurries the first', async () => {
    await using it = await rig({ server: stubborn });
    const { pid } = await it.until('server', 'RUNNING');
    using watch = stopwatch();
    const first = it.runtime.shutdown();
    const second = it.runtime.shutdown({ force: true });
    await Promise.all([first, second]);
    expect(watch.elapsedMs).toBeLessThan(FIRST_RUNGS_MS);
    expect(isLive(pid ?? 0)).toBe(false);
    await it.runtime.shutdown({ force: true });
  });

  test('closed resolves after everything is gone: servers, port, runtime.json, lock', async () => {
    await using it = await rig({ server: trivial, other: chaos('--exit-delay 100') });
    const { runtime, place: where } = it;
    for (const name of ['server', 'other']) await it.until(name, 'RUNNING');
    expect(where.survivors().length).toBe(2);
    const ended = runtime.closed.then(() => ({
      survivors: where.survivors(),
      running: findInstance(where.home).running,
    }));
    void runtime.shutdown();
    expect(await ended).toEqual({ survivors: [], running: false });
    expect(await runtime.closed).toEqual({ restart: false });
    expect(existsSync(inHome(where, 'runtime.json'))).toBe(false);
    if (hasProc) expect(listenersOn(runtime.port)).not.toContain(process.pid);
  });

  test('who asks over HTTP for a restart is answered, and closed tells it', async () => {
    await using it = await rig({ server: trivial });
    const { url, token, closed } = it.runtime;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ restart: true });
    const answer = await fetch(`${url}/api/shutdown`, { method: 'POST', headers, body });
    expect(answer.status).toBe(202);
    expect(await closed).toEqual({ restart: true });
  });

  test('the end of its block ends it, also before anything was started', async () => {
    await using where = await place({ server: trivial });
    const options = { home: where.home, config: where.config, pageFolder: null };
    let booted: Promise<void>;
    let closed: Promise<unknown>;
    {
      await using runtime = await createRuntime(options);
      ({ booted, closed } = runtime);
    }
    await Promise.all([booted, closed]);
    expect(where.survivors()).toEqual([]);
    expect(findInstance(where.home).running).toBe(false);
    await using again = await createRuntime(options);
    const types = again.orchestrator.events({ limit: 10 }).map(({ type }) => type);
    expect(types).toEqual(['config.loaded', 'instance.stopping', 'config.loaded']);
    expect(again.orchestrator.server('server')).toMatchObject({ ok: true, value: { desired: 'up' } });
  });

  test.skipIf(!hasProc)(
    'kill -9 leaves nothing after 2 s, and the next instance finds all as it was',
    async () => {
      const names = ['a', 'b', 'c', 'd', 'e'];
      const servers = Object.fromEntries(names.map((name) => [name, chaos('--side-process setsid')]));
      await using where = await place(servers);
      await using child = await instance(where);
      await child.running(names);
      await where.liveness.born(10);
      const trees = where.survivors();
      expect(trees.length).toBe(10);
      using watch = stopwatch();
      child.signal('SIGKILL');
      await child.exited;
      await gone(trees);
      expect(watch.elapsedMs).toBeLessThan(2000);
      expect(findInstance(where.home)).toMatchObject({ running: false, info: null });

      const it = await rigAt(where);
      for (const name of names) await it.until(name, 'RUNNING');
      await it.runtime.shutdown({ force: true });
    },
  );
});
