import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../arch/import-graph.ts';
import { isolatedHome, type TempFolder, tempFolder } from '../support/temp.ts';
import { readYaml } from './yaml.ts';

/** What is read of electron-builder.yml. */
export interface BuilderConfig {
  readonly appId: string;
  readonly directories: { readonly output: string; readonly buildResources: string };
  readonly productName: string;
  readonly files: readonly (string | FileSet)[];
  readonly linux: { readonly executableName: string; readonly icon: string };
  readonly mac: WithPrograms;
  readonly win: WithPrograms;
  readonly nsis: { readonly include: string };
  readonly [key: string]: unknown;
}

interface WithPrograms {
  readonly icon: string;
  readonly files: readonly FileSet[];
  readonly asarUnpack: readonly string[];
}

interface FileSet {
  readonly from: string;
  readonly to: string;
  readonly filter: readonly string[];
}

export const builderConfig = (): Promise<BuilderConfig> => readYaml(join(ROOT, 'electron-builder.yml'));

/** Marks the place of the fuses in Electron's program: https://www.electronjs.org/docs/latest/tutorial/fuses */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES = 9;
/** It takes a tenth of it where nothing else runs. */
const LIMIT_MS = 140_000;

export interface Packed extends AsyncDisposable {
  readonly folder: TempFolder;
  /** What electron-builder made: the program and its resources. */
  readonly app: string;
  readonly program: string;
  readonly asar: string;
  readonly output: string;
}

/**
 * `electron-builder --dir` on this project with its own configuration, over the sources of this moment and with a stand-in
 * for Electron's files; offline. Other folders are named for the bundles and for what is made; bundles have to lie within
 * the project.
 */
export async function pack(): Promise<Packed> {
  const folder = await tempFolder('packaging');
  const parent = join(ROOT, 'test', '.tmp');
  await mkdir(parent, { recursive: true });
  const bundles = await mkdtemp(join(parent, 'packaging-'));
  try {
    await bundle(bundles);
    await standIn(folder.file('electron'));
    const config = await builderConfig();
    const here = {
      ...config,
      directories: { ...config.directories, output: folder.file('release') },
      files: config.files.map((one) => (isDist(one) ? { ...one, from: bundles } : one)),
      electronDist: folder.file('electron'),
    };
    await writeFile(folder.file('builder.json'), JSON.stringify(here));
    const args = ['--linux', 'dir', '--x64', '--publish', 'never', '--projectDir', ROOT];
    const { code, output } = await electronBuilder(folder, [
      ...args,
      '--config',
      folder.file('builder.json'),
    ]);
    if (code !== 0) throw new Error(`electron-builder ended with ${code}:\n${output}`);
    const app = folder.file('release', 'linux-unpacked');
    return {
      folder,
      app,
      program: join(app, config.linux.executableName),
      asar: join(app, 'resources', 'app.asar'),
      output,
      [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
    };
  } finally {
    await rm(bundles, { recursive: true, force: true });
  }
}

/** In a process of its own: inside Vitest, React would take itself for under development. */
async function bundle(folder: string): Promise<void> {
  const module = join(ROOT, 'assets', 'build', 'bundles.ts');
  const code = `const { makeBundles } = await import(process.argv[1]); await makeBundles(process.argv[2]);`;
  const args = ['--input-type=module', '-e', code, pathToFileURL(module).href, folder];
  const { code: exitCode, output } = await run(args, ROOT, { ...process.env, NODE_ENV: 'production' });
  if (exitCode !== 0 || output !== '') throw new Error(`the build ended with ${exitCode}:\n${output}`);
}

function isDist(files: string | FileSet): files is FileSet {
  return typeof files !== 'string' && files.from === 'dist';
}

/** Of a distribution, what electron-builder looks for. */
async function standIn(folder: string): Promise<void> {
  const require = createRequire(import.meta.url);
  const { version } = require('electron/package.json') as { version: string };
  await mkdir(join(folder, 'resources'), { recursive: true });
  await mkdir(join(folder, 'locales'));
  for (const language of ['de', 'en-US', 'fr'])
    await writeFile(join(folder, 'locales', `${language}.pak`), '');
  await writeFile(join(folder, 'version'), version);
  await cp(join(dirname(require.resolve('electron/package.json')), 'LICENSE'), join(folder, 'LICENSE'));
  const fuses = Buffer.concat([
    Buffer.from(`stand-in ${SENTINEL}`),
    Buffer.from([1, FUSES]),
    Buffer.from('101100011'), // as Electron is shipped
    Buffer.from(' end'),
  ]);
  await writeFile(join(folder, 'electron'), fuses, { mode: 0o755 });
}

async function electronBuilder(folder: TempFolder, args: readonly string[]) {
  const cli = join(
    dirname(createRequire(import.meta.url).resolve('electron-builder/package.json')),
    'cli.js',
  );
  await using home = await isolatedHome({
    // Whatever it would download, it asks for here, where nobody listens.
    HTTPS_PROXY: 'http://127.0.0.1:1',
    ELECTRON_MIRROR: 'http://127.0.0.1:1/',
    ELECTRON_BUILDER_BINARIES_MIRROR: 'http://127.0.0.1:1/',
    ELECTRON_BUILDER_CACHE: folder.file('cache'),
    ELECTRON_BUILDER_DISABLE_UPDATE_CHECK: '1',
    NO_UPDATE_NOTIFIER: '1',
  });
  // Awaited here: else the home would go while the program still runs in it.
  return await run([cli, ...args], folder.path, home.env);
}

async function run(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT_MS,
  });
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, output: stdout + stderr };
}
