import { describe, expect, test } from 'vitest';
import { hasProc, isLive } from '../support/proc.ts';
import { chaos, killQuietly, rig } from './kit.ts';

describe.skipIf(!hasProc)('dying', () => {
  test.each(['SIGKILL', 'SIGSEGV'] as const)(
    'row 8: %s from outside: the signal is shown, and its leftovers go before it is started again',
    async (signal) => {
      const stop = { termWait: 200 };
      await using it = await rig({ server: chaos('--side-process inherit --side-process setsid', { stop }) });
      const { pid } = await it.until('server', 'RUNNING');
      const old = (await it.place.liveness.born(3)).map((life) => life.pid);
      const livedOn: number[] = [];
      it.runtime.orchestrator.onEvent(({ type, data }) => {
        if (type === 'server.state' && data.phase === 'BACKOFF') livedOn.push(...old.filter(isLive));
      });
      killQuietly(pid ?? 0, signal);
      const waiting = await it.event(({ data }) => data.phase === 'BACKOFF');
      expect(waiting.data.detail).toContain(signal);
      const status = await it.until('server', 'RUNNING');
      expect(status).toMatchObject({ restartCount: 1, totalRestarts: 1, lastExit: { signal } });
      expect(status.pid).not.toBe(pid);
      expect(livedOn).toEqual([]);
      for (const dead of old) await it.place.liveness.dead(dead);
    },
  );

  test('row 19: a side process that holds its output: the exit is told at once and nothing hangs', async () => {
    const policy = { restart: { maxRestarts: 0 }, stop: { termWait: 200 } };
    await using it = await rig({ server: chaos('--side-process inherit --lives 100 --exit-code 3', policy) });
    await it.event(({ type }) => type === 'server.exit');
    // The side process ignores TERM, so it is there as long as that is waited for.
    const side = it.place.liveness.births.find(({ role }) => role === 'side-inherit');
    expect(isLive(side?.pid ?? 0)).toBe(true);
    const status = await it.until('server', 'CRASHED');
    expect(status).toMatchObject({ reason: 'RESTART_LIMIT', lastExit: { code: 3 } });
    expect(it.place.survivors()).toEqual([]);
  });

  test('a server that closes its output and stays is ended and started again', async () => {
    const stop = { eofWait: 300 };
    await using it = await rig({
      server: chaos('--close-stdout-after 50', { stop, restart: { maxRestarts: 1 } }),
    });
    const status = await it.until('server', 'CRASHED');
    expect(status).toMatchObject({ reason: 'RESTART_LIMIT', totalRestarts: 1 });
    expect(it.place.survivors()).toEqual([]);
  });

  test('row 6 and row 7: what it needs to begin anew is time, not the mere fact that it was RUNNING', async () => {
    const restart = { maxRestarts: 2 };
    await using it = await rig({
      short: chaos('--lives 50', { restart: { ...restart, stableReset: '1h' } }),
      long: chaos('--lives 600', { restart: { ...restart, stableReset: 150 } }),
    });
    expect(await it.until('short', 'CRASHED')).toMatchObject({ reason: 'RESTART_LIMIT', totalRestarts: 2 });
    const status = await it.until('long', ({ totalRestarts }) => totalRestarts >= 4);
    expect(status.state).not.toBe('CRASHED');
    expect(status.restartCount).toBeLessThanOrEqual(1);
  });
});
