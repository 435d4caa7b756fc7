import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { message } from '../../src-shared/i18n/message.ts';
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
    await postgres.getByText('Read its last lines, mend the cause, then restart it.').waitFor();
    await postgres.getByText('FATAL: too many connections for role "app"').waitFor();
    expect(await postgres.locator('footer :is(a, button)').allTextContents()).toEqual([
      'Restart',
      'Log at the crash',
      'Edit',
    ]);
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
    expect(await postgres.getByText('Crashed, restart limit').count()).toBe(1);
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
    const stopAll = async () => {
      await page.getByRole('button', { name: 'Actions for all servers' }).click();
      await page.getByRole('menuitem', { name: /^Stop all/ }).click();
    };
    await stopAll();
    const dialog = page.getByRole('dialog', { name: 'Stop all 2 servers?' });
    // What destroys is not where the keyboard is.
    await dialog.getByRole('button', { name: 'Cancel' }).and(page.locator(':focus')).waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(rig.orchestrator.status().summary.RUNNING).toBe(2);
    await stopAll();
    await dialog.getByRole('button', { name: 'Stop all' }).click();
    await page.getByRole('heading', { level: 1, name: 'Everything is stopped' }).waitFor();
    expect(opened.complaints).toEqual([]);
  });

  it('shows a hostile name and output as text, and nothing of it runs', async () => {
    const name = '<img src=x onerror=alert(1)> 🚀 مرحبا';
    const cause = {
      happened: message('reason.NOT_FOUND.happened', { command: '<b>x</b>', folders: 2 }),
      remedy: message('process.exit.remedy'),
    };
    const lastLines = [
      '<script>document.title="owned"</script> \u001b[31mred\u001b[0m',
      'x'.repeat(1_000_000),
    ];
    const bad = statusOf(name, {
      state: 'CRASHED',
      reason: 'NOT_FOUND',
      groups: ['<i>group</i>'],
      cause,
      lastExit: { code: 1, signal: null, at: new Date().toISOString(), lastLines },
    });
    await using rig = await startRig([bad, statusOf('b'.repeat(120))], { pageFolder: built.folder });
    await using opened = await openPage(browser, await oneTime(rig));
    const { page } = opened;
    const card = page.getByRole('article', { name });
    await card.getByRole('link', { name, exact: true }).waitFor();
    await card.getByText('<script>document.title="owned"</script> red').waitFor();
    await card.getByText('<b>x</b>').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    expect(await page.title()).toContain('MCP Orchestrator');
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
    const servers = page.getByRole('region', { name: 'Servers', exact: true });
    expect(await servers.getByRole('button', { name: 'Restart' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'What to do' }).click();
    await page.getByText('mcp-orchestrator status').waitFor();

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
    const { page } = opened;
    await page.getByRole('heading', { level: 1, name: /need you/ }).waitFor();
    const tooWide = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(await tooWide()).toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: 'Table' }).click();
    await page.getByRole('table', { name: 'Servers' }).waitFor();
    expect(await tooWide()).toBeLessThanOrEqual(0);
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
