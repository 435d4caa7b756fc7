import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statusOf } from '../doubles/orchestrator.ts';
import { browserPath, launchBrowser } from '../support/browser.ts';
import { type Rig, startRig } from '../transport/rig.ts';
import { mixedFleet } from './fleet.ts';
import { buildPage, openPage } from './page.ts';

describe.skipIf(browserPath === null)('the page in a browser (needs Chromium: npm run test:setup)', () => {
  let browser: Browser;
  let built: Awaited<ReturnType<typeof buildPage>>;
  beforeAll(async () => {
    [browser, built] = await Promise.all([launchBrowser(), buildPage()]);
  });
  afterAll(async () => {
    await browser?.close();
    await built?.[Symbol.asyncDispose]();
  });

  const oneTime = async (rig: Rig): Promise<string> =>
    (await rig.api('POST', '/api/one-time-address')).body.url;

  it('shows every server, what needs the person first, and nothing else than the CSP allows', async () => {
    const fleet = mixedFleet(Date.now());
    await using rig = await startRig(fleet, { pageFolder: built.folder });
    await using opened = await openPage(browser, await oneTime(rig));
    const { page } = opened;
    await page.getByRole('heading', { level: 1, name: '3 of 12 servers need you' }).waitFor();
    expect(new URL(page.url()).search).toBe('');
    expect(await page.title()).toBe('3 need you · MCP Orchestrator');
    const names = await page.locator('article h3').allTextContents();
    expect(names.slice(0, 3)).toEqual(['postgres', 'web-search', 'financial-stochastic']);
    expect(names.toSorted()).toEqual(fleet.map(({ name }) => name).toSorted());
    const postgres = page.locator('article', { has: page.getByRole('heading', { name: 'postgres' }) });
    await expect
      .poll(() => postgres.locator('.do-this b').textContent())
      .toBe('Read its last lines, mend the cause, then restart it.');
    expect(await postgres.locator('footer button').first().textContent()).toBe('Restart');
    expect(opened.complaints).toEqual([]);
  });

  it('restarts a server, keeps the button busy until the event that ends it, and moves only then', async () => {
    await using rig = await startRig(mixedFleet(Date.now()), { pageFolder: built.folder });
    await using opened = await openPage(browser, await oneTime(rig));
    const { page } = opened;
    const release = rig.orchestrator.holdOperations();
    const postgres = page.getByRole('article', { name: /^postgres/ });
    await postgres.getByRole('button', { name: 'Restart' }).click();
    await postgres.getByRole('button', { name: 'Restarting' }).waitFor();
    expect(await postgres.getByRole('button', { name: 'Restarting' }).isDisabled()).toBe(true);
    expect(await postgres.locator('.word').textContent()).toBe('Crashed, restart limit');
    release();
    await page.getByRole('article', { name: 'postgres: Running' }).waitFor();
    await page.getByRole('heading', { level: 1, name: '2 of 12 servers need you' }).waitFor();
    expect(rig.orchestrator.events({ limit: 50, types: ['operation.finished'] })).toMatchObject([
      { actor: 'dashboard', server: 'postgres' },
    ]);
    expect(opened.complaints).toEqual([]);
  });

  it('asks before it stops all servers', async () => {
    await using rig = await startRig([statusOf('a'), statusOf('b')], { pageFolder: built.folder });
    await using opened = await openPage(browser, await oneTime(rig));
    const { page } = opened;
    await page.getByRole('button', { name: 'Stop all' }).click();
    const dialog = page.getByRole('dialog', { name: 'Stop all 2 servers?' });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(rig.orchestrator.status().summary.RUNNING).toBe(2);
    await page.getByRole('button', { name: 'Stop all' }).click();
    await dialog.getByRole('button', { name: 'Stop all' }).click();
    await page.getByRole('heading', { level: 1, name: 'Everything is stopped' }).waitFor();
    expect(opened.complaints).toEqual([]);
  });

  it('follows a log as text, whatever is in it, and stops following where one scrolls up', async () => {
    const name = '<img src=x onerror=alert(1)> 🚀 مرحبا';
    await using rig = await startRig([statusOf(name)], { pageFolder: built.folder });
    const hostile = '<script>document.title="owned"</script> \u001b[31mred\u001b[0m \u202egnp.exe';
    for (let index = 0; index < 600; index++) rig.orchestrator.writeLog(name, `line ${index}`);
    rig.orchestrator.writeLog(name, hostile);
    await using opened = await openPage(browser, await oneTime(rig));
    const { page } = opened;
    await page.getByRole('button', { name: /^Log/ }).click();
    const lines = page.locator('.log .l > span:last-child');
    await expect.poll(() => lines.count()).toBe(500);
    expect(await lines.last().textContent()).toBe(
      '<script>document.title="owned"</script> red \u202egnp.exe',
    );
    rig.orchestrator.writeLog(name, 'one more');
    await expect.poll(() => lines.last().textContent()).toBe('one more');
    await page.locator('.log').evaluate((log) => {
      log.scrollTop = 0;
    });
    await page.getByText('Following').waitFor({ state: 'detached' });
    rig.orchestrator.writeLog(name, 'another');
    await page.getByRole('button', { name: '1 new line' }).click();
    await page.getByText('Following').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => rig.orchestrator.logFollowers).toBe(0);
    expect(opened.complaints).toEqual([]);
  });

  it('keeps what it knew, greyed, while the connection is away, and resumes by itself', async () => {
    const rig = await startRig([statusOf('a'), statusOf('b')], { pageFolder: built.folder });
    await using opened = await openPage(browser, await oneTime(rig));
    const { page } = opened;
    await page.getByRole('heading', { level: 1, name: 'Both servers are running' }).waitFor();
    await rig.server.close();
    await page.getByText(/^Connection lost at/).waitFor();
    await page.getByRole('heading', { level: 1, name: /^Not known since/ }).waitFor();
    expect(await page.locator('main.stale article').count()).toBe(2);
    expect(await page.getByRole('button', { name: 'Restart all' }).isDisabled()).toBe(true);

    await using again = await startRig(
      [statusOf('a'), statusOf('b', { state: 'STOPPED', desired: 'down' })],
      { pageFolder: built.folder, port: rig.port },
    );
    await page.getByRole('heading', { level: 1, name: '1 server is running, 1 is stopped' }).waitFor();
    expect(again.orchestrator.status().servers).toHaveLength(2);
    const others = opened.complaints.filter(
      (text) => !/WebSocket connection|ERR_CONNECTION_REFUSED|Failed to load resource/.test(text),
    );
    expect(others).toEqual([]);
  });

  it.each<[string, (page: Page) => Promise<unknown>]>([
    ['the person asks for it', (page) => page.getByRole('button', { name: 'Try now' }).click()],
    ['the network is back', (page) => page.evaluate(() => dispatchEvent(new Event('online')))],
    [
      'the page is looked at again',
      (page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange'))),
    ],
  ])('waits no longer for its next attempt once %s', async (_, act) => {
    const rig = await startRig([statusOf('a'), statusOf('b')], { pageFolder: built.folder });
    await using opened = await openPage(browser, 'about:blank');
    const { page } = opened;
    await page.clock.install();
    await page.goto(await oneTime(rig));
    await page.getByRole('heading', { level: 1, name: 'Both servers are running' }).waitFor();
    // From here on no timer of the page fires: by itself it tries nothing.
    await page.clock.pauseAt(Date.now() + 60_000);
    await rig.server.close();
    await page.getByText(/^Connection lost at/).waitFor();
    await using _again = await startRig([statusOf('a', { state: 'STOPPED', desired: 'down' })], {
      pageFolder: built.folder,
      port: rig.port,
    });
    await act(page);
    await page.getByRole('heading', { level: 1, name: 'Everything is stopped' }).waitFor();
  });

  it('is the page that tells how to get in, once the cookie is not taken any more', async () => {
    const rig = await startRig([statusOf('a')], { pageFolder: built.folder });
    await using opened = await openPage(browser, await oneTime(rig));
    const { page } = opened;
    await page.getByRole('article', { name: 'a: Running' }).waitFor();
    await rig.server.close();
    await using _other = await startRig([statusOf('a')], {
      pageFolder: built.folder,
      port: rig.port,
      token: 'another token',
    });
    await page.getByText('mcp-orchestrator open').waitFor();
    expect(await page.getByRole('article').count()).toBe(0);
  });

  it.each([360, 390, 720, 1024, 1440, 2560])('never scrolls sideways at %i px', async (width) => {
    await using rig = await startRig(mixedFleet(Date.now()), { pageFolder: built.folder });
    await using opened = await openPage(browser, await oneTime(rig), { viewport: { width, height: 800 } });
    await opened.page.getByRole('heading', { level: 1, name: /need you/ }).waitFor();
    expect(
      await opened.page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
    ).toBeLessThanOrEqual(0);
  });

  it('is reached by keyboard: every button and link has a name, and the first act is a few tabs away', async () => {
    await using rig = await startRig(mixedFleet(Date.now()), { pageFolder: built.folder });
    await using opened = await openPage(browser, await oneTime(rig));
    const { page } = opened;
    await page.getByRole('heading', { level: 1, name: /need you/ }).waitFor();
    for (const control of await page.locator('button, a').all()) {
      const name = await control.evaluate(
        (element) => element.getAttribute('aria-label') ?? element.textContent ?? '',
      );
      expect(name.trim()).not.toBe('');
    }
    const trouble = page.getByRole('article', { name: /^postgres/ });
    await trouble.getByRole('button', { name: 'Restart' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('article', { name: 'postgres: Running' }).waitFor();
  });
});
