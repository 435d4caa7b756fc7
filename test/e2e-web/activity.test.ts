import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPath } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { chaos, findings, type Instance, sideways, startInstance, steady } from './instance.ts';

const HOSTILE = '=<b>x مرحبا';

describe.skipIf(browserPath === null)('the activity (needs Chromium: npm run test:setup)', () => {
  let instance: Instance;
  beforeAll(async () => {
    instance = await startInstance(
      'activity',
      JSON.stringify({
        mcpServers: {
          one: steady,
          two: steady,
          flaky: chaos('--exit-after', '50', '--exit-code', '3'),
          missing: { command: 'no-such-program-anywhere' },
          [HOSTILE]: steady,
        },
        orchestrator: {
          defaults: { restart: { backoff: { initial: '20ms', max: '20ms' } } },
          servers: { flaky: { restart: { maxRestarts: 2 } } },
        },
      }),
    );
    await eventually(() => stateOf('flaky') === 'CRASHED' && stateOf('two') === 'RUNNING');
  });
  afterAll(() => instance?.[Symbol.asyncDispose]());

  const stateOf = (name: string) => {
    const found = instance.runtime.orchestrator.server(name);
    return found.ok ? found.value.state : null;
  };
  const rows = (page: Page) => page.locator('main').getByRole('region').getByRole('listitem');
  async function openActivity(path = '/activity', options = {}) {
    const opened = await instance.open(path, options);
    await opened.page.getByRole('heading', { level: 2, name: /^Today, / }).waitFor();
    return opened;
  }
  async function saved(page: Page, name: string): Promise<string> {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name }).click(),
    ]);
    return readFile(await download.path(), 'utf8');
  }

  it('tells what happened in sentences by day, folds what repeats, and opens it', async () => {
    await using opened = await openActivity();
    const { page } = opened;
    const folded = rows(page).filter({ hasText: /Exited with code 3, 3 times since/ });
    await folded.getByRole('button', { name: /^Show all/ }).click();
    await folded.getByText('Restart 2 of 2 in').waitFor();
    expect(await folded.getByText('Exited with code 3', { exact: true }).count()).toBe(3);
    await rows(page).filter({ hasText: 'Crashed, command not found' }).waitFor();
    await rows(page).filter({ hasText: 'Configuration read: 5 servers' }).waitFor();
    await page.getByRole('img', { name: /events, 3 exits; most from/ }).waitFor();
    expect(await findings(page)).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });

  it('filters by kind, server, text, and the address keeps it', async () => {
    await using opened = await openActivity();
    const { page } = opened;
    await page.getByRole('button', { name: 'Configuration 1', exact: true }).click();
    await page.waitForURL(/show=configuration/);
    await expect.poll(() => rows(page).count()).toBe(1);
    await page.goBack();
    // As the bars count them: not the ends that belong to a stop.
    await page.getByRole('button', { name: 'Exits 3', exact: true }).waitFor();
    await expect.poll(() => rows(page).count()).toBeGreaterThan(4);
    await page.getByRole('combobox', { name: 'Server' }).selectOption('missing');
    await expect.poll(() => rows(page).filter({ hasText: 'flaky' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Exits 0', exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.reload();
    await rows(page).filter({ hasText: 'missing' }).first().waitFor();
    await page.getByRole('searchbox', { name: 'Filter events' }).fill('no such thing');
    await page.getByText('No event matches the filter.').waitFor();
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await rows(page).filter({ hasText: 'flaky' }).first().waitFor();
    expect(new URL(page.url()).search).toBe('');
    expect(opened.complaints).toEqual([]);
  });

  it('shows only the time of a bar that was chosen, by pointer or from the list', async () => {
    await using opened = await openActivity();
    const { page } = opened;
    const bars = page.getByRole('img', { name: /events, 3 exits/ });
    await bars.waitFor();
    const times = page.getByRole('combobox', { name: 'Time' });
    const value = await times.locator('option').nth(1).getAttribute('value');
    await times.selectOption(value);
    await page.waitForURL(/from=\d+&to=\d+/);
    await rows(page).filter({ hasText: 'flaky' }).first().waitFor();
    const [from] = (value ?? '').split(' ').map(Number);
    await page.goto(
      `${instance.runtime.url}/activity?from=${(from ?? 0) - 7_200_000}&to=${(from ?? 0) - 3_600_000}`,
    );
    await page.getByText('No event matches the filter.').waitFor();
    await page.getByRole('button', { name: 'Any time' }).click();
    await rows(page).filter({ hasText: 'flaky' }).first().waitFor();
    const box = await bars.boundingBox();
    const { buckets } = { buckets: 96 };
    for (let index = buckets - 1; index >= buckets - 3 && !page.url().includes('from='); index--) {
      await bars.click({ position: { x: ((index + 0.5) * (box?.width ?? 0)) / buckets, y: 40 } });
    }
    expect(page.url()).toContain('from=');
  });

  it('does not move what one reads when something happens: a button brings it', async () => {
    await using opened = await openActivity();
    const { page } = opened;
    await rows(page).filter({ hasText: 'flaky' }).first().hover();
    const first = await rows(page).first().textContent();
    const pid = instance.runtime.orchestrator.restart(['one'], { force: false }, { actor: 'cli:1000' });
    expect(pid.ok).toBe(true);
    const button = page.getByRole('button', { name: /^\d+ new events?$/ });
    await button.waitFor();
    expect(await rows(page).first().textContent()).toBe(first);
    await expect.poll(() => stateOf('one')).toBe('RUNNING');
    await button.click();
    const restarted = rows(page).filter({ hasText: 'command line, user 1000' }).first();
    await restarted.waitFor();
    expect(opened.complaints).toEqual([]);
  });

  it('leads from a row to its server, to its log at that time, and back to the place where one was', async () => {
    await using opened = await openActivity('/activity', { viewport: { width: 1440, height: 360 } });
    const { page } = opened;
    const place = () => page.evaluate(() => scrollY);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await expect.poll(place).toBeGreaterThan(100);
    const left = await place();
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.getByRole('heading', { level: 1, name: /need you/ }).waitFor();
    expect(await place()).toBe(0);
    await page.goBack();
    await expect.poll(place).toBe(left);
    await page.reload();
    await expect.poll(place).toBe(left);
    const row = rows(page).filter({ hasText: 'Crashed, restart limit' });
    const log = await row.getByRole('link', { name: /^Log of flaky at / }).getAttribute('href');
    expect(log).toMatch(/^\/servers\/flaky\/log\?time=20/);
    await row.getByRole('link', { name: 'flaky', exact: true }).click();
    await page.waitForURL(/\/servers\/flaky$/);
  });

  it('exports all that the filter matches, as JSON and as a CSV that no spreadsheet runs', async () => {
    await using opened = await openActivity();
    const { page } = opened;
    const events = JSON.parse(await saved(page, 'Export as JSON')) as readonly { readonly seq: number }[];
    const all = instance.runtime.orchestrator.events({ limit: 10_000 });
    expect(events.length).toBeGreaterThan(10);
    expect(all.map(({ seq }) => seq)).toEqual(expect.arrayContaining(events.map(({ seq }) => seq)));
    await page.getByRole('combobox', { name: 'Server' }).selectOption(HOSTILE);
    await page.waitForURL(/server=/);
    const csv = await saved(page, 'Export as CSV');
    const lines = csv.trim().split('\r\n').slice(1);
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(line).toContain(`"'${HOSTILE}"`);
    expect(opened.complaints).toEqual([]);
  });

  it('shows the log of the orchestrator in its second tab, and never scrolls sideways', async () => {
    await using opened = await openActivity('/activity', { viewport: { width: 360, height: 740 } });
    const { page } = opened;
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Orchestrator log' }).click();
    await page.waitForURL(/\/activity\/log$/);
    await page.getByText('listening').first().waitFor();
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    expect(opened.complaints).toEqual([]);
  });
});
