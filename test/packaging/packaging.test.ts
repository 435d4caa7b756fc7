import { spawn } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, matchesGlob, relative, sep } from 'node:path';
import { text } from 'node:stream/consumers';
import { Validator } from '@cfworker/json-schema';
import { extractAll, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { ROOT } from '../arch/import-graph.ts';
import { isolatedHome, tempFolder } from '../support/temp.ts';
import { builderConfig, type Packed, pack } from './kit.ts';

const require = createRequire(import.meta.url);
const MOST_BYTES = 15_000_000;

describe('electron-builder.yml', () => {
  it('is what electron-builder understands', async () => {
    const builder = createRequire(require.resolve('electron-builder/package.json'));
    const schema = builder('app-builder-lib/scheme.json') as object;
    const { errors } = new Validator(schema, '7', false).validate(await builderConfig());
    expect(errors.map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`)).toEqual([]);
  });

  it('names files that are there', async () => {
    const { linux, mac, win, nsis } = await builderConfig();
    const named = [linux.icon, mac.icon, win.icon, nsis.include];
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    // Sizes that desktops ask for by name.
    expect(await readdir(join(ROOT, linux.icon))).toEqual(
      expect.arrayContaining(['16x16.png', '32x32.png', '48x48.png', '256x256.png', '512x512.png']),
    );
  });

  it('calls the application the same everywhere, so that the dock finds its windows and a shell its command', async () => {
    const { linux, productName } = await builderConfig();
    expect(linux).toMatchObject({ executableName: 'mcp-orchestrator', syncDesktopName: true });
    expect(packageJson).toMatchObject({ productName, desktopName: `${linux.executableName}.desktop` });
    expect(Object.keys(packageJson.bin)).toEqual([linux.executableName]);
  });

  it('takes along for Windows all that koffi needs, and no sources', async () => {
    await using folder = await tempFolder('koffi');
    const { win } = await builderConfig();
    const [koffi, native] = win.files;
    const from = join(ROOT, koffi?.from ?? '');
    const names = globSync([...(koffi?.filter ?? [])], { cwd: from });
    for (const name of names) await cp(join(from, name), folder.file(koffi?.to ?? '', name));
    expect(names.filter((name) => /\.(?:cc|hh|inc|md)$/.test(name))).toEqual([]);
    // This computer's own library in the place of that for Windows.
    expect(native).toMatchObject({ from: 'node_modules/@koromix', to: 'node_modules/@koromix' });
    await mkdir(folder.file('node_modules/@koromix'), { recursive: true });
    for (const name of await readdir(join(ROOT, native?.from ?? '')))
      await symlink(join(ROOT, native?.from ?? '', name), folder.file(native?.to ?? '', name), 'junction');
    const code = `process.stdout.write(typeof require('koffi').load)`;
    expect(await node(['-e', code], folder.path)).toMatchObject({ code: 0, stdout: 'function' });
  });

  it.each([
    ['mac', 'vendor/mac.noindex/terminal-notifier.app/Contents/MacOS/terminal-notifier'],
    ['win', 'vendor/snoreToast/snoretoast-x64.exe'],
  ] as const)(
    'takes along for %s the program that shows notifications, beside the archive',
    async (on, program) => {
      const { files, asarUnpack } = (await builderConfig())[on];
      const taken = files.find(({ from }) => from === 'node_modules/node-notifier');
      const names = globSync([...(taken?.filter ?? [])], { cwd: join(ROOT, taken?.from ?? '') });
      expect(names).toEqual(expect.arrayContaining(['package.json', 'LICENSE', program]));
      expect(asarUnpack.some((pattern) => matchesGlob(`${taken?.to}/${program}`, pattern))).toBe(true);
    },
  );
});

describe.skipIf(process.platform === 'win32')('the packed application', () => {
  let packed: Packed;
  let files: readonly string[];
  let extracted: string;

  beforeAll(async () => {
    packed = await pack();
    const paths = listPackage(packed.asar, { isPack: false }).map((path) => path.split(sep).join('/'));
    const folders = new Set(paths.map((path) => dirname(path)));
    files = paths.filter((path) => !folders.has(path)).map((path) => path.slice(1));
    extracted = packed.folder.file('extracted');
    extractAll(packed.asar, extracted);
  }, 300_000);
  afterAll(() => packed?.[Symbol.asyncDispose]());

  it('holds what runs and nothing else', async () => {
    const icons = await below(join(ROOT, 'assets', 'tray'));
    const expected = new Set([
      'LICENSE',
      'package.json',
      'dist/licences.json',
      'dist/preload.cjs',
      ...icons.map((name) => `dist/icons/${name}`),
      ...['icon.ico', 'icon.png'].map((name) => `dist/icons/${name}`),
      ...(await modulesFrom(join(extracted, 'dist'), ['main.js', 'cli.js'])).map((name) => `dist/${name}`),
      ...(await pageFiles(join(extracted, 'dist', 'renderer'))).map((name) => `dist/renderer/${name}`),
    ]);
    expect({
      missing: [...expected].filter((name) => !files.includes(name)),
      extra: files.filter((name) => !expected.has(name)),
    }).toEqual({ missing: [], extra: [] });
  });

  it('is small', async () => {
    expect((await stat(packed.asar)).size).toBeLessThan(MOST_BYTES);
    expect(await readdir(join(packed.app, 'resources'))).toEqual(['app.asar']);
    expect((await readdir(join(packed.app, 'locales'))).sort()).toEqual(['de.pak', 'en-US.pak']);
  });

  it('begins with the main bundle, under its own name', async () => {
    const own = JSON.parse(await readFile(join(extracted, 'package.json'), 'utf8')) as object;
    const { name, productName, version, type, main, desktopName } = packageJson;
    expect(own).toMatchObject({ name, productName, version, type, main, desktopName });
    expect(own).not.toHaveProperty('scripts');
    expect(own).not.toHaveProperty('devDependencies');
  });

  it('has the fuses that close what Electron leaves open', async () => {
    const wire = await getCurrentFuseWire(packed.program);
    const stateOf = (fuse: FuseV1Options) => FuseState[wire[fuse] as FuseState];
    expect({
      runAsNode: stateOf(FuseV1Options.RunAsNode),
      nodeOptions: stateOf(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      inspect: stateOf(FuseV1Options.EnableNodeCliInspectArguments),
      fileProtocolPrivileges: stateOf(FuseV1Options.GrantFileProtocolExtraPrivileges),
      cookieEncryption: stateOf(FuseV1Options.EnableCookieEncryption),
      onlyAsar: stateOf(FuseV1Options.OnlyLoadAppFromAsar),
      asarIntegrity: stateOf(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    }).toEqual({
      runAsNode: 'DISABLE',
      nodeOptions: 'DISABLE',
      inspect: 'DISABLE',
      fileProtocolPrivileges: 'DISABLE',
      cookieEncryption: 'ENABLE',
      onlyAsar: 'ENABLE',
      asarIntegrity: 'ENABLE',
    });
  });

  it('was made without a download', () => {
    expect(packed.output).not.toMatch(/download|127\.0\.0\.1:1/i);
  });

  it('carries a command line that runs', async () => {
    await using home = await isolatedHome();
    const cli = join(extracted, 'dist', 'cli.js');
    const { code, stdout, stderr } = await node([cli, 'status', '--json'], home.path, home.env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ instance: { running: false }, servers: [] });
    expect(await node([cli, '--version'], home.path, home.env)).toMatchObject({
      code: 0,
      stdout: `${packageJson.version}\n`,
    });
  });

  it.each([
    [['status', '--json'], 0, '"running":false'],
    [['stop'], 3, ''],
    [['stauts'], 2, ''],
  ] as const)(
    'started with %j, runs it without a window and ends with its code',
    async (words, code, told) => {
      await using home = await isolatedHome();
      const commandLine = join(ROOT, 'src-main', 'hosts', 'desktop', 'command-line.ts');
      const script = `
      const { commandOf, runCommand } = await import(${JSON.stringify(commandLine)});
      const app = { exit: (code) => process.exit(code) };
      const folder = ${JSON.stringify(join(extracted, 'dist'))};
      await runCommand({ app }, commandOf(${JSON.stringify(['--no-sandbox', ...words])}), { process, folder });
    `;
      const ended = await node(['--input-type=module', '-e', script], home.path, home.env);
      expect(ended.code, ended.stderr).toBe(code);
      expect(ended.stdout).toContain(told);
    },
  );
});

/** Every module that the entries lead to, by static and by dynamic import. */
async function modulesFrom(folder: string, entries: readonly string[]): Promise<readonly string[]> {
  const found = new Set(entries);
  // A set's iteration also visits what is added on the way.
  for (const name of found) {
    const source = await readFile(join(folder, name), 'utf8').catch(() => '');
    for (const [, other] of source.matchAll(/["']\.\/((?:cli|main)\.[\w.-]+\.js)["']/g))
      found.add(other ?? '');
  }
  return [...found];
}

/** The page, and every file that one of its files names. */
async function pageFiles(folder: string): Promise<readonly string[]> {
  const names = await below(folder);
  const texts = await Promise.all(
    names
      .filter((name) => /\.(?:html|js|css)$/.test(name))
      .map((name) => readFile(join(folder, name), 'utf8')),
  );
  const named = (name: string) => texts.some((source) => source.includes(name.split('/').at(-1) ?? ''));
  return ['index.html', ...names.filter((name) => name !== 'index.html' && named(name))];
}

async function below(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

async function node(args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, stdout, stderr };
}
