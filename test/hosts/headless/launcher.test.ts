import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../arch/import-graph.ts';
import { eventually } from '../../support/eventually.ts';
import { type TempFolder, tempFolder } from '../../support/temp.ts';

const LAUNCHER = 'src-main/hosts/headless/launcher.js';
/** Makes the launcher believe that its own Node is too old, which is what the launcher is for. */
const OLD_NODE =
  'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.1.0"}})';
/** Stands in for dist/cli.js: says how it was started, and as an instance counts signals. */
const CLI = `
if (process.argv[2] === 'monitor') {
  setInterval(() => {}, 1000);
  let signals = 0;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(name, () => { signals += 1; if (signals === 1) setTimeout(() => process.exit(signals === 1 ? 0 : 130), 300); });
  }
}
console.log(JSON.stringify({
  args: process.argv.slice(2), cli: process.argv[1], pid: process.pid,
  flags: process.execArgv, launcher: process.env.MCP_ORCHESTRATOR_LAUNCHER_PID ?? null,
}));
if (process.argv[2] === 'fail') process.exitCode = 3;
if (process.argv[2] === 'die') process.kill(process.pid, 'SIGKILL');
`;
const BUILD = `
import { mkdirSync, writeFileSync, appendFileSync } from 'node:fs';
import { fingerprint } from './src-main/hosts/headless/launch/fingerprint.js';
appendFileSync('builds', '.');
mkdirSync('dist', { recursive: true });
writeFileSync('dist/cli.js', ${JSON.stringify(CLI)});
writeFileSync('dist/build.json', JSON.stringify({ fingerprint: fingerprint('.') }));
`;

interface Started {
  readonly args: readonly string[];
  readonly cli: string;
  readonly pid: number;
  readonly flags: readonly string[];
  readonly launcher: string | null;
}

interface Installation extends TempFolder {
  run(args: readonly string[], options?: { readonly oldNode?: boolean }): ChildProcess;
}

/** As npm installs the package: a launcher and a dist/. */
async function installation(): Promise<Installation> {
  const folder = await tempFolder('launcher');
  await mkdir(folder.file('dist'));
  await mkdir(folder.file(dirname(LAUNCHER)), { recursive: true });
  await cp(join(ROOT, LAUNCHER), folder.file(LAUNCHER));
  await cp(join(ROOT, dirname(LAUNCHER), 'launch'), folder.file(dirname(LAUNCHER), 'launch'), {
    recursive: true,
  });
  await writeFile(folder.file('package.json'), '{ "type": "module" }');
  await writeFile(folder.file('dist/cli.js'), CLI);
  const run: Installation['run'] = (args, { oldNode = false } = {}) =>
    spawn(process.execPath, [...(oldNode ? ['--import', OLD_NODE] : []), folder.file(LAUNCHER), ...args], {
      cwd: folder.path,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  return { ...folder, run };
}

/** As a clone: sources beside the launcher, and a build (here one that takes no time). */
async function checkout(): Promise<Installation> {
  const clone = await installation();
  await writeFile(clone.file(dirname(LAUNCHER), 'cli.ts'), '');
  await mkdir(clone.file('node_modules/vite'), { recursive: true });
  await mkdir(clone.file('assets/build'), { recursive: true });
  await writeFile(clone.file('assets/build/build.ts'), `import '../../build.js';`);
  await writeFile(clone.file('build.js'), BUILD);
  return clone;
}

async function withNode24(folder: TempFolder): Promise<void> {
  const path = folder.file('node_modules', `node-${process.platform}-${process.arch}`);
  await mkdir(join(path, 'bin'), { recursive: true });
  await writeFile(join(path, 'package.json'), '{}');
  await symlink(process.execPath, join(path, 'bin', 'node'));
}

async function ended(child: ChildProcess): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const exit = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr] = await Promise.all([read(child.stdout), read(child.stderr)]);
  return { code: await exit, stdout, stderr };
}

function read(stream: ChildProcess['stdout']): Promise<string> {
  return stream === null ? Promise.resolve('') : text(stream);
}

function firstLine(child: ChildProcess): Promise<Started> {
  return new Promise((resolve, reject) => {
    let seen = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      seen += chunk.toString();
      if (seen.includes('\n')) resolve(JSON.parse(seen) as Started);
    });
    child.on('close', () => reject(new Error(`ended before it said anything: ${seen}`)));
  });
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // ESRCH: gone
  }
};

describe.skipIf(process.platform === 'win32')('the launcher, on Node 24 or newer', () => {
  it('runs a short command in its own process, without flags', async () => {
    await using here = await installation();
    const child = here.run(['status', '--json']);
    const { code, stdout, stderr } = await ended(child);
    const started = JSON.parse(stdout) as Started;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(started).toMatchObject({ args: ['status', '--json'], pid: child.pid, flags: [], launcher: null });
    expect(started.cli).toBe(here.file('dist/cli.js'));
  });

  it('becomes the instance, with its flags: no second process, same pid', async () => {
    await using here = await installation();
    const child = here.run(['monitor', '--port', '1']);
    const started = await firstLine(child);
    expect(started.pid).toBe(child.pid);
    expect(started.args).toEqual(['monitor', '--port', '1']);
    expect(started.flags).toEqual([expect.stringMatching(/^--max-semi-space-size=/)]);
    child.kill('SIGTERM');
    expect((await ended(child)).code).toBe(0);
  });

  it('says what is wrong with an installation without dist/', async () => {
    await using here = await installation();
    await rm(here.file('dist'), { recursive: true });
    const { code, stderr } = await ended(here.run(['status']));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^mcp-orchestrator: dist\/cli\.js is missing.*\n$/);
  });
});

describe.skipIf(process.platform === 'win32')('the launcher, on an older Node', () => {
  it('says in one line that Node 24 is needed where none is to be found', async () => {
    await using here = await installation();
    const { code, stdout, stderr } = await ended(here.run(['status'], { oldNode: true }));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^mcp-orchestrator: Node 24 or newer is needed.*\n$/);
  });

  it('uses the Node of node_modules and passes on the exit code', async () => {
    await using here = await installation();
    await withNode24(here);
    const child = here.run(['fail'], { oldNode: true });
    const { code, stdout } = await ended(child);
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ args: ['fail'], launcher: String(child.pid) });
  });

  it('tells a death by signal as shells do', async () => {
    await using here = await installation();
    await withNode24(here);
    expect((await ended(here.run(['die'], { oldNode: true }))).code).toBe(137);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'passes %s on once, though terminals and npm send it twice',
    async (signal) => {
      await using here = await installation();
      await withNode24(here);
      const child = here.run(['monitor'], { oldNode: true });
      const started = await firstLine(child);
      expect(started.launcher).toBe(String(child.pid));
      expect(started.flags).toEqual([expect.stringMatching(/^--max-semi-space-size=/)]);
      child.kill(signal);
      setTimeout(() => child.kill(signal), 50);
      expect((await ended(child)).code).toBe(0);
      await eventually(() => !isAlive(started.pid));
    },
  );
});

describe.skipIf(process.platform === 'win32')('the launcher, in a checkout', () => {
  it('builds when a source is new, changed or gone, and only then', async () => {
    await using here = await checkout();
    const builds = async () => (await readFile(here.file('builds'), 'utf8')).length;
    const source = here.file('src-main/core/rule.ts');
    const start = async () => (await ended(here.run(['status']))).stderr;

    expect(await start()).toBe('Building …\n');
    expect(await start()).toBe('');
    await mkdir(dirname(source), { recursive: true });
    await writeFile(source, 'new');
    expect(await start()).toBe('Building …\n');
    await utimes(source, 1, 1);
    expect(await start()).toBe('Building …\n');
    await rm(source);
    expect(await start()).toBe('Building …\n');
    expect(await start()).toBe('');
    expect(await builds()).toBe(4);
  });

  it('shows why a build failed and runs nothing', async () => {
    await using here = await checkout();
    await writeFile(here.file('build.js'), `console.error('rule.ts:3: no such thing'); process.exit(1);`);
    const { code, stdout, stderr } = await ended(here.run(['status']));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('rule.ts:3: no such thing\n');
    expect(stderr).toContain('mcp-orchestrator: the build failed');
  });
});
