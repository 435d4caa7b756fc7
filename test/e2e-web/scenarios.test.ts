import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltCli, buildCli, exitOf, monitor, place } from '../hosts/headless/kit.ts';
import { scenarios } from '../scenarios/all.ts';
import type { Host, Scenario } from '../scenarios/scenario.ts';
import { browserPath, launchBrowser } from '../support/browser.ts';
import { builtOnce } from '../support/builds.ts';
import { freePort } from '../support/free-port.ts';
import { buildPage, openPage } from './page.ts';

/** As dist/ has them: the page beside the command line. */
async function buildCliWithPage(): Promise<BuiltCli> {
  const built = await builtOnce('cli-with-page', async (folder) => {
    await using bundle = await buildCli();
    await using page = await buildPage();
    await cp(bundle.folder, folder, { recursive: true });
    await cp(page.folder, join(folder, 'renderer'), { recursive: true });
  });
  return { ...built, file: join(built.folder, 'cli.js') };
}

/** The headless host as it is shipped, started by its command, and the page that it serves. */
describe.skipIf(browserPath === null)('in a browser (needs Chromium: npm run test:setup)', () => {
  let browser: Browser;
  let cli: BuiltCli;
  beforeAll(async () => {
    [browser, cli] = await Promise.all([launchBrowser(), buildCliWithPage()]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await cli?.[Symbol.asyncDispose]();
  });

  for (const [title, group] of Object.entries(scenarios)) {
    describe(title, () => {
      for (const scenario of group) it(scenario.name, () => play(scenario));
    });
  }

  async function play(scenario: Scenario): Promise<void> {
    await using where = await place(cli);
    const folder = where.home.path;
    const configuration = scenario.configuration({ folder });
    if (configuration !== null)
      await writeFile(
        where.config,
        typeof configuration === 'string' ? configuration : JSON.stringify(configuration, null, 2),
      );
    const port = String(await freePort());
    let { child, ready } = await monitor(where, '--port', port);
    expect(ready).toMatchObject({ event: 'ready' });
    const host: Host = {
      freeze: () => child.kill('SIGSTOP'),
      thaw: () => child.kill('SIGCONT'),
      async restart(between) {
        await where.run(['shutdown', '--force']);
        await exitOf(child);
        await between();
        ({ child, ready } = await monitor(where, '--port', port));
        expect(ready).toMatchObject({ event: 'ready', url });
      },
    };
    const url = String(ready.url);
    const token = (
      await readFile(where.home.file('.local', 'share', 'mcp-orchestrator', 'token'), 'utf8')
    ).trim();
    const api = async (method: string, path: string, body?: unknown) => {
      const answer = await fetch(`${url}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return answer.json();
    };
    for (const name of scenario.ready ?? [])
      await expect.poll(async () => (await api('GET', `/api/servers/${name}`)).state).toBe('RUNNING');
    await using opened = await openPage(browser, (await api('POST', '/api/one-time-address')).url);
    await opened.page.getByRole('heading', { level: 1 }).waitFor();
    const another = async () => {
      const page = await opened.page.context().newPage();
      await page.goto(url);
      await page.getByRole('heading', { level: 1 }).waitFor();
      return page;
    };
    try {
      await scenario.play({ page: opened.page, origin: url, file: where.config, folder, api, another, host });
    } finally {
      host.thaw();
    }
    const unexpected = opened.complaints.filter((text) => scenario.complaints?.test(text) !== true);
    expect(unexpected).toEqual([]);
  }
});
