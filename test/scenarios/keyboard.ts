import type { Page } from 'playwright';
import { expect } from 'vitest';
import type { Scenario } from './scenario.ts';
import { quickly, servers } from './servers.ts';
import { focusedText, pathOf, soon } from './watch.ts';

const press = async (page: Page, ...keys: readonly string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { level: 1, name }).waitFor();

export const keyboard: readonly Scenario[] = [
  {
    name: 'several are chosen, stopped and started',
    configuration: () => ({
      mcpServers: Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, servers.trivial])),
    }),
    ready: ['a', 'b', 'c', 'd'],
    async play({ page }) {
      const bar = page.getByRole('region', { name: 'Actions for the selected servers' });
      await press(page, 'j');
      await soon(() => focusedText(page)).toBe('a');
      await press(page, 'x', 'j', 'j', 'Shift+X');
      await bar.getByText('3 selected').waitFor();
      await bar.getByRole('button', { name: 'Stop', exact: true }).focus();
      await press(page, 'Enter');
      await heading(page, '1 server is running, 3 are stopped');
      await bar.getByRole('button', { name: 'Start', exact: true }).focus();
      await press(page, 'Enter');
      await heading(page, 'All 4 servers are running');
      // What was pressed is gone with the need for it; the keyboard is at the chosen one, not nowhere.
      await soon(() => focusedText(page)).toBe('c');
      await press(page, 'Control+a');
      await bar.getByText('4 selected').waitFor();
      await press(page, 'Escape');
      await bar.waitFor({ state: 'detached' });
    },
  },
  {
    name: 'every key of the list does what the list says',
    configuration: () => ({
      mcpServers: {
        broken: servers.chaos('--exit-after', '0', '--log-lines', '3'),
        lost: servers.missing,
        one: servers.trivial,
      },
      orchestrator: { servers: { broken: quickly } },
    }),
    ready: ['one'],
    async play({ page, api }) {
      const state = async (name: string) => (await api('GET', `/api/servers/${name}`)).state;
      const at = (path: string) => soon(() => pathOf(page)).toBe(path);
      await heading(page, '2 of 3 servers need you');
      // The views.
      await press(page, 'g', 't');
      await at('/tools');
      await heading(page, 'Tools');
      await press(page, 'g', 'a');
      await at('/activity');
      await press(page, 'g', ',');
      await at('/settings');
      await press(page, 'n');
      await at('/add');
      await press(page, 'g', 's');
      await at('/');
      await heading(page, '2 of 3 servers need you');
      // Palette, all keys, filter.
      await press(page, 'Control+k');
      await page.getByRole('dialog').getByRole('combobox').waitFor();
      await press(page, 'Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await press(page, '?');
      await page.getByRole('dialog', { name: 'All keys' }).waitFor();
      await press(page, 'Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await press(page, '/');
      await page.keyboard.type('one');
      await soon(() => page.getByRole('article').count()).toBe(1);
      await press(page, 'Escape');
      await soon(() => page.getByRole('article').count()).toBe(3);
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      await press(page, 'v');
      await page.getByRole('table', { name: 'Servers' }).waitFor();
      await press(page, 'v');
      await page.getByRole('table', { name: 'Servers' }).waitFor({ state: 'detached' });
      await press(page, '1');
      await at('/?state=RUNNING');
      await press(page, '0');
      await at('/');
      // Those that need somebody, one after the other and round.
      await press(page, ']');
      const first = await focusedText(page);
      await press(page, ']');
      expect(new Set([first, await focusedText(page)])).toEqual(new Set(['broken', 'lost']));
      // The chosen one.
      await page
        .getByRole('article', { name: 'broken: Crashed, restart limit' })
        .getByRole('link')
        .first()
        .focus();
      await press(page, 'l');
      await at('/servers/broken/log?at=crash');
      await heading(page, 'broken');
      await press(page, 'Backspace');
      await at('/');
      await page.getByRole('article', { name: 'one: Running' }).getByRole('link').first().focus();
      const pid = async () => (await api('GET', '/api/servers/one')).pid;
      const before = await pid();
      await press(page, 'r');
      await soon(async () => ![before, null].includes(await pid())).toBe(true);
      await page.getByRole('article', { name: 'one: Running' }).waitFor();
      const checked = async () => (await api('GET', '/api/servers/one')).health.checkedAt;
      const last = await checked();
      await press(page, 'c');
      await soon(checked).not.toBe(last);
      await press(page, 'p');
      await page
        .getByText(/checks paused until/)
        .first()
        .waitFor();
      await press(page, 'p');
      await page
        .getByText(/checks paused until/)
        .first()
        .waitFor({ state: 'detached' });
      await press(page, 's');
      await page.getByRole('article', { name: 'one: Stopped' }).waitFor();
      await soon(() => focusedText(page)).toBe('one');
      await press(page, 's');
      await page.getByRole('article', { name: 'one: Running' }).waitFor();
      expect(await state('one')).toBe('RUNNING');
      await press(page, 'e');
      await at('/servers/one/edit');
      await page.goBack();
      await page.getByRole('article', { name: 'one: Running' }).getByRole('link').first().focus();
      await press(page, 'Enter');
      await at('/servers/one');
      // Its log.
      await page.getByRole('link', { name: 'Log', exact: true }).focus();
      await press(page, 'Enter');
      await at('/servers/one/log');
      const follow = page.getByRole('button', { name: 'Follow' });
      await follow.waitFor();
      await press(page, 'w');
      await soon(() =>
        page.getByRole('button', { name: 'Wrap long lines' }).getAttribute('aria-pressed'),
      ).toBe('true');
      await press(page, 'Control+f');
      await soon(() =>
        page
          .getByRole('searchbox', { name: 'Search the log' })
          .evaluate((field) => field === document.activeElement),
      ).toBe(true);
      // A tool, run from its form.
      await page.goto(new URL('/tools/one/echo', page.url()).href);
      await page.getByRole('textbox').last().fill('hello');
      await press(page, 'Control+Enter');
      await page.getByRole('region', { name: 'Result' }).getByText('hello').first().waitFor();
    },
  },
  {
    name: 'the first Tab leads past the frame, and letters can be switched off',
    configuration: () => ({ mcpServers: { one: servers.trivial } }),
    ready: ['one'],
    async play({ page, origin }) {
      await press(page, 'Tab');
      await soon(() => focusedText(page)).toBe('Skip to the content');
      await press(page, 'Enter');
      await soon(() => page.evaluate(() => document.activeElement?.id)).toBe('content');
      await page.goto(`${origin}/settings`);
      await page.getByRole('switch', { name: 'Single letters as shortcuts' }).click();
      await page.locator('body').press('n');
      await press(page, 'Control+k');
      await page.getByRole('dialog').getByRole('combobox').waitFor();
      expect(pathOf(page)).toBe('/settings');
    },
  },
];
