import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { createRuntime } from '../../src-main/runtime/create-runtime.ts';
import type { Runtime } from '../../src-main/runtime/options.ts';
import { launchBrowser } from '../support/browser.ts';
import { tempFolder } from '../support/temp.ts';
import { buildPage, openPage } from './page.ts';

const FIXTURES = join(import.meta.dirname, '..', 'fixtures', 'servers');
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

export const steady = { command: process.execPath, args: [join(FIXTURES, 'trivial.mjs')] };
export const chaos = (...args: readonly string[]) => ({
  command: process.execPath,
  args: [join(FIXTURES, 'chaos.mjs'), ...args],
});

export interface Instance extends AsyncDisposable {
  readonly runtime: Runtime;
  /** The configuration file. */
  readonly config: string;
  /** A page of its own, let in and at that address. */
  open(path: string, options?: BrowserContextOptions): ReturnType<typeof openPage>;
}

/** The real page in front of a real instance with these servers, in a folder of its own. */
export async function startInstance(name: string, config: string): Promise<Instance> {
  const stack = new AsyncDisposableStack();
  try {
    const folder = stack.use(await tempFolder(name));
    const [built, browser] = await Promise.all([buildPage(), launchBrowser()]);
    stack.use(built);
    stack.adopt<Browser>(browser, (opened) => opened.close());
    const file = folder.file('servers.json');
    await writeFile(file, config);
    const runtime = stack.use(
      await createRuntime({
        home: folder.file('home'),
        config: file,
        port: 0,
        pageFolder: built.folder,
      }),
    );
    const owned = stack.move();
    return {
      runtime,
      config: file,
      async open(path, options = {}) {
        const answer = await fetch(`${runtime.url}/api/one-time-address`, {
          method: 'POST',
          headers: { authorization: `Bearer ${runtime.token}` },
        });
        const { url } = (await answer.json()) as { readonly url: string };
        const opened = await openPage(browser, url, options);
        if (path !== '/') await opened.page.goto(`${runtime.url}${path}`);
        return opened;
      },
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

/** What axe finds wrong with the view and what lies over it. The frame around them has tests of its own. */
export async function findings(page: Page): Promise<readonly string[]> {
  await page.evaluate(await readFile(AXE, 'utf8'));
  return page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: axe is put into the page as it is
    const { violations } = await (globalThis as any).axe.run([...document.querySelectorAll('main, dialog')]);
    return violations.map(
      ({ id, nodes }: { id: string; nodes: { html: string }[] }) =>
        `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
    );
  });
}

/** By how much the page is wider than its window. */
export const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
