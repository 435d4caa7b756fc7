import { describe, expect, test } from 'vitest';
import { facts, groupMembers, hasProc, isLive, liveInGroup } from '../support/proc.ts';
import { stopwatch } from '../support/stopwatch.ts';
import { chaos, gone, rig } from './kit.ts';

describe.skipIf(!hasProc)('stopping', () => {
  test('row 17: a server that ignores the end of its input gets TERM, and nobody survives', async () => {
    const stop = { eofWait: 150, termWait: '20s' };
    await using it = await rig({ server: chaos('--ignore-eof', { stop }) });
    await it.until('server', 'RUNNING');
    expect(await it.stop('server')).toBe(true);
    expect(it.status('server')).toMatchObject({ state: 'STOPPED', desired: 'down', pid: null });
    expect(it.status('server').lastExit).toMatchObject({ signal: 'SIGTERM' });
    expect(it.place.survivors()).toEqual([]);
  });

  test('row 18: a server that ignores the end of its input and TERM is killed within the three waits', async () => {
    const stop = { eofWait: 200, termWait: 200, killWait: 2000 };
    await using it = await rig({
      server: chaos('--ignore-eof --ignore-term --side-process inherit', { stop }),
    });
    await it.until('server', 'RUNNING');
    using watch = stopwatch();
    expect(await it.stop('server')).toBe(true);
    expect(watch.elapsedMs).toBeLessThan(200 + 200 + 2000);
    expect(it.status('server').lastExit).toMatchObject({ signal: 'SIGKILL' });
    expect(it.place.survivors()).toEqual([]);
  });

  test('row 20: a side process in a session of its own is found by its nonce and ended', async () => {
    const stop = { eofWait: 300, termWait: 200 };
    await using it = await rig({
      server: chaos('--side-process setsid --side-process detached --side-process setsid-inherit', { stop }),
    });
    const { pid } = await it.until('server', 'RUNNING');
    const lives = await it.place.liveness.born(4);
    const sessions = lives.map((life) => facts(life.pid)?.session);
    expect(new Set(sessions).size).toBe(4);
    expect(liveInGroup(pid ?? 0)).toEqual([pid]);
    expect(await it.stop('server')).toBe(true);
    await it.place.liveness.allDead();
    expect(it.place.survivors()).toEqual([]);
  });

  test('row 21: a stopped process: TERM works because CONT comes with it', async () => {
    const stop = { eofWait: 100, termWait: '20s' };
    await using it = await rig({ server: chaos('--stop-self', { stop }) });
    const { pid } = await it.until('server', ({ pid: now }) => now !== null && facts(now)?.state === 'T');
    expect(await it.stop('server')).toBe(true);
    expect(isLive(pid ?? 0)).toBe(false);
    expect(it.status('server').lastExit?.signal).not.toBe('SIGKILL');
  });

  test('row 22: zombies in the group count as gone: no wait for them, no signal to them', async () => {
    // Would they count, the wait for the end of input alone were 20 s.
    const stop = { eofWait: '20s' };
    await using it = await rig({ server: chaos('--zombie 3', { stop }) });
    const { pid } = await it.until('server', 'RUNNING');
    const group = pid ?? 0;
    expect(groupMembers(group).filter(({ state }) => state === 'Z')).toHaveLength(3);
    expect(await it.stop('server')).toBe(true);
    expect(it.status('server').lastExit).toMatchObject({ code: 0, signal: null });
    expect(groupMembers(group).filter(({ state }) => state === 'Z').length).toBeGreaterThan(0);
    expect(liveInGroup(group)).toEqual([]);
  });

  test('row 43: a start during the stop: the old tree goes, then one new process comes', async () => {
    await using it = await rig({ server: chaos('--exit-delay 400') });
    const { pid } = await it.until('server', 'RUNNING');
    const stopping = it.stop('server');
    expect(it.status('server').state).toBe('STOPPING');
    const overlaps: string[] = [];
    it.runtime.orchestrator.onEvent(({ type, data }) => {
      if (type === 'server.state' && data.to === 'STARTING' && isLive(pid ?? 0)) overlaps.push('old lives');
    });
    expect(await it.start('server')).toBe(true);
    await stopping;
    const now = it.status('server');
    expect(now).toMatchObject({ state: 'RUNNING', desired: 'up', restartCount: 0 });
    expect(now.pid).not.toBe(pid);
    expect(overlaps).toEqual([]);
    expect(it.place.liveness.births).toHaveLength(2);
  });

  test('row 43: started twice, it runs once', async () => {
    await using it = await rig({ server: chaos('--start-delay 200', { autoStart: false }) });
    const both = [it.start('server'), it.start('server')];
    expect(await Promise.all(both)).toEqual([true, true]);
    expect(await it.start('server')).toBe(true);
    expect(it.place.liveness.births).toHaveLength(1);
  });

  test('row 43: each further stop goes one step up the ladder', async () => {
    const stop = { drain: 0, eofWait: '1h', termWait: '1h' };
    await using it = await rig({ server: chaos('--ignore-eof --ignore-term', { stop }) });
    const { pid } = await it.until('server', 'RUNNING');
    const stops = [it.stop('server'), it.stop('server')];
    // TERM was answered by a word and not by the end: the third request is what kills it.
    await expect
      .poll(async () => (await it.lines('server')).some(({ text }) => text.includes('ignores SIGTERM')))
      .toBe(true);
    expect(isLive(pid ?? 0)).toBe(true);
    stops.push(it.stop('server'));
    await Promise.all(stops);
    expect(it.status('server')).toMatchObject({ state: 'STOPPED', desired: 'down' });
    expect(it.place.survivors()).toEqual([]);
  });

  test.each([
    [
      'the wait for the next restart',
      'BACKOFF',
      chaos('--exit-code 1', { restart: { backoff: { initial: '1h', max: '1h' } } }),
    ],
    ['the handshake', 'HANDSHAKE', chaos('--mute')],
    ['the wait for a dependency', 'WAIT_DEPS', chaos('', { dependsOn: ['other'] })],
  ])('row 42: a stop during %s ends STOPPED, and nothing is started later', async (_, phase, entry) => {
    await using it = await rig({ other: chaos('', { autoStart: false }), server: entry });
    await it.until('server', (status) => status.phase === phase);
    await it.stop('server');
    expect(it.status('server')).toMatchObject({ state: 'STOPPED', desired: 'down', nextRestartAt: null });
    const told = it.states('server').length;
    // What it waited for comes, and changes nothing any more.
    await it.stop('other');
    expect(await it.start('other')).toBe(true);
    expect(it.states('server')).toHaveLength(told);
    expect(it.place.liveness.alive()).toHaveLength(1);
  });

  test('row 42: a stop during the stop of a restart wins', async () => {
    await using it = await rig({ server: chaos('--exit-delay 300') });
    const { pid } = await it.until('server', 'RUNNING');
    const restarting = it.restart('server');
    expect(it.status('server').state).toBe('STOPPING');
    await it.stop('server');
    expect(await restarting).toBe(false);
    expect(it.status('server')).toMatchObject({ state: 'STOPPED', desired: 'down' });
    expect(it.place.liveness.births).toHaveLength(1);
    await gone([pid ?? 0]);
  });
});
