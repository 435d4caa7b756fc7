import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ROOT } from '../../arch/import-graph.ts';
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
if (process.argv.includes('--prepare')) {
  console.log(JSON.stringify({ home: '/example', config: '/example/example.jsonc', asked: process.argv.slice(2) }));
  process.exit();
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

export interface Started {
  readonly args: readonly string[];
  readonly cli: string;
  readonly pid: number;
  readonly flags: readonly string[];
  readonly launcher: string | null;
}

interface RunOptions {
  readonly oldNode?: boolean;
  /** Beside what this process has. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Installation extends TempFolder {
  run(args: readonly string[], options?: RunOptions): ChildProcess;
}

/** As npm installs the package: a launcher and a dist/. */
export async function installation(): Promise<Installation> {
  const folder = await tempFolder('launcher');
  await mkdir(folder.file('dist'));
  await mkdir(folder.file(dirname(LAUNCHER)), { recursive: true });
  await cp(join(ROOT, LAUNCHER), folder.file(LAUNCHER));
  await cp(join(ROOT, dirname(LAUNCHER), 'launch'), folder.file(dirname(LAUNCHER), 'launch'), {
    recursive: true,
  });
  await writeFile(folder.file('package.json'), '{ "type": "module" }');
  await writeFile(folder.file('dist/cli.js'), CLI);
  const run: Installation['run'] = (args, { oldNode = false, env = {} } = {}) =>
    spawn(process.execPath, [...(oldNode ? ['--import', OLD_NODE] : []), folder.file(LAUNCHER), ...args], {
      cwd: folder.path,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  return { ...folder, run };
}

/** As a clone: sources beside the launcher, and a build (here one that takes no time). */
export async function checkout(): Promise<Installation> {
  const clone = await installation();
  await writeFile(clone.file(dirname(LAUNCHER), 'cli.ts'), '');
  await mkdir(clone.file('node_modules/vite'), { recursive: true });
  await mkdir(clone.file('assets/build'), { recursive: true });
  await writeFile(clone.file('assets/build/build.ts'), `import '../../build.js';`);
  await writeFile(clone.file('build.js'), BUILD);
  return clone;
}

export async function withNode24(folder: TempFolder): Promise<void> {
  const path = folder.file('node_modules', `node-${process.platform}-${process.arch}`);
  await mkdir(join(path, 'bin'), { recursive: true });
  await writeFile(join(path, 'package.json'), '{}');
  await symlink(process.execPath, join(path, 'bin', 'node'));
}

export async function ended(
  child: ChildProcess,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const exit = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr] = await Promise.all([read(child.stdout), read(child.stderr)]);
  return { code: await exit, stdout, stderr };
}

function read(stream: ChildProcess['stdout']): Promise<string> {
  return stream === null ? Promise.resolve('') : text(stream);
}

export function firstLine(child: ChildProcess): Promise<Started> {
  return new Promise((resolve, reject) => {
    let seen = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      seen += chunk.toString();
      if (seen.includes('\n')) resolve(JSON.parse(seen) as Started);
    });
    child.on('close', () => reject(new Error(`ended before it said anything: ${seen}`)));
  });
}
