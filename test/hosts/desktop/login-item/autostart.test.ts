import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { autostartLoginItem } from '../../../../src-main/hosts/desktop/login-item/autostart.ts';
import { parseEntry } from '../../../../src-main/hosts/desktop/login-item/desktop-entry.ts';
import {
  type LaunchFacts,
  launchCommand,
} from '../../../../src-main/hosts/desktop/login-item/launch-command.ts';
import { formatMessage } from '../../../../src-shared/i18n/format.ts';
import type { LoginItem } from '../../../../src-shared/schema/desktop.ts';
import { tinyDisk, whyNoMounts } from '../../../adapters/tiny-disk.ts';
import { type TempFolder, tempFolder } from '../../../support/temp.ts';
import { complaints, launch, whyNoGio, whyNoValidator } from './desktop-tools.ts';

const because = (why: string | null): string => (why === null ? '' : ` (skipped: ${why})`);

/** The application as it is started on a person's computer, whose autostart folder is in `folder`. */
function application(
  folder: TempFolder,
  facts: Partial<LaunchFacts> & { readonly isPackaged?: boolean; readonly autostart?: string } = {},
) {
  const { isPackaged = true, autostart = folder.file('config', 'autostart'), ...launchFacts } = facts;
  const command = launchCommand({
    environment: {},
    executable: '/opt/MCP Orchestrator/mcp-orchestrator',
    appPath: null,
    home: undefined,
    defaultHome: '/home/somebody/.local/share/mcp-orchestrator',
    config: undefined,
    defaultConfig: '/home/somebody/.mcp.json',
    ...launchFacts,
  });
  return autostartLoginItem({
    command,
    isPackaged,
    folder: autostart,
    systemFolders: [folder.file('xdg', 'autostart')],
    now: () => Date.UTC(2026, 10, 21),
  });
}

const fileOf = (folder: TempFolder): string => folder.file('config', 'autostart', 'mcp-orchestrator.desktop');

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

const keysOf = async (path: string) => Object.fromEntries(parseEntry(await readFile(path, 'utf8')) ?? []);
const detailOf = (item: LoginItem) => (item.detail === null ? null : formatMessage(item.detail));
const read = (item: ReturnType<typeof application>) => item.read({ mend: true });

test('off until asked for; then an entry that says it all; off again leaves nothing', async () => {
  await using folder = await tempFolder('autostart');
  const item = application(folder);
  expect(await read(item)).toEqual({ state: 'off', detail: null, canOpenSettings: false });
  expect(await readdir(folder.path)).toEqual([]);
  expect(await item.write(true)).toEqual({ state: 'on', detail: null, canOpenSettings: false });
  const exec = '"/opt/MCP Orchestrator/mcp-orchestrator" --hidden';
  expect(await keysOf(fileOf(folder))).toEqual({
    Type: 'Application',
    Name: 'MCP Orchestrator',
    Comment: 'Starts and watches the MCP servers of your configuration',
    'Comment[de]': 'Startet und überwacht die MCP-Server aus der eigenen Konfiguration',
    Icon: 'mcp-orchestrator',
    Exec: exec,
    TryExec: '/opt/MCP Orchestrator/mcp-orchestrator',
    Terminal: 'false',
    StartupWMClass: 'mcp-orchestrator',
    'X-GNOME-Autostart-enabled': 'true',
    'X-MCP-Orchestrator-Exec': exec,
  });
  expect(await read(item)).toMatchObject({ state: 'on' });
  expect(await item.write(false)).toMatchObject({ state: 'off', detail: null });
  expect(await readdir(folder.file('config', 'autostart'))).toEqual([]);
});

const HARD_NAMES = [
  'plain',
  'with blanks',
  'quotes " and \' and `',
  'back\\slash',
  '$HOME and $(id)',
  '5% of %U',
  'a=b',
  'semi;colon & pipe | <tags> (brackets) *?#~',
  'grün und 日本',
  'two\nlines\tand a tab',
];

test.skipIf(whyNoValidator !== null).each(HARD_NAMES)(
  `the entry of an application in %j passes desktop-file-validate${because(whyNoValidator)}`,
  async (name) => {
    await using folder = await tempFolder('autostart');
    const item = application(folder, {
      executable: `/opt/${name}/app`,
      appPath: `/src/${name}`,
      home: `/data/${name}`,
      config: `/data/${name}/.mcp.json`,
    });
    expect(await item.write(true)).toMatchObject({ state: 'on', detail: null });
    const [file = ''] = await readdir(folder.file('config', 'autostart'));
    expect(file).toMatch(/^mcp-orchestrator-[\da-f]{8}\.desktop$/);
    expect(complaints(folder.file('config', 'autostart', file))).toBe('');
  },
);

test.skipIf(whyNoGio !== null).each(HARD_NAMES)(
  `a desktop starts the application in %j with just these arguments${because(whyNoGio)}`,
  async (name) => {
    await using folder = await tempFolder('autostart');
    const executable = folder.file(name, 'app');
    const told = folder.file('told');
    await write(
      executable,
      `#!/bin/sh\nprintf '%s\\0' "$0" "$@" > '${told}.tmp' && mv '${told}.tmp' '${told}'\n`,
    );
    await chmod(executable, 0o755);
    const item = application(folder, {
      executable,
      home: `/data/${name}`,
      config: `/data/${name}/.mcp.json`,
    });
    await item.write(true);
    const [file = ''] = await readdir(folder.file('config', 'autostart'));
    launch(folder.file('config', 'autostart', file));
    await expect
      .poll(() => readFile(told, 'utf8').catch(() => null))
      .toBe(
        [executable, '--hidden', `--home=/data/${name}`, `--config=/data/${name}/.mcp.json`, ''].join('\0'),
      );
  },
);

test('a control character has no way into an entry, and nothing is written', async () => {
  await using folder = await tempFolder('autostart');
  const item = await application(folder, { executable: '/opt/bell\u0007/app' }).write(true);
  expect(detailOf(item)).toBe(
    'An autostart entry cannot hold a control character, and "/opt/bell\\u0007/app" has one. Rename it, then try again.',
  );
  expect([item.state, await readdir(folder.path)]).toEqual(['off', []]);
});

describe('an application that moved', () => {
  const old = '/opt/old/mcp-orchestrator-1.AppImage';

  test('puts its entry right at the start, once', async () => {
    await using folder = await tempFolder('autostart');
    await application(folder, { executable: old }).write(true);
    const moved = application(folder);
    expect(await moved.read({ mend: false })).toMatchObject({ state: 'on' });
    expect((await keysOf(fileOf(folder))).Exec).toBe(`${old} --hidden`);
    expect(await read(moved)).toMatchObject({ state: 'on', detail: null });
    expect(await keysOf(fileOf(folder))).toMatchObject({
      Exec: '"/opt/MCP Orchestrator/mcp-orchestrator" --hidden',
      TryExec: '/opt/MCP Orchestrator/mcp-orchestrator',
    });
    const { ino } = await stat(fileOf(folder));
    await read(moved);
    expect((await stat(fileOf(folder))).ino).toBe(ino);
  });

  test('leaves one alone that is switched off, or whose command somebody changed', async () => {
    await using folder = await tempFolder('autostart');
    await application(folder, { executable: old }).write(true);
    const text = await readFile(fileOf(folder), 'utf8');
    for (const [edited, state] of [
      [`${text}Hidden=true\n`, 'off'],
      [text.replace('Exec=/opt', 'Exec=env LANG=C /opt'), 'on'],
    ] as const) {
      await writeFile(fileOf(folder), edited);
      expect(await read(application(folder))).toMatchObject({ state, detail: null });
      expect(await readFile(fileOf(folder), 'utf8')).toBe(edited);
    }
  });

  test('run from its sources it leaves the entry of an installed one alone, and takes over a dead one', async () => {
    await using folder = await tempFolder('autostart');
    await application(folder, { executable: process.execPath }).write(true);
    const installed = await readFile(fileOf(folder), 'utf8');
    const fromSources = () =>
      application(folder, { isPackaged: false, appPath: '/src', executable: '/src/electron' });
    await read(fromSources());
    expect(await readFile(fileOf(folder), 'utf8')).toBe(installed);
    await writeFile(fileOf(folder), installed.replace(/^TryExec=.*$/m, 'TryExec=/gone'));
    await writeFile(
      fileOf(folder),
      (await readFile(fileOf(folder), 'utf8')).replaceAll(process.execPath, '/gone'),
    );
    await read(fromSources());
    expect((await keysOf(fileOf(folder))).Exec).toBe('/src/electron /src --hidden');
  });
});

describe('what the person or another tool does with the entry', () => {
  test.each([
    ['KDE, Xfce', 'Hidden=true'],
    ['GNOME', 'X-GNOME-Autostart-enabled=false'],
  ])('%s: switched off there is off here, and on again here is on there', async (_desktop, line) => {
    await using folder = await tempFolder('autostart');
    const item = application(folder);
    await item.write(true);
    const text = await readFile(fileOf(folder), 'utf8');
    const [key = ''] = line.split('=');
    await writeFile(fileOf(folder), `${text.replace(new RegExp(`^${key}=.*\n`, 'm'), '')}${line}\n`);
    expect(await read(item)).toMatchObject({ state: 'off', detail: null });
    expect(await item.write(true)).toMatchObject({ state: 'on' });
    const keys = await keysOf(fileOf(folder));
    expect([keys.Hidden, keys['X-GNOME-Autostart-enabled']]).toEqual([undefined, 'true']);
  });

  test('what somebody added is kept, on and off', async () => {
    await using folder = await tempFolder('autostart');
    const item = application(folder);
    await item.write(true);
    const text = `# mine\n${await readFile(fileOf(folder), 'utf8')}X-GNOME-Autostart-Delay=30\n`;
    await writeFile(fileOf(folder), text);
    expect(await item.write(false)).toMatchObject({ state: 'off' });
    expect(await readFile(fileOf(folder), 'utf8')).toBe(`${text}Hidden=true\n`);
    expect(await item.write(true)).toMatchObject({ state: 'on' });
    expect(await readFile(fileOf(folder), 'utf8')).toBe(text);
  });

  test('an entry of another hand keeps its command: only the switch is turned', async () => {
    await using folder = await tempFolder('autostart');
    const foreign = '[Desktop Entry]\nType=Application\nName=Mine\nExec=/usr/bin/mcp-orchestrator %U\n';
    await write(fileOf(folder), foreign);
    const item = application(folder);
    expect(await read(item)).toMatchObject({ state: 'on' });
    await item.write(false);
    expect(await readFile(fileOf(folder), 'utf8')).toBe(`${foreign}Hidden=true\n`);
    await item.write(true);
    expect(await readFile(fileOf(folder), 'utf8')).toBe(`${foreign}X-GNOME-Autostart-enabled=true\n`);
  });

  test('an entry that is a link stays one', async () => {
    await using folder = await tempFolder('autostart');
    const item = application(folder);
    await write(folder.file('dotfiles', 'entry'), '[Desktop Entry]\nHidden=true\n');
    await mkdir(dirname(fileOf(folder)), { recursive: true });
    await symlink(folder.file('dotfiles', 'entry'), fileOf(folder));
    expect(await item.write(true)).toMatchObject({ state: 'on' });
    expect((await keysOf(folder.file('dotfiles', 'entry'))).Type).toBe('Application');
  });

  test('an entry for everybody is told, and can be switched off for oneself', async () => {
    await using folder = await tempFolder('autostart');
    const forAll = folder.file('xdg', 'autostart', 'mcp-orchestrator.desktop');
    await write(forAll, '[Desktop Entry]\nType=Application\nName=MCP Orchestrator\nExec=mcp-orchestrator\n');
    const item = application(folder);
    const found = await read(item);
    expect([found.state, detailOf(found)]).toEqual([
      'on',
      `It starts at login for everybody on this computer: ${forAll} says so. Switched off here, it no longer does for you.`,
    ]);
    expect(await item.write(false)).toMatchObject({ state: 'off', detail: null });
    expect(await keysOf(fileOf(folder))).toMatchObject({ Type: 'Application', Hidden: 'true' });
    expect(await item.write(true)).toMatchObject({ state: 'on', detail: null });
    // With the entry gone that of everybody would hold again.
    expect(await item.write(false)).toMatchObject({ state: 'off', detail: null });
    expect(await read(item)).toMatchObject({ state: 'off' });
  });
});

describe('trouble', () => {
  test('a file that is no entry is named, and kept beside the new one', async () => {
    await using folder = await tempFolder('autostart');
    await write(fileOf(folder), 'notes of mine\n');
    const item = application(folder);
    const found = await read(item);
    expect([found.state, detailOf(found)]).toEqual([
      'off',
      `${fileOf(folder)} is no desktop entry, so it does not start at login. Switched on here, the file is set aside and written anew.`,
    ]);
    expect(await item.write(true)).toMatchObject({ state: 'on', detail: null });
    const aside = `${fileOf(folder)}.broken-2026-11-21T00-00-00-000Z`;
    expect(await readFile(aside, 'utf8')).toBe('notes of mine\n');
  });

  test('an empty file, as a full disk leaves it, is nothing', async () => {
    await using folder = await tempFolder('autostart');
    await write(fileOf(folder), '\n');
    const item = application(folder);
    expect(await read(item)).toMatchObject({ state: 'off', detail: null });
    expect(await item.write(true)).toMatchObject({ state: 'on' });
  });

  test('a folder in its place: not known, and why', async () => {
    await using folder = await tempFolder('autostart');
    await mkdir(fileOf(folder), { recursive: true });
    const item = application(folder);
    const found = await read(item);
    expect(found.state).toBe('unknown');
    expect(detailOf(found)).toContain(`${fileOf(folder)} could not be read: EISDIR`);
    const after = await item.write(true);
    expect([after.state, detailOf(after)]).toEqual([
      'unknown',
      expect.stringContaining('could not be written: '),
    ]);
  });

  test('a file where the folder should be is told, and left alone', async () => {
    await using folder = await tempFolder('autostart');
    await write(folder.file('config'), 'occupied');
    const after = await application(folder).write(true);
    expect(detailOf(after)).toContain('could not be written: ENOTDIR');
    expect(await readFile(folder.file('config'), 'utf8')).toBe('occupied');
  });

  test.skipIf(whyNoMounts !== null)(
    `a full disk and a read-only one are told, and what was there stays${because(whyNoMounts)}`,
    async () => {
      await using folder = await tempFolder('autostart');
      await using disk = await tinyDisk(folder.file('disk'), '64k');
      const item = application(folder, { autostart: disk.file('autostart') });
      const file = disk.file('autostart/mcp-orchestrator.desktop');
      disk.fill();
      const full = await item.write(true);
      expect([full.state, detailOf(full)]).toEqual([
        'off',
        expect.stringContaining('could not be written: ENOSPC'),
      ]);
      disk.free();
      await item.write(true);
      const text = await readFile(file, 'utf8');
      disk.remount('ro');
      const readOnly = await item.write(false);
      expect([readOnly.state, detailOf(readOnly)]).toEqual([
        'on',
        `Starting at login could not be changed: ${file} could not be written: EROFS: read-only file system. Mend that, then try again.`,
      ]);
      const moved = application(folder, { executable: '/new/place', autostart: disk.file('autostart') });
      const outdated = await read(moved);
      expect([outdated.state, detailOf(outdated)]).toEqual([
        'on',
        expect.stringContaining('The application has moved'),
      ]);
      expect(await readFile(file, 'utf8')).toBe(text);
      disk.remount('rw');
      expect(await item.write(false)).toMatchObject({ state: 'off', detail: null });
      expect(await readdir(disk.file('autostart'))).toEqual([]);
    },
  );
});
