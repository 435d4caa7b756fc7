import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { expect } from 'vitest';
import type { Scenario } from './scenario.ts';
import { quickly, servers } from './servers.ts';
import { listen, pathOf, soon } from './watch.ts';

/** Servers that misbehave while somebody looks at them. */
export const failing: readonly Scenario[] = [
  {
    name: 'one crashes: seen at once, its cause, its log, its restart, and all is well again; each told once',
    configuration: ({ folder }) => ({
      mcpServers: {
        calm: servers.trivial,
        flaky: servers.chaos('--exit-file', `${folder}/end`, '--log-lines', '3'),
      },
      orchestrator: { servers: { flaky: quickly } },
    }),
    ready: ['calm', 'flaky'],
    async play({ page, folder }) {
      const verdict = (name: RegExp | string) => page.getByRole('heading', { level: 1, name }).waitFor();
      await verdict('Both servers are running');
      const told = await listen(page);
      // Whole at once: it is looked for all the time.
      await writeFile(`${folder}/code`, '3');
      await rename(`${folder}/code`, `${folder}/end`);
      await verdict('1 of 2 servers needs you');
      expect(await page.title()).toBe('1 needs you · MCP Orchestrator');
      const card = page.getByRole('article', { name: 'flaky: Crashed, restart limit' });
      await card
        .getByText(/code 3.* All 2 restarts are used, so it stays down\.$/)
        .first()
        .waitFor();
      await card.getByText(/^Read its last lines, mend the cause, then restart it\.$/).waitFor();
      await soon(async () => (await told()).filter((text) => text.includes('flaky'))).toEqual([
        'flaky: Crashed, restart limit.',
      ]);
      await card.getByRole('link', { name: 'Log at the crash' }).click();
      await page
        .getByText(/Exited with code 3/)
        .first()
        .waitFor();
      await rm(`${folder}/end`);
      await page.getByRole('button', { name: 'Restart', exact: true }).first().click();
      await soon(async () => (await told()).at(-1)).toBe('flaky: Running.');
      await page.getByRole('link', { name: 'Servers', exact: true }).first().click();
      await verdict('Both servers are running');
      expect(await page.getByRole('region', { name: 'Needs you' }).count()).toBe(0);
      expect(await told()).toEqual(['flaky: Crashed, restart limit.', 'flaky: Running.']);
    },
  },
  {
    name: 'one flaps: what it waits for is counted, it is started before its time, and stopped for good',
    configuration: ({ folder }) => ({
      mcpServers: { flapping: servers.chaos('--state', `${folder}/starts`, '--lives', '200') },
      orchestrator: {
        servers: {
          flapping: { restart: { maxRestarts: 50, backoff: { initial: 20_000, factor: 1, jitter: 0 } } },
        },
      },
    }),
    async play({ page, folder }) {
      const starts = async () => (await readFile(`${folder}/starts`, 'utf8')).trim().split('\n').length;
      const card = page.getByRole('article', { name: 'flapping: Starting' });
      const waiting = card.getByText(/^Starting again in \d+\ss/);
      await waiting.waitFor();
      await card.getByRole('progressbar', { name: 'Wait before the restart, in seconds' }).waitFor();
      const before = await waiting.textContent();
      await soon(() => waiting.textContent()).not.toBe(before);
      expect(await starts()).toBe(1);
      await card.getByRole('button', { name: 'Start now' }).click();
      await soon(starts).toBe(2);
      await waiting.waitFor();
      await card.getByRole('button', { name: 'Stop', exact: true }).click();
      await page.getByRole('article', { name: 'flapping: Stopped' }).waitFor();
      await page.getByRole('heading', { level: 1, name: 'Everything is stopped' }).waitFor();
      expect(await starts()).toBe(2);
      await page.getByRole('link', { name: 'Activity' }).first().click();
      await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor();
      await page
        .getByText(/flapping/)
        .filter({ visible: true })
        .first()
        .waitFor();
    },
  },
  {
    name: 'one floods its log while its page is open: the page answers, and what else happens is seen',
    configuration: ({ folder }) => ({
      mcpServers: {
        flood: servers.chaos('--stderr-flood', '400k'),
        other: servers.chaos('--exit-file', `${folder}/end`),
      },
      orchestrator: { servers: { other: { restart: { policy: 'never' } } } },
    }),
    ready: ['flood', 'other'],
    async play({ page, folder, origin }) {
      await page.goto(`${origin}/servers/flood/log`);
      const rows = page.locator('[data-n]');
      await soon(() => rows.count()).toBeGreaterThan(10);
      const newest = async () => Number(await rows.last().getAttribute('data-n'));
      const first = await newest();
      await soon(newest).toBeGreaterThan(first + 5000);
      await writeFile(`${folder}/end`, '1');
      await page.getByRole('link', { name: '1 needs you' }).waitFor();
      await page.getByRole('link', { name: 'Overview', exact: true }).click();
      await page.getByRole('region', { name: 'Last hour' }).waitFor();
      await page.getByRole('link', { name: 'Log', exact: true }).click();
      await soon(() => rows.count()).toBeGreaterThan(10);
    },
  },
  {
    name: 'the checks of one pause and go on, and every view says so',
    configuration: () => ({ mcpServers: { one: servers.trivial } }),
    ready: ['one'],
    async play({ page, api, origin }) {
      const paused = page.getByText(/^Running, checks paused until \d\d:\d\d$/).first();
      const menu = async (item: string) => {
        await page.getByRole('button', { name: 'More actions for one' }).click();
        await page.getByRole('menuitem', { name: item }).click();
      };
      const until = async () => (await api('GET', '/api/servers/one')).pausedUntil;
      await menu('Pause 30 min');
      await paused.waitFor();
      expect(Date.parse(await until()) - Date.now()).toBeGreaterThan(29 * 60_000);
      await page.goto(`${origin}/servers/one`);
      await paused.waitFor();
      await menu('Resume checks');
      await paused.waitFor({ state: 'detached' });
      expect(await until()).toBeNull();
      expect(pathOf(page)).toBe('/servers/one');
    },
  },
];
