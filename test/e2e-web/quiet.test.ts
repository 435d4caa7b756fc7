import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statusOf } from '../doubles/orchestrator.ts';
import { browserPath, launchBrowser } from '../support/browser.ts';
import { type Rig, startRig } from '../transport/rig.ts';
import { buildPage, openPage } from './page.ts';

const NAMES = ['alpha', 'beta', 'gamma'];
/** Every view that reads something by itself. */
const VIEWS = [
  '/servers/alpha',
  '/servers/alpha/log',
  '/servers/alpha/events',
  '/servers/alpha/tools',
  '/servers/alpha/configuration',
  '/tools',
  '/activity',
  '/activity/log',
  '/add',
  '/',
];

declare global {
  interface Window {
    /** Intervals that run. */
    testIntervals: Set<number>;
    /** How often the document was changed since it was set to 0. */
    testChanges: number;
    testVisibility: DocumentVisibilityState;
  }
}

describe.skipIf(browserPath === null)(
  'a page that has nothing to do (needs Chromium: npm run test:setup)',
  () => {
    let built: Awaited<ReturnType<typeof buildPage>>;
    let browser: Browser;
    beforeAll(async () => {
      [built, browser] = await Promise.all([buildPage(), launchBrowser()]);
    });
    afterAll(async () => {
      await browser?.close();
      await built?.[Symbol.asyncDispose]();
    });

    async function open() {
      const rig = await startRig(
        NAMES.map((name) => statusOf(name, { cpuPercent: 1 })),
        { pageFolder: built.folder },
      );
      const opened = await openPage(browser, 'about:blank');
      await opened.page.addInitScript(watch);
      const { body } = await rig.api('POST', '/api/one-time-address');
      await opened.page.goto(body.url);
      await opened.page.getByRole('heading', { level: 1 }).waitFor();
      return {
        ...opened,
        rig,
        async [Symbol.asyncDispose]() {
          await opened[Symbol.asyncDispose]();
          await rig[Symbol.asyncDispose]();
        },
      };
    }

    it('leaves nothing behind of a view that was left: no follower of a log, no timer', async () => {
      await using opened = await open();
      const { page, rig, complaints } = opened;
      await go(page, '/settings');
      const intervals = () => page.evaluate(() => window.testIntervals.size);
      const atFirst = await intervals();
      for (const view of VIEWS) {
        await go(page, view);
        const named = { message: view };
        if (view === '/servers/alpha/log')
          await expect.poll(() => rig.orchestrator.logFollowers, named).toBe(1);
        await go(page, '/settings');
        await expect.poll(() => rig.orchestrator.logFollowers, named).toBe(0);
        await expect.poll(intervals, named).toBeLessThanOrEqual(atFirst);
      }
      expect(complaints).toEqual([]);
    });

    it('draws nothing while nobody sees it, but its title; then all of it at once', async () => {
      await using opened = await open();
      const { page, rig, complaints } = opened;
      await expect.poll(() => page.title()).toContain('All running');
      await look(page, 'hidden');
      // What was on its way is drawn.
      await page.waitForTimeout(500);
      await page.evaluate(() => {
        window.testChanges = 0;
      });
      for (let round = 0; round < 15; round++) {
        for (const name of NAMES) rig.orchestrator.change(name, { cpuPercent: 40 + round });
        await page.waitForTimeout(100);
      }
      expect(await page.evaluate(() => window.testChanges)).toBe(0);
      expect(await page.evaluate(() => window.testIntervals.size)).toBe(0);

      await fail(rig, 'alpha');
      await expect.poll(() => page.title()).toContain('1 need');

      await look(page, 'visible');
      await page
        .getByText(/54\s*%/)
        .first()
        .waitFor();
      expect(await page.evaluate(() => window.testIntervals.size)).toBeGreaterThan(0);
      expect(complaints).toEqual([]);
    });
  },
);

async function fail(rig: Rig, name: string): Promise<void> {
  rig.orchestrator.change(name, { state: 'CRASHED', reason: 'EXITED', pid: null });
}

/** By the page's own links and history, as a person goes; an address that is typed would begin a new page. */
async function go(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  // Its own code may come only now.
  await page.waitForLoadState('networkidle');
}

async function look(page: Page, visibility: DocumentVisibilityState): Promise<void> {
  await page.evaluate((now) => {
    window.testVisibility = now;
    document.dispatchEvent(new Event('visibilitychange'));
  }, visibility);
}

/** Runs in the page before anything else. */
function watch(): void {
  window.testIntervals = new Set();
  window.testChanges = 0;
  window.testVisibility = 'visible';
  const begin = window.setInterval.bind(window);
  const end = window.clearInterval.bind(window);
  window.setInterval = ((...given: Parameters<typeof setInterval>) => {
    const id = begin(...given) as unknown as number;
    window.testIntervals.add(id);
    return id;
  }) as typeof setInterval;
  window.clearInterval = (id) => {
    window.testIntervals.delete(Number(id));
    end(id as number);
  };
  Object.defineProperty(document, 'visibilityState', { get: () => window.testVisibility });
  document.addEventListener('DOMContentLoaded', () => {
    new MutationObserver((changes) => {
      window.testChanges += changes.length;
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  });
}
