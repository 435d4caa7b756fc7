import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openRig } from './rig.ts';

describe('a window is made', () => {
  test('with a page that can do nothing but be a page', async () => {
    await using it = await openRig();
    it.window.show();
    expect(it.user.window().options.webPreferences).toEqual({
      preload: expect.stringMatching(/preload\.cjs$/),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      zoomFactor: 1,
    });
  });

  test('at a size that a phone has at least, with a menu bar that waits for Alt', async () => {
    await using it = await openRig();
    it.window.show();
    expect(it.user.window().options).toMatchObject({
      width: 1200,
      height: 800,
      minWidth: 360,
      minHeight: 480,
      autoHideMenuBar: true,
    });
  });

  test('on Linux with the icon that other systems take from the application', async () => {
    await using it = await openRig({ platform: 'linux' });
    it.window.show();
    expect((it.user.window().options.icon as Electron.NativeImage).isEmpty()).toBe(false);
    await using other = await openRig({ platform: 'win32' });
    other.window.show();
    expect(other.user.window().options).not.toHaveProperty('icon');
  });

  test('without its icon where that is missing, which is logged', async () => {
    await using it = await openRig({ platform: 'linux', withIcons: false });
    it.window.show();
    await it.settle();
    expect(it.window.visible).toBe(true);
    expect(it.lines).toEqual([expect.stringMatching(/^the icon of the window cannot be read: .*icon\.png$/)]);
  });

  test('in one place only, and the one that nobody sees where the session ends', async () => {
    const files = (await readdir('src-main', { recursive: true })).filter((file) => file.endsWith('.ts'));
    const makers: string[] = [];
    for (const file of files) {
      const source = await readFile(join('src-main', file), 'utf8');
      if (/new (electron\.)?(BrowserWindow|BaseWindow|WebContentsView)\(/.test(source)) {
        makers.push(file.split(sep).slice(2).join('/'));
      }
    }
    expect(makers.sort()).toEqual(['lifecycle/session-end.ts', 'window/window-factory.ts']);
  });

  test('where it was the last time, and on a screen that is there', async () => {
    await using it = await openRig({
      displays: [
        { x: 0, y: 0, width: 1920, height: 1080 },
        { x: 1920, y: 0, width: 1920, height: 1080 },
      ],
    });
    it.window.show();
    await it.settle();
    it.user.window().movesTo({ x: 2000, y: 100, width: 900, height: 700 });
    it.window.destroy();
    it.window.show();
    expect(it.user.window().bounds).toEqual({ x: 2000, y: 100, width: 900, height: 700 });
    it.window.destroy();
    it.user.screen.unplugs(1);
    it.window.show();
    const { x, width } = it.user.window().bounds;
    expect(x + width).toBeLessThanOrEqual(1920);
  });
});

describe('a window is shown', () => {
  test('when its page has painted, not before', async () => {
    await using it = await openRig({ pages: 'when-told' });
    it.window.show();
    await it.settle();
    expect([it.user.window().isVisible, it.window.visible]).toEqual([false, false]);
    it.user.window().page.arrives();
    await it.settle();
    it.user.window().page.paints();
    expect([it.user.window().isVisible, it.window.visible]).toEqual([true, true]);
    // Its time is up and nothing comes of it.
    await it.clock.advance(10_000);
    expect(it.clock.pending).toEqual([]);
  });

  test('after 3 s even where the page has not', async () => {
    await using it = await openRig({ pages: 'when-told' });
    it.window.show();
    await it.clock.advance(2999);
    expect(it.user.window().isVisible).toBe(false);
    await it.clock.advance(1);
    expect(it.user.window().isVisible).toBe(true);
  });

  test('in front and restored where there is one, never a second one', async () => {
    await using it = await openRig();
    it.window.show();
    await it.settle();
    const window = it.user.window();
    window.minimizes();
    it.window.show();
    expect([it.user.windows.length, window.isMinimized, window.isFocused]).toEqual([1, false, true]);
  });

  test('at the route that was asked for', async () => {
    await using it = await openRig();
    it.window.show('/servers/db/log?at=crash');
    await it.settle();
    const { page } = it.user.window();
    expect(page.url).toBe('app://dashboard/servers/db/log?at=crash');
    it.window.show('/settings');
    await it.settle();
    expect(page.url).toBe('app://dashboard/settings');
    it.window.show('https://example.org/');
    await it.settle();
    expect(page.url).toBe('app://dashboard/');
  });

  test('without loading anew what it shows already', async () => {
    await using it = await openRig();
    it.window.show('/settings');
    await it.settle();
    let loads = 0;
    it.window.current?.webContents.on('did-navigate', () => {
      loads++;
    });
    it.window.show('/settings');
    it.window.show();
    await it.settle();
    expect(loads).toBe(0);
  });

  test('minimised in the task bar where no icon is there to click on', async () => {
    await using it = await openRig({ hasTray: false });
    it.window.stayReachable();
    await it.settle();
    expect([it.user.window().isMinimized, it.window.visible]).toEqual([true, false]);
    it.window.show();
    expect(it.user.window().isFocused).toBe(true);
  });

  test.each(['darwin', 'linux'] as const)(
    'is left alone on %s where an icon or a dock is there',
    async (platform) => {
      await using it = await openRig({ platform, hasTray: platform === 'linux' });
      it.window.stayReachable();
      expect(it.user.windows).toEqual([]);
    },
  );
});

describe('a window that is hidden', () => {
  test('is there at once within the minute, as it was', async () => {
    await using it = await openRig({ preferences: { closeExplained: true } });
    it.window.show();
    await it.settle();
    const first = it.user.window();
    first.close();
    await it.clock.advance(59_999);
    expect([first.isVisible, first.isDestroyed]).toEqual([false, false]);
    it.window.show();
    expect([first.isVisible, first.isFocused]).toEqual([true, true]);
    await it.clock.advance(120_000);
    await it.settle();
    expect(first.isDestroyed).toBe(false);
  });

  test('is destroyed after it, and comes back at the same route', async () => {
    await using it = await openRig({ preferences: { closeExplained: true } });
    it.window.show('/activity');
    await it.settle();
    it.user.window().page.movesTo('/activity?server=db#today');
    it.user.window().close();
    await it.clock.advance(60_000);
    await it.settle();
    expect([it.user.windows.length, it.window.current, it.double.exited]).toEqual([0, null, null]);
    it.window.show();
    await it.settle();
    expect(it.user.window().page.url).toBe('app://dashboard/activity?server=db#today');
    expect(it.window.visible).toBe(true);
  });

  test('stays while its page has unsaved work, and goes when it has none any more', async () => {
    await using it = await openRig({ preferences: { closeExplained: true } });
    it.window.show();
    await it.settle();
    const window = it.user.window();
    window.page.objectsToUnload(true);
    window.close();
    await it.clock.advance(60_000);
    await it.settle();
    await it.clock.advance(60_000);
    await it.settle();
    expect([window.isDestroyed, window.isVisible]).toEqual([false, false]);
    window.page.objectsToUnload(false);
    await it.clock.advance(60_000);
    await it.settle();
    expect(window.isDestroyed).toBe(true);
  });

  test('comes back even where it is just going', async () => {
    await using it = await openRig({ preferences: { closeExplained: true } });
    it.window.show();
    await it.settle();
    const first = it.user.window();
    first.close();
    // Between the end of its time and the end of its page.
    it.window.current?.on('close', () => it.window.show());
    await it.clock.advance(60_000);
    await it.settle();
    expect([first.isDestroyed, it.user.windows.length, it.window.visible]).toEqual([true, 1, true]);
  });

  test('minimising only minimises', async () => {
    await using it = await openRig();
    it.window.show();
    await it.settle();
    const window = it.user.window();
    window.minimizes();
    await it.clock.advance(600_000);
    await it.settle();
    expect([window.isMinimized, window.isDestroyed, it.user.dialogs.length]).toEqual([true, false, 0]);
  });
});

describe('the look', () => {
  test('the title is the verdict, whatever the page calls itself', async () => {
    await using it = await openRig();
    it.window.show();
    await it.settle();
    const window = it.user.window();
    expect(window.title).toBe('MCP Orchestrator');
    it.servers('RUNNING', 'RUNNING');
    expect(window.title).toBe('All running · MCP Orchestrator');
    it.servers('CRASHED', 'UNHEALTHY', 'CRASHED', 'RUNNING');
    expect(window.title).toBe('3 need you · MCP Orchestrator');
    window.page.retitles('postgres · MCP Orchestrator');
    expect(window.title).toBe('3 need you · MCP Orchestrator');
    it.words.speak('de');
    it.window.refresh();
    expect(window.title).toBe('3 brauchen dich · MCP Orchestrator');
    it.board.lost();
    expect(window.title).toBe('Nicht verbunden · MCP Orchestrator');
  });

  test('the background is the one of the page, from the first moment and after every change', async () => {
    await using it = await openRig({ look: { dark: true } });
    it.window.show();
    const window = it.user.window();
    const seen = [window.options.backgroundColor];
    it.user.theme.changes({ dark: false });
    seen.push(window.backgroundColor);
    it.user.theme.changes({ highContrast: true });
    seen.push(window.backgroundColor);
    it.preferences.update({ theme: 'dark' });
    seen.push(window.backgroundColor);
    const tokens = await readFile('src-renderer/theme/tokens.css', 'utf8');
    const surfaces = [...tokens.matchAll(/--surface: (#\w+);/g)].map(([, colour]) => colour);
    expect(seen).toEqual(['#101312', '#f1f0eb', '#ffffff', '#000000']);
    expect(new Set(surfaces)).toEqual(new Set(seen));
  });

  test('the theme of the preferences goes before the one of the system', async () => {
    await using it = await openRig({ look: { dark: true }, preferences: { theme: 'light' } });
    expect(it.electron.nativeTheme.themeSource).toBe('light');
    it.window.show();
    expect(it.user.window().backgroundColor).toBe('#f1f0eb');
    it.preferences.update({ theme: 'system' });
    expect(it.user.window().backgroundColor).toBe('#101312');
  });

  test('a wheel that turns on at the end of zooming writes nothing', async () => {
    await using it = await openRig({ preferences: { zoom: 2.5 } });
    it.window.show();
    await it.settle();
    let written = 0;
    it.preferences.subscribe(() => {
      written += 1;
    });
    for (let turn = 0; turn < 5; turn++) it.user.window().page.turnsWheel('in');
    expect([it.preferences.get().zoom, written]).toEqual([3, 1]);
  });

  test('what the page would object to losing is known without leaving it', async () => {
    await using it = await openRig();
    expect(await it.window.holdsUnsaved()).toBe(false);
    it.window.show();
    await it.settle();
    const { page } = it.user.window();
    const { url } = page;
    expect(await it.window.holdsUnsaved()).toBe(false);
    page.objectsToUnload(true);
    expect(await it.window.holdsUnsaved()).toBe(true);
    expect([it.user.windows.length, page.url]).toEqual([1, url]);
  });

  test.each(['hangs', 'crashes'] as const)(
    'a page that %s holds nothing that could be saved',
    async (does) => {
      await using it = await openRig();
      it.window.show();
      await it.settle();
      const { page } = it.user.window();
      page.objectsToUnload(true);
      page[does]();
      const holds = it.window.holdsUnsaved();
      await it.clock.advance(1000);
      expect(await holds).toBe(false);
    },
  );

  test('zoom is remembered, by wheel and by menu, and holds for the next window', async () => {
    await using it = await openRig({ preferences: { zoom: 1.1 } });
    it.window.show();
    await it.settle();
    const { page, options } = it.user.window();
    expect([options.webPreferences?.zoomFactor, page.zoomFactor]).toEqual([1.1, expect.closeTo(1.1)]);
    page.turnsWheel('in');
    expect([it.preferences.get().zoom, page.zoomFactor]).toEqual([1.25, expect.closeTo(1.25)]);
    it.window.zoom('out');
    it.window.zoom('out');
    expect([it.preferences.get().zoom, page.zoomFactor]).toEqual([1, expect.closeTo(1)]);
    it.window.zoom('in');
    it.window.zoom('reset');
    expect(it.preferences.get().zoom).toBe(1);
    it.window.zoom('in');
    it.window.destroy();
    it.window.show();
    await it.settle();
    expect(it.user.window().page.zoomFactor).toBeCloseTo(1.1);
  });
});

describe('macOS', () => {
  test('it is in the dock with a window, and only in the menu bar without', async () => {
    await using it = await openRig({ platform: 'darwin', preferences: { closeExplained: true } });
    it.window.show();
    await it.settle();
    expect(it.user.dock.isVisible).toBe(true);
    it.user.window().close();
    expect(it.user.dock.isVisible).toBe(false);
    it.window.show();
    expect(it.user.dock.isVisible).toBe(true);
    // Within a second after it was hidden last the system ignores it: it is hidden when it no longer does.
    it.user.window().close();
    expect(it.user.dock.isVisible).toBe(true);
    await it.clock.advance(1100);
    expect(it.user.dock.isVisible).toBe(false);
  });

  test('it stays in the dock where there is no icon in the menu bar', async () => {
    await using it = await openRig({ platform: 'darwin', hasTray: false });
    it.window.show();
    await it.settle();
    it.user.window().close();
    await it.clock.advance(120_000);
    await it.settle();
    expect([it.user.dock.isVisible, it.user.windows.length, it.asked]).toEqual([true, 0, []]);
  });

  test('started hidden it is not in the dock as soon as there is an icon', async () => {
    await using it = await openRig({ platform: 'darwin' });
    it.window.refresh();
    expect([it.user.dock.isVisible, it.clock.pending.length]).toEqual([false, 1]);
    it.window.close();
    expect(it.clock.pending).toEqual([]);
  });

  test('a window in full screen leaves it before it is hidden, so that no black screen stays', async () => {
    await using it = await openRig({ platform: 'darwin', preferences: { closeExplained: true } });
    it.window.show();
    await it.settle();
    const window = it.user.window();
    const native = it.window.current;
    native?.setFullScreen(true);
    window.close();
    expect([native?.isFullScreen(), window.isVisible]).toEqual([false, false]);
  });
});

test('what is closed stays closed, and asks nothing of anybody any more', async () => {
  await using it = await openRig({ platform: 'darwin', preferences: { closeExplained: true } });
  it.window.show();
  await it.settle();
  it.user.window().close();
  it.window.close();
  it.window.show();
  it.servers('RUNNING');
  it.user.theme.changes({ dark: true });
  it.preferences.update({ zoom: 2, theme: 'light' });
  await it.settle();
  expect([it.user.windows, it.window.visible, it.clock.pending]).toEqual([[], false, []]);
  expect(it.electron.nativeTheme.themeSource).toBe('system');
});
