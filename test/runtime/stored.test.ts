import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkConfiguration } from '../../src-main/runtime/check-configuration.ts';
import { readStoredEvents, readStoredLog, resetStored } from '../../src-main/runtime/stored-history.ts';
import { readStoredStatus, selectStored } from '../../src-main/runtime/stored-status.ts';
import type { ServerStatus } from '../../src-shared/schema/status.ts';
import { chaos, inHome, type Place, place, rig } from '../faults/kit.ts';

const TRIVIAL = fileURLToPath(new URL('../fixtures/servers/trivial.mjs', import.meta.url));
const trivial = { command: process.execPath, args: [TRIVIAL] };
const MISSING = 'NOT_SET_FOR_THE_STORED_TESTS';

const servers = {
  ran: chaos('--log-lines 3', { aliases: ['runner'] }),
  stopped: trivial,
  failing: chaos('--exit-code 3', { restart: { maxRestarts: 1 } }),
  needy: { ...trivial, args: [TRIVIAL, `\${${MISSING}}`] },
};
const more = { groups: { both: ['ran', 'stopped'] } };

const status = async (where: Place, name: string): Promise<ServerStatus> => {
  const found = (await readStoredStatus(where)).servers.find((server) => server.name === name);
  if (found === undefined) throw new Error(`no server ${name}`);
  return found;
};

const select = async (where: Place, ...names: readonly string[]): Promise<readonly string[]> => {
  const selection = await selectStored(where, names);
  if (!selection.ok) throw new Error(`${selection.name} is nobody`);
  return selection.servers;
};

test('what an instance leaves is known without one: states, events, logs, and a reset', async () => {
  await using it = await rig(servers, { more });
  const { place: where } = it;
  for (const name of ['ran', 'stopped']) await it.until(name, 'RUNNING');
  await it.until('failing', 'CRASHED');
  await it.stop('stopped');
  const { config } = where;
  const live = it.runtime.orchestrator.status();
  // Beside an instance it may be read, never changed.
  expect(resetStored(where.home, ['failing'])).toBe(false);
  await it.runtime.shutdown();

  const report = await readStoredStatus(where);
  expect(report.instance).toMatchObject({ running: false, pid: null, url: null, config, uptimeMs: null });
  expect(report.instance.configErrors).toEqual(live.instance.configErrors);
  expect(report.servers.map(({ name }) => name)).toEqual(Object.keys(servers));
  expect(report.summary).toMatchObject({ STOPPED: 2, CRASHED: 2, RUNNING: 0 });
  const idle = { state: 'STOPPED', pid: null, reason: null, detail: null };
  expect(await status(where, 'ran')).toMatchObject({
    ...idle,
    desired: 'up',
    aliases: ['runner'],
    groups: ['both'],
  });
  expect(await status(where, 'stopped')).toMatchObject({ ...idle, desired: 'down' });
  // Told in the same words as while it ran.
  for (const name of ['failing', 'needy']) {
    const { state, kind, reason, detail, cause, desired, lastExit, restartCount, totalRestarts } =
      it.status(name);
    const before = { state, kind, reason, detail, cause, desired, lastExit, restartCount, totalRestarts };
    expect(await status(where, name)).toMatchObject(before);
  }

  const stored = readStoredEvents(where.home, { limit: 3 });
  expect(stored?.events.length).toBe(3);
  expect(stored?.events[0]?.seq).toBe(stored?.lastSeq);
  const lines = (await readStoredLog(where.home, 'ran', 100)).lines.filter(
    ({ stream }) => stream === 'stderr',
  );
  expect(lines.length).toBe(3);
  expect(JSON.stringify(await readStoredLog(where.home, null, 100))).toContain('listening');

  expect(resetStored(where.home, ['failing'])).toBe(true);
  expect(await status(where, 'failing')).toMatchObject({ ...idle, restartCount: 0, totalRestarts: 1 });
});

describe('names without an instance', () => {
  test('are servers, aliases and groups; none means all; an unknown one gets the nearest', async () => {
    await using where = await place(servers, { more });
    expect(await select(where)).toEqual(Object.keys(servers));
    expect(await select(where, 'both', 'runner', 'needy')).toEqual(['ran', 'stopped', 'needy']);
    expect(await selectStored(where, ['failling'])).toEqual({ ok: false, name: 'failling', near: 'failing' });
  });

  test('of servers that left the file still mean what is stored; with no readable file, themselves', async () => {
    await using it = await rig({ gone: trivial });
    await it.until('gone', 'RUNNING');
    await it.runtime.shutdown();
    it.place.save({ other: trivial });
    expect(await select(it.place, 'gone')).toEqual(['gone']);
    writeFileSync(it.place.config, '{');
    expect(await select(it.place, 'whoever')).toEqual(['whoever']);
    expect(await select(it.place)).toEqual(['gone']);
    const { instance, servers: listed } = await readStoredStatus(it.place);
    expect([instance.configErrors.length, listed]).toEqual([1, []]);
  });
});

describe('a home without a past', () => {
  test('has no events, and nothing to reset; its servers are STOPPED and wanted', async () => {
    await using where = await place({ server: trivial });
    expect(readStoredEvents(where.home, { limit: 10 })).toEqual({ events: [], lastSeq: 0 });
    expect((await readStoredLog(where.home, null, 10)).lines).toEqual([]);
    expect(resetStored(where.home, ['server'])).toBe(true);
    expect(await status(where, 'server')).toMatchObject({ state: 'STOPPED', desired: 'up', lastExit: null });
  });

  test('whose state is broken says so, and shows the servers of the file', async () => {
    await using where = await place({ server: trivial });
    mkdirSync(where.home);
    writeFileSync(inHome(where, 'state.db'), 'no database at all, '.repeat(500));
    expect(readStoredEvents(where.home, { limit: 10 })).toBeNull();
    expect(await status(where, 'server')).toMatchObject({ state: 'STOPPED' });
  });
});

describe('a configuration that is only checked', () => {
  test('tells what is wrong with a server and what the others are called', async () => {
    await using where = await place(servers, { more });
    const check = await checkConfiguration(where.config, where.home);
    expect(check).toMatchObject({ file: where.config, exists: true, readable: true, warnings: [] });
    expect(check.servers).toEqual(Object.keys(servers));
    expect(check.errors.map(({ server }) => server)).toEqual(['needy']);
    expect(check.errors[0]?.message).toContain(MISSING);
  });

  test('is readable or not, there or not', async () => {
    await using where = await place({});
    const absent = where.folder.file('absent.json');
    expect(await checkConfiguration(absent, where.home)).toMatchObject({
      exists: false,
      readable: true,
      errors: [],
    });
    writeFileSync(where.config, '{');
    const check = await checkConfiguration(where.config, where.home);
    expect(check).toMatchObject({ exists: true, readable: false, servers: [] });
    expect(check.errors.length).toBe(1);
  });
});
