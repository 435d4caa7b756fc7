import { describe, expect, it } from 'vitest';
import { started } from './kit.ts';

describe('notifications', () => {
  it('are shown when the system says so: at once on Linux, later elsewhere (notification.md#event-show)', async () => {
    for (const [platform, atOnce] of [
      ['linux', true],
      ['darwin', false],
      ['win32', false],
    ] as const) {
      await using it = await started({ platform });
      const told: string[] = [];
      const notification = new it.electron.Notification({ title: 'db is down', body: 'Started 5 times.' });
      notification.on('show', () => told.push('show'));
      expect(it.user.notifications).toEqual([]);
      notification.show();
      expect([platform, told.length === 1]).toEqual([platform, atOnce]);
      await it.double.settled();
      expect(it.user.notifications.map(({ title, body }) => [title, body])).toEqual([
        ['db is down', 'Started 5 times.'],
      ]);
    }
  });

  it('are clicked, and have buttons on macOS and Windows (notification-action.md)', async () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      await using it = await started({ platform });
      const told: unknown[] = [];
      const actions = [{ type: 'button', text: 'Restart' }] as const;
      const notification = new it.electron.Notification({ title: 'db is down', actions: [...actions] });
      notification.on('click', () => told.push('click'));
      notification.on('action', ({ actionIndex }) => told.push(actionIndex));
      notification.show();
      await it.double.settled();
      const [shown] = it.user.notifications;
      shown?.clicked();
      if (platform === 'linux') {
        expect(() => shown?.pressed(0)).toThrow('has no button 0');
        expect(told).toEqual(['click']);
      } else {
        shown?.pressed(0);
        expect(told).toEqual(['click', 0]);
      }
    }
  });

  it('are closed by the person, by the clock or by the application, which is told on Windows only (notification.md#event-close)', async () => {
    for (const [platform, expected] of [
      ['darwin', [undefined]],
      ['win32', ['timedOut', 'applicationHidden']],
    ] as const) {
      await using it = await started({ platform });
      const reasons: unknown[] = [];
      for (const end of ['clock', 'application'] as const) {
        const notification = new it.electron.Notification({ title: end });
        notification.on('close', ({ reason }) => reasons.push(reason));
        notification.show();
        await it.double.settled();
        if (end === 'clock') it.user.notifications[0]?.closedByPerson('timedOut');
        else notification.close();
        expect(it.user.notifications).toEqual([]);
      }
      expect([platform, reasons]).toEqual([platform, expected]);
    }
  });

  it('replace one of the same id on macOS and Windows (notification.md#new-notificationoptions)', async () => {
    await using it = await started({ platform: 'darwin' });
    for (const title of ['db crashed', 'db is down'])
      new it.electron.Notification({ id: 'db', title }).show();
    await it.double.settled();
    expect(it.user.notifications.map(({ title }) => title)).toEqual(['db is down']);
    expect(it.user.notificationHistory).toHaveLength(2);
  });

  it('may be refused, stay without an answer or not exist (notification.md#event-failed, #notificationissupported)', async () => {
    await using refused = await started({ platform: 'darwin', notifications: 'refused' });
    const failures: string[] = [];
    const notification = new refused.electron.Notification({ title: 'x' });
    notification.on('failed', (_event, error) => failures.push(error));
    notification.show();
    await refused.double.settled();
    expect([failures.length, refused.user.notificationHistory]).toEqual([1, []]);

    await using silent = await started({ notifications: 'silent' });
    const told: string[] = [];
    const other = new silent.electron.Notification({ title: 'x' });
    for (const name of ['show', 'failed', 'close'] as const) other.on(name as 'show', () => told.push(name));
    other.show();
    await silent.double.settled();
    expect([silent.electron.Notification.isSupported(), told]).toEqual([true, []]);

    await using none = await started({ notifications: 'unsupported' });
    expect(none.electron.Notification.isSupported()).toBe(false);
  });
});

describe('login items', () => {
  it('on Windows are found by the same path and arguments; the Task Manager has the last word (app.md#appgetloginitemsettingsoptions)', async () => {
    await using it = await started({ platform: 'win32' });
    const { app } = it.electron;
    const mine = { path: 'C:\\app.exe', args: ['--hidden'] };
    app.setLoginItemSettings({ openAtLogin: true, ...mine });
    const { openAtLogin, executableWillLaunchAtLogin } = app.getLoginItemSettings(mine);
    expect([openAtLogin, executableWillLaunchAtLogin]).toEqual([true, true]);
    const others = app.getLoginItemSettings({ path: mine.path });
    expect([others.openAtLogin, others.executableWillLaunchAtLogin]).toEqual([false, true]);
    expect(app.getLoginItemSettings().launchItems).toEqual([]);
    it.user.loginItem.switchInTaskManager(false);
    const off = app.getLoginItemSettings(mine);
    expect([off.openAtLogin, off.executableWillLaunchAtLogin]).toEqual([true, false]);
    app.setLoginItemSettings({ openAtLogin: false, ...mine });
    expect(app.getLoginItemSettings(mine).openAtLogin).toBe(false);
  });

  it('on macOS may need approval, and may be ignored without a word (app.md#appsetloginitemsettingssettings)', async () => {
    await using it = await started({ platform: 'darwin', loginItems: { needsApproval: true } });
    const { app } = it.electron;
    app.setLoginItemSettings({ openAtLogin: true });
    expect(app.getLoginItemSettings().status).toBe('requires-approval');
    it.user.loginItem.approve();
    expect(app.getLoginItemSettings()).toMatchObject({ status: 'enabled', openAtLogin: true });

    await using unsigned = await started({ platform: 'darwin', loginItems: { ignored: true } });
    unsigned.electron.app.setLoginItemSettings({ openAtLogin: true });
    expect(unsigned.electron.app.getLoginItemSettings().status).toBe('not-registered');
  });

  it('on Linux do nothing (shell/browser/browser_linux.cc)', async () => {
    await using it = await started();
    it.electron.app.setLoginItemSettings({ openAtLogin: true });
    expect(it.electron.app.getLoginItemSettings().openAtLogin).toBe(false);
  });
});

describe('dialogs', () => {
  it('stand until a button is pressed, with the checkbox as it was left (dialog.md#dialogshowmessageboxwindow-options)', async () => {
    await using it = await started();
    const window = new it.electron.BrowserWindow();
    const answer = it.electron.dialog.showMessageBox(window, {
      message: 'It keeps running in the tray.',
      buttons: ['Keep running', 'Quit instead'],
      defaultId: 0,
      checkboxLabel: 'Do not show this again',
    });
    const dialog = it.user.dialog();
    expect([dialog.message, dialog.defaultButton, dialog.checkbox?.checked]).toEqual([
      'It keeps running in the tray.',
      'Keep running',
      false,
    ]);
    expect(() => dialog.press('Maybe')).toThrow('no button "Maybe": there are Keep running, Quit instead');
    dialog.press('Quit instead', { checked: true });
    expect(await answer).toEqual({ response: 1, checkboxChecked: true });
    expect(it.user.dialogs).toEqual([]);
    expect(() => dialog.dismiss()).toThrow('answered already');
  });

  it('are dismissed by Escape or a signal with cancelId, else with the button "cancel", else with the first', async () => {
    await using it = await started();
    const { dialog } = it.electron;
    const stop = new AbortController();
    const answers = [
      dialog.showMessageBox({ message: 'a', buttons: ['Yes', 'Cancel'] }),
      dialog.showMessageBox({ message: 'b', buttons: ['Quit', 'Stay'], cancelId: 1 }),
      dialog.showMessageBox({ message: 'c', buttons: ['Quit', 'Stay'] }),
      dialog.showMessageBox({ message: 'd', buttons: ['Quit', 'Stay'], cancelId: 1, signal: stop.signal }),
    ];
    for (const shown of it.user.dialogs.slice(0, 3)) shown.dismiss();
    stop.abort();
    expect((await Promise.all(answers)).map(({ response }) => response)).toEqual([1, 1, 0, 1]);
  });

  it('for files answer with what was chosen, or that nothing was', async () => {
    await using it = await started();
    const opened = it.electron.dialog.showOpenDialog({ title: 'Configuration' });
    it.user.dialog().choose('/home/me/.mcp.json');
    expect(await opened).toEqual({ canceled: false, filePaths: ['/home/me/.mcp.json'] });
    const saved = it.electron.dialog.showSaveDialog({});
    it.user.dialog().dismiss();
    expect(await saved).toEqual({ canceled: true, filePath: '' });
  });
});

describe('images', () => {
  it('know their scales by the names beside them (native-image.md#high-resolution-image)', async () => {
    await using it = await started();
    const path = it.picture('ok.png', 22);
    it.picture('ok@2x.png', 44);
    const image = it.electron.nativeImage.createFromPath(path);
    expect([image.getScaleFactors(), image.getSize(), image.getSize(2)]).toEqual([
      [1, 2],
      { width: 22, height: 22 },
      { width: 22, height: 22 },
    ]);
  });

  it('are templates by their name, on macOS only; .ico is for Windows only (native-image.md)', async () => {
    for (const [platform, isTemplate, isIcoEmpty] of [
      ['darwin', true, true],
      ['win32', false, false],
      ['linux', false, true],
    ] as const) {
      await using it = await started({ platform });
      const { nativeImage } = it.electron;
      const template = nativeImage.createFromPath(it.picture('okTemplate.png'));
      const ico = nativeImage.createFromPath(it.picture('ok.ico', 32));
      expect([platform, template.isTemplateImage(), ico.isEmpty()]).toEqual([
        platform,
        isTemplate,
        isIcoEmpty,
      ]);
    }
  });
});

describe('what else the system says', () => {
  it('light or dark, of which themeSource is the application wish (native-theme.md#nativethemethemesource)', async () => {
    await using it = await started({ platform: 'win32', look: { dark: false, darkBars: true } });
    const { nativeTheme } = it.electron;
    let updates = 0;
    nativeTheme.on('updated', () => {
      updates += 1;
    });
    expect([nativeTheme.shouldUseDarkColors, nativeTheme.shouldUseDarkColorsForSystemIntegratedUI]).toEqual([
      false,
      true,
    ]);
    nativeTheme.themeSource = 'dark';
    expect([nativeTheme.shouldUseDarkColors, updates]).toEqual([true, 1]);
    nativeTheme.themeSource = 'system';
    it.user.theme.changes({ dark: true, highContrast: true });
    expect([nativeTheme.shouldUseDarkColors, nativeTheme.inForcedColorsMode, updates]).toEqual([
      true,
      true,
      3,
    ]);
  });

  it('sleep, battery and heat, where the platform tells of them (power-monitor.md#events)', async () => {
    await using mac = await started({ platform: 'darwin' });
    const { powerMonitor } = mac.electron;
    const told: string[] = [];
    powerMonitor.on('suspend', () => told.push('suspend'));
    powerMonitor.on('resume', () => told.push('resume'));
    powerMonitor.on('on-battery', () => told.push(`battery ${powerMonitor.isOnBatteryPower()}`));
    powerMonitor.on('thermal-state-change', ({ state }) => told.push(state));
    mac.user.power.suspend();
    mac.user.power.resume();
    mac.user.power.onBattery();
    mac.user.power.thermal('serious');
    expect(told).toEqual(['suspend', 'resume', 'battery true', 'serious']);

    await using linux = await started();
    expect(() => linux.user.power.onBattery()).toThrow('on linux');
  });

  it('the dock hides not twice within a second, and has a badge (dock.md#dockhide-macos)', async () => {
    let nowMs = 0;
    await using it = await started({ platform: 'darwin', nowMs: () => nowMs });
    const { dock } = it.electron.app;
    dock?.hide();
    await dock?.show();
    nowMs = 999;
    dock?.hide();
    expect(it.user.dock.isVisible).toBe(true);
    nowMs = 1_999;
    dock?.hide();
    dock?.setBadge('2');
    expect([it.user.dock.isVisible, it.user.dock.badge]).toEqual([false, '2']);

    await using linux = await started();
    expect(linux.electron.app.dock).toBeUndefined();
  });

  it('a click on the dock icon activates (app.md#event-activate-macos)', async () => {
    await using it = await started({ platform: 'darwin' });
    const told: boolean[] = [];
    it.electron.app.on('activate', (_event, hasVisibleWindows) => told.push(hasVisibleWindows));
    it.user.dock.click();
    new it.electron.BrowserWindow();
    it.user.dock.click();
    expect(told).toEqual([false, true]);
  });

  it('whether a dock shows counts (app.md#appsetbadgecountcount-linux-macos)', async () => {
    await using shows = await started();
    expect([shows.electron.app.setBadgeCount(2), shows.electron.app.badgeCount]).toEqual([true, 2]);
    await using not = await started({ badge: 'no' });
    expect([not.electron.app.setBadgeCount(2), not.electron.app.badgeCount]).toEqual([false, 0]);
  });

  it('what is opened elsewhere, and that there is nothing to open it with (shell.md)', async () => {
    await using it = await started();
    const { shell } = it.electron;
    await shell.openExternal('https://example.org/');
    expect(await shell.openPath(it.folder)).toBe('');
    expect(await shell.openPath('/nowhere')).toContain('/nowhere');
    expect(it.user.opened).toEqual({ external: ['https://example.org/'], paths: [it.folder], inFolder: [] });
    it.user.losesBrowser();
    await expect(shell.openExternal('https://example.org/')).rejects.toThrow('no application');
  });

  it('a display that is taken away, and one that changes its scale (screen.md#events)', async () => {
    await using it = await started({
      displays: [
        { x: 0, y: 0, width: 800, height: 600 },
        { x: 800, y: 0, width: 800, height: 600 },
      ],
    });
    const { screen } = it.electron;
    const told: string[] = [];
    screen.on('display-removed', (_event, { id }) => told.push(`gone ${id}`));
    screen.on('display-metrics-changed', (_event, { scaleFactor }, changed) =>
      told.push(`${changed} ${scaleFactor}`),
    );
    it.user.screen.scales(0, 2);
    it.user.screen.unplugs(1);
    expect(told).toEqual(['scaleFactor 2', 'gone 2']);
    expect(screen.getAllDisplays().map(({ id }) => id)).toEqual([1]);
  });

  it('answers of handlers to a page that asks, and errors as messages (ipc-main.md#ipcmainhandlechannel-listener)', async () => {
    await using it = await started();
    new it.electron.BrowserWindow();
    it.electron.ipcMain.handle('twice', (_event, number: number) => number * 2);
    expect(await it.user.window().page.invoke('twice', 4)).toBe(8);
    expect(() => it.electron.ipcMain.handle('twice', () => 0)).toThrow("second handler for 'twice'");
    await expect(it.user.window().page.invoke('thrice')).rejects.toThrow("remote method 'thrice'");
  });
});
