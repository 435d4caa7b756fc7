import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPath } from '../support/browser.ts';
import { findings, type Instance, startInstance, steady } from './instance.ts';

const CONFIG = JSON.stringify({ mcpServers: { one: steady, two: steady } });

describe.skipIf(browserPath === null)(
  'notifications in the settings (needs Chromium: npm run test:setup)',
  () => {
    let instance: Instance;
    beforeAll(async () => {
      instance = await startInstance('settings-notifications', CONFIG);
    });
    afterAll(() => instance?.[Symbol.asyncDispose]());

    const kept = async () => (await instance.runtime.client('test').alerts.state()).settings;
    async function openSettings() {
      const opened = await instance.open('/settings');
      const panel = opened.page.getByRole('region', { name: 'Notifications' });
      await panel.getByRole('switch', { name: 'Notifications of the system' }).waitFor();
      return { ...opened, panel };
    }

    it('switches all of them, and each kind by itself', async () => {
      await using opened = await openSettings();
      const { panel } = opened;
      const all = panel.getByRole('switch', { name: 'Notifications of the system' });
      const recovered = panel.getByRole('switch', { name: 'When it is running again' });
      await recovered.click();
      await expect.poll(() => recovered.getAttribute('aria-checked')).toBe('false');
      expect(await kept()).toMatchObject({ enabled: true, crashed: true, down: true, recovered: false });
      await all.click();
      await expect.poll(() => recovered.isDisabled()).toBe(true);
      expect((await kept()).enabled).toBe(false);
      await all.click();
      await expect.poll(() => recovered.isDisabled()).toBe(false);
      await recovered.click();
      await expect.poll(() => kept()).toMatchObject({ enabled: true, recovered: true });
      expect(opened.complaints).toEqual([]);
    });

    it('keeps quiet hours of two different times, and says whether it is quiet now', async () => {
      await using opened = await openSettings();
      const { panel } = opened;
      const hours = panel.getByRole('switch', { name: 'Quiet hours' });
      const from = panel.getByLabel('Quiet from');
      const to = panel.getByLabel('Quiet until');
      expect([await from.isDisabled(), await to.isDisabled()]).toEqual([true, true]);
      await hours.click();
      await expect.poll(() => kept()).toMatchObject({ quietHours: { from: '22:00', to: '07:00' } });
      await from.fill('00:00');
      await from.press('Enter');
      await expect.poll(() => kept()).toMatchObject({ quietHours: { from: '00:00', to: '07:00' } });
      await to.fill('late');
      await to.press('Enter');
      await panel.getByRole('alert').getByText('That is no time of day. Write both like 22:00.').waitFor();
      await to.press('Escape');
      expect(await to.inputValue()).toBe('07:00');
      await to.fill('630');
      await to.press('Enter');
      await expect.poll(() => kept()).toMatchObject({ quietHours: { from: '00:00', to: '06:30' } });
      await to.fill('00:00');
      await to.press('Enter');
      await panel.getByRole('alert').getByText('From 00:00 to 00:00 is no time at all.').waitFor();
      expect(await to.getAttribute('aria-invalid')).toBe('true');
      expect(await findings(opened.page)).toEqual([]);
      expect((await kept()).quietHours).toEqual({ from: '00:00', to: '06:30' });
      // Around whatever time it is now.
      const hour = new Date().getHours();
      const at = (shift: number) => `${String((hour + shift + 24) % 24).padStart(2, '0')}:00`;
      await instance.runtime.client('test').alerts.update({ quietHours: { from: at(-2), to: at(3) } });
      await panel.getByText(`It is quiet now, until ${at(3)}.`).waitFor();
      expect(await to.inputValue()).toBe(at(3));
      await hours.click();
      await expect.poll(async () => (await kept()).quietHours).toBeNull();
      expect(opened.complaints).toEqual([]);
    });

    it('lists muted servers; their menus mute them, and both take it back', async () => {
      await using opened = await openSettings();
      const { page, panel } = opened;
      await panel.getByText('None. A server is muted in its menu.').waitFor();
      await page.getByRole('link', { name: 'Servers', exact: true }).click();
      await page.getByRole('button', { name: 'More actions for two' }).click();
      await page.getByRole('menuitem', { name: 'Mute notifications' }).click();
      await expect.poll(async () => (await kept()).muted).toEqual(['two']);
      await page.getByRole('link', { name: 'one', exact: true }).last().click();
      await page.getByRole('button', { name: 'More actions for one' }).click();
      await page.getByRole('menuitem', { name: 'Mute notifications' }).click();
      await expect.poll(async () => (await kept()).muted).toEqual(['two', 'one']);
      await page.getByRole('button', { name: 'More actions for one' }).click();
      await page.getByRole('menuitem', { name: 'Unmute notifications' }).click();
      await expect.poll(async () => (await kept()).muted).toEqual(['two']);
      await page.getByRole('link', { name: 'Settings', exact: true }).click();
      await panel.getByRole('list', { name: 'Muted servers' }).getByText('two').waitFor();
      expect(await findings(page)).toEqual([]);
      await panel.getByRole('button', { name: 'Unmute two' }).click();
      await expect.poll(async () => (await kept()).muted).toEqual([]);
      await panel.getByText('None. A server is muted in its menu.').waitFor();
      expect(opened.complaints).toEqual([]);
    });

    it('says who shows them, and honestly what came of one', async () => {
      await using opened = await openSettings();
      const { panel } = opened;
      await panel.getByText('Nobody: the orchestrator runs outside a desktop session').waitFor();
      await panel.getByRole('button', { name: 'Show one now' }).click();
      await panel.getByText('It was not shown. Nobody is there to show it').waitFor();
      await opened.page.reload();
      await panel.getByText('The last one was not shown: Notifications work').waitFor();

      const presenter = instance.runtime.client('test').alerts;
      const end = new AbortController();
      const following = (async () => {
        for await (const each of await presenter.follow({ as: 'notify-send' }, { signal: end.signal }))
          if (each.kind === 'show') await presenter.report({ id: each.alert.id, shown: true, why: null });
      })().catch(() => undefined);
      await panel.getByText('notify-send', { exact: true }).waitFor();
      await panel.getByRole('button', { name: 'Show one now' }).click();
      await panel.getByText('It was shown.').waitFor();
      end.abort();
      await following;
      expect(opened.complaints).toEqual([]);
    });

    it('has nothing of the application in a browser', async () => {
      await using opened = await openSettings();
      const { page } = opened;
      await page.getByText('Browser', { exact: true }).waitFor();
      expect(await page.getByRole('region', { name: 'Application' }).count()).toBe(0);
      expect(await page.getByRole('link', { name: 'Application' }).count()).toBe(0);
      expect(await page.getByText('Electron').count()).toBe(0);
      expect(opened.complaints).toEqual([]);
    });
  },
);
