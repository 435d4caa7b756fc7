import { describe, expect, test } from 'vitest';
import { openRig, type RigOptions } from './rig.ts';

async function openShown(options: RigOptions = {}) {
  const it = await openRig(options);
  it.window.show();
  await it.settle();
  return it;
}

describe('the first time a window is closed that only hides', () => {
  test('it says so, natively, and keeps running when told to', async () => {
    await using it = await openShown();
    const window = it.user.window();
    window.close();
    const dialog = it.user.dialog();
    expect(dialog).toMatchObject({
      message: 'MCP Orchestrator keeps running',
      detail:
        'The window closes, the servers are still watched. The icon in the tray brings the window back, and its menu quits.',
      buttons: ['Keep running', 'Quit instead'],
      defaultButton: 'Keep running',
      checkbox: { label: 'Do not show this again', checked: true },
    });
    expect([dialog.window, window.isVisible]).toEqual([window.window, true]);
    dialog.press('Keep running');
    await it.settle();
    expect([window.isVisible, it.asked]).toEqual([false, []]);
    expect(it.preferences.get()).toMatchObject({ close: 'hide', closeExplained: true });
  });

  test('it says so once', async () => {
    await using it = await openShown();
    it.user.window().close();
    it.user.dialog().press('Keep running');
    await it.settle();
    it.window.show();
    it.user.window().close();
    expect([it.user.dialogs, it.user.window().isVisible]).toEqual([[], false]);
  });

  test('it says so again to who took the mark away', async () => {
    await using it = await openShown();
    it.user.window().close();
    it.user.dialog().press('Keep running', { checked: false });
    await it.settle();
    it.window.show();
    it.user.window().close();
    expect([it.user.dialogs.length, it.preferences.get().closeExplained]).toEqual([1, false]);
    it.user.dialog().dismiss();
  });

  test('it quits instead, and does so from then on', async () => {
    await using it = await openShown();
    it.user.window().close();
    it.user.dialog().press('Quit instead');
    await it.settle();
    expect(it.asked).toEqual(['quit']);
    expect(it.preferences.get()).toMatchObject({ close: 'quit', closeExplained: true });
    // It stays to show how the servers stop.
    expect(it.user.window().isVisible).toBe(true);
  });

  test('it quits this once where the mark was taken away', async () => {
    await using it = await openShown();
    it.user.window().close();
    it.user.dialog().press('Quit instead', { checked: false });
    await it.settle();
    expect(it.asked).toEqual(['quit']);
    expect(it.preferences.get()).toMatchObject({ close: 'hide', closeExplained: false });
  });

  test('Escape keeps it running', async () => {
    await using it = await openShown();
    it.user.window().close();
    it.user.dialog().dismiss();
    await it.settle();
    expect([it.user.window().isVisible, it.asked]).toEqual([false, []]);
  });

  test('it asks once, however often one clicks', async () => {
    await using it = await openShown();
    it.user.window().close();
    it.user.window().close();
    expect(it.user.dialogs.length).toBe(1);
    it.user.dialog().dismiss();
  });

  test('it speaks of the menu bar on macOS, and German to Germans', async () => {
    await using it = await openShown({ platform: 'darwin' });
    it.words.speak('de');
    it.user.window().close();
    expect(it.user.dialog().detail).toContain('Das Symbol in der Menüleiste');
    expect(it.user.dialog().buttons).toEqual(['Weiterlaufen lassen', 'Stattdessen beenden']);
    it.user.dialog().dismiss();
  });
});

describe('closing the window', () => {
  test.each(['linux', 'win32'] as const)(
    'quits on %s where no icon would bring it back',
    async (platform) => {
      await using it = await openShown({ platform, hasTray: false });
      it.user.window().close();
      expect([it.asked, it.user.dialogs, it.user.window().isVisible]).toEqual([['quit'], [], true]);
    },
  );

  test('looks for the icon at that moment, not before', async () => {
    await using it = await openShown({ hasTray: false, preferences: { closeExplained: true } });
    it.tray = true;
    it.user.window().close();
    expect([it.asked, it.user.window().isVisible]).toEqual([[], false]);
    it.window.show();
    it.tray = false;
    it.user.window().close();
    expect(it.asked).toEqual(['quit']);
  });

  test('never quits on macOS, with or without an icon in the menu bar', async () => {
    await using it = await openShown({ platform: 'darwin', hasTray: false });
    it.user.window().close();
    expect([it.asked, it.user.dialogs, it.user.window().isVisible]).toEqual([[], [], false]);
  });

  test('quits where that is what the person set', async () => {
    await using it = await openShown({ preferences: { close: 'quit' } });
    it.user.window().close();
    expect([it.asked, it.user.dialogs]).toEqual([['quit'], []]);
  });

  test('a second click while it quits hides the window and is no second quit, which would kill', async () => {
    await using it = await openShown({ hasTray: false });
    it.user.window().close();
    it.user.window().close();
    expect([it.asked, it.user.window().isVisible]).toEqual([['quit'], false]);
  });
});
