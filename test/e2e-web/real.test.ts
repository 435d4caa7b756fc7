import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRuntime } from '../../src-main/runtime/create-runtime.ts';
import { browserPath, launchBrowser } from '../support/browser.ts';
import { buildPage, openPage } from './page.ts';

const FIXTURES = join(import.meta.dirname, '..', 'fixtures', 'servers');

describe.skipIf(browserPath === null)(
  'the page over real servers (needs Chromium: npm run test:setup)',
  () => {
    let folder: string;
    let built: Awaited<ReturnType<typeof buildPage>>;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'mcp-real-'));
      built = await buildPage();
    });
    afterAll(async () => {
      await built?.[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    });

    it('sees them run, restarts one into a new process, and explains the one that cannot', async () => {
      const config = join(folder, 'servers.json');
      const trivial = { command: process.execPath, args: [join(FIXTURES, 'trivial.mjs')] };
      const broken = { command: 'no-such-program-anywhere', args: [] };
      await writeFile(config, JSON.stringify({ mcpServers: { one: trivial, 'two 🚀': trivial, broken } }));
      await using runtime = await createRuntime({
        home: join(folder, 'home'),
        config,
        port: 0,
        pageFolder: built.folder,
      });
      const browser = await launchBrowser();
      try {
        const answer = await fetch(`${runtime.url}/api/one-time-address`, {
          method: 'POST',
          headers: { authorization: `Bearer ${runtime.token}` },
        });
        const { url } = (await answer.json()) as { readonly url: string };
        await using opened = await openPage(browser, url);
        const { page } = opened;
        await page.getByRole('article', { name: 'one: Running' }).waitFor();
        await page.getByRole('article', { name: 'two 🚀: Running' }).waitFor();
        const trouble = page.getByRole('article', { name: 'broken: Crashed, command not found' });
        await trouble.getByText('no-such-program-anywhere').first().waitFor();

        const pidOf = () => {
          const found = runtime.orchestrator.server('two 🚀');
          return found.ok ? found.value.pid : null;
        };
        const before = pidOf();
        await page.getByRole('button', { name: 'More actions for two 🚀' }).click();
        await page.getByRole('menuitem', { name: /^Restart/ }).click();
        await expect.poll(() => [pidOf() !== before, pidOf() !== null]).toEqual([true, true]);
        await page.getByRole('article', { name: 'two 🚀: Running' }).waitFor();

        await page.getByRole('button', { name: 'More actions for two 🚀' }).click();
        await page.getByRole('menuitem', { name: /^Log/ }).click();
        await expect.poll(() => decodeURIComponent(new URL(page.url()).pathname)).toBe('/servers/two 🚀/log');
        await page.goBack();
        await page.getByRole('article', { name: 'one: Running' }).waitFor();
        expect(opened.complaints).toEqual([]);
      } finally {
        await browser.close();
      }
    });
  },
);
