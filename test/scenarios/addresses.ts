import type { Page } from 'playwright';
import { expect } from 'vitest';
import type { Scenario } from './scenario.ts';
import { quickly, servers } from './servers.ts';
import { pathOf, sideways, soon } from './watch.ts';

const fleet = () => ({
  mcpServers: {
    everything: servers.everything,
    'two words 🚀': servers.trivial,
    broken: servers.chaos('--exit-after', '0', '--log-lines', '3'),
  },
  orchestrator: { servers: { broken: quickly }, groups: { Everyday: ['everything'] } },
});
/** All is running when a view is asked for. */
const ready = ['everything', 'two%20words%20%F0%9F%9A%80'];

/** Each view with what proves that it is there, not only its frame. */
const views: readonly (readonly [path: string, proof: (page: Page) => ReturnType<Page['locator']>])[] = [
  ['/', (page) => page.getByRole('article', { name: 'everything: Running' })],
  ['/?state=CRASHED', (page) => page.getByRole('article', { name: /^broken: Crashed/ })],
  ['/servers/everything', (page) => page.getByRole('region', { name: 'Last hour' })],
  ['/servers/everything/log', (page) => page.getByRole('button', { name: 'Follow' })],
  ['/servers/broken/log?at=crash', (page) => page.getByText(/Exited with code 1/).first()],
  ['/servers/broken/events', (page) => page.getByRole('combobox', { name: 'Kind of event' })],
  ['/servers/everything/tools', (page) => page.getByRole('link', { name: /^echo/ })],
  ['/servers/everything/resources', (page) => page.getByRole('heading', { level: 1, name: 'everything' })],
  ['/servers/everything/prompts', (page) => page.getByRole('heading', { level: 1, name: 'everything' })],
  ['/servers/everything/configuration', (page) => page.getByText('Everyday').first()],
  ['/servers/two words 🚀/edit', (page) => page.getByLabel('Restarts before it stays down')],
  ['/servers/nobody', (page) => page.getByText('There is no server named nobody.')],
  ['/tools', (page) => page.getByRole('navigation', { name: 'Tools by server' })],
  ['/tools/everything/echo', (page) => page.getByRole('button', { name: /^Call/ })],
  ['/resources', (page) => page.getByRole('heading', { level: 1 })],
  ['/prompts', (page) => page.getByRole('heading', { level: 1 })],
  ['/activity', (page) => page.getByRole('heading', { level: 1, name: 'Activity' })],
  ['/activity/log', (page) => page.getByRole('button', { name: 'Follow' })],
  ['/settings', (page) => page.getByRole('combobox', { name: 'Language' })],
  ['/add', (page) => page.getByLabel('JSON snippet, command line or URL')],
  ['/file', (page) => page.getByRole('heading', { level: 1 })],
  ['/settings/nowhere', (page) => page.getByText(/^There is no page at/)],
];

/** Goes there as a link inside of the page does: nothing is loaded again. */
async function follow(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, '', to);
  }, path);
}

export const addresses: readonly Scenario[] = [
  {
    name: 'every view opens by its address, and is there again when it is loaded again',
    configuration: fleet,
    ready,
    async play({ page }) {
      for (const [path, proof] of views) {
        await follow(page, path);
        await page.reload();
        await proof(page).waitFor();
        expect(pathOf(page)).toBe(path);
        expect(await page.title()).toMatch(/MCP Orchestrator$/);
      }
    },
  },
  {
    name: 'no view scrolls sideways from 360 to 2560 px, nor at 200 %',
    configuration: fleet,
    ready,
    async play({ page }) {
      const tooWide: string[] = [];
      for (const [path, proof] of views) {
        await follow(page, path);
        await proof(page).waitFor();
        // 720 px is what is left of 1440 px at 200 %.
        for (const width of [360, 720, 768, 2560, 1440]) {
          await page.setViewportSize({ width, height: 900 });
          const by = await sideways(page);
          if (by > 0) tooWide.push(`${path} at ${width} px by ${by} px`);
        }
      }
      expect(tooWide).toEqual([]);
    },
  },
  {
    name: 'back and forward go through every view that was seen, and nothing is loaded again',
    configuration: fleet,
    ready,
    async play({ page }) {
      const mark = await page.evaluateHandle(() => ({ alive: true }));
      for (const [path, proof] of views.slice(1)) {
        await follow(page, path);
        await proof(page).waitFor();
      }
      for (const [path, proof] of views.slice(0, -1).toReversed()) {
        await page.goBack();
        await proof(page).waitFor();
        expect(pathOf(page)).toBe(path);
      }
      for (const [path, proof] of views.slice(1, 8)) {
        await page.goForward();
        await proof(page).waitFor();
        expect(pathOf(page)).toBe(path);
      }
      // A page that was loaded again has forgotten it.
      expect(await mark.evaluate(({ alive }) => alive)).toBe(true);
    },
  },
  {
    name: 'language and theme change while one looks',
    configuration: fleet,
    ready,
    async play({ page, origin }) {
      await page.goto(`${origin}/settings`);
      const background = () =>
        page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      const light = await background();
      await page.emulateMedia({ colorScheme: 'dark' });
      await soon(background).not.toBe(light);
      const dark = await background();
      await page
        .getByRole('radio', { name: 'Light' })
        .or(page.getByRole('button', { name: 'Light' }))
        .click();
      await soon(background).toBe(light);
      await page.emulateMedia({ colorScheme: 'light' });
      await page
        .getByRole('radio', { name: 'Dark' })
        .or(page.getByRole('button', { name: 'Dark' }))
        .click();
      await soon(background).toBe(dark);
      await page.getByRole('combobox', { name: 'Language' }).selectOption('de');
      await soon(() => page.locator('html').getAttribute('lang')).toBe('de');
      await soon(() => page.getByText('Läuft').count()).toBeGreaterThan(0);
      await page.locator('body').press('g');
      await page.keyboard.press('s');
      await page.getByRole('article', { name: 'everything: Läuft' }).waitFor();
      await page.keyboard.press('g');
      await page.keyboard.press(',');
      await page.locator('select').filter({ hasText: 'Deutsch' }).selectOption('en');
      await page.getByRole('combobox', { name: 'Language' }).waitFor();
      await soon(() => page.locator('html').getAttribute('lang')).toBe('en');
    },
  },
];
