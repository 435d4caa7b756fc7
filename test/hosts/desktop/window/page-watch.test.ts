import { describe, expect, test } from 'vitest';
import { openRig, type RigOptions, type WindowRig } from './rig.ts';

async function openShown(options: RigOptions = {}) {
  const it = await openRig(options);
  it.window.show('/activity');
  await it.settle();
  return it;
}

describe('a page whose process ends', () => {
  test('is loaded again, at its route, without a word', async () => {
    await using it = await openShown();
    const { page } = it.user.window();
    page.movesTo('/servers/db/log');
    page.crashes();
    expect(page.isCrashed).toBe(true);
    await it.settle();
    expect([page.isCrashed, page.url, it.user.dialogs]).toEqual([
      false,
      'app://dashboard/servers/db/log',
      [],
    ]);
    expect(it.lines).toEqual(["the page's process ended: crashed, exit code 133"]);
  });

  test('is not loaded a second time within a minute: a native message asks', async () => {
    await using it = await openShown();
    const window = it.user.window();
    window.page.crashes();
    await it.settle();
    await it.clock.advance(12_000);
    window.page.crashes('oom');
    await it.settle();
    const dialog = it.user.dialog();
    expect(dialog).toMatchObject({
      message: 'The page ended twice within 12 seconds: oom.',
      buttons: ['Load again', 'Quit'],
      defaultButton: 'Load again',
    });
    expect(dialog.detail).toContain('the servers are still watched');
    expect([dialog.window, window.page.isCrashed]).toEqual([window.window, true]);
    dialog.press('Load again');
    await it.settle();
    expect([window.page.isCrashed, it.asked]).toEqual([false, []]);
  });

  test('quits from that message where the person wants it', async () => {
    await using it = await openShown();
    it.user.window().page.crashes();
    await it.settle();
    it.user.window().page.crashes();
    await it.settle();
    it.user.dialog().press('Quit');
    await it.settle();
    expect(it.asked).toEqual(['quit']);
  });

  test('may do so again after a quiet minute', async () => {
    await using it = await openShown();
    const { page } = it.user.window();
    for (let time = 0; time < 3; time++) {
      page.crashes();
      await it.settle();
      await it.clock.advance(60_000);
    }
    expect([page.isCrashed, it.user.dialogs]).toEqual([false, []]);
  });

  test('lets go of a window that nobody sees; the next one is new', async () => {
    await using it = await openShown({ preferences: { closeExplained: true } });
    it.user.window().close();
    it.user.window().page.crashes();
    await it.settle();
    expect(it.user.windows).toEqual([]);
    it.window.show();
    await it.settle();
    expect([it.window.visible, it.user.window().page.url]).toEqual([true, 'app://dashboard/activity']);
  });

  test('means nothing where it ended as it should', async () => {
    await using it = await openShown();
    it.user.window().page.crashes('clean-exit');
    await it.settle();
    expect([it.lines, it.user.dialogs]).toEqual([[], []]);
  });
});

describe('a page that cannot be loaded', () => {
  test('is told of natively, in a window that is shown at once', async () => {
    await using it = await openRig();
    it.electron.protocol.unhandle('app');
    it.window.show();
    await it.settle();
    expect(it.window.visible).toBe(true);
    expect(it.user.dialog().message).toBe('The page could not be loaded: ERR_UNKNOWN_URL_SCHEME.');
    expect(it.lines).toEqual([
      'the page could not be loaded from app://dashboard/: ERR_UNKNOWN_URL_SCHEME (-302)',
    ]);
    it.electron.protocol.handle('app', () => new Response('hello'));
    it.user.dialog().press('Load again');
    await it.settle();
    expect([it.user.window().page.url, it.user.dialogs]).toEqual(['app://dashboard/', []]);
  });

  test('is nothing to tell of where another load took its place', async () => {
    await using it = await openRig();
    it.window.show('/activity');
    it.window.show('/settings');
    await it.settle();
    expect([it.user.dialogs, it.lines, it.user.window().page.url]).toEqual([
      [],
      [],
      'app://dashboard/settings',
    ]);
  });

  test('is nothing to tell of where it was let go of, or is only a part of the page', async () => {
    await using it = await openShown();
    const fails = (code: number, description: string, isMainFrame: boolean) =>
      it.window.current?.webContents.emit(
        'did-fail-load',
        {},
        code,
        description,
        'app://dashboard/',
        isMainFrame,
      );
    fails(-3, 'ERR_ABORTED', true);
    fails(-6, 'ERR_FILE_NOT_FOUND', false);
    expect([it.user.dialogs, it.lines]).toEqual([[], []]);
    fails(-6, 'ERR_FILE_NOT_FOUND', true);
    expect(it.user.dialogs.length).toBe(1);
  });

  test('is a page of its own where nothing was built', async () => {
    await using it = await openRig({ unbuilt: true });
    it.window.show();
    await it.settle();
    expect([it.window.visible, it.user.dialogs]).toEqual([true, []]);
  });
});

describe('a page that does not answer', () => {
  async function hangs(it: WindowRig): Promise<void> {
    it.user.window().page.hangs();
    await it.clock.advance(1000); // it is given that time to say something
    await it.settle();
  }

  test('is asked about: to wait is what Enter presses', async () => {
    await using it = await openShown();
    const { window } = it.user.window();
    await hangs(it);
    const dialog = it.user.dialog();
    expect(dialog).toMatchObject({
      window,
      message: 'The page does not answer.',
      buttons: ['Wait', 'Load again'],
      defaultButton: 'Wait',
    });
    expect(dialog.detail).toContain('the servers are still watched');
    await hangs(it); // as a click on it makes Electron say once more
    expect(it.user.dialogs.length).toBe(1);
  });

  test('is asked about no longer once it answers', async () => {
    await using it = await openShown();
    const { page } = it.user.window();
    await hangs(it);
    page.recovers();
    await it.settle();
    expect([it.user.dialogs, it.lines]).toEqual([[], ['the page does not answer', 'the page answers again']]);
    await hangs(it);
    expect(it.user.dialogs.length).toBe(1);
  });

  test('is loaded again at its route where the person wants it, and that is no crash', async () => {
    await using it = await openShown();
    const { page } = it.user.window();
    for (let time = 0; time < 2; time++) {
      await hangs(it);
      it.user.dialog().press('Load again');
      await it.settle();
      expect([page.isCrashed, page.url, it.user.dialogs]).toEqual([false, 'app://dashboard/activity', []]);
    }
    page.crashes();
    await it.settle();
    expect([page.isCrashed, it.user.dialogs]).toEqual([false, []]);
  });

  test('is asked about again a minute after the person chose to wait', async () => {
    await using it = await openShown();
    await hangs(it);
    it.user.dialog().press('Wait');
    await it.settle();
    expect(it.user.dialogs).toEqual([]);
    await it.clock.advance(60_000);
    expect(it.user.dialogs.length).toBe(1);
  });

  test('that ends meanwhile is loaded again, and the question goes', async () => {
    await using it = await openShown();
    const { page } = it.user.window();
    await hangs(it);
    page.crashes('oom');
    await it.settle();
    expect([page.isCrashed, it.user.dialogs]).toEqual([false, []]);
  });

  test('is let go of where nobody sees it; the next one is new', async () => {
    await using it = await openShown({ preferences: { closeExplained: true } });
    it.user.window().close();
    await hangs(it);
    expect([it.user.windows, it.user.dialogs]).toEqual([[], []]);
    it.window.show();
    await it.settle();
    expect(it.user.window().page.url).toBe('app://dashboard/activity');
  });

  test('is another one than a page that keeps its unsaved work, of which Electron says the same', async () => {
    await using it = await openShown({ preferences: { closeExplained: true } });
    const { page, window } = it.user.window();
    page.objectsToUnload(true);
    it.user.window().close();
    await it.clock.advance(60_000);
    window.emit('unresponsive');
    await it.clock.advance(1000);
    await it.settle();
    expect([it.window.current, it.user.dialogs]).toEqual([window, []]);
    expect(it.lines.filter((line) => line.includes('does not answer'))).toEqual([]);
  });
});
