// npm run check: types of every floor, lint, format and dependency rules.
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type RunResult, run } from './run.ts';

const root = join(import.meta.dirname, '..', '..');

/** Every folder with a tsconfig.json is a floor; a new one needs no entry here. */
function floors(folder: string): readonly string[] {
  const found = existsSync(join(folder, 'tsconfig.json')) ? [folder] : [];
  const inner = readdirSync(folder, { withFileTypes: true })
    .filter(
      (entry) => entry.isDirectory() && !['node_modules', 'dist', 'coverage', '.git'].includes(entry.name),
    )
    .flatMap((entry) => floors(join(folder, entry.name)));
  return [...found, ...inner];
}

async function step(name: string, work: Promise<RunResult>): Promise<boolean> {
  const { code, output, milliseconds } = await work;
  process.stdout.write(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${(milliseconds / 1000).toFixed(1)} s)\n`);
  if (code !== 0) process.stdout.write(`${output.trim()}\n\n`);
  return code === 0;
}

const steps = [
  step('biome: lint, format, imports', run('biome', ['ci', '--colors=off', '.'])),
  ...floors(root).map((folder) => {
    const name = relative(root, folder) || 'the root';
    return step(`types of ${name}`, run('tsc', ['--pretty', 'false', '-p', folder]));
  }),
  step('dependency rules', run('vitest', ['run', '--project', 'unit', 'test/arch/imports.test.ts'])),
];
const results = await Promise.all(steps);
if (results.includes(false)) process.exitCode = 1;
