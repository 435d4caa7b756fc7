import { writeFile } from 'node:fs/promises';
import { expect } from 'vitest';
import type { Scenario } from './scenario.ts';
import { servers } from './servers.ts';
import { listen, soon } from './watch.ts';

const two = { mcpServers: { one: servers.trivial, two: servers.trivial } };

export const instance: readonly Scenario[] = [
  {
    name: 'it does not answer and answers again, and then it is another one: the page comes back by itself',
    configuration: () => two,
    ready: ['one', 'two'],
    needsHost: true,
    complaints: /WebSocket connection|ERR_CONNECTION|Failed to load resource/,
    async play({ page, api, host, file }) {
      const verdict = (name: RegExp | string) => page.getByRole('heading', { level: 1, name }).waitFor();
      const mark = await page.evaluateHandle(() => ({ alive: true }));
      await verdict('Both servers are running');
      const pid = (await api('GET', '/api/servers/one')).pid;
      host.freeze();
      await page.getByText(/^Connection lost at \d\d:\d\d:\d\d\./).waitFor();
      await verdict(/^Not known since/);
      expect(await page.getByRole('article').count()).toBe(2);
      host.thaw();
      await verdict('Both servers are running');
      await page.getByText(/^Connection lost at/).waitFor({ state: 'detached' });
      expect((await api('GET', '/api/servers/one')).pid).toBe(pid);
      // Another instance, with another file, at the same address.
      const told = await listen(page);
      await host.restart(async () => {
        await verdict(/^Not known since/);
        await writeFile(file, JSON.stringify({ mcpServers: { ...two.mcpServers, three: servers.trivial } }));
      });
      await verdict('All 3 servers are running');
      await page.getByRole('article', { name: 'three: Running' }).waitFor();
      expect((await api('GET', '/api/servers/one')).pid).not.toBe(pid);
      // The numbers of its events begin anew; those that happen now are taken for new ones.
      await api('POST', '/api/servers/two/stop');
      await verdict('2 servers are running, 1 is stopped');
      await soon(async () => (await told()).join(' ')).toContain('two: Stopped.');
      expect(await mark.evaluate(({ alive }) => alive)).toBe(true);
    },
  },
  {
    name: 'its file is broken and mended while one looks: what is good runs on, and errors name their lines',
    configuration: () => JSON.stringify(two, null, 2),
    ready: ['one', 'two'],
    async play({ page, api, file }) {
      const pid = async () => (await api('GET', '/api/servers/one')).pid;
      const before = await pid();
      const good = JSON.stringify(two, null, 2);
      await writeFile(file, good.replace('"mcpServers": {', '"mcpServers" {'));
      await page
        .getByRole('region', { name: 'The configuration has 1 error; the last good one stays in force.' })
        .waitFor();
      await page
        .getByText(/Line 2/)
        .first()
        .waitFor();
      expect(await page.getByRole('article', { name: /: Running$/ }).count()).toBe(2);
      await page
        .getByRole('link', { name: /^Open at line \d+$/ })
        .first()
        .click();
      await page.locator('[aria-current="location"]').waitFor();
      // Mended, with one entry that is wrong by itself.
      await writeFile(
        file,
        JSON.stringify({ mcpServers: { ...two.mcpServers, bad: { command: 7 } } }, null, 2),
      );
      await page.keyboard.press('g');
      await page.keyboard.press('s');
      await page.getByRole('region', { name: 'The configuration has 1 error.' }).waitFor();
      expect(await pid()).toBe(before);
      await writeFile(file, good);
      await page.getByRole('region', { name: /^The configuration has/ }).waitFor({ state: 'detached' });
      await page.getByRole('heading', { level: 1, name: 'Both servers are running' }).waitFor();
      expect(await pid()).toBe(before);
    },
  },
  {
    name: 'two pages see the same: what one does, the other shows, and knows that it is being done',
    configuration: ({ folder }) => ({
      mcpServers: {
        one: servers.trivial,
        slow: servers.chaos('--exit-delay', '1500', '--ignore-eof', '--state', `${folder}/starts`),
      },
    }),
    ready: ['one', 'slow'],
    async play({ page, another }) {
      const other = await another();
      await other.getByRole('article', { name: 'slow: Running' }).waitFor();
      await page.getByRole('button', { name: 'More actions for slow' }).click();
      await page.getByRole('menuitem', { name: /^Stop/ }).click();
      await other.getByRole('article', { name: 'slow: Stopping' }).waitFor();
      await Promise.all(
        [page, other].map((each) => each.getByRole('article', { name: 'slow: Stopped' }).waitFor()),
      );
      await other
        .getByRole('article', { name: 'slow: Stopped' })
        .getByRole('button', { name: 'Start', exact: true })
        .click();
      await page.getByRole('article', { name: 'slow: Running' }).waitFor();
      await other.getByRole('article', { name: 'slow: Running' }).waitFor();
      await page.getByRole('heading', { level: 1, name: 'Both servers are running' }).waitFor();
    },
  },
];
