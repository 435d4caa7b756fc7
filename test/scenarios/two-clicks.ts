import { expect } from 'vitest';
import type { Scenario } from './scenario.ts';
import { quickly, servers } from './servers.ts';

/** From the overview at most two clicks lead to what matters; each click is counted by standing in its own line. */
export const twoClicks: readonly Scenario[] = [
  {
    name: 'why a server is broken: no click, it stands there',
    configuration: () => ({ mcpServers: { search: servers.missing, one: servers.trivial } }),
    ready: ['one'],
    async play({ page }) {
      const card = page.getByRole('article', { name: /^search/ });
      await card.getByText('no-such-program-anywhere').first().waitFor();
      await card.getByText(/^Install .*, or give the full path of the command\.$/).waitFor();
    },
  },
  {
    name: 'its restart: one click, and the state moves when the server does',
    configuration: ({ folder }) => ({
      mcpServers: { flaky: servers.chaos('--state', `${folder}/starts`, '--fail-first', '4') },
      orchestrator: { servers: { flaky: quickly } },
    }),
    async play({ page, api }) {
      const card = page.getByRole('article', { name: /^flaky: Crashed, restart limit/ });
      await card.getByRole('button', { name: 'Restart' }).click();
      await page.getByRole('article', { name: 'flaky: Running' }).waitFor();
      expect((await api('GET', '/api/servers/flaky')).restartCount).toBe(0);
    },
  },
  {
    name: 'its log at the crash: one click',
    configuration: () => ({
      mcpServers: { flaky: servers.chaos('--exit-after', '0', '--log-lines', '3') },
      orchestrator: { servers: { flaky: quickly } },
    }),
    async play({ page }) {
      const card = page.getByRole('article', { name: /^flaky: Crashed, restart limit/ });
      await card.getByRole('link', { name: 'Log at the crash' }).click();
      await page.waitForURL(/\/servers\/flaky\/log\?at=crash$/);
      await page
        .getByText(/Exited with code 1/)
        .first()
        .waitFor();
    },
  },
  {
    name: 'adding a server: one click to the place, and pasting is enough',
    configuration: () => ({ mcpServers: { one: servers.trivial } }),
    ready: ['one'],
    async play({ page, api }) {
      await page.getByRole('link', { name: 'Add server' }).click();
      const snippet = JSON.stringify({ mcpServers: { two: servers.trivial } });
      await page.getByRole('textbox').first().fill(snippet);
      await page.getByRole('button', { name: /^Save/ }).click();
      await expect.poll(async () => (await api('GET', '/api/servers/two')).state).toBe('RUNNING');
    },
  },
  {
    name: 'trying a tool: two clicks',
    configuration: () => ({ mcpServers: { one: servers.trivial } }),
    ready: ['one'],
    async play({ page }) {
      await page.getByRole('link', { name: 'Tools' }).first().click();
      await page.getByRole('link', { name: /echo/ }).click();
      await page.getByRole('button', { name: /^Call/ }).waitFor();
    },
  },
  {
    name: 'or one command of the palette for each of them',
    configuration: () => ({
      mcpServers: {
        one: servers.trivial,
        flaky: servers.chaos('--exit-after', '0', '--log-lines', '3'),
      },
      orchestrator: { servers: { flaky: quickly } },
    }),
    ready: ['one'],
    async play({ page, origin }) {
      await page.getByRole('article', { name: /^flaky: Crashed/ }).waitFor();
      const run = async (words: string, option: RegExp) => {
        await page.keyboard.press('Control+k');
        await page.getByRole('dialog').getByRole('combobox').fill(words);
        await page.getByRole('dialog').getByRole('option', { name: option }).first().waitFor();
        await page.getByRole('dialog').getByRole('option', { name: option }).first().click();
      };
      // The first of all results is what helps the server that is not well.
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').getByRole('combobox').fill('flaky');
      await page.getByRole('dialog').getByRole('option').first().waitFor();
      expect(await page.getByRole('dialog').getByRole('option').first().textContent()).toMatch(
        /flaky.*(restart|log)/i,
      );
      await page.keyboard.press('Escape');
      await run('flaky log', /log at the crash/i);
      await page.waitForURL(`${origin}/servers/flaky/log?at=crash`);
      await run('echo', /echo/);
      await page.waitForURL(/\/tools\/one\/echo/);
      await run('add', /add/i);
      await page.waitForURL(`${origin}/add`);
    },
  },
];
