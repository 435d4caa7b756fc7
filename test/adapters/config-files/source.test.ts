// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the configuration's own syntax for variables
import { mkdir, rename, rm, symlink, unlink, utimes, writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { type ConfigSource, createConfigSource } from '../../../src-main/adapters/config-files/source.ts';
import { burst } from '../../support/burst.ts';
import { Changes } from '../../support/changes.ts';
import { eventually } from '../../support/eventually.ts';
import { type TempFolder, tempFolder } from '../../support/temp.ts';

const withServers = (...names: string[]) =>
  JSON.stringify({ mcpServers: Object.fromEntries(names.map((name) => [name, { command: name }])) });

interface Watched extends AsyncDisposable {
  readonly source: ConfigSource;
  /** What was told, in order: the names of the servers, or the sentence. */
  readonly told: string[];
  until(told: readonly string[]): Promise<unknown>;
}

let folder: TempFolder;
afterEach(async () => {
  await folder[Symbol.asyncDispose]();
});

async function watchFile(
  file: string,
  options: { env?: Record<string, string>; pollMs?: number } = {},
): Promise<Watched> {
  const changes = new Changes();
  const told: string[] = [];
  const tell = (text: string) => {
    told.push(text);
    changes.announce();
  };
  const source = createConfigSource({
    file,
    env: () => options.env ?? {},
    onConfiguration: ({ servers, exists }) =>
      tell(exists ? servers.map((one) => one.launch?.command).join() : 'no file'),
    onUnreadable: ([problem]) => tell(problem?.message ?? ''),
    ...(options.pollMs !== undefined && { pollMs: options.pollMs }),
  });
  await source.start();
  return {
    source,
    told,
    until: (expected) =>
      changes.until(
        () => (JSON.stringify(told) === JSON.stringify(expected) ? true : undefined),
        () => `told ${JSON.stringify(told)}, expected ${JSON.stringify(expected)}`,
      ),
    [Symbol.asyncDispose]: () => source.close(),
  };
}

test('a load that somebody asks for is told in his name, one that was seen in nobody’s', async () => {
  folder = await tempFolder('source');
  const file = folder.file('c.json');
  await writeFile(file, withServers('a'));
  const changes = new Changes();
  const actors: (string | null)[] = [];
  const source = createConfigSource({
    file,
    env: () => ({}),
    onConfiguration(_configuration, actor) {
      actors.push(actor);
      changes.announce();
    },
    onUnreadable: () => undefined,
  });
  await source.start();
  // What stands there is no news to the watch, however late it looks.
  await source.reload('dashboard');
  await source.reload();
  await writeFile(file, withServers('b'));
  await changes.until(
    () => actors.length === 4 || undefined,
    () => JSON.stringify(actors),
  );
  expect(actors).toEqual([null, 'dashboard', null, null]);
  await source.close();
});

/** So long that only the native watch can have seen the change. */
const NO_POLL = { pollMs: 3_600_000 };

describe.each([
  ['the native watch', NO_POLL],
  ['the poll', { pollMs: 50 }],
])('with %s', (_name, options) => {
  test('a save is told, a broken one is told and mended, untouched content is not told', async () => {
    folder = await tempFolder('source');
    const file = folder.file('c.json');
    await writeFile(file, withServers('a'));
    await using watched = await watchFile(file, options);
    expect(watched.told).toEqual(['a']);
    await writeFile(file, withServers('a', 'b'));
    await watched.until(['a', 'a,b']);
    await writeFile(file, '{"mcpServers": {');
    const broken =
      'Line 1, column 17: The file ends too early: a closing brace is missing. The file may be half written; mend it here.';
    await watched.until(['a', 'a,b', broken]);
    await writeFile(file, withServers('a', 'b'));
    await watched.until(['a', 'a,b', broken, 'a,b']);
    await utimes(file, new Date(), new Date());
    await writeFile(file, withServers('a', 'b'));
    await watched.source.reload(); // whatever waits is told before or never
    await writeFile(file, withServers('c'));
    await watched.until(['a', 'a,b', broken, 'a,b', 'a,b', 'c']);
  });

  test('a file that editors replace by renaming keeps being seen', async () => {
    folder = await tempFolder('source');
    const file = folder.file('c.json');
    await writeFile(file, withServers('a'));
    await using watched = await watchFile(file, options);
    for (const name of ['b', 'c']) {
      await writeFile(folder.file('c.json.tmp'), withServers(name));
      await unlink(file);
      await rename(folder.file('c.json.tmp'), file);
      await watched.until(name === 'b' ? ['a', 'b'] : ['a', 'b', 'c']);
    }
  });

  test('a file that appears later is seen', async () => {
    folder = await tempFolder('source');
    await using watched = await watchFile(folder.file('c.json'), options);
    expect(watched.told).toEqual(['no file']);
    await writeFile(folder.file('c.json'), withServers('a'));
    await watched.until(['no file', 'a']);
  });

  test('the target of a link is seen when it is saved and when the link moves', async () => {
    folder = await tempFolder('source');
    await mkdir(folder.file('real'));
    await mkdir(folder.file('other'));
    await writeFile(folder.file('real', 'x.json'), withServers('a'));
    await writeFile(folder.file('other', 'y.json'), withServers('c'));
    await symlink(folder.file('real', 'x.json'), folder.file('c.json'));
    await using watched = await watchFile(folder.file('c.json'), options);
    await writeFile(folder.file('real', 'x.json'), withServers('b'));
    await watched.until(['a', 'b']);
    await symlink(folder.file('other', 'y.json'), folder.file('new'));
    await rename(folder.file('new'), folder.file('c.json'));
    await watched.until(['a', 'b', 'c']);
    await writeFile(folder.file('other', 'y.json'), withServers('d'));
    await watched.until(['a', 'b', 'c', 'd']);
  });
});

test('ten saves in a second are one reload', async () => {
  folder = await tempFolder('source');
  const file = folder.file('c.json');
  await writeFile(file, withServers('a'));
  await using watched = await watchFile(file);
  const saves = burst();
  for (let index = 0; index < 10; index++) {
    await writeFile(file, withServers(`b${index}`));
    saves.act();
  }
  const parts = saves.parts(150, 1400);
  await eventually(
    () => watched.told.at(-1),
    (told) => told === 'b9',
    { what: 'the last save is told' },
  );
  expect(watched.told.length - 1).toBeLessThanOrEqual(parts);
});

test('a file in a folder that comes later is seen', async () => {
  folder = await tempFolder('source');
  await using watched = await watchFile(folder.file('later', 'on', 'c.json'));
  await mkdir(folder.file('later', 'on'), { recursive: true });
  await writeFile(folder.file('later', 'on', 'c.json'), withServers('a'));
  await watched.until(['no file', 'a']);
});

test('a file that vanishes stops nothing: the last configuration stays and the loss is told', async () => {
  folder = await tempFolder('source');
  const file = folder.file('c.json');
  await writeFile(file, withServers('a'));
  await using watched = await watchFile(file);
  await rm(file);
  const gone = `${file} is gone. What it said last stays in force; write it again, or stop the servers by hand.`;
  await watched.until(['a', gone]);
  await writeFile(file, withServers('a'));
  await watched.until(['a', gone, 'a']);
});

test('reload tells the same file again, with the variables of now', async () => {
  folder = await tempFolder('source');
  const file = folder.file('c.json');
  await writeFile(file, '{"mcpServers": {"a": {"command": "${TOOL:-none}"}}}');
  const env: Record<string, string> = {};
  await using watched = await watchFile(file, { env });
  env.TOOL = 'npx';
  expect(await watched.source.reload()).toMatchObject({ ok: true });
  expect(watched.told).toEqual(['none', 'npx']);
});

test('other values of variables are told where the file names them, and nothing is told where it does not', async () => {
  folder = await tempFolder('source');
  const file = folder.file('c.json');
  await writeFile(file, '{"mcpServers": {"a": {"command": "${TOOL:-none}"}}}');
  const env: Record<string, string> = { OTHER: 'first' };
  await using watched = await watchFile(file, { env });
  env.OTHER = 'second';
  await watched.source.environmentChanged();
  expect(watched.told).toEqual(['none']);
  env.TOOL = 'npx';
  await watched.source.environmentChanged();
  expect(watched.told).toEqual(['none', 'npx']);
});

test('nothing is told after close, also by a load that is under way', async () => {
  folder = await tempFolder('source');
  const file = folder.file('c.json');
  await writeFile(file, withServers('a'));
  const watched = await watchFile(file);
  await writeFile(file, withServers('b'));
  const under = watched.source.reload();
  await watched.source.close();
  await under;
  expect(watched.told).toEqual(['a']);
});
