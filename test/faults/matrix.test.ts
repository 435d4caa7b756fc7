import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { REPOSITORY } from './kit.ts';

const ROWS = Array.from({ length: 54 }, (_, index) => index + 1);

interface Listed {
  readonly row: number;
  readonly files: readonly string[];
  readonly text: string;
}

/** The table of README.md: `| row | fault | files and reasons |`. */
const listed: readonly Listed[] = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8')
  .split('\n')
  .map((line) => /^\| (\d+) \| ([^|]+) \| (.+) \|$/.exec(line))
  .filter((match) => match !== null)
  .map(([, row, , text = '']) => ({
    row: Number(row),
    text,
    files: [...text.matchAll(/`([\w./-]+\.test\.ts)`/g)].map(([, file = '']) => file),
  }));

/** Whether a test of the file is called "row N: …": a text in the code, not in a comment. */
function names(file: string, row: number): boolean {
  const name = new RegExp(`['"\`](?:[^'"\`]*\\b)?row ${row}\\b`);
  return readFileSync(join(REPOSITORY, 'test', file), 'utf8')
    .split('\n')
    .some((line) => !/^\s*(?:\/\/|\*|\/\*)/.test(line) && name.test(line));
}

test('every row of the fault matrix is listed once', () => {
  expect(listed.map(({ row }) => row)).toEqual(ROWS);
});

test.each(listed)(
  'fault $row is proved by the tests that are listed for it, or told to be impossible here',
  ({ row, files, text }) => {
    if (files.length === 0) expect(text).toMatch(/^Not here: .{20,}/);
    for (const file of files) {
      expect(existsSync(join(REPOSITORY, 'test', file)), `${file} exists`).toBe(true);
      expect(names(file, row), `a test of ${file} is called "row ${row}: …"`).toBe(true);
    }
  },
);

test('every test of this folder that is called by a row is listed there', () => {
  const missing = globSync('faults/*.test.ts', { cwd: join(REPOSITORY, 'test') })
    .filter((file) => !file.endsWith('matrix.test.ts'))
    .flatMap((file) =>
      ROWS.filter((row) => names(file, row)).map((row) => ({ file: file.replaceAll('\\', '/'), row })),
    )
    .filter(({ file, row }) => !listed[row - 1]?.files.includes(file));
  expect(missing).toEqual([]);
});
