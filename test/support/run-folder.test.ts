import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runFolder } from './run-folder.ts';
import { tempFolder } from './temp.ts';

test('a folder of a run is there until its end, and nobody takes it away meanwhile', async () => {
  await using parent = await tempFolder('runs');
  let path: string;
  {
    using mine = runFolder(parent.path, 'run-');
    path = mine.path;
    using _other = runFolder(parent.path, 'run-');
    expect(existsSync(path)).toBe(true);
  }
  expect(existsSync(path)).toBe(false);
});

test('what a run that was killed has left goes with the next one, and nothing else', async () => {
  await using parent = await tempFolder('runs');
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  const [left, strange] = [parent.file(`run-${pid}-abc`), parent.file('run-of-somebody')];
  for (const folder of [left, strange]) mkdirSync(folder);
  using _mine = runFolder(parent.path, 'run-');
  expect(existsSync(left)).toBe(false);
  expect(existsSync(strange)).toBe(true);
});
