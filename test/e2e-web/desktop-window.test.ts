import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createForwardingRouter } from '../../src-main/hosts/desktop/link/forwarding-router.ts';
import type { ContractClient } from '../../src-main/runtime/options.ts';
import { contract } from '../../src-shared/contract/index.ts';
import { browserPath } from '../support/browser.ts';
import { chaos, findings, sideways, steady } from './instance.ts';
import { startWindow, type WindowRig } from './window-rig.ts';

const CONFIG = JSON.stringify({ mcpServers: { one: steady, missing: { command: 'no-such-program' } } });

declare global {
  interface Window {
    /** Asks what was held back. */
    testGo(): void;
  }
}

/** As the application does: every notification is shown. */
function showAll({ runtime }: WindowRig): AsyncDisposable {
  const { alerts } = runtime.client('desktop');
  const end = new AbortController();
  const shown = (async () => {
    for await (const each of await alerts.follow({ as: 'desktop' }, { signal: end.signal }))
      if (each.kind === 'show') await alerts.report({ id: each.alert.id, shown: true, why: null });
  })().catch(() => undefined);
  return {
    async [Symbol.asyncDispose]() {
      end.abort();
      await shown;
    },
  };
}

/** In the page: what the settings ask for, and what they are told of notifications, is held back until the test says so. */
function holdQuestions(): void {
  const send = window.testToMain;
  const asked: (string | null)[] = [];
  const told: string[] = [];
  let holds = true;
  let give = (_text: string | null): void => undefined;
  window.testToMain = (text) => {
    if (text === null || !/configuration|desktop/.test(text)) send(text);
    else asked.push(text);
  };
  Object.defineProperty(window, 'testToPage', {
    get: () => (text: string | null) => {
      if (holds && text !== null && /kind\W+alerts\W/.test(text)) told.push(text);
      else give(text);
    },
    set: (next: typeof give) => {
      give = next;
    },
  });
  window.testGo = () => {
    window.testToMain = send;
    holds = false;
    asked.forEach(send);
    told.forEach(give);
  };
}

describe.skipIf(browserPath === null)('the page in the window (needs Chromium: npm run test:setup)', () => {
  let rig: WindowRig;
  beforeAll(async () => {
    rig = await startWindow('window', CONFIG);
  });
  afterAll(() => rig?.[Symbol.asyncDispose]());

  async function openSettings(options = {}) {
    const opened = await rig.open('/settings', options);
    await opened.page.getByRole('region', { name: 'Application' }).waitFor();
    await opened.page.getByRole('textbox', { name: 'Health check every' }).waitFor();
    return opened;
  }
  const panel = (page: Page) => page.getByRole('region', { name: 'Application' });

  it('speaks over its port alone: no socket, and no request but for its own files', async () => {
    await using opened = await rig.open('/');
    const { page } = opened;
    const requests: string[] = [];
    page.on('request', (request) => requests.push(new URL(request.url()).pathname));
    page.on('websocket', (socket) => requests.push(socket.url()));
    await page.reload();
    const card = page.getByRole('article', { name: 'one: Running' });
    await card.waitFor();
    await page.getByRole('button', { name: 'More actions for one' }).click();
    await page.getByRole('menuitem', { name: /^Stop/ }).click();
    await page.getByRole('article', { name: 'one: Stopped' }).waitFor();
    await page.getByRole('article', { name: 'one: Stopped' }).getByRole('button', { name: 'Start' }).click();
    await card.waitFor();
    expect(requests.filter((path) => path !== '/' && !path.startsWith('/assets/'))).toEqual([]);
    const { events } = await rig.runtime.client('test').events.list({});
    expect(events.some(({ actor }) => actor === 'desktop')).toBe(true);
    expect(opened.complaints).toEqual([]);
  });

  it('finds a new port for each document, and one is enough for it', async () => {
    const before = rig.ports;
    await using opened = await rig.open('/');
    const running = opened.page.getByRole('article', { name: 'one: Running' });
    await running.waitFor();
    expect(rig.ports - before).toBe(1);
    await opened.page.reload();
    await running.waitFor();
    expect(rig.ports - before).toBe(2);
  });

  it('switches start at login as the system says it is, not as it was asked to be', async () => {
    await using opened = await openSettings();
    const { page } = opened;
    const login = panel(page).getByRole('switch', { name: 'Start at login' });
    expect(await login.getAttribute('aria-checked')).toBe('false');
    await login.click();
    await expect.poll(() => login.getAttribute('aria-checked')).toBe('true');
    expect(rig.asked).toContain('login true');

    rig.around({ loginItem: { state: 'needs-approval', detail: null, canOpenSettings: true } });
    await panel(page).getByText('Waits for your approval').waitFor();
    await panel(page).getByRole('button', { name: 'Open system settings' }).click();
    await expect.poll(() => rig.asked).toContain('login settings');

    rig.around({
      loginItem: {
        state: 'managed',
        detail: { key: 'desktop.test.unknown', params: {} },
        canOpenSettings: false,
      },
    });
    await panel(page).getByText('The system decides').waitFor();
    expect(await login.count()).toBe(0);

    rig.around({ loginItem: { state: 'unknown', detail: null, canOpenSettings: false } });
    const choice = panel(page).getByRole('group', { name: 'Start at login' });
    await choice.getByRole('button', { name: 'Off' }).click();
    await expect.poll(() => rig.asked.at(-1)).toBe('login false');
    expect(opened.complaints).toEqual([]);
  });

  it('says what closing does, whether an icon is there, and whose servers these are', async () => {
    await using opened = await openSettings();
    const { page } = opened;
    const close = panel(page).getByRole('group', { name: 'Closing the window' });
    await close.getByRole('button', { name: 'Quits' }).click();
    await expect.poll(() => rig.preferences.get().close).toBe('quit');
    await expect
      .poll(() => close.getByRole('button', { name: 'Quits' }).getAttribute('aria-pressed'))
      .toBe('true');
    await panel(page).getByText('The same as Quit at the end of this list.').waitFor();
    rig.preferences.update({ close: 'hide' });
    await panel(page).getByText('the icon brings the window back').waitFor();

    await panel(page).getByText(`This application runs the servers, PID ${process.pid}`).waitFor();
    expect(await page.getByRole('button', { name: 'Stop it' }).count()).toBe(0);
    rig.around({
      mode: 'attached',
      pid: 4711,
      tray: { shown: false, why: { key: 'alerts.why.unsupported', params: {} } },
    });
    await panel(page).getByText('Attached to the orchestrator with PID 4711').waitFor();
    await panel(page).getByText('Quit leaves it and its servers running.').waitFor();
    await panel(page).getByText('It quits here').waitFor();
    await panel(page).getByText('This system has no notifications').waitFor();
    await page.getByRole('button', { name: 'Stop it' }).waitFor();

    await panel(page).getByRole('button', { name: 'Open the folder' }).click();
    await expect.poll(() => rig.asked).toContain('logs');
    for (const text of ['45.4.1', '154.0.1', '0.0.1']) await page.getByText(text, { exact: true }).waitFor();
    rig.around({ mode: 'own', pid: process.pid, tray: { shown: true, why: null } });
    expect(opened.complaints).toEqual([]);
  });

  it('has one theme and one language with the application, whoever changes it', async () => {
    rig.preferences.update({ theme: 'dark', language: 'en' });
    await using opened = await openSettings();
    const { page } = opened;
    const root = page.locator('html');
    await expect.poll(() => root.getAttribute('data-theme')).toBe('dark');
    await page.getByRole('group', { name: 'Theme' }).getByRole('button', { name: 'Light' }).click();
    await expect.poll(() => rig.preferences.get().theme).toBe('light');
    rig.preferences.update({ language: 'de' });
    await expect.poll(() => root.getAttribute('lang')).toBe('de');
    const own = page.getByRole('region', { name: 'Anwendung' });
    await own.getByText('Bei der Anmeldung starten').waitFor();
    expect(await own.innerText()).not.toMatch(/window\.|settings\.|Quit|Open/);
    await page.getByRole('combobox', { name: 'Sprache' }).selectOption('en');
    await expect.poll(() => rig.preferences.get().language).toBe('en');
    expect(rig.preferences.get().theme).toBe('light');
    rig.preferences.update({ theme: 'system', language: 'system' });
    await expect.poll(() => root.getAttribute('data-theme')).toBeNull();
    expect(opened.complaints).toEqual([]);
  });

  it('tells what is wrong with the application itself, until it was read', async () => {
    await using opened = await rig.open('/');
    const { page } = opened;
    rig.notice('alerts.why.no-program', { file: '/lost/file' });
    // Said aloud too, which stays in its own place.
    const banner = page.locator('.banner', { hasText: 'is missing: /lost/file.' });
    await banner.waitFor();
    await banner.getByRole('button', { name: 'Dismiss' }).click();
    await banner.waitFor({ state: 'detached' });
    expect(opened.complaints).toEqual([]);
  });

  it('tells that it was seen what is not well, and only where that is shown', async () => {
    await using opened = await openSettings();
    const { page } = opened;
    const seen = () => rig.asked.filter((each) => each === 'seen').length;
    const before = seen();
    await page.getByRole('link', { name: 'Activity' }).click();
    await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor();
    expect(seen()).toBe(before);
    await page.getByRole('link', { name: 'Servers', exact: true }).click();
    await page.getByRole('article', { name: /^missing/ }).waitFor();
    await expect.poll(seen).toBeGreaterThan(before);
    expect(opened.complaints).toEqual([]);
  });

  it('hands on files as a browser does', async () => {
    await using opened = await openSettings();
    const { page } = opened;
    await page.getByRole('button', { name: 'Preview' }).click();
    const report = page.getByRole('dialog', { name: 'Diagnostics' });
    await report.getByText('versions.json').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      report.getByRole('button', { name: 'Save as a file' }).click(),
    ]);
    expect(await readFile(await download.path(), 'utf8')).toContain('versions.json');
    expect(opened.complaints).toEqual([]);
  });

  it('shows as notifications of the application what the application says came of them', async () => {
    await using opened = await openSettings();
    const { page } = opened;
    const application = rig.runtime.client('desktop').alerts;
    const end = new AbortController();
    const shown = (async () => {
      for await (const message of await application.follow({ as: 'desktop' }, { signal: end.signal })) {
        if (message.kind === 'show')
          await application.report({
            id: message.alert.id,
            shown: false,
            why: { key: 'alerts.why.unsupported', params: {} },
          });
      }
    })().catch(() => undefined);
    await page.getByText('The desktop application.').waitFor();
    await page.getByRole('button', { name: 'Show one now' }).click();
    await page
      .getByTestId('outcome')
      .getByText('It was not shown. This system has no notifications')
      .waitFor();
    end.abort();
    await shown;
    expect(opened.complaints).toEqual([]);
  });

  it.each([360, 1440])('has every setting in its place before it is known, at %i px', async (width) => {
    await using opened = await rig.open('/', { viewport: { width, height: 900 } });
    const { page } = opened;
    await using _shows = showAll(rig);
    await expect.poll(() => rig.runtime.client('test').alerts.test()).toMatchObject({ shown: true });
    await page.addInitScript(holdQuestions);
    await page.goto(new URL('/settings', page.url()).href);
    await page.getByText('Reading the settings of notifications').waitFor();
    await page.getByText('are written into').waitFor();
    await page.getByText('This application runs the servers').waitFor({ state: 'detached' });
    expect(await page.getByRole('textbox', { name: 'Health check every' }).count()).toBe(0);
    // What is told above all of them has its own time.
    const places = () =>
      page.locator('.settings .set, .settings .opt').evaluateAll((all) => {
        const begin = document.querySelector('.settings')?.getBoundingClientRect().top ?? 0;
        return all.map((each) => [each.id, Math.round(each.getBoundingClientRect().top - begin)]);
      });
    const before = await places();
    expect(before.length).toBeGreaterThan(30);
    await page.evaluate(() => window.testGo());
    await page.getByText('This application runs the servers').waitFor();
    await page.getByRole('switch', { name: 'Notifications of the system' }).waitFor();
    await page.getByRole('textbox', { name: 'Health check every' }).waitFor();
    expect(await places()).toEqual(before);
    expect(opened.complaints).toEqual([]);
  });

  it('reaches every control of the new panels by keyboard, each with a ring around it', async () => {
    await using opened = await openSettings();
    const { page } = opened;
    rig.around({ loginItem: { state: 'needs-approval', detail: null, canOpenSettings: true } });
    await rig.runtime
      .client('test')
      .alerts.update({ quietHours: { from: '22:00', to: '07:00' }, muted: ['one'] });
    const panels = page.locator('#notifications, #application');
    await panels.getByRole('button', { name: 'Unmute one' }).waitFor();
    await panels.getByRole('button', { name: 'Open system settings' }).waitFor();
    const controls = panels.locator('button, input');
    const last = (await controls.count()) - 1;
    await controls.first().focus();
    for (let at = 0; at < last; at++) {
      await page.keyboard.press('Tab');
      const control = controls.nth(at + 1);
      expect(await control.evaluate((each) => each === document.activeElement), `control ${at + 1}`).toBe(
        true,
      );
      expect(await control.evaluate((each) => getComputedStyle(each).outlineStyle)).toBe('solid');
    }
    const login = panels.getByRole('switch', { name: 'Start at login' });
    await login.focus();
    await page.keyboard.press('Space');
    await expect.poll(() => rig.asked.at(-1)).toBe('login false');
    await rig.runtime.client('test').alerts.update({ quietHours: null, muted: [] });
    rig.around({ loginItem: { state: 'off', detail: null, canOpenSettings: false } });
    expect(opened.complaints).toEqual([]);
  });

  it.each([
    [360, 'dark'],
    [360, 'light'],
    [1440, 'dark'],
    [1440, 'light'],
  ] as const)('never scrolls sideways at %i px, and axe finds nothing, %s', async (width, colorScheme) => {
    await using opened = await openSettings({ viewport: { width, height: 800 }, colorScheme });
    expect(await sideways(opened.page)).toBeLessThanOrEqual(0);
    expect(await findings(opened.page)).toEqual([]);
  });

  it('shows that everything ends after Quit, not that something is wrong', async () => {
    const slow = chaos('--exit-delay', '2000');
    await using own = await startWindow('window-quit', JSON.stringify({ mcpServers: { slow } }));
    await using opened = await own.open('/settings');
    const { page } = opened;
    await page.getByRole('button', { name: 'Quit', exact: true }).click();
    await page.getByText('The orchestrator is stopping.').waitFor();
    await page.getByText('1 server has not ended yet.').waitFor();
    await own.runtime.closed;
    await page.getByText(/^The orchestrator stopped at/).waitFor();
    expect(await page.getByText('Connection lost').count()).toBe(0);
    expect(await findings(page)).toEqual([]);
  });

  it('comes back over the same port when the orchestrator behind the application does', async () => {
    let client: ContractClient | null = null;
    const router = () => createForwardingRouter(contract, () => client);
    await using own = await startWindow('window-attached', CONFIG, { router });
    await using opened = await own.open('/');
    const { page } = opened;
    await page.getByText(/^Connection lost at/).waitFor();
    client = own.runtime.client('desktop');
    await page.getByRole('article', { name: 'one: Running' }).waitFor();
    expect(await page.getByText(/^Connection lost at/).count()).toBe(0);
    expect(own.ports).toBe(1);
  });
});
