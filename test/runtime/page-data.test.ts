import { createRequire } from 'node:module';
import { afterEach, expect, test } from 'vitest';
import { chaos, type Rig, rig } from '../faults/kit.ts';
import { eventually } from '../support/eventually.ts';

const EVERYTHING = createRequire(import.meta.url).resolve(
  '@modelcontextprotocol/server-everything/dist/index.js',
);
const SECRET = 'hunter2-hunter2-0815';
const everything = { command: process.execPath, args: [EVERYTHING, 'stdio'] };

const { HOME } = process.env;
afterEach(() => {
  process.env.HOME = HOME;
});

function api(it: Rig) {
  // biome-ignore lint/suspicious/noExplicitAny: an answer is whatever came; each test says what it expects
  return async (path: string, body?: unknown): Promise<any> => {
    const response = await fetch(`${it.runtime.url}/api/${path}`, {
      headers: {
        authorization: `Bearer ${it.runtime.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    return response.json();
  };
}

test('a page reads resources and prompts of a real server, and in its words what is not there', async () => {
  await using it = await rig({ real: everything, plain: chaos('') });
  const ask = api(it);
  await it.until('real', 'RUNNING');
  await it.until('plain', 'RUNNING');
  const { resources, templates } = await ask('servers/real/resources');
  expect(resources.length).toBeGreaterThan(3);
  expect(templates[0]).toMatchObject({ uriTemplate: expect.stringContaining('{') });
  const { uri } = resources[0];
  expect(await ask('servers/real/resources/read', { uri })).toMatchObject({
    result: { contents: [{ uri }] },
  });
  expect(await ask('servers/real/resources/read', { uri: 'nowhere://x' })).toMatchObject({
    error: { code: 'CALL_FAILED', server: 'real', message: expect.stringContaining('nowhere://x') },
  });
  const { prompts } = await ask('servers/real/prompts');
  const simple = prompts.find((prompt: { arguments?: unknown }) => prompt.arguments === undefined);
  expect(await ask('servers/real/prompts/get', { prompt: simple.name })).toMatchObject({
    result: { messages: expect.any(Array) },
  });
  expect(await ask('servers/plain/resources')).toEqual({ resources: [], templates: [] });
  expect(await ask('servers/plain/prompts')).toEqual({ prompts: [] });
  expect(await ask('servers/plain/prompts/get', { prompt: 'x' })).toMatchObject({
    error: { code: 'CALL_FAILED' },
  });
});

test('a page reads how a server is started, what it used, and what happened, without a secret', async () => {
  await using it = await rig({
    keeper: chaos(`--secret-in-log ${SECRET}`, { resources: { sample: 100 } }, { env: { API_KEY: SECRET } }),
    failing: chaos('--exit-code 3', { restart: { maxRestarts: 1 } }, { env: { API_KEY: SECRET } }),
  });
  const ask = api(it);
  await it.until('keeper', 'RUNNING');
  await it.until('failing', 'CRASHED');

  const definition = await ask('servers/keeper/definition');
  expect(definition).toMatchObject({
    name: 'keeper',
    file: it.place.config,
    launch: { command: process.execPath, env: expect.arrayContaining([{ name: 'API_KEY', value: null }]) },
  });
  expect(definition.line).toBeGreaterThan(1);
  const sample = definition.policy.find(({ path }: { path: string }) => path === 'resources.sample');
  expect(sample).toMatchObject({ value: 100, from: 'this server', line: expect.any(Number) });

  const { servers } = await ask('servers');
  expect(servers.find(({ name }: { name: string }) => name === 'failing')).toMatchObject({
    kind: 'node',
    by: 'supervisor',
    since: expect.any(String),
    cause: { happened: { key: 'reason.RESTART_LIMIT.happened', params: { code: 3 } } },
  });
  await eventually(async () => {
    const recent = await ask('metrics/recent');
    const [keeper] = recent.servers;
    return keeper.points.length > 0 && keeper.hour.memoryBytes > 0 && recent.instance.length > 0;
  });
  const now = Date.now();
  const { buckets } = await ask(`events/activity?from=${now - 540_000}&to=${now + 60_000}&bucketMs=60000`);
  const { events } = await ask('events?type=server.exit&limit=100');
  const unasked = events.filter((event: { data: { expected: boolean } }) => !event.data.expected);
  expect(unasked.length).toBeGreaterThan(1);
  expect(buckets.reduce((sum: number, bucket: { exits: number }) => sum + bucket.exits, 0)).toBe(
    unasked.length,
  );
});

test('a report says what there is to know and nothing that is secret', async () => {
  await using it = await rig({
    keeper: chaos(`--secret-in-log ${SECRET}`, {}, { env: { API_KEY: SECRET, MODE: 'eager-mode' } }),
    failing: chaos('--exit-code 3 --api-key literal-in-args', { restart: { maxRestarts: 0 } }),
  });
  const ask = api(it);
  await it.until('keeper', 'RUNNING');
  await it.until('failing', 'CRASHED');
  const { parts } = await ask('diagnostics');
  const text = JSON.stringify(parts);
  const names = parts.map(({ name }: { name: string }) => name);
  expect(names).toEqual(
    expect.arrayContaining(['orchestrator.log', 'servers/keeper.log', 'configuration.json']),
  );
  expect(text).toContain('secret');
  for (const hidden of [SECRET, it.runtime.token, 'literal-in-args', 'eager-mode'])
    expect([hidden, text.includes(hidden)]).toEqual([hidden, false]);
  expect(text).toContain('MODE');
});

test('a report has no name of the home folder', async () => {
  await using it = await rig({ keeper: chaos('') });
  await it.until('keeper', 'RUNNING');
  await it.runtime.shutdown();
  process.env.HOME = it.place.folder.path;
  await using again = await rig({ keeper: chaos('') });
  await again.until('keeper', 'RUNNING');
  process.env.HOME = HOME;
  const text = JSON.stringify(await api(again)('diagnostics'));
  expect(text).not.toContain(`${it.place.folder.path}/`);
  const about = await api(again)('about');
  expect(about).toMatchObject({
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    places: { config: again.place.config, home: again.place.home },
  });
});
