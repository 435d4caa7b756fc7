import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { createRuntime } from '../../src-main/runtime/create-runtime.ts';
import { launchBrowser } from '../support/browser.ts';
import { buildPage, openPage } from './page.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

export interface ToolsRig extends AsyncDisposable {
  readonly folder: string;
  readonly url: string;
  open(path: string): ReturnType<typeof openPage>;
}

/** A real instance with the reference servers, one made to hurt (10,013 tools), and one that cannot start. */
export async function startToolsRig(): Promise<ToolsRig> {
  const folder = await mkdtemp(join(tmpdir(), 'mcp-tools-'));
  const node = (...args: readonly string[]) => ({ command: process.execPath, args });
  const reference = (name: string, ...args: readonly string[]) =>
    node(join(ROOT, 'node_modules', '@modelcontextprotocol', name, 'dist', 'index.js'), ...args);
  const files = join(folder, 'files');
  await mkdir(files);
  await writeFile(join(files, 'ledger.sql'), 'select 1;');
  const config = join(folder, 'servers.json');
  const mcpServers = {
    everything: reference('server-everything'),
    filesystem: reference('server-filesystem', files),
    memory: { ...reference('server-memory'), env: { MEMORY_FILE_PATH: join(folder, 'memory.jsonl') } },
    hostile: node(join(ROOT, 'test', 'fixtures', 'servers', 'hostile-tools.mjs'), '--many=10000'),
    broken: { command: 'no-such-program-anywhere', args: [] },
  };
  await writeFile(config, JSON.stringify({ mcpServers }));
  const [browser, built] = await Promise.all([launchBrowser(), buildPage()]);
  const runtime = await createRuntime({
    home: join(folder, 'home'),
    config,
    port: 0,
    pageFolder: built.folder,
  });
  const { url, token } = runtime;
  if (url === null) throw new Error('the instance does not listen');
  return {
    folder,
    url,
    async open(path) {
      const headers = { authorization: `Bearer ${token}` };
      const answer = await fetch(`${url}/api/one-time-address`, { method: 'POST', headers });
      const once = new URL(((await answer.json()) as { readonly url: string }).url);
      once.pathname = path;
      return openPage(browser, once.href);
    },
    async [Symbol.asyncDispose]() {
      await runtime[Symbol.asyncDispose]();
      await browser.close();
      await built[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Axe through the page's own policy, on its view; the frame around it has tests of its own. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(await readFile(AXE, 'utf8'));
  return page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: axe is put into the page as it is
    const found = await (globalThis as any).axe.run('main');
    // biome-ignore lint/suspicious/noExplicitAny: as above
    return found.violations.map((each: any) => `${each.id}: ${each.nodes[0]?.html}`);
  });
}

export const call = (page: Page) => page.getByRole('button', { name: /^Call/ }).click();
export const result = (page: Page) => page.getByRole('region', { name: 'Result' });
