import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRuntime } from '../../src-main/runtime/create-runtime.ts';
import type { Runtime } from '../../src-main/runtime/options.ts';
import { browserPath, launchBrowser } from '../support/browser.ts';
import { type TempFolder, tempFolder } from '../support/temp.ts';
import { buildPage, openPage } from './page.ts';

const FIXTURES = join(import.meta.dirname, '..', 'fixtures', 'servers');
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const HOSTILE = '<img src=x onerror=alert(1)> مرحبا';

const chaos = (...args: readonly string[]) => ({
  command: process.execPath,
  args: [join(FIXTURES, 'chaos.mjs'), ...args],
});

describe.skipIf(browserPath === null)('the page of one server (needs Chromium: npm run test:setup)', () => {
  let browser: Browser;
  let built: Awaited<ReturnType<typeof buildPage>>;
  let folder: TempFolder;
  let runtime: Runtime;
  let config: string;

  beforeAll(async () => {
    [browser, built, folder] = await Promise.all([launchBrowser(), buildPage(), tempFolder('server-page')]);
    config = folder.file('servers.json');
    const steady = { command: process.execPath, args: [join(FIXTURES, 'trivial.mjs')] };
    const file = {
      mcpServers: {
        steady: { ...steady, env: { API_TOKEN: 'hunter2', MODE: 'fast' } },
        flaky: chaos('--exit-after', '1500', '--exit-code', '3', '--log-lines', '5'),
        missing: { command: 'no-such-program-anywhere' },
        needs: steady,
        edited: steady,
        spare: steady,
        [HOSTILE]: steady,
      },
      orchestrator: {
        defaults: {
          resources: { sample: '500ms' },
          restart: { backoff: { initial: '100ms', max: '200ms' } },
        },
        servers: { flaky: { restart: { maxRestarts: 1 } }, needs: { dependsOn: ['missing'] } },
        groups: { Everyday: ['steady', 'flaky'] },
      },
    };
    await writeFile(config, `// mine\n${JSON.stringify(file, null, 2)}\n`);
    runtime = await createRuntime({
      home: folder.file('home'),
      config,
      port: 0,
      pageFolder: built.folder,
    });
  });
  afterAll(async () => {
    await browser?.close();
    await runtime?.[Symbol.asyncDispose]();
    await built?.[Symbol.asyncDispose]();
    await folder?.[Symbol.asyncDispose]();
  });

  const stateOf = (name: string) => {
    const found = runtime.orchestrator.server(name);
    return found.ok ? found.value : null;
  };

  async function open(path: string, options: Parameters<typeof openPage>[2] = {}) {
    const answer = await fetch(`${runtime.url}/api/one-time-address`, {
      method: 'POST',
      headers: { authorization: `Bearer ${runtime.token}` },
    });
    const { url } = (await answer.json()) as { readonly url: string };
    const opened = await openPage(browser, url, options);
    await opened.page.goto(`${runtime.url}${path}`);
    return opened;
  }

  async function findings(page: Page): Promise<readonly string[]> {
    await page.evaluate(await readFile(AXE, 'utf8'));
    return page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        readonly axe: {
          run(part: string, options: object): Promise<{ readonly violations: readonly unknown[] }>;
        };
      };
      const { violations } = (await axe.run('#content', {
        resultTypes: ['violations'],
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      })) as {
        readonly violations: readonly {
          readonly id: string;
          readonly nodes: readonly { readonly html: string }[];
        }[];
      };
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
    });
  }

  const sideways = (page: Page) =>
    page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

  it('says why it is down, what came before, and restarts it from there', async () => {
    await expect.poll(() => stateOf('flaky')?.state).toBe('CRASHED');
    await using opened = await open('/servers/flaky');
    const { page } = opened;
    await page.getByRole('heading', { level: 1, name: 'flaky' }).waitFor();
    expect(await page.title()).toBe('flaky: Crashed, restart limit · MCP Orchestrator');
    const cause = page.getByRole('region', { name: 'Why it is down' });
    await cause.getByText('Crashed, restart limit').waitFor();
    await cause
      .getByText(/Exited with code 3/)
      .first()
      .waitFor();
    await cause.getByText('Read its last lines, mend the cause, then restart it.').waitFor();
    await cause.getByText('log line 5 of 5', { exact: false }).waitFor();
    expect(await cause.getByRole('button').first().textContent()).toBe('Restart');
    expect(await cause.getByRole('link', { name: 'Log at the crash' }).getAttribute('href')).toBe(
      '/servers/flaky/log?at=crash',
    );

    const events = page.getByRole('region', { name: 'Events' });
    const [newest, second] = await events.getByRole('listitem').allTextContents();
    expect(newest).toContain('Crashed, restart limit');
    expect(second).toContain('Exited with code 3');

    const charts = page.getByRole('region', { name: 'Last hour' });
    for (const title of ['CPU', 'Memory', 'Health check', 'Restarts'])
      await charts
        .getByRole('img', { name: new RegExp(`^${title} over the last hour: .*2 exits\\.$`) })
        .waitFor();
    await charts.getByText('1 in the last hour, 1 in all').waitFor();

    await cause.getByRole('button', { name: 'Restart', exact: true }).click();
    await expect.poll(() => stateOf('flaky')?.state).toMatch(/STARTING|RUNNING/);
    await cause.waitFor({ state: 'detached' });
    expect(opened.complaints).toEqual([]);
  });

  it('shows how it is started and what holds for it, with who said so, and no secret', async () => {
    await using opened = await open('/servers/steady');
    const { page } = opened;
    const launch = page.getByRole('region', { name: 'Launch' });
    await launch.getByText('trivial.mjs', { exact: false }).waitFor();
    await launch.getByText('hidden').waitFor();
    await launch.getByText(/^3, from 100.ms to 200.ms all servers, line \d+$/).waitFor();
    await launch.getByRole('link', { name: 'All values' }).click();
    await page.getByRole('row', { name: /^restart\.backoff\.max 200.ms all servers, line \d+$/ }).waitFor();
    await page.getByRole('row', { name: 'restart.maxRestarts 3 default' }).waitFor();
    expect(await page.content()).not.toContain('hunter2');
    expect(new URL(page.url()).pathname).toBe('/servers/steady/configuration');

    const tabs = page.getByRole('navigation', { name: 'Parts of this server' });
    await tabs.getByRole('link', { name: 'Tools 1', exact: true }).click();
    await page.getByText('echo').first().waitFor();
    await page.goBack();
    await page.getByRole('row', { name: /^autoStart yes/ }).waitFor();
    expect(opened.complaints).toEqual([]);
  });

  it('shows its processes while they live, and what became of them', async () => {
    await using opened = await open('/servers/spare');
    const { page } = opened;
    const processes = page.getByRole('region', { name: 'Processes' });
    const pid = String(stateOf('spare')?.pid);
    await processes.getByRole('cell', { name: pid, exact: true }).waitFor();
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await processes.getByText('ended, nothing left behind').waitFor();
    await processes.getByText(/^Last seen \d\d:\d\d:\d\d$/).waitFor();
    await page
      .getByText(/^by .*dashboard|^by you/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await expect.poll(() => stateOf('spare')?.state).toBe('RUNNING');
    await processes.getByText('1 process').waitFor();
    expect(opened.complaints).toEqual([]);
  });

  it('reads the values of a moment by arrow keys and by pointing', async () => {
    await expect.poll(async () => (await samplesOf(runtime, 'steady')) >= 4).toBe(true);
    await using opened = await open('/servers/steady');
    const { page } = opened;
    const moment = page.getByRole('slider', { name: 'Moment of the last hour' });
    await moment.focus();
    const before = await moment.getAttribute('aria-valuetext');
    expect(before).toMatch(/^\d\d:\d\d:\d\d: CPU .+, memory .+.MB, health check .+/u);
    await page.keyboard.press('Home');
    await expect.poll(() => moment.getAttribute('aria-valuetext')).not.toBe(before);
    await page.getByRole('img', { name: /^CPU over/ }).hover({ position: { x: 20, y: 20 } });
    await page.getByText(/^\d\d:\d\d:\d\d: no process/).waitFor();
    expect(opened.complaints).toEqual([]);
  });

  it('tells what changed before it began to fail', async () => {
    const text = await readFile(config, 'utf8');
    const file = JSON.parse(text.replace('// mine\n', '')) as { mcpServers: Record<string, unknown> };
    file.mcpServers.edited = chaos('--exit-code', '1');
    await writeFile(config, `// mine\n${JSON.stringify(file, null, 2)}\n`);
    await expect.poll(() => stateOf('edited')?.state).toBe('CRASHED');
    await using opened = await open('/servers/edited');
    const cause = opened.page.getByRole('region', { name: 'Why it is down' });
    await cause.getByText(/^Its configuration changed at \d\d:\d\d, .* the first failure\./).waitFor();
    await cause.getByRole('link', { name: 'Show the configuration' }).click();
    await opened.page.getByRole('heading', { name: 'Policy in force' }).waitFor();
    expect(opened.complaints).toEqual([]);
  });

  it('obeys the letters of the keyboard, and goes from one trouble to the next', async () => {
    await using opened = await open('/servers/missing');
    const { page } = opened;
    const heading = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor();
    await heading('missing');
    await page.keyboard.press(']');
    await page.waitForURL((url) => url.pathname !== '/servers/missing');
    await page.keyboard.press('[');
    await heading('missing');
    await page.keyboard.press('l');
    await page.waitForURL('**/servers/missing/log?at=crash');
    await page.goto(`${runtime.url}/servers/steady`);
    await heading('steady');
    await page.keyboard.press('p');
    await page.getByText(/^Running, checks paused until \d\d:\d\d$/).waitFor();
    await page.keyboard.press('p');
    await page.getByText(/^Running \d/).waitFor();
    await page.keyboard.press('e');
    await page.waitForURL('**/servers/steady/edit');
    await page.goBack();
    await heading('steady');
    await page.keyboard.press('Backspace');
    await page.waitForURL(`${runtime.url}/`);
    expect(opened.complaints).toEqual([]);
  });

  it('disables it in the file, and removes it with a way back', async () => {
    await using opened = await open('/servers/spare');
    const { page } = opened;
    const choose = async (item: string) => {
      await page.getByRole('button', { name: 'More actions for spare' }).click();
      await page.getByRole('menuitem', { name: item }).click();
    };
    await choose('Disable');
    await page.getByText('Disabled in the file').first().waitFor();
    await choose('Enable');
    await expect.poll(() => stateOf('spare')?.enabled).toBe(true);
    await choose('Remove');
    await page.waitForURL(`${runtime.url}/`);
    await page.getByText('Removed spare.').waitFor();
    await expect.poll(() => stateOf('spare')).toBeNull();
    expect(await readFile(config, 'utf8')).toMatch(/^\/\/ mine\n/);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => stateOf('spare')?.name).toBe('spare');
    // From the overview, too, the word does what it says, where one is.
    await choose('Disable');
    await expect.poll(() => stateOf('spare')?.enabled).toBe(false);
    await choose('Enable');
    await expect.poll(() => stateOf('spare')?.enabled).toBe(true);
    await choose('Remove');
    await expect.poll(() => stateOf('spare')).toBeNull();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => stateOf('spare')?.name).toBe('spare');
    expect(page.url()).toBe(`${runtime.url}/`);
    expect(opened.complaints).toEqual([]);
  });

  it('says that there is no such server, and where to go', async () => {
    await using opened = await open('/servers/nobody');
    await opened.page.getByRole('heading', { level: 1, name: 'There is no server named nobody.' }).waitFor();
    await opened.page.getByRole('link', { name: 'Go to the servers' }).click();
    await opened.page.waitForURL(`${runtime.url}/`);
    expect(opened.complaints).toEqual([]);
  });

  it('lists every event by day, and one kind alone', async () => {
    await using opened = await open('/servers/flaky/events');
    const { page } = opened;
    const list = page.getByRole('region', { name: 'Events' });
    await list
      .getByText(/Exited with code 3/)
      .first()
      .waitFor();
    await list.getByText('Nothing older is kept.').waitFor();
    await page.getByRole('combobox', { name: 'Kind of event' }).selectOption('Restarts');
    await expect
      .poll(async () => (await list.getByRole('listitem').allTextContents()).length)
      .toBeGreaterThan(0);
    for (const text of await list.getByRole('listitem').allTextContents()) expect(text).toMatch(/^Restart/);
    expect(opened.complaints).toEqual([]);
  });

  it('shows a hostile name as text, on a narrow screen too', async () => {
    await using opened = await open(`/servers/${encodeURIComponent(HOSTILE)}`, {
      viewport: { width: 390, height: 800 },
    });
    await opened.page.getByRole('heading', { level: 1, name: HOSTILE }).waitFor();
    await opened.page.getByRole('img', { name: /^Memory over/ }).waitFor();
    expect(await sideways(opened.page)).toBeLessThanOrEqual(0);
    expect(opened.complaints).toEqual([]);
  });

  it('is accessible in both themes', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await using opened = await open('/servers/missing', { colorScheme });
      const { page } = opened;
      await page.getByRole('region', { name: 'Why it is down' }).waitFor();
      expect(await findings(page)).toEqual([]);
      for (const tab of colorScheme === 'dark' ? ['events', 'configuration'] : []) {
        await page.goto(`${runtime.url}/servers/missing/${tab}`);
        await page.getByRole('heading', { level: 2 }).first().waitFor();
        expect(await findings(page), `${tab}, ${colorScheme}`).toEqual([]);
      }
    }
  });

  it('keeps what it knew while the connection is away, and offers nothing that cannot be done', async () => {
    await using opened = await open('/servers/steady');
    const { page } = opened;
    await page.getByRole('region', { name: 'Launch' }).getByText('hidden').waitFor();
    await page.getByRole('img', { name: /^CPU over the last hour: .* highest/ }).waitFor();
    await runtime.shutdown();
    await page.getByText(/^The orchestrator stopped at/).waitFor();
    await page.getByRole('heading', { level: 1, name: 'steady' }).waitFor();
    // It stopped its servers before it went; which of their states came through is another matter.
    for (const name of [/^(Start|Restart)$/, /^Stop$/, /^Check now$/])
      expect(await page.getByRole('button', { name }).isDisabled(), String(name)).toBe(true);
    await page.getByRole('region', { name: 'Launch' }).getByText('hidden').waitFor();
    await page.getByRole('img', { name: /^CPU over the last hour: .* highest/ }).waitFor();
  });
});

async function samplesOf(runtime: Runtime, name: string): Promise<number> {
  const found = runtime.orchestrator.metrics(name);
  return found.ok ? found.value.length : 0;
}
