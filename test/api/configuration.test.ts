import { afterEach, beforeEach, expect, test } from 'vitest';
import { createConfigEditor } from '../../src-main/core/configuration/edit/editor.ts';
import { MemoryConfigFile } from '../doubles/config-file.ts';
import { type Rig, startRig } from '../transport/rig.ts';

let rig: Rig;
let file: MemoryConfigFile;
let applied: string[];
beforeEach(async () => {
  file = new MemoryConfigFile('{"mcpServers": {"a": {"command": "x"}}}');
  applied = [];
  const apply = async (actor: string) => void applied.push(actor);
  let ids = 0;
  rig = await startRig([], {
    configEditor: createConfigEditor({ file, apply, newId: () => `id-${++ids}` }),
  });
});
afterEach(async () => {
  await rig[Symbol.asyncDispose]();
  expect(rig.errors).toEqual([]);
});

const disable = [{ kind: 'set-enabled', name: 'a', enabled: false }];

test('the file is read, previewed, changed and changed back, in the name of who asks', async () => {
  const { body: read } = await rig.api('GET', '/api/configuration');
  expect(read).toMatchObject({ exists: true, text: file.text, servers: [{ name: 'a', line: 1 }] });
  const request = { revision: read.revision, changes: disable };
  const preview = await rig.api('POST', '/api/configuration/preview', request);
  expect(preview).toMatchObject({
    status: 200,
    body: { before: read.text, after: read.text.replace('"x"', '"x", "disabled": true'), problems: [] },
  });
  const changed = await rig.api('POST', '/api/configuration/changes', request);
  expect(changed.body).toEqual({ revision: file.revision, undo: 'id-1', backup: `${file.path}.bak` });
  expect(file.text).toBe(preview.body.after);
  const undone = await rig.api('POST', '/api/configuration/undo', { undo: 'id-1' });
  expect(undone).toMatchObject({ status: 200, body: { revision: read.revision } });
  expect(file.text).toBe(read.text);
  expect(applied).toEqual([expect.stringMatching(/^cli/), applied[0]]);
});

test('what is refused has its status and its sentence', async () => {
  const post = (path: string, body: unknown) => rig.api('POST', `/api/configuration/${path}`, body);
  const { revision } = file;
  const bad = [{ kind: 'put-server', name: 'b', entry: {} }];
  const answers = [
    await post('changes', { revision: 'old', changes: disable }),
    await post('preview', { revision: 'old', changes: disable }),
    await post('changes', { revision, changes: bad }),
    await post('changes', { revision, changes: [{ ...disable[0], name: 'zzz' }] }),
    await post('undo', { undo: 'nothing' }),
    await post('changes', { revision, changes: [] }),
    await post('changes', { revision, changes: [{ kind: 'erase' }] }),
    await post('trial', { name: 'x' }),
  ];
  expect(answers.map(({ status, body }) => [status, body.error.code, body.error.server])).toEqual([
    [409, 'CONFLICT', null],
    [409, 'CONFLICT', null],
    [422, 'INVALID', 'b'],
    [404, 'UNKNOWN_SERVER', 'zzz'],
    [409, 'CONFLICT', null],
    [400, 'BAD_REQUEST', null],
    [400, 'BAD_REQUEST', null],
    [400, 'BAD_REQUEST', null],
  ]);
  expect(await post('changes', { revision, changes: bad, force: true })).toMatchObject({ status: 200 });
});

test('nobody without the token reads what may hold secrets', async () => {
  for (const [method, path] of [
    ['GET', ''],
    ['POST', '/changes'],
    ['POST', '/trial'],
  ] as const)
    expect((await fetch(`${rig.url}/api/configuration${path}`, { method })).status).toBe(401);
});
