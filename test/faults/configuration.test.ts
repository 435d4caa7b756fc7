import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { burst } from '../support/burst.ts';
import { eventually } from '../support/eventually.ts';
import { isLive } from '../support/proc.ts';
import { chaos, type Rig, rig } from './kit.ts';

const loads = (it: Rig): number => it.events.filter(({ type }) => type === 'config.loaded').length;
/** A reload that nothing but the test's own save brings about. */
const loaded = (it: Rig, count: number) =>
  it.event((event) => event.type === 'config.loaded' && loads(it) >= count);

test('row 44: a circle of dependencies is an error of the file, and the others start', async () => {
  await using it = await rig({
    first: chaos('', { dependsOn: ['second'] }),
    second: chaos('', { dependsOn: ['first'] }),
    free: chaos(''),
  });
  await it.until('free', 'RUNNING');
  for (const name of ['first', 'second']) {
    const status = await it.until(name, 'CRASHED');
    expect(status.reason).toBe('CONFIG');
    expect(status.detail).toMatch(/first/);
    expect(status.detail).toMatch(/second/);
  }
  expect(it.place.liveness.births).toHaveLength(1);
});

test('row 44: a dependency that crashes takes down who waits for it, and brings it up again', async () => {
  await using it = await rig({
    base: chaos('--exit-code 1', { restart: { maxRestarts: 1 } }),
    above: chaos('', { dependsOn: ['base'] }),
  });
  await it.until('base', 'CRASHED');
  const status = await it.until('above', 'CRASHED');
  expect(status).toMatchObject({ reason: 'DEPENDENCY', totalRestarts: 0 });
  expect(status.detail).toContain('base');
  it.place.save({ base: chaos(''), above: chaos('', { dependsOn: ['base'] }) });
  await it.until('base', 'RUNNING');
  expect(await it.until('above', 'RUNNING')).toMatchObject({ totalRestarts: 0 });
});

test('row 44: a dependency that restarts leaves its dependents alone, but for those that ask for it', async () => {
  await using it = await rig({
    base: chaos(''),
    above: chaos('', { dependsOn: ['base'] }),
    together: chaos('', { dependsOn: ['base'], restartWith: ['base'] }),
  });
  const before = await it.until('above', 'RUNNING');
  const { pid } = await it.until('together', 'RUNNING');
  expect(await it.restart('base')).toBe(true);
  await it.until('together', (status) => status.state === 'RUNNING' && status.pid !== pid);
  expect(it.status('above')).toMatchObject({ state: 'RUNNING', pid: before.pid });
});

test('row 45: an edit reaches the server that it means and no other: environment, policy, removal', async () => {
  await using it = await rig({ changed: chaos('--exit-delay 300'), other: chaos(''), removed: chaos('') });
  const old = await it.until('changed', 'RUNNING');
  const other = await it.until('other', 'RUNNING');
  const { pid: removed } = await it.until('removed', 'RUNNING');
  const oldLived: boolean[] = [];
  it.runtime.orchestrator.onEvent(({ type, server, data }) => {
    const again = type === 'server.state' && server === 'changed' && data.to === 'STARTING';
    if (again && data.from === 'STOPPING') oldLived.push(isLive(old.pid ?? 0));
  });
  it.place.save({
    changed: chaos('--exit-delay 300', {}, { env: { NEW: 'value' } }),
    other: chaos('', { health: { interval: 200, timeout: 5000, grace: 0 } }),
  });
  const now = await it.until('changed', ({ state, pid }) => state === 'RUNNING' && pid !== old.pid);
  expect(now).toMatchObject({ restartCount: 0, totalRestarts: 0 });
  expect(oldLived).toEqual([false]);
  // Checked in its new rhythm by the same process.
  await it.until('other', ({ health }) => health.status === 'ok');
  expect(it.status('other')).toMatchObject({ state: 'RUNNING', pid: other.pid });
  await it.place.liveness.dead(removed ?? 0);
  expect(() => it.status('removed')).toThrow(/no server/);
});

test('row 45: a file that is no JSON is told, and the last good one stays in force', async () => {
  await using it = await rig({ server: chaos('') });
  const { pid } = await it.until('server', 'RUNNING');
  writeFileSync(it.place.config, '{ "mcpServers": { "server": oh no');
  await it.event(({ type }) => type === 'config.error');
  expect(it.status('server')).toMatchObject({ state: 'RUNNING', pid });
  expect(it.runtime.orchestrator.status().instance.configErrors.length).toBeGreaterThan(0);
  it.place.save({ server: chaos(''), second: chaos('') });
  await it.until('server', ({ state }) => state === 'RUNNING');
  await loaded(it, 1);
  await it.until('second', 'RUNNING');
  expect(it.status('server').pid).toBe(pid);
  expect(it.runtime.orchestrator.status().instance.configErrors).toEqual([]);
});

test('row 45: one entry that becomes invalid keeps its server running as it was', async () => {
  await using it = await rig({ server: chaos('') });
  const { pid } = await it.until('server', 'RUNNING');
  it.place.save({ server: { ...chaos(''), args: 7 as unknown as string[] } });
  await it.event(({ type }) => type === 'config.error');
  const status = await it.until('server', ({ warnings }) => warnings.length > 0);
  expect(status).toMatchObject({ state: 'RUNNING', pid });
});

test('row 45: a file that is written in two halves is read when it is whole', async () => {
  await using it = await rig({ server: chaos('') });
  const { pid } = await it.until('server', 'RUNNING');
  const text = it.place.configText({ server: chaos(''), second: chaos('') });
  writeFileSync(it.place.config, text.slice(0, text.length / 2));
  appendFileSync(it.place.config, text.slice(text.length / 2));
  await it.event(({ type }) => type === 'config.loaded');
  await it.until('second', 'RUNNING');
  expect(it.status('server').pid).toBe(pid);
  expect(it.events.filter(({ type }) => type === 'config.error')).toEqual([]);
});

test('row 45: a file that is replaced by renaming, again and again, is still followed', async () => {
  await using it = await rig({ server: chaos('') });
  const { pid } = await it.until('server', 'RUNNING');
  for (const [index, name] of ['second', 'third'].entries()) {
    const draft = it.place.folder.file('draft');
    writeFileSync(draft, it.place.configText({ server: chaos(''), [name]: chaos('') }));
    renameSync(draft, it.place.config);
    await loaded(it, index + 1);
    await it.until(name, 'RUNNING');
  }
  expect(it.status('server').pid).toBe(pid);
});

test('row 46: ten saves in a row are one reload', async () => {
  await using it = await rig({ server: chaos('') });
  const { pid } = await it.until('server', 'RUNNING');
  const saves = burst();
  for (let save = 1; save <= 10; save += 1) {
    const value = { SAVE: String(save) };
    it.place.save({
      server: chaos(''),
      last: chaos('', {}, { env: value, args: [...(chaos('--env-tool').args ?? [])] }),
    });
    saves.act();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const parts = saves.parts(150, 1400);
  await it.until('server', () => loads(it) > 0);
  await it.until('last', 'RUNNING');
  await eventually(
    async () => JSON.stringify(await it.runtime.orchestrator.call('last', 'env', {}, { timeoutMs: 10_000 })),
    (said) => said.includes('\\"SAVE\\":\\"10\\"'),
    { what: 'the last save is in force' },
  );
  expect(loads(it)).toBeLessThanOrEqual(parts);
  expect(it.status('server').pid).toBe(pid);
});
