// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the configuration's own syntax for variables
import { mkdir, open, symlink, truncate, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { DEEPEST, parseDocument } from '../../../src-main/adapters/config-files/parse.ts';
import { readConfiguration } from '../../../src-main/adapters/config-files/read.ts';
import { tempFolder } from '../../support/temp.ts';

/** What reading a file with this content tells: the problems' sentences, or the names of its servers. */
async function readText(
  content: string | Uint8Array,
  env: Record<string, string> = {},
): Promise<readonly string[]> {
  await using folder = await tempFolder('config');
  const file = folder.file('c.json');
  await writeFile(file, content);
  const result = await readConfiguration(file, () => env);
  if (result.ok) return result.configuration.servers.map((server) => server.name);
  return result.problems.map((problem) => problem.message.replaceAll(file, 'FILE'));
}

const good = '{"mcpServers": {"a": {"command": "x"}}}';

describe('a file that can be read', () => {
  test('may hold comments, trailing commas, a BOM and Windows line ends; places count as an editor counts', async () => {
    await using folder = await tempFolder('config');
    const file = folder.file('c.json');
    await writeFile(
      file,
      '\ufeff{ // one\r\n  /* two\r\n */ "mcpServers": {\r\n    "é😀": { "command": 5, },\r\n  },\r\n}\r\n',
    );
    const result = await readConfiguration(file, () => ({}));
    expect(result.ok && result.configuration.errors.map((problem) => problem.message)).toEqual([
      'Line 4, column 25: "command" must be text in quotation marks, found 5.',
    ]);
  });

  test('resolves paths against its own folder and asks the environment given', async () => {
    await using folder = await tempFolder('config');
    await writeFile(
      folder.file('c.json'),
      '{"mcpServers": {"a": {"command": "./x", "cwd": "..", "args": ["${A}", "${toString:-none}"]}}}',
    );
    const result = await readConfiguration(folder.file('c.json'), () => ({ A: 'one' }));
    expect(result.ok && result.configuration.servers[0]?.launch).toMatchObject({
      command: folder.file('x'),
      args: ['one', 'none'],
    });
  });

  test('is empty where there is none', async () => {
    await using folder = await tempFolder('config');
    for (const path of ['c.json', 'no/such/folder/c.json'])
      expect(await readConfiguration(folder.file(path), () => ({}))).toMatchObject({
        ok: true,
        configuration: { exists: false, servers: [] },
      });
  });

  test('a thousand servers load', async () => {
    const mcpServers: Record<string, unknown> = {};
    const servers: Record<string, unknown> = {};
    for (let index = 0; index < 1000; index++) {
      mcpServers[`server-${index}`] = {
        command: 'npx',
        args: ['-y', `p-${index}`, '${HOME}'],
        env: { K: `key-${index}` },
      };
      servers[`server-${index}`] = {
        aliases: [`s${index}`],
        ...(index > 0 && { dependsOn: [`server-${index - 1}`] }),
      };
    }
    const names = await readText(JSON.stringify({ mcpServers, orchestrator: { servers } }, null, 2), {
      HOME: '/h',
    });
    expect(names).toHaveLength(1000);
  });
});

describe('a file that cannot be used gives one clear error', () => {
  const half = 'The file may be half written; mend it here.';
  test.each([
    ['', 'Line 1, column 1: The file is empty. Write at least {"mcpServers": {}}, or remove the file.'],
    [
      ' \n// nothing\n',
      'Line 1, column 1: The file is empty. Write at least {"mcpServers": {}}, or remove the file.',
    ],
    ['null', 'Line 1, column 1: The file must be an object, from the first brace to the last, found null.'],
    ['[1]', 'Line 1, column 1: The file must be an object, from the first brace to the last, found a list.'],
    ['{"a": 1} {"b": 2}', `Line 1, column 10: The file goes on after its last brace, found "{". ${half}`],
    ['{"a": 1} x', `Line 1, column 10: This is no JSON, found "x". ${half}`],
    ['{"mcpServers": {\n  "a": {"comm', `Line 2, column 9: A text has no closing quotation mark. ${half}`],
    [
      '{"mcpServers": {\n  "a": {"command": "x"',
      `Line 2, column 23: The file ends too early: a closing brace is missing. ${half}`,
    ],
    ['{"a": [1, 2', `Line 1, column 12: The file ends too early: a closing bracket is missing. ${half}`],
    ['{"a":', `Line 1, column 6: The file ends too early: a value is missing. ${half}`],
    ['{"a"', `Line 1, column 5: The file ends too early: a value is missing. ${half}`],
    ['{"a" 1}', `Line 1, column 6: A colon is missing, found "1". ${half}`],
    [
      '{"a": 1\n "b": 2}',
      `Line 2, column 2: A comma or a closing brace is missing, found "\\"b\\"". ${half}`,
    ],
    ['{"a": }', `Line 1, column 7: A value is missing, found "}". ${half}`],
    ['{a: 1}', `Line 1, column 2: This is no JSON, found "a". ${half}`],
    ['{1: 1}', `Line 1, column 2: The name of a key in quotation marks is missing, found "1". ${half}`],
    ['{"a": "x\ny"}', `Line 1, column 7: A text has no closing quotation mark. ${half}`],
    [
      '{"a": "\\q"}',
      `Line 1, column 7: A text holds an escape that JSON does not know, found "\\"\\\\q\\"". ${half}`,
    ],
    [
      '{"a": "\t"}',
      `Line 1, column 7: A text holds a control character that must be written as an escape. ${half}`,
    ],
    ['{"a": 1 /* x', `Line 1, column 9: A comment has no end. ${half}`],
    ['{"a": 1e}', `Line 1, column 7: A number is not complete, found "1e". ${half}`],
    ['{"a": nul}', `Line 1, column 7: This is no JSON, found "nul". ${half}`],
    ['key: value', `Line 1, column 1: This is no JSON, found "key". ${half}`],
  ])('%j', async (text, sentence) => {
    expect(await readText(text)).toEqual([sentence]);
  });

  test('bytes that are not UTF-8, and UTF-16', async () => {
    const sentence = ['FILE is not text in UTF-8. Save it with that encoding.'];
    expect(await readText(Buffer.from([0x7b, 0xff, 0x7d]))).toEqual(sentence);
    expect(await readText(Buffer.from(`\ufeff${good}`, 'utf16le'))).toEqual(sentence);
  });

  test('more than 10 MB, without reading it', async () => {
    await using folder = await tempFolder('config');
    const file = folder.file('c.json');
    await writeFile(file, good);
    await truncate(file, 50_000_000);
    const before = process.memoryUsage().arrayBuffers;
    const result = await readConfiguration(file, () => ({}));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(5_000_000);
    expect(!result.ok && result.problems.map((problem) => problem.message)).toEqual([
      `${file} has 50 MB, more than the 10 MB that a configuration may have. Check that it is the right file.`,
    ]);
  });

  test('levels without end, also in what nobody reads', async () => {
    const sentence = [
      `Line 1, column ${5 + DEEPEST}: Lists and objects lie more than 100 deep. Take some levels away.`,
    ];
    expect(await readText(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)).toEqual(sentence);
    expect(await readText(`{"a":${'['.repeat(100_000)}`)).toEqual(sentence);
    expect(await readText('{"a":'.repeat(100_000))).toEqual([
      'Line 1, column 501: Lists and objects lie more than 100 deep. Take some levels away.',
    ]);
    expect(parseDocument('['.repeat(DEEPEST) + ']'.repeat(DEEPEST)).ok).toBe(true);
  });

  test('a folder, a link to itself, a device', async () => {
    await using folder = await tempFolder('config');
    await mkdir(folder.file('d'));
    await symlink(folder.file('l'), folder.file('l'));
    const read = async (file: string) => {
      const result = await readConfiguration(file, () => ({}));
      return result.ok ? 'read' : result.problems[0]?.message;
    };
    expect(await read(folder.file('d'))).toBe(
      `${folder.file('d')} is a folder, not a file. Name the file in it.`,
    );
    expect(await read(folder.file('l'))).toBe(
      `${folder.file('l')} is a link that leads back to itself. Point it to the file.`,
    );
    if (process.platform !== 'win32')
      expect(await read('/dev/null')).toBe('/dev/null is not an ordinary file. Name one.');
  });

  test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'a file without permission',
    async () => {
      await using folder = await tempFolder('config');
      const handle = await open(folder.file('c.json'), 'w', 0o000);
      await handle.close();
      const result = await readConfiguration(folder.file('c.json'), () => ({}));
      expect(!result.ok && result.problems[0]?.message).toContain('cannot be read: access is denied');
    },
  );
});
