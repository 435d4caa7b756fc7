import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { isolatedHome, tempFolder } from './temp.ts';

const run = promisify(execFile);

test('a folder is there in its block and gone afterwards with all that is in it', async () => {
  let path: string;
  {
    await using folder = await tempFolder('temp-test');
    path = folder.path;
    await writeFile(folder.file('a.json'), '{}');
    expect(existsSync(folder.file('a.json'))).toBe(true);
  }
  expect(existsSync(path)).toBe(false);
});

test('an isolated home gives a command a private home and nothing of ours', async () => {
  await using home = await isolatedHome({ EXTRA: 'yes' });
  process.env.LEAKED_FROM_THE_TESTS = 'yes';
  try {
    const script =
      'console.log(JSON.stringify({ ...process.env, node: process.versions.node, home: os.homedir() }))';
    const { stdout } = await run('node', ['-e', script], { env: home.env });
    expect(JSON.parse(stdout)).toMatchObject({
      HOME: home.path,
      home: home.path,
      XDG_DATA_HOME: home.file('.local', 'share'),
      TMPDIR: home.file('tmp'),
      EXTRA: 'yes',
      node: expect.stringMatching(/^24\./),
    });
    expect(JSON.parse(stdout)).not.toHaveProperty('LEAKED_FROM_THE_TESTS');
  } finally {
    delete process.env.LEAKED_FROM_THE_TESTS;
  }
});

test.skipIf(process.platform === 'win32')(
  'the folders of a home are there, and closed to others',
  async () => {
    await using home = await isolatedHome();
    const { mode } = await stat(home.env.XDG_RUNTIME_DIR ?? '');
    expect(mode & 0o777).toBe(0o700);
  },
);
