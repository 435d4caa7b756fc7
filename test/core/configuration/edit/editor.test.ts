// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the configuration's own syntax for variables
import { expect, test } from 'vitest';
import {
  type ConfigEditor,
  createConfigEditor,
} from '../../../../src-main/core/configuration/edit/editor.ts';
import type { Accepted } from '../../../../src-main/core/orchestrator.ts';
import type { ConfigChange } from '../../../../src-shared/contract/configuration.ts';
import { message } from '../../../../src-shared/i18n/message.ts';
import { MemoryConfigFile } from '../../../doubles/config-file.ts';

interface Kit {
  readonly file: MemoryConfigFile;
  readonly editor: ConfigEditor;
  /** Who changed what is in force. */
  readonly applied: string[];
}

function kit(text: string | null): Kit {
  const file = new MemoryConfigFile(text);
  const applied: string[] = [];
  let ids = 0;
  const editor = createConfigEditor({
    file,
    apply: async (actor) => void applied.push(actor),
    newId: () => `id-${++ids}`,
  });
  return { file, editor, applied };
}

const change = async (
  { file, editor }: Kit,
  changes: readonly ConfigChange[],
  { force = false, revision = file.revision } = {},
) => editor.change({ revision, changes }, force, 'cli:7');

/** The value, or the refusal in one line. */
const told = <T>(answer: Accepted<T>): T | string =>
  answer.ok ? answer.value : `${answer.refusal.code} ${answer.refusal.server} ${answer.refusal.message}`;

const disable = (name: string): ConfigChange => ({ kind: 'set-enabled', name, enabled: false });
const remove = (name: string): ConfigChange => ({ kind: 'remove-server', name });
const put = (name: string, entry: Record<string, unknown>): ConfigChange => ({
  kind: 'put-server',
  name,
  entry,
});

const TWO = `{
  "mcpServers": {
    "a": { "command": "x" },
    "b": { "command": "y" }
  },
  "orchestrator": { "servers": { "b": { "dependsOn": ["a"] } }, "http": { "port": 1 } }
}
`;

test('shows the file as it is: its servers with their policies, and what is wrong', async () => {
  const it = kit(TWO.replace('"command": "y"', '"command": 3, "comand": "${NOT_REPLACED}"'));
  expect(await it.editor.read()).toMatchObject({
    file: it.file.path,
    exists: true,
    revision: it.file.revision,
    text: it.file.text,
    servers: [
      { name: 'a', line: 3, entry: { command: 'x' }, policy: {}, groups: [] },
      { name: 'b', line: 4, entry: { comand: '${NOT_REPLACED}' }, policy: { dependsOn: ['a'] } },
    ],
    orchestrator: { http: { port: 1 } },
    problems: [{ server: 'b', line: 4 }],
  });
  it.file.text = '{"mcpServers": {"a": 3}, "orchestrator": {"groups": {"g": ["a"]}}}';
  expect(await it.editor.read()).toMatchObject({ servers: [{ name: 'a', entry: {}, groups: ['g'] }] });
});

test('shows a file that is absent, unreadable or no JSON', async () => {
  const it = kit(null);
  expect(await it.editor.read()).toMatchObject({ exists: false, text: '', servers: [], problems: [] });
  it.file.text = '{\n  "mcpServers": {\n}';
  expect(await it.editor.read()).toMatchObject({
    exists: true,
    text: it.file.text,
    servers: [],
    problems: [{ line: 3 }],
  });
  expect(told(await change(it, [disable('a')]))).toMatch(/^INVALID null Line 3, column 2: The file ends/);
  it.file.unreadable = message('config.file.forbidden', { file: 'F' });
  expect(await it.editor.read()).toMatchObject({
    exists: true,
    text: '',
    problems: [{ line: null, message: expect.stringContaining('access is denied') }],
  });
  expect(told(await change(it, [disable('a')], { revision: 'unreadable' }))).toMatch(/^INVALID .*denied/);
});

test('begins a file where there is none, and takes that back by an empty one', async () => {
  const it = kit(null);
  const saved = await change(it, [put('a', { command: 'x' })]);
  expect(it.file.text).toBe('{\n  "mcpServers": {\n    "a": {\n      "command": "x"\n    }\n  }\n}\n');
  expect(saved).toMatchObject({ ok: true, value: { revision: it.file.revision } });
  expect(it.applied).toEqual(['cli:7']);
  expect(await it.editor.undo(saved.ok ? saved.value.undo : '', 'dashboard')).toMatchObject({ ok: true });
  expect(it.file.text).toBe('{\n  "mcpServers": {}\n}\n');
  expect(it.applied).toEqual(['cli:7', 'dashboard']);
  // Nothing but comments is no document yet.
  it.file.text = '// soon';
  await change(it, [put('a', { command: 'x' })]);
  expect(it.file.text).toBe(
    '// soon\n{\n  "mcpServers": {\n    "a": {\n      "command": "x"\n    }\n  }\n}\n',
  );
});

test('several changes build on each other, and all or none of them is written', async () => {
  const it = kit(TWO);
  await change(it, [{ kind: 'rename-server', name: 'a', to: 'c' }, disable('c'), put('d', { command: 'z' })]);
  expect(JSON.parse(it.file.text ?? '').mcpServers).toEqual({
    c: { command: 'x', disabled: true },
    b: { command: 'y' },
    d: { command: 'z' },
  });
  const { text } = it.file;
  expect(told(await change(it, [disable('b'), disable('nobody')]))).toMatch(/^UNKNOWN_SERVER nobody /);
  expect(it.file.text).toBe(text);
});

test('a preview writes nothing and tells everything that would be wrong', async () => {
  const it = kit(TWO);
  const { revision } = it.file;
  const shown = await it.editor.preview({ revision, changes: [remove('a'), put('c', { comand: 'x' })] });
  expect(shown).toMatchObject({
    ok: true,
    value: {
      before: TWO,
      after: expect.stringContaining('comand'),
      problems: [{ server: 'c' }, { server: 'b', found: '"a"' }],
      warnings: [],
    },
  });
  expect([it.file.text, it.file.writes, it.applied]).toEqual([TWO, 0, []]);
  expect(told(await it.editor.preview({ revision: 'old', changes: [remove('a')] }))).toMatch(/^CONFLICT/);
});

test('new errors are refused with the first of them, unless it is forced', async () => {
  const it = kit(TWO);
  expect(told(await change(it, [remove('a')]))).toMatch(/^INVALID b Line 5, column \d+: .*"a"/);
  expect(it.file.text).toBe(TWO);
  expect(await change(it, [remove('a')], { force: true })).toMatchObject({ ok: true });
  // From here on it is not new any more, wherever its line moves.
  expect(await change(it, [put('c', { command: 'z' }), disable('c')])).toMatchObject({ ok: true });
  // Nor is it for a server that is renamed; a second one of its kind is.
  expect(await change(it, [{ kind: 'rename-server', name: 'b', to: 'e' }])).toMatchObject({ ok: true });
  const policy = { dependsOn: ['a', 'a'] };
  const twice: ConfigChange = { kind: 'put-server', name: 'e', entry: { command: 'y' }, policy };
  expect(told(await change(it, [twice]))).toMatch(/^INVALID e /);
});

test('a text that changed since is never overwritten, also in the last moment', async () => {
  const it = kit(TWO);
  const { revision } = it.file;
  it.file.text = `${TWO}\n`;
  const sentence = /^CONFLICT null \/home\/ada\/\.mcp\.json was changed elsewhere since it was read\./;
  expect(told(await change(it, [disable('a')], { revision }))).toMatch(sentence);
  it.file.refusal = { ok: false, kind: 'changed' };
  expect(told(await change(it, [disable('a')]))).toMatch(sentence);
  it.file.refusal = {
    ok: false,
    kind: 'refused',
    problem: message('configuration-edit.write.full', { file: 'F' }),
  };
  expect(told(await change(it, [disable('a')]))).toMatch(
    /^INVALID null F cannot be written: the disk is full/,
  );
  expect(it.applied).toEqual([]);
});

test('changes are taken back newest first, each once, as long as nothing else was written', async () => {
  const it = kit(TWO);
  const ids: string[] = [];
  for (const name of ['a', 'b']) {
    const saved = await change(it, [disable(name)]);
    if (saved.ok) ids.push(saved.value.undo);
  }
  const [first = '', second = ''] = ids;
  expect(told(await it.editor.undo(first, 'x'))).toMatch(/^CONFLICT .*cannot be taken back any more/);
  expect(await it.editor.undo(second, 'x')).toMatchObject({ ok: true });
  expect(told(await it.editor.undo(second, 'x'))).toMatch(/^CONFLICT .*only the newest 20 are kept/);
  expect(await it.editor.undo(first, 'x')).toEqual({ ok: true, value: { revision: it.file.revision } });
  expect(it.file.text).toBe(TWO);
});

test('only the newest changes are kept', async () => {
  const it = kit(TWO);
  const ids: string[] = [];
  for (let round = 0; round <= 20; round++) {
    const saved = await change(it, [{ kind: 'set-enabled', name: 'a', enabled: round % 2 === 1 }]);
    if (saved.ok) ids.push(saved.value.undo);
  }
  for (const id of ids.slice(1).reverse()) expect(await it.editor.undo(id, 'x')).toMatchObject({ ok: true });
  expect(told(await it.editor.undo(ids[0] ?? '', 'x'))).toMatch(/^CONFLICT/);
});

test('a change that changes nothing writes nothing', async () => {
  const it = kit(TWO);
  const saved = await change(it, [put('a', { command: 'x' })]);
  expect(saved).toMatchObject({ ok: true, value: { revision: it.file.revision, backup: null } });
  expect([it.file.writes, it.applied]).toEqual([0, []]);
});

test('two at once follow each other, and the later one is told of the conflict', async () => {
  const it = kit(TWO);
  const { revision } = it.file;
  const both = await Promise.all([
    change(it, [disable('a')], { revision }),
    change(it, [disable('b')], { revision }),
  ]);
  expect(both.map((one) => one.ok)).toEqual([true, false]);
  expect(it.file.text).toContain('"a": { "command": "x", "disabled": true }');
});

test('a text that is not what was meant is not written', async () => {
  const it = kit(TWO);
  const original = it.file.edit;
  it.file.edit = (text, edits) => original(text, edits).replace('"y"', '"z"');
  expect(told(await change(it, [disable('a')], { force: true }))).toMatch(
    /^INVALID null The change cannot be/,
  );
  it.file.edit = () => '{';
  expect(told(await change(it, [disable('a')], { force: true }))).toMatch(
    /^INVALID null The change cannot be/,
  );
  // The order of the servers is that of every list.
  it.file.edit = (text, edits) => {
    const { mcpServers, ...rest } = JSON.parse(original(text, edits));
    const { a, b } = mcpServers;
    return JSON.stringify({ mcpServers: { b, a }, ...rest });
  };
  expect(told(await change(it, [disable('a')], { force: true }))).toMatch(
    /^INVALID null The change cannot be/,
  );
  expect(it.file.text).toBe(TWO);
});

test('what would be too deep to be read again is refused', async () => {
  const it = kit(TWO);
  let value: unknown = 1;
  for (let depth = 0; depth < 120; depth++) value = [value];
  const deep: ConfigChange = { kind: 'set-value', path: ['gateway', 'x'], value };
  expect(told(await change(it, [deep], { force: true }))).toMatch(/^INVALID null .*more than 100 deep/);
});

test('a server whose names are no ordinary ones stays what it is', async () => {
  const text =
    '{"mcpServers": {"10": {"command": "x"}, "__proto__": {"command": "y"}, "2": {"command": "z"}}}';
  const it = kit(text);
  const { servers } = await it.editor.read();
  expect(servers.map(({ name, entry }) => [name, entry.command])).toEqual([
    ['10', 'x'],
    ['__proto__', 'y'],
    ['2', 'z'],
  ]);
  expect(await change(it, [disable('2')])).toMatchObject({ ok: true });
  expect(it.file.text).toBe(text.replace('"z"', '"z", "disabled": true'));
});
