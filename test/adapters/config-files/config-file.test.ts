// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the configuration's own syntax for variables
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createConfigFile } from '../../../src-main/adapters/config-files/config-file.ts';
import { LARGEST_FILE } from '../../../src-main/adapters/config-files/read.ts';
import { replaceFile } from '../../../src-main/adapters/config-files/replace-file.ts';
import type { ConfigFile, WrittenConfig } from '../../../src-main/core/ports/config-file.ts';
import { formatMessage } from '../../../src-shared/i18n/format.ts';
import { type TempFolder, tempFolder } from '../../support/temp.ts';
import { tinyDisk, whyNoMounts } from '../tiny-disk.ts';

let folder: TempFolder;
let path: string;
let nowMs = Date.UTC(2026, 10, 21, 14, 30);
beforeEach(async () => {
  folder = await tempFolder('config-file');
  path = folder.file('c.json');
});
afterEach(() => folder[Symbol.asyncDispose]());

const at = (file: string): ConfigFile =>
  createConfigFile({ file, env: () => ({}), clock: { wallMs: () => nowMs++ } });

async function write(file: ConfigFile, text: string): Promise<WrittenConfig> {
  const { revision } = await file.read();
  return file.write(text, revision);
}

const mode = (file: string): string => (statSync(file).mode & 0o777).toString(8);
const others = (where = folder.path, name = 'c.json'): readonly string[] =>
  readdirSync(where).filter((one) => one !== name);
const refusal = (answer: WrittenConfig): string => {
  if (answer.ok || answer.kind !== 'refused') throw new Error(`not refused: ${JSON.stringify(answer)}`);
  return formatMessage(answer.problem);
};

/** Root may write everywhere: it becomes another user, to whom these belong, until the end of the block. */
function asSomebody(...paths: readonly string[]): AsyncDisposable {
  const isRoot = process.getuid?.() === 0;
  const nobody = 65534;
  if (isRoot) {
    for (const one of paths) chownSync(one, nobody, nobody);
    process.seteuid?.(nobody);
  }
  return {
    [Symbol.asyncDispose]: async () => {
      if (isRoot) process.seteuid?.(0);
    },
  };
}

describe('a written file', () => {
  test('has the new text, and the old one is beside it, for its owner alone', async () => {
    writeFileSync(path, '{"old": 1}');
    const file = at(path);
    const written = await write(file, '{"new": 1}');
    expect(readFileSync(path, 'utf8')).toBe('{"new": 1}');
    expect(await file.read()).toMatchObject({ text: '{"new": 1}', revision: written.ok && written.revision });
    const backup = written.ok ? (written.backup ?? '') : '';
    expect(backup).toMatch(/c\.json\.20261121T1430\d{5}Z\.bak$/);
    expect(readFileSync(backup, 'utf8')).toBe('{"old": 1}');
    if (process.platform !== 'win32') expect(mode(backup)).toBe('600');
    expect(others()).toHaveLength(1);
  });

  test('has at most five of them, and none that is somebody else’s goes', async () => {
    writeFileSync(path, '0');
    const own = ['c.json.bak', 'c.json.1.bak', 'c.json.20200101.bak', 'other.json.20200101T000000000Z.bak'];
    for (const name of own) writeFileSync(folder.file(name), 'mine');
    const file = at(path);
    for (let round = 1; round <= 8; round++) await write(file, String(round));
    const backups = others().filter((name) => !own.includes(name));
    expect(backups.map((name) => readFileSync(folder.file(name), 'utf8'))).toEqual(['3', '4', '5', '6', '7']);
    expect(others()).toEqual(expect.arrayContaining(own));
  });

  test('has another name for its backup where one of that moment is there', async () => {
    writeFileSync(path, '0');
    const still = { clock: { wallMs: () => 0 }, env: () => ({}) };
    const file = createConfigFile({ file: path, ...still });
    for (const text of ['1', '2']) await write(file, text);
    expect([...others()].sort()).toEqual([
      'c.json.19700101T000000000Z.bak',
      'c.json.19700101T000000001Z.bak',
    ]);
  });

  test.skipIf(process.platform === 'win32')('keeps its mode; a new one is for its owner alone', async () => {
    writeFileSync(path, '{}');
    chmodSync(path, 0o640);
    await write(at(path), '{"a": 1}');
    expect(mode(path)).toBe('640');
    const fresh = folder.file('deep', 'down', 'd.json');
    expect(await write(at(fresh), '{}')).toMatchObject({ ok: true, backup: null });
    expect([mode(fresh), mode(folder.file('deep'))]).toEqual(['600', '700']);
  });

  test.skipIf(process.platform === 'win32')('stays a link, and what it leads to is written', async () => {
    mkdirSync(folder.file('real'));
    writeFileSync(folder.file('real', 'target.json'), '{}');
    symlinkSync('target.json', folder.file('real', 'second'));
    symlinkSync(folder.file('real', 'second'), path);
    await write(at(path), '{"a": 1}');
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(readlinkSync(folder.file('real', 'second'))).toBe('target.json');
    expect(readFileSync(folder.file('real', 'target.json'), 'utf8')).toBe('{"a": 1}');
    // One that leads to nothing yet is no file, and becomes one at its end.
    symlinkSync(join('real', 'later.json'), folder.file('dangling'));
    const dangling = at(folder.file('dangling'));
    expect(await dangling.read()).toMatchObject({ kind: 'absent' });
    expect(await write(dangling, '{}')).toMatchObject({ ok: true });
    expect(readFileSync(folder.file('real', 'later.json'), 'utf8')).toBe('{}');
  });

  test('keeps its byte order mark and its line ends', async () => {
    const bytes = '\ufeff{\r\n\t"mcpServers": {\r\n\t\t"ä": {"command": "x"}, // ö\r\n\t}\r\n}';
    writeFileSync(path, bytes);
    const file = at(path);
    const read = await file.read();
    const text = read.kind === 'text' ? read.text : '';
    const edited = file.edit(text, [{ kind: 'set', path: ['mcpServers', 'b'], value: { command: 'y' } }]);
    const written = await write(file, edited);
    expect(readFileSync(path, 'utf8')).toBe(
      bytes.replace('// ö\r\n', '// ö\r\n\t\t"b": {\r\n\t\t\t"command": "y"\r\n\t\t},\r\n'),
    );
    expect(readFileSync(written.ok ? (written.backup ?? '') : '', 'utf8')).toBe(bytes);
    expect(await file.read()).toMatchObject({ text: edited, revision: written.ok && written.revision });
  });
});

describe('nothing is written', () => {
  test('where the file changed since it was read, appeared, or is gone', async () => {
    const file = at(path);
    const { revision: absent } = await file.read();
    writeFileSync(path, '{"theirs": 1}');
    expect(await file.write('{}', absent)).toEqual({ ok: false, kind: 'changed' });
    const { revision } = await file.read();
    writeFileSync(path, '{"theirs": 2}');
    expect(await file.write('{}', revision)).toEqual({ ok: false, kind: 'changed' });
    expect(readFileSync(path, 'utf8')).toBe('{"theirs": 2}');
    expect(others()).toEqual([]);
  });

  test('where it changes in the last moment', async () => {
    writeFileSync(path, '{"old": 1}');
    const replaced = await replaceFile(path, {
      bytes: Buffer.from('{}'),
      before: Buffer.from('{"old": 1}'),
      nowWallMs: 0,
      async stillSo() {
        writeFileSync(path, '{"theirs": 1}');
        return false;
      },
    });
    expect(replaced).toBe('changed');
    expect(readFileSync(path, 'utf8')).toBe('{"theirs": 1}');
    expect(others()).toEqual(['c.json.19700101T000000000Z.bak']);
  });

  test('where it is a folder, no text, or would be too large', async () => {
    mkdirSync(path);
    expect(refusal(await write(at(path), '{}'))).toBe(
      `${path} is a folder, not a file. Name the file in it.`,
    );
    const latin = folder.file('latin.json');
    writeFileSync(latin, Buffer.from([0x22, 0xe4, 0x22]));
    expect(refusal(await write(at(latin), '{}'))).toMatch(/is not text in UTF-8/);
    const large = folder.file('large.json');
    expect(refusal(await write(at(large), 'x'.repeat(LARGEST_FILE + 1)))).toMatch(/would have 10/);
    expect(others(folder.path, 'c.json')).toEqual(['latin.json']);
  });

  test('where a file stands in the place of its folder', async () => {
    writeFileSync(path, '{}');
    expect(refusal(await write(at(join(path, 'd.json')), '{}'))).toMatch(/cannot be written: E\w+\. Check/);
  });

  test.skipIf(process.platform === 'win32')('where it or its folder may not be written to', async () => {
    writeFileSync(path, '{}');
    await using _somebody = asSomebody(folder.path, path);
    const denied = `${path} cannot be written: access is denied. Give yourself the right to write in ${folder.path}.`;
    chmodSync(path, 0o400);
    expect(refusal(await write(at(path), '{"a": 1}'))).toBe(denied);
    chmodSync(path, 0o600);
    chmodSync(folder.path, 0o500);
    expect(refusal(await write(at(path), '{"a": 1}'))).toBe(denied);
    expect(readFileSync(path, 'utf8')).toBe('{}');
    chmodSync(folder.path, 0o700);
    expect(await write(at(path), '{"a": 1}')).toMatchObject({ ok: true });
  });

  test.skipIf(whyNoMounts !== null)(
    'where the disk is full or read-only, and the old text stays',
    async () => {
      await using disk = await tinyDisk(folder.file('disk'), '64k');
      const there = disk.file('c.json');
      const old = `"${'x'.repeat(5000)}"`;
      writeFileSync(there, old);
      disk.fill();
      expect(refusal(await write(at(there), '{"a": 1}'))).toBe(
        `${there} cannot be written: the disk is full. Make some room, then try again.`,
      );
      expect(readdirSync(folder.file('disk')).sort()).toEqual(['c.json', 'filler']);
      disk.free();
      disk.remount('ro');
      expect(refusal(await write(at(there), '{"a": 1}'))).toBe(
        `${there} cannot be written: the disk is read-only.`,
      );
      expect(readFileSync(there, 'utf8')).toBe(old);
    },
  );
});

test('it loads a text as the file would be', () => {
  const file = createConfigFile({ file: path, env: () => ({ KEY: 'k' }), clock: { wallMs: () => 0 } });
  expect(file.load(null)).toMatchObject({ ok: true, configuration: { exists: false } });
  expect(file.load('{"mcpServers": {"a": {"command": "./${KEY}"}}}')).toMatchObject({
    configuration: { servers: [{ launch: { command: folder.file('k') } }] },
  });
  expect(file.load('{')).toMatchObject({ ok: false, problems: [{ file: path }] });
  expect(file.parse('{}')).toMatchObject({ ok: true });
});
