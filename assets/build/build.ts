// npm run build: everything into dist/. The launcher runs it too, quietly, when the sources are newer.
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { builtFingerprint, fingerprint } from '../../src-main/hosts/headless/launch/fingerprint.js';
import { makeBundles } from './bundles.ts';
import { run } from './run.ts';

const root = join(import.meta.dirname, '..', '..');
const dist = join(root, 'dist');
const byLauncher = process.argv.includes('--launcher');
/** Before packing: no chunks of earlier builds. */
const clean = process.argv.includes('--clean');
/** Long enough for a slow machine's build, short enough not to wait for a dead one. */
const LOCK_WAIT_MS = 120_000;
/** Chunks of earlier builds stay a while for instances that still run from them. */
const KEEP_OLD_CHUNKS_MS = 24 * 3_600_000;

async function main(): Promise<void> {
  const startedAt = performance.now();
  await mkdir(dist, { recursive: true });
  await using _lock = await takeLock();
  // Another launcher may have built while this one waited.
  if (byLauncher && builtFingerprint(root) === fingerprint(root)) return;

  const madeFrom = fingerprint(root); // before reading: what is edited meanwhile counts as not built
  const staging = join(dist, `.staging-${process.pid}`);
  await rm(staging, { recursive: true, force: true });
  try {
    await Promise.all([byLauncher ? undefined : declarations(join(staging, 'types')), makeBundles(staging)]);
    const files = await publish(staging);
    await removeOldChunks(files);
    const stamp = { fingerprint: madeFrom, node: process.version, builtAt: new Date().toISOString() };
    await replace(join(dist, 'build.json'), `${JSON.stringify(stamp, null, 2)}\n`);
    if (!byLauncher) {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      process.stdout.write(`dist/: ${files.length} files in ${seconds} s\n`);
    }
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Types of the library. A type error is `npm run check`'s business: it does not stop a build. */
async function declarations(outDir: string): Promise<void> {
  const project = join(root, 'assets', 'build', 'tsconfig.types.json');
  const result = await run('tsc', ['-p', project, '--outDir', outDir]);
  if (result.code !== 0) process.stderr.write(`types are incomplete, see "npm run check"\n`);
}

/**
 * File by file and entries last: whoever starts meanwhile finds either the old entry with its chunks or the
 * new one with its own, never a half. (Renaming a whole folder would take it away from running instances.)
 */
async function publish(staging: string): Promise<readonly string[]> {
  const entries = await readdir(staging, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(staging, join(entry.parentPath, entry.name)))
    .sort((a, b) => Number(isEntry(a)) - Number(isEntry(b)));
  for (const file of files) {
    const target = join(dist, file);
    await mkdir(dirname(target), { recursive: true });
    await rename(join(staging, file), target);
  }
  return files;
}

function isEntry(file: string): boolean {
  return ['cli.js', 'index.js', 'main.js', 'preload.cjs'].includes(file) || file.endsWith('.html');
}

async function removeOldChunks(current: readonly string[]): Promise<void> {
  const keep = new Set(current);
  const entries = await readdir(dist, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(dist, path);
    if (!entry.isFile() || keep.has(name) || name === 'build.json' || name.startsWith('.')) continue;
    const age = Date.now() - (await stat(path)).mtimeMs;
    if (clean || age > KEEP_OLD_CHUNKS_MS || name.startsWith('types')) await rm(path, { force: true });
  }
}

async function replace(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}`;
  await writeFile(temporary, text);
  await rename(temporary, path);
}

/** Two builds at once would do no harm (see publish), only double work: so a lock that is left behind is ignored. */
async function takeLock(): Promise<AsyncDisposable> {
  const path = join(dist, '.lock');
  const release = { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
  for (const until = Date.now() + LOCK_WAIT_MS; Date.now() < until; ) {
    try {
      await writeFile(path, String(process.pid), { flag: 'wx' });
      return release;
    } catch {
      if (!(await holderLives(path))) await rm(path, { force: true });
      else await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return { [Symbol.asyncDispose]: async () => {} };
}

async function holderLives(path: string): Promise<boolean> {
  try {
    const pid = Number(await readFile(path, 'utf8'));
    // Empty: its holder is between creating and writing.
    if (pid === 0) return Date.now() - (await stat(path)).mtimeMs < 1000;
    process.kill(pid, 0);
    return true;
  } catch {
    return existsSync(path) === false; // gone meanwhile: just try again
  }
}

try {
  await main();
} catch (error) {
  // Where it is and what is wrong; the bundler's own stack helps nobody.
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${process.stderr.isTTY ? text : stripVTControlCharacters(text)}\n`);
  process.exitCode = 1;
}
