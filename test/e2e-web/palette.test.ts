import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPath } from '../support/browser.ts';
import { findings, type Instance, sideways, startInstance, steady } from './instance.ts';

const HOSTILE = '<img src=x onerror=alert(1)> مرحبا';

describe.skipIf(browserPath === null)('the palette (needs Chromium: npm run test:setup)', () => {
  let instance: Instance;
  beforeAll(async () => {
    instance = await startInstance(
      'palette',
      JSON.stringify({
        mcpServers: {
          postgres: { command: 'no-such-program-anywhere' },
          posthog: steady,
          memory: steady,
          [HOSTILE]: steady,
        },
        orchestrator: { groups: { Everyday: ['posthog'] } },
      }),
    );
  });
  afterAll(() => instance?.[Symbol.asyncDispose]());

  const field = (page: Page) => page.getByRole('combobox', { name: 'Find or run' });
  const options = (page: Page) => page.getByRole('dialog').getByRole('option').allTextContents();
  async function find(page: Page, text: string) {
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('Control+k');
    await field(page).fill(text);
  }
  const chosen = (page: Page) =>
    field(page).evaluate(
      (input) => document.getElementById(input.getAttribute('aria-activedescendant') ?? '')?.textContent,
    );

  it('gives what helps first, then its other actions, servers, tools and commands, by the keyboard alone', async () => {
    await using opened = await instance.open('/');
    const { page } = opened;
    await page.getByRole('article', { name: /^postgres: Crashed/ }).waitFor();
    await find(page, 'post');
    await page.getByRole('group', { name: /^postgres, crashed/ }).waitFor();
    const found = await options(page);
    expect(found.slice(0, 2)).toEqual(['postgres: edit', 'postgres: try again']);
    expect(found.findIndex((text) => text.startsWith('posthog'))).toBeGreaterThan(
      found.findLastIndex((text) => text.startsWith('postgres')),
    );
    expect(await page.getByRole('dialog').getByRole('option').first().locator('b').textContent()).toBe(
      'post',
    );
    expect(await chosen(page)).toBe('postgres: edit');
    await page.keyboard.press('ArrowDown');
    expect(await chosen(page)).toBe('postgres: try again');
    expect(await findings(page)).toEqual([]);
    await field(page).fill('echo');
    await page.getByRole('option', { name: /^echo/ }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/tools\/[^/]+\/echo$/);
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(opened.complaints).toEqual([]);
  });

  it('restarts a server, and shows what was chosen lately at first when it is opened again', async () => {
    await using opened = await instance.open('/');
    const { page } = opened;
    await page.getByRole('article', { name: 'memory: Running' }).waitFor();
    const pid = () => {
      const server = instance.runtime.orchestrator.server('memory');
      return server.ok ? server.value.pid : null;
    };
    const before = pid();
    await find(page, 'restart memory');
    await page.keyboard.press('Enter');
    await expect.poll(() => pid() !== before && pid() !== null).toBe(true);
    await page.keyboard.press('Control+k');
    await page.getByRole('group', { name: 'Recent' }).waitFor();
    expect(await chosen(page)).toBe('memory: restart');
    expect(opened.complaints).toEqual([]);
  });

  it('shows all that can be done with a server on Tab, and goes back by Backspace', async () => {
    await using opened = await instance.open('/');
    const { page } = opened;
    await find(page, 'posthog');
    await expect.poll(() => chosen(page)).toMatch(/^posthog/);
    await page.keyboard.press('Tab');
    const inner = page.getByRole('combobox', { name: 'posthog' });
    await inner.waitFor();
    expect(await options(page)).toEqual(
      expect.arrayContaining(['posthog: restart', 'posthog: stop', 'posthog: check now', 'posthog: log']),
    );
    await page.keyboard.type('log');
    await page.keyboard.press('Backspace');
    expect(await inner.inputValue()).toBe('lo');
    await inner.fill('');
    await page.keyboard.press('Backspace');
    await field(page).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(opened.complaints).toEqual([]);
  });

  it('asks before it stops all, and what does no harm is chosen', async () => {
    await using opened = await instance.open('/');
    const { page } = opened;
    await find(page, 'stop all');
    await page.keyboard.press('Enter');
    await page.getByRole('group', { name: 'Stop all 4 servers?' }).waitFor();
    expect(await options(page)).toEqual(['Cancel', expect.stringMatching(/^Stop all/)]);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(instance.runtime.orchestrator.status().summary.RUNNING).toBe(3);
  });

  it('says that nothing matches, gives the focus back, and shows hostile names as text', async () => {
    await using opened = await instance.open('/settings');
    const { page } = opened;
    const button = page.getByRole('banner').getByRole('button', { name: /find/i });
    await button.click();
    await field(page).fill('<img');
    // Beside the server its tools, as soon as they are known.
    await page.getByRole('option', { name: HOSTILE }).first().waitFor();
    await field(page).fill('q <b>q');
    await page.getByText('Nothing matches "q <b>q".').waitFor();
    expect(await page.getByRole('listbox').count()).toBe(0);
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect.poll(() => button.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(opened.complaints).toEqual([]);
  });

  it('changes the look at once', async () => {
    await using opened = await instance.open('/');
    const { page } = opened;
    await find(page, 'theme dark');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark');
  });

  it('fills the screen of a phone', async () => {
    await using opened = await instance.open('/', { viewport: { width: 390, height: 800 } });
    const { page } = opened;
    await find(page, '');
    const box = await page.getByRole('dialog').boundingBox();
    expect(box).toEqual({ x: 0, y: 0, width: 390, height: 800 });
    expect(await sideways(page)).toBeLessThanOrEqual(0);
  });

  it('has all keys behind the question mark, but not while one types', async () => {
    await using opened = await instance.open('/');
    const { page } = opened;
    await find(page, '');
    await page.keyboard.type('?');
    expect(await field(page).inputValue()).toBe('?');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'All keys' });
    await keys.getByRole('region', { name: 'The chosen server' }).waitFor();
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await keys.waitFor({ state: 'detached' });
    expect(opened.complaints).toEqual([]);
  });
});
