import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { message } from '../../src-shared/i18n/message.ts';
import type { ServerStatus } from '../../src-shared/schema/status.ts';
import { statusOf } from '../doubles/orchestrator.ts';
import { browserPath, launchBrowser } from '../support/browser.ts';
import { type Rig, startRig } from '../transport/rig.ts';
import { mixedFleet } from './fleet.ts';
import { buildPage, openPage } from './page.ts';

const eventually = <T>(look: () => T) => expect.poll(look);
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

describe.skipIf(browserPath === null)('the overview (needs Chromium: npm run test:setup)', () => {
  let browser: Browser;
  let built: Awaited<ReturnType<typeof buildPage>>;
  beforeAll(async () => {
    [browser, built] = await Promise.all([launchBrowser(), buildPage()]);
  });
  afterAll(async () => {
    await browser?.close();
    await built?.[Symbol.asyncDispose]();
  });

  const start = (servers: readonly ServerStatus[]) => startRig(servers, { pageFolder: built.folder });
  const open = async (rig: Rig, options: Parameters<typeof openPage>[2] = {}) => {
    const { body } = await rig.api('POST', '/api/one-time-address');
    const opened = await openPage(browser, body.url, options);
    await opened.page.getByRole('heading', { level: 1 }).waitFor();
    return opened;
  };
  const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '');
  const notFound = {
    state: 'CRASHED' as const,
    reason: 'NOT_FOUND' as const,
    cause: {
      happened: message('reason.NOT_FOUND.happened', { command: 'uvx', folders: 9 }),
      remedy: message('reason.NOT_FOUND.remedy', { program: 'uv' }),
    },
  };
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      statusOf(`server-${index}`, { groups: [`Group ${Math.floor(index / 20)}`], cpuPercent: index / 10 }),
    );

  it('filters by state, group and name in the address, and "back" takes it away', async () => {
    await using rig = await start(mixedFleet(Date.now()));
    await using opened = await open(rig);
    const { page } = opened;
    await page.getByRole('button', { name: 'Crashed 2' }).click();
    await eventually(() => page.getByRole('article').count()).toBe(2);
    expect(new URL(page.url()).search).toBe('?state=CRASHED');
    await page.goBack();
    await eventually(() => page.getByRole('article').count()).toBe(12);
    await page.getByRole('combobox', { name: 'Group' }).selectOption('Finance');
    await eventually(() => page.getByRole('article').count()).toBe(5);
    await page.keyboard.press('Escape');
    await page.locator('body').press('/');
    await page.keyboard.type('nobody');
    await page.getByText('No server matches "nobody".').waitFor();
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await eventually(() => page.getByRole('article').count()).toBe(12);
    await page.locator('body').press('1');
    expect(new URL(page.url()).search).toBe('?state=RUNNING');
    // Who looks at one of them comes back to those.
    for (const way of ['key', 'link']) {
      await page.getByRole('link', { name: 'git', exact: true }).last().click();
      await page.getByRole('link', { name: 'Log', exact: true }).click();
      if (way === 'key') await page.keyboard.press('Backspace');
      else await page.getByRole('navigation', { name: 'Place' }).getByRole('link').click();
      await eventually(() => new URL(page.url()).search).toBe('?state=RUNNING');
    }
    expect(opened.complaints).toEqual([]);
  });

  it('tells one cause of several servers once, with their names, and acts on all of them', async () => {
    await using rig = await start([
      statusOf('a', notFound),
      statusOf('b', notFound),
      statusOf('c', { groups: ['g'] }),
    ]);
    await using opened = await open(rig);
    const { page } = opened;
    const card = page.getByRole('article', { name: '2 servers: Crashed, command not found' });
    await card.getByRole('link', { name: 'a', exact: true }).waitFor();
    await card.getByRole('link', { name: 'b', exact: true }).waitFor();
    await card.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { level: 1, name: 'All 3 servers are running' }).waitFor();
    expect(opened.complaints).toEqual([]);
  });

  it('is worked by keyboard: choose, mark, act, open', async () => {
    await using rig = await start(mixedFleet(Date.now()));
    await using opened = await open(rig);
    const { page } = opened;
    await page.keyboard.press('j');
    await eventually(() => focused(page)).toBe('postgres');
    await page.keyboard.press(']');
    await eventually(() => focused(page)).toBe('web-search');
    await page.keyboard.press('[');
    await page.keyboard.press('r');
    await page.getByRole('article', { name: 'postgres: Running' }).waitFor();
    await page.keyboard.press('0');
    await page.getByRole('link', { name: 'filesystem', exact: true }).last().focus();
    await page.keyboard.press('ArrowRight');
    await eventually(() => focused(page)).toBe('memory');
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('Shift+X');
    const bar = page.getByRole('region', { name: 'Actions for the selected servers' });
    await bar.getByText('2 selected').waitFor();
    await page.keyboard.press('Control+a');
    await bar.getByText('12 selected').waitFor();
    // Of several groups: that is asked first.
    await bar.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('dialog', { name: /of several groups/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.locator('body').press('Escape');
    await bar.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'git', exact: true }).last().focus();
    await page.keyboard.press('Enter');
    await eventually(() => new URL(page.url()).pathname).toBe('/servers/git');
    expect(opened.complaints).toEqual([]);
  });

  it('is a real table that sorts, and keeps what was chosen', async () => {
    await using rig = await start(mixedFleet(Date.now()));
    await using opened = await open(rig);
    const { page } = opened;
    await page.locator('body').press('v');
    const table = page.getByRole('table', { name: 'Servers' });
    await table.waitFor();
    expect(await table.getByRole('columnheader', { name: 'State' }).getAttribute('aria-sort')).toBe(
      'ascending',
    );
    await table.getByRole('button', { name: 'CPU', exact: true }).click();
    await eventually(() =>
      table.getByRole('columnheader', { name: 'CPU', exact: true }).getAttribute('aria-sort'),
    ).toBe('descending');
    const rows = table.getByRole('rowheader');
    await eventually(async () => (await rows.allTextContents()).slice(0, 6)).toEqual([
      expect.stringContaining('Needs you'),
      'postgres',
      'web-search',
      'financial-stochastic',
      'playwright',
      'memory',
    ]);
    await page.reload();
    await rows.first().waitFor();
    await eventually(async () => (await rows.allTextContents())[4]).toBe('playwright');
    await table.getByRole('checkbox', { name: 'Select memory' }).check();
    await page.getByText('1 selected').waitFor();
    for (let width = 1440; width >= 360; width -= 60) {
      await page.setViewportSize({ width, height: 900 });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(over, `${width} px wide`).toBeLessThanOrEqual(0);
    }
    expect(opened.complaints).toEqual([]);
  });

  it('folds many servers to their groups, mounts only rows in sight, and finds one by its name', async () => {
    const fleet = [...many(200), statusOf('late', { groups: ['Group 3'], state: 'STARTING' })];
    await using rig = await start(fleet);
    await using opened = await open(rig);
    const { page } = opened;
    const table = page.getByRole('table', { name: 'Servers' });
    await table.getByRole('link', { name: 'late' }).waitFor();
    await table.getByRole('button', { name: '20 more, all running' }).waitFor();
    expect(await table.getByRole('button', { name: /^Group/, expanded: false }).count()).toBe(9);
    await page.getByRole('combobox', { name: 'Order' }).selectOption('name');
    await eventually(() => table.getByRole('row').count()).toBeGreaterThan(20);
    expect(await table.getByRole('row').count()).toBeLessThan(100);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await table.getByRole('link', { name: 'server-199', exact: true }).waitFor();
    await page.locator('body').press('k');
    await eventually(() => focused(page)).toBe('server-199');
    await page.getByRole('searchbox', { name: 'Filter by name' }).fill('server-42');
    await eventually(() => table.getByRole('rowheader').allTextContents()).toEqual(['server-42']);
    expect(opened.complaints).toEqual([]);
  });

  it('names a station of many on focus, and leads to its server', async () => {
    await using rig = await start(many(60));
    await using opened = await open(rig);
    const { page } = opened;
    const station = page
      .getByRole('region', { name: 'All servers' })
      .getByRole('link', { name: /^server-7 / });
    await station.focus();
    await eventually(() =>
      station.getByText('server-7').evaluate((name) => name.parentElement?.clientWidth),
    ).toBeGreaterThan(20);
    await page.keyboard.press('Enter');
    await eventually(() => new URL(page.url()).pathname).toBe('/servers/server-7');
  });

  it('moves a card only when an event says so, and tells it to those who listen', async () => {
    await using rig = await start(mixedFleet(Date.now()));
    await using opened = await open(rig);
    const { page } = opened;
    await page.getByRole('article', { name: 'git: Running' }).waitFor();
    rig.orchestrator.change('git', { state: 'CRASHED', reason: 'EXITED' });
    rig.orchestrator.change('memory', { state: 'CRASHED', reason: 'EXITED' });
    await page.getByRole('article', { name: 'git: Crashed, ended' }).waitFor();
    await eventually(() => page.title()).toBe('5 need you · MCP Orchestrator');
    await eventually(() => page.getByTestId('announcer').textContent()).toBe('memory, git: Crashed, ended.');
    expect(opened.complaints).toEqual([]);
  });

  it('keeps the page of a server in its place while the server ends again and again', async () => {
    await using rig = await start([statusOf('git', { processes: null })]);
    await using opened = await open(rig);
    const { page } = opened;
    await page.getByRole('link', { name: 'git', exact: true }).last().click();
    const tabs = page.getByRole('navigation', { name: 'Parts of this server' });
    const top = async () => Math.round((await tabs.boundingBox())?.y ?? 0);
    const calm = await top();
    // Quick, and nothing to tell of.
    rig.orchestrator.change('git', {
      state: 'STARTING',
      phase: 'HANDSHAKE',
      since: new Date().toISOString(),
    });
    await page
      .getByText(/^Starting, /)
      .first()
      .waitFor();
    expect(await top()).toBe(calm);
    const at = new Date().toISOString();
    const ended = { code: 1, signal: null, at, lastLines: [] };
    const cause = {
      happened: message('process.exit.code', { code: 1 }),
      remedy: message('process.exit.remedy'),
    };
    const phases = [
      {
        state: 'STARTING',
        phase: 'BACKOFF',
        cause,
        nextRestartAt: new Date(Date.now() + 60_000).toISOString(),
      },
      { state: 'STARTING', phase: 'HANDSHAKE', cause: null, nextRestartAt: null },
      { state: 'RUNNING', phase: null, cause: null, nextRestartAt: null },
    ] as const;
    const words = [/^Starting again in/, /^Starting, /, /^Running again$/];
    const places: number[] = [];
    for (const [index, phase] of phases.entries()) {
      rig.orchestrator.change('git', { ...phase, restartCount: 1, lastExit: ended });
      const panel = page.getByRole('region', { name: /^(What it waits for|Why it was started again)$/ });
      await panel.getByText(words[index] ?? '').waitFor();
      places.push(await top());
    }
    expect(Math.max(...places) - Math.min(...places), places.join(' ')).toBeLessThanOrEqual(2);
    await page.getByText(/^Exited with code 1 at \d\d:\d\d:\d\d, and was started again\.$/).waitFor();
    expect(opened.complaints).toEqual([]);
  });

  it('shows the ends of the last hour behind hundreds of checks that failed since', async () => {
    await using rig = await start([statusOf('git', { totalRestarts: 1, state: 'UNHEALTHY' })]);
    rig.orchestrator.happen('server.exit', 'git', { code: 3, signal: null, expected: false });
    rig.orchestrator.happen('server.restart', 'git', {
      attempt: 1,
      maxRestarts: 3,
      delayMs: 9,
      kind: 'exit',
    });
    for (let times = 1; times <= 210; times++)
      rig.orchestrator.happen('server.health', 'git', { status: 'fail', latencyMs: null });
    await using opened = await open(rig);
    const { page } = opened;
    await page.getByRole('link', { name: 'git', exact: true }).last().click();
    await page.getByRole('img', { name: /1 in the last hour, 1 in all/ }).waitFor();
    await page.getByRole('img', { name: /no answer yet/ }).waitFor();
    const events = page.getByRole('region', { name: 'Events' });
    await events.getByText('Exited with code 3').waitFor();
    expect(opened.complaints).toEqual([]);
  });

  it('repeats the verdict in the top bar only where the board is out of sight', async () => {
    await using rig = await start(mixedFleet(Date.now()));
    await using opened = await open(rig, { viewport: { width: 1440, height: 500 } });
    const { page } = opened;
    const small = page.getByRole('link', { name: '3 need you' });
    await eventually(() => small.isVisible()).toBe(false);
    await page.evaluate(() => scrollTo(0, 600));
    await eventually(() => small.isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: 'Crashed 2' }).isVisible()).toBe(true);
    await page.evaluate(() => scrollTo(0, 0));
    await eventually(() => small.isVisible()).toBe(false);
  });

  it('tells errors of the configuration with their lines', async () => {
    await using rig = await start([statusOf('a')]);
    const problem = { file: '/x', column: 7, server: 'a', path: '', found: null, expected: null };
    rig.orchestrator.instance = {
      configErrors: [41, 63, 70].map((line) => ({
        ...problem,
        line,
        message: `Line ${line}: \`x\` is wrong.`,
      })),
    };
    await using opened = await open(rig);
    const { page } = opened;
    await page.getByText('The configuration has 3 errors').waitFor();
    await page.getByRole('link', { name: 'Open at line 41' }).waitFor();
    expect(await page.getByText('Line 70').count()).toBe(0);
    await page.getByRole('button', { name: 'Show all 3' }).click();
    await page.getByText('Line 70').waitFor();
    expect(opened.complaints).toEqual([]);
  });

  it.each(['light', 'dark'] as const)(
    'has nothing that axe finds, as cards and as a table, in %s',
    async (colorScheme) => {
      await using rig = await start(mixedFleet(Date.now()));
      await using opened = await open(rig, { colorScheme, reducedMotion: 'reduce' });
      const { page } = opened;
      const violations = () =>
        page.evaluate(async () => {
          // biome-ignore lint/suspicious/noExplicitAny: it is put into the page below
          const { violations: found } = await (globalThis as any).axe.run({
            // The key that is shown in a control counts as its text there, though nobody says it.
            rules: { 'label-content-name-mismatch': { enabled: false } },
          });
          return found.map(
            ({ id, nodes }: { id: string; nodes: { html: string }[] }) =>
              `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
          );
        });
      // A script element would be refused by the page's own policy; the debugger is not.
      await page.addScriptTag({ path: AXE }).catch(() => undefined);
      if (!(await page.evaluate(() => 'axe' in globalThis)))
        await page.evaluate((await import('node:fs')).readFileSync(AXE, 'utf8'));
      expect(await violations()).toEqual([]);
      await page.getByRole('button', { name: 'Table' }).click();
      await page.getByRole('table').waitFor();
      expect(await violations()).toEqual([]);
    },
  );
});
