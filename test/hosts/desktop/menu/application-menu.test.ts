import { describe, expect, test } from 'vitest';
import { createApplicationMenu } from '../../../../src-main/hosts/desktop/menu/application-menu.ts';
import { openRig, type RigOptions } from '../window/rig.ts';

async function openWithMenu(
  options: RigOptions & { readonly isDevelopment?: boolean; readonly isAttached?: boolean } = {},
) {
  const { isDevelopment = false, isAttached = false, ...rest } = options;
  const it = await openRig(rest);
  const { electron, words, actions, window } = it;
  const platform = it.double.platform;
  const attached = () => isAttached;
  const menu = createApplicationMenu({ electron, platform, words, actions, window, attached, isDevelopment });
  window.show();
  await it.settle();
  return Object.assign(it, { menu });
}

describe('the menu bar', () => {
  test.each(['linux', 'win32'] as const)('of %s', async (platform) => {
    await using it = await openWithMenu({ platform });
    expect(it.user.menuBarOutline).toEqual([
      'File',
      '  Add server…',
      '  Settings…',
      '  -',
      '  Close window',
      '  -',
      '  Quit MCP Orchestrator',
      'Edit',
      '  Undo',
      '  Redo',
      '  -',
      '  Cut',
      '  Copy',
      '  Paste',
      '  Delete',
      '  Select all',
      'View',
      '  Zoom in',
      '  Zoom out',
      '  Actual size',
      '  -',
      '  Full screen',
      'Servers',
      '  Show all servers',
      '  -',
      '  Start all',
      '  Stop all',
      'Help',
      '  Open the logs folder',
      '  -',
      '  About MCP Orchestrator',
    ]);
    expect(it.user.window().isMenuBarVisible).toBe(false);
  });

  test.each(['linux', 'darwin'] as const)(
    'of %s says that quitting leaves the servers running where they are another one’s',
    async (platform) => {
      await using it = await openWithMenu({ platform, isAttached: true });
      expect(it.user.menuBarOutline).toContain('  Quit (servers keep running)');
      expect(it.user.menuBarOutline).not.toContain('  Quit MCP Orchestrator');
    },
  );

  test('of macOS has its own first menu, and the Edit menu without which nothing can be copied', async () => {
    await using it = await openWithMenu({ platform: 'darwin' });
    const outline = it.user.menuBarOutline;
    expect(outline.filter((line) => !line.startsWith(' '))).toEqual([
      'MCP Orchestrator',
      'Edit',
      'View',
      'Servers',
      'Window',
      'Help',
    ]);
    expect(outline.slice(0, 14)).toEqual([
      'MCP Orchestrator',
      '  About MCP Orchestrator',
      '  -',
      '  Add server…',
      '  Settings…',
      '  -',
      '  Services',
      '  -',
      '  Hide MCP Orchestrator',
      '  Hide others',
      '  Show all',
      '  -',
      '  Quit MCP Orchestrator',
      'Edit',
    ]);
    it.user.menuBar('Edit', 'Copy').click();
    it.user.menuBar('Edit', 'Paste').click();
    expect(it.user.window().page.edits).toEqual(['copy', 'paste']);
  });

  test('loads the page again and opens its tools in development only', async () => {
    await using it = await openWithMenu();
    await using other = await openWithMenu({ isDevelopment: true });
    expect(it.user.window().presses('Ctrl+R')).toBe('page');
    expect(other.user.menuBarOutline).toEqual(
      expect.arrayContaining(['  Load the page again', '  Developer tools']),
    );
    expect(other.user.window().presses('Ctrl+R')).toBe('menu');
  });

  test('speaks German where the person does, as soon as it is told', async () => {
    await using it = await openWithMenu();
    it.words.speak('de');
    it.menu.refresh();
    expect(it.user.menuBarOutline).toEqual(expect.arrayContaining(['Datei', '  MCP Orchestrator beenden']));
  });
});

describe('its items', () => {
  test.each([
    [['File', 'Add server…'], 'show /add'],
    [['File', 'Settings…'], 'show /settings'],
    [['File', 'Quit MCP Orchestrator'], 'quit'],
    [['Servers', 'Show all servers'], 'show /'],
    [['Servers', 'Start all'], 'start'],
    [['Servers', 'Stop all'], 'stop'],
    [['Help', 'Open the logs folder'], 'logs'],
    [['Help', 'About MCP Orchestrator'], 'show /settings'],
  ])('%j does it', async (path, asked) => {
    await using it = await openWithMenu();
    it.user.menuBar(...path).click();
    expect(it.asked).toEqual([asked]);
  });

  test('Close closes as the button does', async () => {
    await using it = await openWithMenu({ preferences: { closeExplained: true } });
    it.user.menuBar('File', 'Close window').click();
    expect([it.user.window().isVisible, it.asked]).toEqual([false, []]);
  });
});

describe('the keys', () => {
  test.each(['linux', 'win32', 'darwin'] as const)(
    'quit and close are what they are everywhere: %s',
    async (platform) => {
      await using it = await openWithMenu({ platform, preferences: { closeExplained: true } });
      expect(it.user.window().presses('CmdOrCtrl+Q')).toBe('menu');
      expect([it.asked, it.user.window().isVisible]).toEqual([['quit'], true]);
      expect(it.user.window().presses('CmdOrCtrl+W')).toBe('menu');
      expect([it.asked, it.user.window().isVisible]).toEqual([['quit'], false]);
    },
  );

  test('zoom, with + and with the same key without Shift, and it is remembered', async () => {
    await using it = await openWithMenu();
    const window = it.user.window();
    expect(['Ctrl+Plus', 'Ctrl+='].map((keys) => window.presses(keys))).toEqual(['menu', 'menu']);
    expect([it.preferences.get().zoom, window.page.zoomFactor]).toEqual([1.25, expect.closeTo(1.25)]);
    window.presses('Ctrl+-');
    expect(it.preferences.get().zoom).toBe(1.1);
    window.presses('Ctrl+0');
    expect(it.preferences.get().zoom).toBe(1);
  });

  test.each(['Ctrl+F', 'F3', 'Ctrl+K', 'Ctrl+Enter', 'Escape'])('%s stays the page’s', async (keys) => {
    await using it = await openWithMenu();
    expect(it.user.window().presses(keys)).toBe('page');
  });
});
