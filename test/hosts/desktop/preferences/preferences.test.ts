import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { openElectronStore } from '../../../../src-main/hosts/desktop/preferences/electron-store-file.ts';
import { createPreferences } from '../../../../src-main/hosts/desktop/preferences/preferences.ts';
import type { Migration } from '../../../../src-main/hosts/desktop/preferences/understand.ts';
import { formatMessage } from '../../../../src-shared/i18n/format.ts';
import type { Message } from '../../../../src-shared/i18n/message.ts';
import { defaultDesktopPreferences } from '../../../../src-shared/schema/desktop.ts';
import { tinyDisk, whyNoMounts } from '../../../adapters/tiny-disk.ts';
import { type TempFolder, tempFolder } from '../../../support/temp.ts';

let ElectronStore: typeof import('electron-store').default;

beforeAll(async () => {
  // With it `electron` is a path and nothing is downloaded; electron-store then wants an absolute folder.
  const before = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  process.env.ELECTRON_OVERRIDE_DIST_PATH = '/nowhere';
  ElectronStore = (await import('electron-store')).default;
  if (before === undefined) delete process.env.ELECTRON_OVERRIDE_DIST_PATH;
  else process.env.ELECTRON_OVERRIDE_DIST_PATH = before;
});

const NOW = Date.UTC(2026, 10, 21, 9, 5, 7, 123);
const ASIDE = 'preferences.json.broken-2026-11-21T09-05-07-123Z';

/** The application's preferences in a folder, as after a start. */
async function start(cwd: string, migrations?: readonly Migration[]) {
  const troubles: Message[] = [];
  const preferences = createPreferences({
    file: openElectronStore(ElectronStore, { cwd, now: () => NOW }),
    onTrouble: (trouble) => troubles.push(trouble),
    migrations,
  });
  await Promise.resolve();
  const told = () => troubles.map((trouble) => formatMessage(trouble));
  const notice = () => (preferences.notice === null ? null : formatMessage(preferences.notice));
  return { preferences, told, notice };
}

const stored = async (folder: TempFolder): Promise<unknown> =>
  JSON.parse(await readFile(folder.file('preferences.json'), 'utf8'));

test('what was set is there after the next start, and who asked is told of the change', async () => {
  await using folder = await tempFolder('preferences');
  const { preferences, told } = await start(folder.path);
  expect(preferences.get()).toEqual(defaultDesktopPreferences);
  let calls = 0;
  const unsubscribe = preferences.subscribe(() => calls++);
  preferences.update({ theme: 'dark', zoom: 1.25 });
  unsubscribe();
  preferences.update({ close: 'quit' });
  const changed = { ...defaultDesktopPreferences, theme: 'dark', zoom: 1.25, close: 'quit' };
  expect(preferences.get()).toEqual(changed);
  expect([calls, told()]).toEqual([1, []]);
  expect((await start(folder.path)).preferences.get()).toEqual(changed);
  // Only what was set: a default of a later version is to reach who never chose.
  expect(await stored(folder)).toEqual({ version: 1, theme: 'dark', zoom: 1.25, close: 'quit' });
});

test('a start alone writes nothing', async () => {
  await using folder = await tempFolder('preferences');
  await start(folder.path);
  expect(await readdir(folder.path)).toEqual([]);
});

describe('a file that cannot be read', () => {
  test.each([
    ['cut off', '{"theme": "dark"', /Expected ',' or '}' after property value/],
    ['empty', '', /Unexpected end of JSON input/],
    ['a list', '["dark"]', /it holds no JSON object/],
    ['a text', '"dark"', /it holds no JSON object/],
    ['null', 'null', /it holds no JSON object/],
    ['bytes of something else', '\u0000\u0001PNG', /is not valid JSON/],
  ])(
    '%s: is set aside as it is, with a sentence that names both, and the defaults are used',
    async (_what, text, reason) => {
      await using folder = await tempFolder('preferences');
      await writeFile(folder.file('preferences.json'), text);
      const { preferences, told, notice } = await start(folder.path);
      expect(preferences.get()).toEqual(defaultDesktopPreferences);
      expect(told()).toEqual([notice()]);
      expect(notice()).toMatch(reason);
      expect(notice()).toContain(`could not be read from ${folder.file('preferences.json')}: `);
      expect(notice()).toContain(`It was moved to ${folder.file(ASIDE)}; the defaults are used`);
      expect(await readFile(folder.file(ASIDE), 'utf8')).toBe(text);
      preferences.update({ theme: 'light' });
      expect(await stored(folder)).toEqual({ version: 1, theme: 'light' });
      expect((await start(folder.path)).told()).toEqual([]);
    },
  );

  test('a folder in its place is set aside too', async () => {
    await using folder = await tempFolder('preferences');
    await mkdir(folder.file('preferences.json', 'inside'), { recursive: true });
    const { preferences, notice } = await start(folder.path);
    expect(notice()).toContain('EISDIR');
    expect(await readdir(folder.file(ASIDE))).toEqual(['inside']);
    preferences.update({ zoom: 2 });
    expect(await stored(folder)).toEqual({ version: 1, zoom: 2 });
  });

  test('a link that leads to itself is set aside too', async () => {
    await using folder = await tempFolder('preferences');
    await symlink('preferences.json', folder.file('preferences.json'));
    const { preferences, notice } = await start(folder.path);
    expect(notice()).toContain('ELOOP');
    preferences.update({ zoom: 2 });
    expect(await stored(folder)).toEqual({ version: 1, zoom: 2 });
  });

  test('where it cannot be set aside it is left alone, and changes hold until the end', async () => {
    await using folder = await tempFolder('preferences');
    await writeFile(folder.file('occupied'), 'a file where the folder should be');
    const cwd = folder.file('occupied');
    const { preferences, told, notice } = await start(cwd);
    preferences.update({ theme: 'dark' });
    preferences.update({ zoom: 2 });
    expect(preferences.get()).toEqual({ ...defaultDesktopPreferences, theme: 'dark', zoom: 2 });
    expect(told()).toEqual([notice()]);
    expect(notice()).toMatch(
      /ENOTDIR.*could not be set aside either: ENOTDIR.*Nothing that is set is kept; move the file away/,
    );
    expect(await readFile(cwd, 'utf8')).toBe('a file where the folder should be');
  });
});

test('a byte order mark, as some editors write it, is no reason to lose the file', async () => {
  await using folder = await tempFolder('preferences');
  await writeFile(folder.file('preferences.json'), '\uFEFF{"theme":"dark"}');
  const { preferences, told } = await start(folder.path);
  expect([preferences.get().theme, told()]).toEqual(['dark', []]);
});

test('a key that cannot be used loses only itself; it stays in the file until it is set', async () => {
  await using folder = await tempFolder('preferences');
  const found = { version: 1, theme: 'drak', zoom: 9, close: 'quit', closeExplained: 'yes' };
  await writeFile(folder.file('preferences.json'), JSON.stringify(found));
  const { preferences, told, notice } = await start(folder.path);
  expect(preferences.get()).toEqual({ ...defaultDesktopPreferences, close: 'quit' });
  expect(told()).toEqual([
    `In ${folder.file('preferences.json')}, 3 preferences cannot be used: theme = "drak" ("system" | "light" | "dark"); ` +
      'closeExplained = "yes" (true | false); zoom = 9 (0.5–3). The default is used instead; what is possible stands in brackets.',
  ]);
  preferences.update({ theme: 'dark', zoom: 1 });
  expect(await stored(folder)).toEqual({ ...found, theme: 'dark', zoom: 1 });
  expect(notice()).toContain('one preference cannot be used: closeExplained = "yes" (true | false).');
  preferences.update({ closeExplained: true });
  expect(notice()).toBe(null);
});

test('what a newer version wrote is kept, its own keys and its number too', async () => {
  await using folder = await tempFolder('preferences');
  await writeFile(
    folder.file('preferences.json'),
    JSON.stringify({ version: 7, theme: 'light', tabs: { open: [1, 2] }, 'dotted.key': true }),
  );
  const { preferences, told } = await start(folder.path);
  preferences.update({ zoom: 1.5 });
  expect([preferences.get().theme, told()]).toEqual(['light', []]);
  expect(await stored(folder)).toEqual({
    version: 7,
    theme: 'light',
    tabs: { open: [1, 2] },
    'dotted.key': true,
    zoom: 1.5,
  });
});

test('an older file goes through every step to this version once; a step that fails sets it aside', async () => {
  await using folder = await tempFolder('preferences');
  const steps: readonly Migration[] = [
    ({ dark, ...rest }) => ({ ...rest, theme: dark === true ? 'dark' : 'light' }),
    ({ zoomPercent, ...rest }) => ({ ...rest, zoom: Number(zoomPercent) / 100 }),
  ];
  await writeFile(folder.file('preferences.json'), JSON.stringify({ dark: true, zoomPercent: 150, kept: 1 }));
  const first = await start(folder.path, steps);
  expect(first.preferences.get()).toEqual({ ...defaultDesktopPreferences, theme: 'dark', zoom: 1.5 });
  first.preferences.update({ close: 'quit' });
  const written = { version: 3, theme: 'dark', zoom: 1.5, close: 'quit', kept: 1 };
  expect(await stored(folder)).toEqual(written);
  const second = await start(folder.path, steps);
  expect(second.preferences.get()).toMatchObject({ theme: 'dark', zoom: 1.5, close: 'quit' });
  await writeFile(folder.file('preferences.json'), JSON.stringify({ version: 2, zoom: 1 }));
  const failing = () => {
    throw new Error('no such zoom');
  };
  const third = await start(folder.path, [failing, failing]);
  expect(third.notice()).toContain('no such zoom');
  expect(third.preferences.get()).toEqual(defaultDesktopPreferences);
});

test('what somebody wrote into the file meanwhile is kept, and a file broken meanwhile is set aside', async () => {
  await using folder = await tempFolder('preferences');
  const { preferences, told } = await start(folder.path);
  preferences.update({ zoom: 2 });
  await writeFile(folder.file('preferences.json'), '{"version":1,"zoom":2,"theme":"dark"}');
  preferences.update({ close: 'quit' });
  expect(await stored(folder)).toEqual({ version: 1, zoom: 2, theme: 'dark', close: 'quit' });
  expect(preferences.get().theme).toBe('dark');
  await writeFile(folder.file('preferences.json'), 'oh {');
  preferences.update({ close: 'hide' });
  await Promise.resolve();
  expect(await readFile(folder.file(ASIDE), 'utf8')).toBe('oh {');
  expect(told()).toEqual([expect.stringContaining('what held until then was written anew')]);
  expect(await stored(folder)).toEqual({ version: 1, zoom: 2, theme: 'dark', close: 'hide' });
});

test('a value that is out of bounds is not taken', async () => {
  await using folder = await tempFolder('preferences');
  const { preferences, told } = await start(folder.path);
  preferences.update({ zoom: 40, theme: 'dark' });
  expect([preferences.get(), told()]).toEqual([{ ...defaultDesktopPreferences, theme: 'dark' }, []]);
});

test.skipIf(whyNoMounts !== null)(
  `on a full and on a read-only disk preferences hold in memory and are told, then written with the next change${whyNoMounts === null ? '' : ` (${whyNoMounts})`}`,
  async () => {
    await using folder = await tempFolder('preferences');
    await using disk = await tinyDisk(folder.file('disk'), '64k');
    const { preferences, told, notice } = await start(disk.file('.'));
    preferences.update({ theme: 'dark' });
    disk.fill();
    preferences.update({ zoom: 2 });
    await Promise.resolve();
    expect(preferences.get()).toEqual({ ...defaultDesktopPreferences, theme: 'dark', zoom: 2 });
    expect(told()).toEqual([notice()]);
    expect(notice()).toMatch(/could not be written to .*preferences\.json: ENOSPC/);
    disk.free();
    disk.remount('ro');
    preferences.update({ language: 'de' });
    expect(notice()).toContain('EROFS');
    disk.remount('rw');
    preferences.update({ close: 'quit' });
    expect(notice()).toBe(null);
    const after = (await start(disk.file('.'))).preferences.get();
    expect(after).toEqual({
      ...defaultDesktopPreferences,
      theme: 'dark',
      zoom: 2,
      language: 'de',
      close: 'quit',
    });
  },
);
