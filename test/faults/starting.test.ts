import { chmodSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isLive } from '../support/proc.ts';
import { chaos, gone, npxEverything, place, rig, rigAt, starts } from './kit.ts';

test('row 1: a command that is not there: CRASHED at once, nothing spent, and the PATH is named', async () => {
  await using it = await rig({ server: { command: 'no-such-program-anywhere' } });
  const status = await it.until('server', 'CRASHED');
  expect(status).toMatchObject({ reason: 'NOT_FOUND', restartCount: 0, totalRestarts: 0, pid: null });
  expect(status.detail).toMatch(/no-such-program-anywhere.*PATH/);
  expect(it.states('server')).toEqual(['STARTING', 'CRASHED']);
});

test('row 2: a folder that is not there is told as that, not as a missing command', async () => {
  await using it = await rig({ server: chaos('', {}, { cwd: 'no/such/folder' }) });
  const status = await it.until('server', 'CRASHED');
  expect(status).toMatchObject({ reason: 'CONFIG', totalRestarts: 0 });
  expect(status.detail).toMatch(/no\/such\/folder.*does not exist/);
});

test('row 3: a file that may not be executed: CRASHED at once, nothing spent', async () => {
  await using where = await place({});
  const script = where.folder.file('server.sh');
  writeFileSync(script, '#!/bin/sh\nexit 0\n');
  chmodSync(script, 0o644);
  where.save({ server: { command: script } });
  await using it = await rigAt(where);
  const status = await it.until('server', 'CRASHED');
  expect(status).toMatchObject({ reason: 'CONFIG', totalRestarts: 0 });
  expect(status.detail).toContain('chmod +x');
});

test('row 4: exits 1 at once, always: three restarts with growing waits, then CRASHED, told once', async () => {
  await using where = await place({});
  const state = where.folder.file('starts');
  const backoff = { initial: 60, factor: 4, max: 60_000, jitter: 0.25 };
  where.save({ server: chaos(`--state ${state} --exit-code 1`, { restart: { backoff } }) });
  await using it = await rigAt(where);
  const status = await it.until('server', 'CRASHED');
  expect(status).toMatchObject({ reason: 'RESTART_LIMIT', restartCount: 3, totalRestarts: 3 });
  expect(status.lastExit).toMatchObject({ code: 1, signal: null });
  expect(status.detail).toMatch(/code 1 four times.*stays down/);
  // A first end before any word may be that of a server which cannot stand the question for its revision: it is asked
  // in the older way at once, uncharged. The four that count follow.
  const [, ...at] = starts(state).map(({ atMs }) => atMs);
  expect(at).toHaveLength(4);
  for (const [index, atLeast] of [60, 240, 960].entries()) {
    // A millisecond of rounding between the two clocks.
    expect((at[index + 1] ?? 0) - (at[index] ?? 0)).toBeGreaterThanOrEqual(atLeast - 1);
  }
  expect(it.states('server').filter((to) => to === 'CRASHED')).toHaveLength(1);
});

test('row 5: an exit 0 that nobody asked for: by the policy a failure, or the end', async () => {
  const flags = '--exit-after 0 --exit-code 0';
  await using it = await rig({
    always: chaos(flags, { restart: { policy: 'always' } }),
    onFailure: chaos(flags, { restart: { policy: 'on-failure' } }),
    never: chaos(flags, { restart: { policy: 'never' } }),
    neverFails: chaos('--exit-code 3', { restart: { policy: 'never' } }),
  });
  expect(await it.until('always', 'CRASHED')).toMatchObject({ reason: 'RESTART_LIMIT', totalRestarts: 3 });
  for (const name of ['onFailure', 'never']) {
    const status = await it.until(name, ({ lastExit, state }) => lastExit !== null && state === 'STOPPED');
    expect(status).toMatchObject({ desired: 'up', totalRestarts: 0, lastExit: { code: 0 } });
  }
  expect(await it.until('neverFails', 'CRASHED')).toMatchObject({ reason: 'EXITED', totalRestarts: 0 });
});

test('row 9: never answers the handshake: the startup time counts from its start, and it is ended', async () => {
  // Time enough for Node to start on a busy machine: what is not born yet cannot be mute.
  const policy = { startupTimeout: 3000, restart: { maxRestarts: 1 } };
  await using it = await rig({ server: chaos('--mute', policy) });
  const [first] = await it.place.liveness.born(1);
  const status = await it.until('server', 'CRASHED');
  expect(status).toMatchObject({ reason: 'RESTART_LIMIT', totalRestarts: 1 });
  expect(it.place.liveness.births).toHaveLength(2);
  expect(isLive(first?.pid ?? 0)).toBe(false);
  expect(it.place.survivors()).toEqual([]);
  const waiting = it.events.find((event) => event.data.phase === 'BACKOFF');
  expect(waiting?.data.detail).toContain('It was not ready');
});

test('row 10: a slow start that shows progress is no failure', async () => {
  await using it = await rig({ server: chaos('--start-delay 7000 --progress', { startupTimeout: 3000 }) });
  expect(await it.until('server', 'RUNNING')).toMatchObject({ totalRestarts: 0 });
  expect(it.place.liveness.births).toHaveLength(1);
});

test('row 11: more servers than slots: none runs out of time while it waits for its turn', async () => {
  const names = Array.from({ length: 14 }, (_, index) => `server-${index}`);
  const entry = chaos('--start-delay 600', { startupTimeout: 3000 });
  await using it = await rig(Object.fromEntries(names.map((name) => [name, entry])), {
    more: { startConcurrency: { direct: 2, wrappers: 2 } },
  });
  const begun = performance.now();
  let most = 0;
  it.runtime.orchestrator.onStatus(() => {
    const starting = names.filter((name) => ['SPAWNING', 'HANDSHAKE'].includes(it.status(name).phase ?? ''));
    most = Math.max(most, starting.length);
  });
  for (const name of names) expect(await it.until(name, 'RUNNING')).toMatchObject({ totalRestarts: 0 });
  // Seven turns of 600 ms: whoever came last waited longer than its startup time.
  expect(performance.now() - begun).toBeGreaterThan(3000);
  expect(most).toBe(2);
});

test('row 15: a server of the newest revision only: found out once, then asked in its own way', async () => {
  await using it = await rig({ server: chaos('--era modern') });
  const status = await it.until('server', 'RUNNING');
  expect(status).toMatchObject({ protocol: '2026-07-28', totalRestarts: 0, tools: 1 });
  const check = await it.runtime.orchestrator.check(['server'], { actor: 'test' });
  expect(check).toMatchObject({ ok: true, value: [{ ok: true }] });
  const before = it.place.liveness.births.length;
  await it.again();
  await it.until('server', 'RUNNING');
  await it.place.liveness.born(before + 1);
  await it.place.liveness.dead(status.pid ?? 0);
  // What it speaks is kept with the home: one process, one handshake.
  expect(it.place.liveness.births).toHaveLength(before + 1);
  expect(it.place.liveness.alive()).toHaveLength(1);
});

test('row 24: servers that die between their start and the first word to them: a failure each, no error of ours', async () => {
  const policy = { restart: { maxRestarts: 1 } };
  const names = Array.from({ length: 8 }, (_, index) => `server-${index}`);
  const entry = (index: number) =>
    index % 2 === 0
      ? chaos('--exit-after 0 --exit-code 9', policy)
      : { command: '/bin/sh', args: ['-c', 'exec <&-; kill -s KILL $$'], policy };
  await using it = await rig(Object.fromEntries(names.map((name, index) => [name, entry(index)])));
  for (const name of names) {
    const status = await it.until(name, 'CRASHED');
    expect(status).toMatchObject({ reason: 'RESTART_LIMIT', totalRestarts: 1 });
  }
});

test('row 24: a server that closes its input and stays is ended, not waited for', async () => {
  const policy = { restart: { maxRestarts: 0 }, stop: { eofWait: 100 } };
  await using it = await rig({ server: chaos('--close-stdin', { ...policy, startupTimeout: 3000 }) });
  const [life] = await it.place.liveness.born(1);
  await it.until('server', 'CRASHED');
  await gone([life?.pid ?? 0]);
});

test('row 51: twenty servers of one npx package: fetched by one, the others wait until it runs', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `server-${index}`);
  await using it = await rig(Object.fromEntries(names.map((name) => [name, npxEverything])), {
    more: { startConcurrency: { direct: 2, wrappers: 4 } },
  });
  const inWork = (name: string): boolean =>
    ['PRECHECK', 'SPAWNING', 'HANDSHAKE'].includes(it.status(name).phase ?? '');
  let mostCold = 0;
  let mostWarm = 0;
  it.runtime.orchestrator.onStatus(() => {
    const count = names.filter(inWork).length;
    if (names.some((name) => it.status(name).state === 'RUNNING')) mostWarm = Math.max(mostWarm, count);
    else mostCold = Math.max(mostCold, count);
  });
  for (const name of names) {
    expect(await it.until(name, 'RUNNING', { withinMs: 50_000 })).toMatchObject({ totalRestarts: 0 });
  }
  expect(mostCold).toBe(1);
  expect(mostWarm).toBeLessThanOrEqual(4);
});
