import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../arch/import-graph.ts';
import { eventually } from '../../support/eventually.ts';
import { checkout, ended, firstLine, type Installation, type Started } from './launcher-kit.ts';

const VERSION = '45.4.1';
const NO_DISPLAY = { DISPLAY: '', WAYLAND_DISPLAY: '' };
const DISPLAY = { DISPLAY: ':99', WAYLAND_DISPLAY: '' };
const HOUR_MS = 3_600_000;

/** A shell's own trap can miss a signal that comes while it begins another program. */
const WAIT = `
const { appendFileSync } = require('node:fs');
process.on('SIGTERM', () => { appendFileSync(process.env.RECORD, 'TERM\\n'); process.exit(5); });
setInterval(() => {}, 1000);
appendFileSync(process.env.RECORD, 'waits\\n');
`;
/** Stands in for Electron's program: notes how it was started and ends as its first argument after the folder says. */
const PROGRAM = `#!/bin/sh
printf '%s\\n' "$@" > "$RECORD"
env | grep '^ELECTRON_RUN_AS_NODE' >> "$RECORD"
case "$2" in
  --code) exit "$3" ;;
  --die) kill -s "$3" $$ ;;
  --wait) exec '${process.execPath}' -e "$WAIT" ;;
esac
exit 0
`;
/** Stands in for the package's own installer, which fetches. */
const INSTALL_FAILS = `
require('node:fs').appendFileSync(process.env.RECORD + '.attempts', '.');
console.error('Error: getaddrinfo ENOTFOUND example.org\\n    at somewhere');
process.exit(1);
`;
const INSTALL_WORKS = `
const fs = require('node:fs'), path = require('node:path');
fs.mkdirSync(path.join(__dirname, 'dist'));
fs.writeFileSync(path.join(__dirname, 'dist', 'version'), '${VERSION}');
fs.writeFileSync(path.join(__dirname, 'dist', 'electron'), ${JSON.stringify(PROGRAM)}, { mode: 0o755 });
fs.writeFileSync(path.join(__dirname, 'path.txt'), 'electron');
`;

interface Place extends Installation {
  readonly record: string;
  readonly cache: string;
  start(args: readonly string[], env?: Readonly<Record<string, string>>): ChildProcess;
  /** The arguments of Electron's program, or null where it was not started. */
  recorded(): Promise<readonly string[] | null>;
  /** How often fetching was tried. */
  attempts(): Promise<number>;
}

/** A clone with Electron's package, without its program. */
async function clone(install = INSTALL_FAILS): Promise<Place> {
  const here = await checkout();
  await mkdir(here.file('node_modules/electron'), { recursive: true });
  await writeFile(
    here.file('node_modules/electron/package.json'),
    JSON.stringify({ version: VERSION, type: 'commonjs' }),
  );
  await writeFile(here.file('node_modules/electron/install.js'), install);
  const record = here.file('record');
  const cache = here.file('cache');
  const base = {
    WAIT,
    RECORD: record,
    XDG_CACHE_HOME: cache,
    HOME: here.path,
    ELECTRON_OVERRIDE_DIST_PATH: '',
  };
  return {
    ...here,
    record,
    cache,
    start: (args, env = {}) => here.run(['application', ...args], { env: { ...base, ...DISPLAY, ...env } }),
    recorded: () =>
      readFile(record, 'utf8').then(
        (text) => text.trimEnd().split('\n'),
        () => null,
      ),
    attempts: () =>
      readFile(`${record}.attempts`, 'utf8').then(
        (text) => text.length,
        () => 0,
      ),
  };
}

/** A folder of Electron's program that the environment names. */
async function override(here: Place): Promise<Readonly<Record<string, string>>> {
  await mkdir(here.file('electron'));
  await writeFile(here.file('electron/electron'), PROGRAM);
  await chmod(here.file('electron/electron'), 0o755);
  return { ELECTRON_OVERRIDE_DIST_PATH: here.file('electron') };
}

/** What the command line was started with instead of the application; it is ended then. */
async function instead(
  child: ChildProcess,
): Promise<{ readonly args: readonly string[]; readonly told: string }> {
  let told = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    told += text;
  });
  const { args }: Started = await firstLine(child);
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGTERM');
  await closed;
  return { args, told: told.replace('Building …\n', '') };
}

describe.skipIf(process.platform !== 'linux')('npm start, where Electron is there', () => {
  it('runs it on this folder with every argument, and ends with its exit code', async () => {
    await using here = await clone();
    const env = { ...(await override(here)), ELECTRON_RUN_AS_NODE: '1' };
    const { code, stdout, stderr } = await ended(here.start(['--code', '7', '--home', '/a b'], env));
    expect({ code, stdout, stderr }).toEqual({ code: 7, stdout: '', stderr: 'Building …\n' });
    expect(await here.recorded()).toEqual([here.path, '--code', '7', '--home', '/a b']);
    expect(await here.attempts()).toBe(0);
  });

  it('passes a signal on, and ends as it does', async () => {
    await using here = await clone();
    const child = here.start(['--wait'], await override(here));
    const end = ended(child);
    await eventually(
      async () => (await here.recorded())?.at(-1),
      (last) => last === 'waits',
      {
        what: 'the program that waits for a signal',
      },
    );
    child.kill('SIGTERM');
    expect((await end).code).toBe(5);
    expect((await here.recorded())?.at(-1)).toBe('TERM');
  });

  it('gives it the example as a home and a configuration of its own', async () => {
    await using here = await clone();
    const { code } = await ended(here.start(['--example', '--hidden'], await override(here)));
    expect(code).toBe(0);
    expect(await here.recorded()).toEqual([
      here.path,
      '--home',
      '/example',
      '--config',
      '/example/example.jsonc',
      '--hidden',
    ]);
  });

  it.each([
    ['TRAP', 'SIGTRAP'],
    ['ABRT', 'SIGABRT'],
  ])('runs without a window where it dies at once of %s', async (signal, told) => {
    await using here = await clone();
    const result = await instead(here.start(['--die', signal], await override(here)));
    expect(result.told).toBe(
      `No window: Electron ${VERSION} does not run here (${told}). The same runs without one:\n`,
    );
    expect(result.args).toEqual(['monitor', '--die', signal, '--open']);
  });

  it('runs without a window where its libraries are missing', async () => {
    await using here = await clone();
    const { told } = await instead(here.start(['--code', '127'], await override(here)));
    expect(told).toContain('does not run here (exit code 127)');
  });

  it('is not started where there is no display, and nothing is opened', async () => {
    await using here = await clone();
    const env = { ...(await override(here)), ...NO_DISPLAY };
    const { args, told } = await instead(here.start(['--example', '--hidden'], env));
    expect(told).toBe('No window: there is no display here. The same runs without one:\n');
    expect(args).toEqual(['monitor', '--example']);
    expect(await here.recorded()).toBe(null);
  });

  it('says so where the environment names a folder without it', async () => {
    await using here = await clone();
    const { told } = await instead(here.start([], { ELECTRON_OVERRIDE_DIST_PATH: here.file('nowhere') }));
    expect(told).toContain(`ELECTRON_OVERRIDE_DIST_PATH names ${here.file('nowhere')}, where no Electron is`);
    expect(await here.attempts()).toBe(0);
  });

  it.skipIf(process.getuid?.() !== 0)('is not started as root, which its sandbox refuses', async () => {
    await using here = await clone();
    const { told } = await instead(here.start([]));
    expect(told).toContain('Electron does not run as root');
    expect(await here.attempts()).toBe(0);
  });
});

// As root only with this argument, see above.
const args = ['--no-sandbox'];

describe.skipIf(process.platform !== 'linux')('npm start, where Electron is not there yet', () => {
  it('fetches it once and runs it', async () => {
    await using here = await clone(INSTALL_WORKS);
    const first = await ended(here.start(args));
    expect(first).toMatchObject({ code: 0, stdout: '' });
    expect(first.stderr).toBe(`Building …\nFetching Electron ${VERSION}, once, for at most 20 s …\n`);
    expect(await here.recorded()).toEqual([here.path, ...args]);
    expect((await ended(here.start(args))).stderr).toBe('');
  });

  it('fetches it again after an update of the package', async () => {
    await using here = await clone(INSTALL_FAILS);
    await mkdir(here.file('node_modules/electron/dist'));
    await writeFile(here.file('node_modules/electron/path.txt'), 'electron');
    await writeFile(here.file('node_modules/electron/dist/electron'), PROGRAM);
    await writeFile(here.file('node_modules/electron/dist/version'), 'v44.0.0');
    await instead(here.start(args));
    expect(await here.attempts()).toBe(1);
    expect(await here.recorded()).toBe(null);
  });

  it('runs without a window where that fails, with the page in a browser, and tries again after a day', async () => {
    await using here = await clone();
    const why = `No window: Electron ${VERSION} could not be fetched (getaddrinfo ENOTFOUND example.org); it is tried again after a day, or now with "npm run electron:install". The same runs without one:\n`;
    const first = await instead(here.start([...args, '--port', '7']));
    expect(first.told).toBe(`Fetching Electron ${VERSION}, once, for at most 20 s …\n${why}`);
    expect(first.args).toEqual(['monitor', '--port', '7', '--open']);
    expect(await here.attempts()).toBe(1);

    const second = await instead(here.start(args));
    expect(second.told).toBe(why);
    expect(await here.attempts()).toBe(1);

    const [folder] = await readdir(here.cache);
    expect(folder).toBe('mcp-orchestrator');
    const memory = `${here.cache}/mcp-orchestrator/electron-fetch.json`;
    const failed = JSON.parse(await readFile(memory, 'utf8')) as { at: number };
    await writeFile(memory, JSON.stringify({ ...failed, at: Date.now() - 25 * HOUR_MS }));
    await instead(here.start(args));
    expect(await here.attempts()).toBe(2);
  });

  it('tries a newer version at once, and where what is remembered is broken', async () => {
    await using here = await clone();
    await mkdir(`${here.cache}/mcp-orchestrator`, { recursive: true });
    const memory = `${here.cache}/mcp-orchestrator/electron-fetch.json`;
    await writeFile(memory, JSON.stringify({ version: '44.0.0', why: 'it was then', at: Date.now() }));
    await instead(here.start(args));
    expect(await here.attempts()).toBe(1);
    await writeFile(memory, '{');
    await instead(here.start(args));
    expect(await here.attempts()).toBe(2);
  });

  it('does not try where there is no display', async () => {
    await using here = await clone();
    await instead(here.start(args, NO_DISPLAY));
    expect(await here.attempts()).toBe(0);
  });

  it('says so where the package is missing', async () => {
    await using here = await checkout();
    const child = here.run(['application'], { env: { ...DISPLAY, ELECTRON_OVERRIDE_DIST_PATH: '' } });
    expect((await instead(child)).told).toContain('No window: Electron is not installed.');
  });

  it('breaks off a fetch that takes too long, with all that it had written', async () => {
    await using here = await clone(
      `require('node:fs').writeFileSync(require('node:os').tmpdir() + '/half', ''); setInterval(() => {}, 1000);`,
    );
    const scratch = here.file('tmp');
    await mkdir(scratch);
    const electron = { version: VERSION, folder: here.file('node_modules/electron') };
    const module = pathToFileURL(join(ROOT, 'src-main/hosts/headless/launch/electron.js')).href;
    const script = `
      import { fetchElectron } from ${JSON.stringify(module)};
      console.log(fetchElectron(${JSON.stringify(electron)}, process.execPath, 1000));
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      env: { ...process.env, TMPDIR: scratch, XDG_CACHE_HOME: here.cache },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    expect((await ended(child)).stdout).toBe('it takes longer than 1 s\n');
    expect(await readdir(scratch)).toEqual([]);
  });
});
