import { cp, rm } from 'node:fs/promises';
import { relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { statusOf } from '../../../support/statuses.ts';
import { tempFolder } from '../../../support/temp.ts';
import { createPanel, ICONS, type TrayKit, trayKit } from './kit.ts';

const up = statusOf({ name: 'db' });
const at = (state: Parameters<typeof statusOf>[0]['state']) =>
  statusOf({ name: 'db', ...(state && { state }) });
const image = ({ user }: TrayKit): string => relative(ICONS, user.tray.image ?? '').replaceAll('\\', '/');

describe('the icon', () => {
  test('has a shape for each state of the whole, the worst one wins', async () => {
    using kit = trayKit();
    const shapes: string[] = [];
    const down = statusOf({ name: 'a', state: 'STOPPED', desired: 'down' });
    for (const servers of [
      [up],
      [up, at('STARTING')],
      [at('STARTING'), at('UNHEALTHY')],
      [at('UNHEALTHY'), at('CRASHED')],
      [down],
    ]) {
      await kit.drawn(servers);
      shapes.push(image(kit));
    }
    kit.board.lost();
    await kit.drawn();
    expect([...shapes, image(kit)]).toEqual([
      'linux/ok-light-22.png',
      'linux/busy-light-22.png',
      'linux/degraded-light-22.png',
      'linux/failed-light-22.png',
      'linux/stopped-light-22.png',
      'linux/degraded-light-22.png',
    ]);
    expect(kit.user.tray.made).toBe(1);
  });

  test('is a template for macOS, which colours it and takes the denser one by itself', async () => {
    using kit = trayKit({ platform: 'darwin' });
    await kit.drawn([up]);
    expect([image(kit), kit.user.tray.isTemplate]).toEqual(['mac/okTemplate.png', true]);
  });

  test('fits the task bar of Windows, which has a theme of its own, and changes with it', async () => {
    using kit = trayKit({ platform: 'win32', look: { dark: false, darkBars: true } });
    await kit.drawn([up]);
    expect(image(kit)).toBe('win/ok-dark.ico');
    kit.user.theme.changes({ darkBars: false });
    await kit.drawn();
    expect(image(kit)).toBe('win/ok-light.ico');
  });

  test('fits the panel on Linux: with the theme, but dark on desktops whose bar always is', async () => {
    using kit = trayKit({ look: { dark: true } });
    using gnome = trayKit({ look: { dark: false }, more: { desktop: 'ubuntu:GNOME' } });
    await kit.drawn([up]);
    await gnome.drawn([up]);
    expect([image(kit), image(gnome)]).toEqual(['linux/ok-dark-22.png', 'linux/ok-dark-22.png']);
    // A theme for our own window says nothing of the bar.
    kit.double.electron.nativeTheme.themeSource = 'light';
    await kit.drawn();
    expect(image(kit)).toBe('linux/ok-dark-22.png');
  });

  test.each([
    [1.25, 32],
    [1.5, 44],
    [2, 44],
    [3, 48],
  ])('has the pixels of a screen of scale %d', async (scaleFactor, size) => {
    using kit = trayKit();
    const { screen } = kit.double.electron;
    Object.assign(screen.getPrimaryDisplay(), { scaleFactor });
    screen.emit('display-metrics-changed');
    await kit.drawn([up]);
    expect(image(kit)).toBe(`linux/ok-light-${size}.png`);
  });
});

describe('the tooltip', () => {
  test('is one sentence when all is well, and says how many are what when not', async () => {
    using kit = trayKit();
    await kit.drawn([up]);
    expect(kit.user.tray.tooltip).toBe('Your server is running');
    await kit.drawn([
      up,
      statusOf({ name: 'a', state: 'CRASHED' }),
      statusOf({ name: 'b', state: 'UNHEALTHY' }),
    ]);
    expect(kit.user.tray.tooltip).toBe('2 of 3 servers need you. 1 is down, 1 is unhealthy.');
    kit.board.lost();
    await kit.drawn();
    expect(kit.user.tray.tooltip).toBe('Not known since 12:00:00. The orchestrator does not answer.');
  });
});

describe('drawing', () => {
  test('happens only where something that is shown has changed', async () => {
    using kit = trayKit();
    await kit.drawn([up]);
    const before = kit.user.tray.draws;
    for (let cpu = 0; cpu < 20; cpu++) await kit.drawn([{ ...up, cpuPercent: cpu }]);
    kit.tray.refresh();
    await kit.drawn();
    expect(kit.user.tray.draws).toEqual(before);
  });

  test('happens at most four times a second, whatever a thousand events do', async () => {
    using kit = trayKit();
    await kit.drawn([up]);
    const first = kit.user.tray.draws.menu;
    const perSecond: number[] = [];
    for (let second = 0; second < 4; second++) {
      const before = kit.user.tray.draws.menu;
      for (let event = 0; event < 250; event++) {
        kit.say([at(event % 2 === 0 ? 'CRASHED' : 'RUNNING')]);
        await kit.clock.advance(4);
      }
      perSecond.push(kit.user.tray.draws.menu - before);
    }
    expect(perSecond.filter((draws) => draws > 4)).toEqual([]);
    // And it is not by drawing nothing that it is cheap.
    expect(kit.user.tray.draws.menu - first).toBeGreaterThan(3);
    await kit.drawn();
    expect(kit.user.tray.tooltip).toBe('Your server is running');
  });

  test('a burst within one moment is drawn twice: its first state and its last', async () => {
    using kit = trayKit();
    await kit.drawn([up]);
    await kit.clock.advance(1000);
    const before = kit.user.tray.draws;
    for (let event = 0; event < 1000; event++) kit.say([at(event % 2 === 0 ? 'CRASHED' : 'UNHEALTHY')]);
    await kit.drawn();
    const after = kit.user.tray.draws;
    expect([after.menu - before.menu, after.image - before.image]).toEqual([2, 2]);
    expect(image(kit)).toBe('linux/degraded-light-22.png');
  });

  test.each(['darwin', 'win32'] as const)(
    'never takes a menu away from under the pointer on %s; the icon still tells, and the menu follows',
    async (platform) => {
      using kit = trayKit({ platform });
      await kit.drawn([up]);
      kit.user.tray.openMenu();
      const { menu } = kit.user.tray.draws;
      await kit.drawn([at('CRASHED')]);
      expect(kit.user.tray.draws.menu).toBe(menu);
      expect(image(kit)).toMatch(/failed/);
      kit.user.menu('db: Running', 'Stop').click();
      // What was chosen in the old menu is still done, and only then comes the new one.
      expect([kit.asked, kit.user.tray.draws.menu]).toEqual([['stop db'], menu]);
      await kit.drawn();
      expect(kit.user.tray.outline).toContain('db: Crashed');
    },
  );
});

describe('a click', () => {
  test('opens the menu on macOS and nothing else', async () => {
    using kit = trayKit({ platform: 'darwin' });
    await kit.drawn([up]);
    kit.user.tray.click();
    expect([kit.user.tray.isOpen, kit.asked]).toEqual([true, []]);
  });

  test('shows the window on Windows; the menu is behind the other button', async () => {
    using kit = trayKit({ platform: 'win32' });
    await kit.drawn([up]);
    kit.user.tray.click();
    expect([kit.user.tray.isOpen, kit.asked]).toEqual([false, ['show']]);
    kit.user.tray.rightClick();
    expect(kit.user.tray.isOpen).toBe(true);
  });

  test('shows the window on Linux where the desktop tells of it, and so does the menu', async () => {
    using kit = trayKit();
    await kit.drawn([up]);
    kit.user.tray.click();
    kit.user.menu('Open').click();
    expect(kit.asked).toEqual(['show', 'show']);
  });
});

describe('without a tray', () => {
  test('the application runs, says why, and has its icon as soon as a panel comes', async () => {
    const panel = createPanel(false);
    using kit = trayKit({ host: panel });
    await kit.drawn([up]);
    expect([kit.tray.state.shown, kit.tray.state.why?.key, kit.user.tray.made]).toEqual([
      false,
      'tray.no-host',
      0,
    ]);
    panel.appear();
    await kit.drawn([at('CRASHED')]);
    expect([kit.tray.state, image(kit)]).toEqual([{ shown: true, why: null }, 'linux/failed-light-22.png']);
    expect(kit.changes).toEqual(['shown']);
  });

  test('because its panel went, it is noticed when somebody asks, and the same icon is shown when one comes', async () => {
    const panel = createPanel(true);
    using kit = trayKit({ host: panel });
    await kit.drawn([up]);
    panel.vanish();
    await kit.drawn([at('CRASHED')]);
    expect(kit.tray.state.shown).toBe(true);
    kit.tray.look();
    await kit.drawn([up]);
    expect([kit.tray.state.shown, kit.tray.state.why?.key]).toEqual([false, 'tray.no-host']);
    kit.tray.look(); // it is waited for already
    panel.appear();
    await kit.drawn([at('CRASHED')]);
    expect([kit.tray.state, image(kit)]).toEqual([{ shown: true, why: null }, 'linux/failed-light-22.png']);
    expect([kit.user.tray.made, kit.changes]).toEqual([1, ['not shown tray.no-host', 'shown']]);
  });

  test('an icon that cannot be made stops nothing', async () => {
    using kit = trayKit({ platform: 'win32', tray: 'throws' });
    await kit.drawn([up]);
    kit.tray.refresh();
    await kit.drawn();
    const { shown, why } = kit.tray.state;
    expect(shown).toBe(false);
    expect(kit.words.say(why ?? '')).toBe(
      'The tray icon could not be made: Failed to create the tray icon. The window stays in the taskbar; the next start tries again.',
    );
  });

  test('nobody waits for a panel any more when it is closed', () => {
    const panel = createPanel(false);
    const kit = trayKit({ host: panel });
    kit.tray.close();
    expect(panel.isWaitedFor).toBe(false);
    panel.appear();
    expect(kit.user.tray.made).toBe(0);
    kit.double.close();
  });
});

describe('pictures that are missing', () => {
  test('are stood in for by others of the same state, and that is said', async () => {
    await using folder = await tempFolder('icons');
    await cp(ICONS, folder.path, { recursive: true });
    await rm(folder.file('linux', 'failed-light-22.png'));
    using kit = trayKit({ more: { icons: folder.path } });
    await kit.drawn([at('CRASHED')]);
    expect(kit.user.tray.image).toBe(folder.file('linux', 'failed-light-24.png'));
    expect(kit.words.say(kit.tray.state.why ?? '')).toBe(
      `The tray picture ${folder.file('linux', 'failed-light-22.png')} is missing or damaged, so another one is shown. Install the application again.`,
    );
    await kit.drawn([up]);
    expect([kit.tray.state, kit.changes]).toEqual([
      { shown: true, why: null },
      ['shown tray.image-missing', 'shown'],
    ]);
  });

  test.each(['linux', 'darwin', 'win32'] as const)(
    'all of them: there is still an icon on %s',
    async (platform) => {
      await using folder = await tempFolder('no-icons');
      using kit = trayKit({ platform, more: { icons: folder.path } });
      await kit.drawn([up]);
      expect([kit.user.tray.isThere, kit.tray.state.shown, kit.tray.state.why?.key]).toEqual([
        true,
        true,
        'tray.image-missing',
      ]);
      expect(kit.user.tray.isTemplate).toBe(platform === 'darwin');
    },
  );
});

test('what goes wrong while drawing is told, and the icon stays', async () => {
  using kit = trayKit();
  await kit.drawn([up]);
  const { Menu } = kit.double.electron;
  const build = Menu.buildFromTemplate;
  Menu.buildFromTemplate = () => {
    throw new Error('no more handles');
  };
  await kit.drawn([at('CRASHED')]);
  expect([kit.tray.state.shown, kit.words.say(kit.tray.state.why ?? '')]).toEqual([
    true,
    'The tray icon could not be changed: no more handles. What it shows may be old.',
  ]);
  Menu.buildFromTemplate = build;
  kit.tray.refresh();
  await kit.drawn();
  expect([kit.tray.state.why, kit.user.tray.outline[1]]).toEqual([null, 'db: Crashed']);
});

test('closed, it is gone, listens to nothing and leaves no timer', async () => {
  const kit = trayKit({ platform: 'darwin' });
  await kit.drawn([up]);
  kit.say([at('CRASHED')]);
  kit.say([up]);
  kit.tray.close();
  kit.tray.close();
  kit.say([at('CRASHED')]);
  kit.user.theme.changes({ dark: true });
  expect([kit.user.tray.isThere, kit.tray.state.shown, kit.clock.pending]).toEqual([false, false, []]);
  kit.double.close();
});
