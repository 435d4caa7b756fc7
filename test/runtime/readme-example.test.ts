import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { hasProc, markedWith } from '../support/proc.ts';
import { isolatedHome } from '../support/temp.ts';

const inCheckout = (path: string): URL => new URL(`../../${path}`, import.meta.url);
const MARK = 'MCP_ORCHESTRATOR_README_TEST';

/** The block of the README under that heading. */
async function readExample(heading: string): Promise<string> {
  const readme = await readFile(inCheckout('README.md'), 'utf8');
  const section = readme.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  const [, block] = /^```ts\n(.*?)^```$/ms.exec(section) ?? [];
  if (block === undefined) throw new Error(`no TypeScript under "${heading}"`);
  return block;
}

test('the README’s program runs as it stands: all servers run, and nothing is left', async () => {
  await using home = await isolatedHome();
  const mark = randomUUID();
  const env = { [MARK]: mark };
  const memory = fileURLToPath(inCheckout('node_modules/.bin/mcp-server-memory'));
  const trivial = fileURLToPath(inCheckout('test/fixtures/servers/trivial.mjs'));
  const mcpServers = {
    memory: { command: memory, env: { ...env, MEMORY_FILE_PATH: home.file('memory.json') } },
    trivial: { command: 'node', args: [trivial], env },
  };
  await writeFile(home.file('servers.json'), JSON.stringify({ mcpServers }));
  await writeFile(home.file('program.ts'), await readExample('In another program'));
  // As installed, but for the build: the package's entry is this checkout's.
  const installed = home.file('node_modules', 'mcp-orchestrator');
  await mkdir(installed, { recursive: true });
  await writeFile(`${installed}/package.json`, '{ "type": "module", "exports": "./index.js" }');
  await writeFile(`${installed}/index.js`, `export * from '${inCheckout('src-main/index.ts')}';\n`);
  await writeFile(home.file('package.json'), '{ "type": "module" }');

  const options = { cwd: home.path, env: { ...home.env, ...env }, timeout: 100_000 };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['program.ts'], options);
  expect({ stdout, stderr }).toEqual({ stdout: 'all run\n', stderr: '' });
  if (hasProc) expect(markedWith(MARK, mark)).toEqual([]);
});
