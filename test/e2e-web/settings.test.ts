import { readFile, writeFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPath } from '../support/browser.ts';
import { findings, type Instance, sideways, startInstance, steady } from './instance.ts';

const CONFIG = `{
  // mine
  "mcpServers": {
    "one": ${JSON.stringify({ ...steady, env: { API_TOKEN: 'hunter2-secret' } })},
  },
  "orchestrator": {
    "defaults": {
      "health": { "interval": "20s" }, // often
    },
  },
}
`;

describe.skipIf(browserPath === null)('the settings (needs Chromium: npm run test:setup)', () => {
  let instance: Instance;
  beforeAll(async () => {
    instance = await startInstance('settings', CONFIG);
  });
  afterAll(() => instance?.[Symbol.asyncDispose]());

  const file = () => readFile(instance.config, 'utf8');
  async function openSettings(options = {}) {
    const opened = await instance.open('/settings', options);
    await opened.page.getByRole('textbox', { name: 'Health check every' }).waitFor();
    return opened;
  }
  const write = async (page: Page, name: string, text: string) => {
    const field = page.getByRole('textbox', { name });
    await field.fill(text);
    await field.press('Enter');
  };

  it('changes the look at once, and keeps it', async () => {
    await using opened = await openSettings();
    const { page } = opened;
    const root = page.locator('html');
    const choice = (group: string, name: string) =>
      page.getByRole('group', { name: group }).getByRole('button', { name });
    await choice('Theme', 'Dark').click();
    await choice('Density', 'Compact').click();
    await choice('Contrast', 'More').click();
    expect(await root.getAttribute('data-theme')).toBe('dark');
    expect(await root.getAttribute('data-density')).toBe('compact');
    expect(await root.getAttribute('data-contrast')).toBe('more');
    await page.getByRole('switch', { name: 'Single letters as shortcuts' }).click();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
    expect(await root.getAttribute('data-theme')).toBe('dark');
    await page.keyboard.press('n');
    expect(page.url()).toMatch(/settings$/);
    await page.getByRole('combobox', { name: 'Language' }).selectOption('de');
    await expect.poll(() => root.getAttribute('lang')).toBe('de');
    expect(opened.complaints).toEqual([]);
  });

  it('writes a default into the file as people write it, keeps the rest, and takes it back', async () => {
    await using opened = await openSettings();
    const { page } = opened;
    const row = page.getByRole('textbox', { name: 'Health check every' });
    expect(await row.inputValue()).toBe('20s');
    expect(
      await row.evaluate(
        (field) => document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent,
      ),
    ).toContain('line 8');
    await write(page, 'Warn over memory', '2 GB');
    await page.getByText('Changed: Warn over memory.').waitFor();
    const changed = await file();
    expect(changed).toContain('"memoryWarn": "2GB"');
    expect(changed).toContain('// mine');
    expect(changed).toContain('// often');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(file).toBe(CONFIG);
    await expect.poll(() => page.getByRole('textbox', { name: 'Warn over memory' }).inputValue()).toBe('1GB');
    expect(opened.complaints).toEqual([]);
  });

  it('says in words what cannot be, and writes nothing', async () => {
    await using opened = await openSettings();
    const { page } = opened;
    await write(page, 'Health check every', 'soon');
    await page.getByRole('alert').getByText('"soon" is no time that is possible here.').waitFor();
    expect(await page.getByRole('textbox', { name: 'Health check every' }).getAttribute('aria-invalid')).toBe(
      'true',
    );
    await write(page, 'Restarts before it stays down', '-1');
    await page.getByText('"-1" is not possible here.').waitFor();
    expect(await file()).toBe(CONFIG);
    expect(await findings(page)).toEqual([]);
  });

  it('does not overwrite what was written elsewhere meanwhile, and shows it', async () => {
    await using opened = await openSettings();
    const { page } = opened;
    const interval = () => page.getByRole('textbox', { name: 'Health check every' }).inputValue();
    const field = page.getByRole('textbox', { name: 'Failed checks before a restart' });
    await field.fill('7');
    await writeFile(instance.config, CONFIG.replace('20s', '25s'));
    await field.press('Enter');
    await expect.poll(interval).toBe('25s');
    expect(await file()).toContain('25s');
    await writeFile(instance.config, CONFIG.replace('20s', '35s'));
    await expect.poll(interval).toBe('35s');
  });

  it('shows the report before it is saved, without secrets, and what it is made of', async () => {
    await using opened = await openSettings();
    const { page } = opened;
    await page.getByRole('button', { name: 'Preview' }).click();
    const report = page.getByRole('dialog', { name: 'Diagnostics' });
    await report.getByText('versions.json').waitFor();
    expect(await report.textContent()).not.toContain('hunter2');
    expect(await findings(page)).toEqual([]);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      report.getByRole('button', { name: 'Save as a file' }).click(),
    ]);
    expect(await readFile(await download.path(), 'utf8')).toContain('versions.json');
    await page.keyboard.press('Escape');
    await page
      .getByText(`MCP Orchestrator ${instance.runtime.orchestrator.status().instance.version}`)
      .waitFor();
    await page.getByText(instance.config).last().waitFor();
    await page.getByRole('button', { name: 'Licences' }).click();
    await page.getByRole('dialog', { name: /^Licences/ }).waitFor();
    await page.keyboard.press('Escape');
    expect(opened.complaints).toEqual([]);
  });

  it.each([360, 1440])('never scrolls sideways at %i px, and axe finds nothing', async (width) => {
    await using opened = await openSettings({ viewport: { width, height: 800 }, colorScheme: 'dark' });
    expect(await sideways(opened.page)).toBeLessThanOrEqual(0);
    expect(await findings(opened.page)).toEqual([]);
  });

  it('stops the orchestrator, but asks first', async () => {
    const own = await startInstance('settings-stop', CONFIG);
    try {
      await using opened = await own.open('/settings');
      const { page } = opened;
      await page.getByRole('button', { name: 'Stop it' }).click();
      const dialog = page.getByRole('dialog', { name: 'Stop the orchestrator?' });
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Stop it' }).click();
      await dialog.getByRole('button', { name: 'Stop the orchestrator' }).click();
      await page.getByText(/^The orchestrator stopped at/).waitFor();
      expect(await page.getByText(/^Connection lost at/).count()).toBe(0);
    } finally {
      await own[Symbol.asyncDispose]();
    }
  });
});
