import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRuntime } from '../../src-main/runtime/create-runtime.ts';
import type { Runtime } from '../../src-main/runtime/options.ts';
import { browserPath, launchBrowser } from '../support/browser.ts';
import { buildPage, openPage } from './page.ts';

const CHAOS = join(import.meta.dirname, '..', 'fixtures', 'servers', 'chaos.mjs');

/** Writes what a page must not take for anything but text, then is a server. */
const ODD = `
const say = (text) => process.stderr.write(text + '\\n');
say('\\x1b[32mstarting\\x1b[0m \\x1b]8;;https://a.example\\x07its link\\x1b]8;;\\x07 done');
say('<b>bold?</b><img src="x" onerror="document.title=1">');
say('right to left \\u202Egnorw\\u202C \\x9b31m end');
say('ERROR cannot connect');
say('    at connect (pool.js:1:2)');
say('a megabyte ' + 'y '.repeat(500000));
process.stdout.write('not a message\\n');
await import(${JSON.stringify(CHAOS)});
`;

describe.skipIf(browserPath === null)('the log of a server (needs Chromium: npm run test:setup)', () => {
  let folder: string;
  let built: Awaited<ReturnType<typeof buildPage>>;
  let runtime: Runtime;
  let browser: Browser;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mcp-log-'));
    [built, browser] = await Promise.all([buildPage(), launchBrowser()]);
    const odd = join(folder, 'odd.mjs');
    await writeFile(odd, ODD);
    const server = (...args: string[]) => ({ command: process.execPath, args });
    const config = join(folder, 'servers.json');
    await writeFile(
      config,
      JSON.stringify({
        mcpServers: {
          odd: server(odd),
          crashing: server(CHAOS, '--log-lines', '60', '--exit-after', '50', '--exit-code', '3'),
          long: server(CHAOS, '--log-lines', '6000'),
          flooding: server(CHAOS, '--stderr-flood', '20000'),
        },
        orchestrator: { servers: { crashing: { restart: { policy: 'never' } } } },
      }),
    );
    runtime = await createRuntime({ home: join(folder, 'home'), config, port: 0, pageFolder: built.folder });
  });
  afterAll(async () => {
    await browser?.close();
    await runtime?.[Symbol.asyncDispose]();
    await built?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  /** The page at the log of a server. */
  async function open(name: string, options: { readonly at?: string; readonly width?: number } = {}) {
    const answer = await fetch(`${runtime.url}/api/one-time-address`, {
      method: 'POST',
      headers: { authorization: `Bearer ${runtime.token}` },
    });
    const { url } = (await answer.json()) as { readonly url: string };
    const opened = await openPage(browser, url, {
      viewport: { width: options.width ?? 1440, height: 900 },
      permissions: ['clipboard-read', 'clipboard-write'],
      timezoneId: 'Europe/Berlin',
    });
    await opened.page.getByRole('heading', { level: 1 }).waitFor();
    await opened.page.goto(`${runtime.url}/servers/${name}/log${options.at ?? ''}`);
    const pane = opened.page.locator(`section[aria-label="Log of ${name}"][tabindex]`);
    await pane.waitFor();
    return { ...opened, pane, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() };
  }

  const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

  it('shows HTML, colours, links, bidirectional text and a megabyte as text', async () => {
    await using opened = await open('odd');
    const { page, pane } = opened;
    await pane.getByText('starting its link done').waitFor();
    await pane.getByText('<b>bold?</b><img src="x" onerror="document.title=1">').waitFor();
    expect(await pane.locator('img, a').count()).toBe(0);
    expect(await pane.textContent()).not.toContain('\u009b');
    await pane.getByText('not a message').waitFor();
    await pane.getByText('cut at 64 kB').waitFor();
    expect((await pane.getByText('a megabyte').textContent())?.length).toBeLessThan(3000);
    await pane.getByRole('button', { name: /^Show all 6\d/ }).click();
    const whole = page.getByRole('dialog', { name: /^One line of/ });
    await expect.poll(async () => (await whole.textContent())?.length).toBeGreaterThan(60_000);
    await page.keyboard.press('Escape');
    await whole.waitFor({ state: 'detached' });
    expect(opened.complaints).toEqual([]);
  });

  it('filters by stream and level, and says so where nothing is left', async () => {
    await using opened = await open('odd');
    const { page, pane } = opened;
    await pane.getByText('ERROR cannot connect').waitFor();
    await page.getByRole('combobox', { name: 'Level' }).selectOption('error');
    await pane.getByText('starting').waitFor({ state: 'detached' });
    expect(await pane.getByText('at connect (pool.js:1:2)').count()).toBe(1);
    const streams = page.getByRole('group', { name: 'Stream' });
    await streams.getByRole('button', { name: 'out' }).click();
    await page.getByText('No line matches this filter.').waitFor();
    await page.getByRole('button', { name: 'Show every line' }).click();
    await streams.getByRole('button', { name: 'ours' }).click();
    await pane.getByText(/^Started, PID \d+\.$/).waitFor();
    expect(await pane.getByText('ERROR').count()).toBe(0);
    expect(opened.complaints).toEqual([]);
  });

  it('opens at the crash, told with its code', async () => {
    await expect
      .poll(() => {
        const found = runtime.orchestrator.server('crashing');
        return found.ok && found.value.state;
      })
      .toBe('CRASHED');
    await using opened = await open('crashing', { at: '?at=crash' });
    const end = opened.pane.getByText(/^Exited with code 3 after /);
    await end.waitFor();
    expect(
      await end.evaluate((element) => {
        const { top, bottom } = element.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
      }),
    ).toBe(true);
    await opened.pane.getByText('stays down').waitFor();
    expect(opened.complaints).toEqual([]);
  });

  it('finds a text in all that is stored, and goes from hit to hit by keys', async () => {
    await using opened = await open('long');
    const { page, pane } = opened;
    await pane.getByText('log line 6000 of 6000').waitFor();
    expect(await page.locator('[data-n]').count()).toBeLessThan(200);
    await page.keyboard.press('Control+f');
    await page.keyboard.type('LINE 0017 of');
    await page.getByText('1 of 1', { exact: true }).waitFor();
    await page.getByText('The log begins here.').waitFor();
    await pane.getByText('line 0017 of').waitFor();
    await page.getByRole('searchbox', { name: 'Search the log' }).fill('line 001');
    await page.getByText('8 of 10', { exact: true }).waitFor();
    await page.keyboard.press('F3');
    await page.getByText('9 of 10', { exact: true }).waitFor();
    await page.keyboard.press('Shift+F3');
    await page.keyboard.press('Shift+Enter');
    await page.getByText('7 of 10', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText(/ of 10$/).waitFor({ state: 'detached' });
    expect(opened.complaints).toEqual([]);
  });

  it('copies the lines that one chose by keys or by dragging, and downloads all of them', async () => {
    await using opened = await open('long');
    const { page, pane } = opened;
    const last = pane.getByText('log line 6000 of 6000');
    await last.waitFor();
    await last.click();
    await pane.focus();
    for (let line = 0; line < 3; line++) await page.keyboard.press('Shift+ArrowUp');
    await page.keyboard.press('Control+c');
    expect((await clipboard(page)).split('\n').map((line) => line.slice(0, 13))).toEqual([
      'log line 5998',
      'log line 5999',
      'log line 6000',
    ]);
    await pane.getByText('log line 5990 of').hover();
    await page.mouse.down();
    await pane.getByText('log line 5994 of').hover();
    await page.mouse.up();
    await page.keyboard.press('Control+c');
    expect((await clipboard(page)).split('\n').length).toBe(5);
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+c');
    expect((await clipboard(page)).split('\n').length).toBeGreaterThanOrEqual(500);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('long.log');
    const text = await readFile(await file.path(), 'utf8');
    expect(text.split('\n').filter((line) => / err log line \d+ of 6000/.test(line)).length).toBe(6000);
    expect(opened.complaints).toEqual([]);
  });

  it('follows a flood until one scrolls up, tells what is new, and holds lines back when asked', async () => {
    await using opened = await open('flooding');
    const { page, pane } = opened;
    const follow = page.getByRole('button', { name: 'Follow' });
    await expect.poll(() => pane.locator('[data-n]').count()).toBeGreaterThan(20);
    const atEnd = () =>
      pane.evaluate((element) => element.scrollHeight - element.clientHeight - element.scrollTop < 5);
    await expect.poll(atEnd).toBe(true);
    expect(await follow.getAttribute('aria-pressed')).toBe('true');
    await pane.hover();
    await page.mouse.wheel(0, -400);
    await expect.poll(() => follow.getAttribute('aria-pressed')).toBe('false');
    const first = () =>
      pane.evaluate((element) => {
        const top = element.getBoundingClientRect().top;
        const row = [...element.querySelectorAll('[data-n]')].find(
          (each) => each.getBoundingClientRect().bottom > top + 1,
        );
        return row?.getAttribute('data-n');
      });
    await page.waitForTimeout(300);
    const before = await first();
    const fresh = page.getByRole('button', { name: /^[\d,]+ new lines?$/ });
    await fresh.waitFor();
    expect(await first()).toBe(before);
    await fresh.click();
    await expect.poll(atEnd).toBe(true);
    await page.getByRole('button', { name: 'Hold new lines back' }).click();
    const held = page.getByRole('button', { name: /^Held back: [\d,]+ new line/ });
    await held.waitFor();
    const count = await page.locator('[data-n]').last().getAttribute('data-n');
    const waiting = async () => Number((await held.textContent())?.replaceAll(/\D/g, ''));
    const few = await waiting();
    await expect.poll(waiting).toBeGreaterThan(few);
    expect(await page.locator('[data-n]').last().getAttribute('data-n')).toBe(count);
    await held.click();
    await expect.poll(() => page.locator('[data-n]').last().getAttribute('data-n')).not.toBe(count);
    expect(opened.complaints).toEqual([]);
  });

  it('wraps long lines on a phone, and nothing there scrolls sideways', async () => {
    await using opened = await open('odd', { width: 390 });
    const { page, pane } = opened;
    // The longest line: what came by the other stream may stand above it, out of sight.
    await pane.getByText('a megabyte').waitFor();
    expect(await pane.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await expect
      .poll(() => pane.evaluate((element) => element.scrollHeight - element.clientHeight - element.scrollTop))
      .toBeLessThan(5);
    expect(opened.complaints).toEqual([]);
  });

  it("shows the orchestrator's own log beside its events", async () => {
    await using opened = await open('odd');
    const { page } = opened;
    await page.goto(`${runtime.url}/activity/log`);
    await page.locator('section[aria-label="Log of the orchestrator"][tabindex] [data-n]').first().waitFor();
    expect(opened.complaints).toEqual([]);
  });
});
