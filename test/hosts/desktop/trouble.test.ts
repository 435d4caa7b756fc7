import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VERSION } from '../../../src-main/runtime/version.ts';
import { type BuiltCli, buildCli, chaos, trivial } from '../headless/kit.ts';
import { doubleStage } from './double-stage.ts';
import { createPanel } from './tray/kit.ts';

const one = { mcpServers: { one: trivial } };

/** Each is told in a sentence, and the servers run all the same. */
describe('what is wrong around the application', () => {
  let cli: BuiltCli;
  beforeAll(async () => {
    cli = await buildCli();
  }, 120_000);
  afterAll(() => cli?.[Symbol.asyncDispose]());

  it('a broken preferences file is set aside, told, and the usual values hold', async () => {
    await using stage = await doubleStage(cli, { configuration: one });
    const first = await stage.launch('--hidden');
    await first.quit();
    await first.gone();
    const homes = join(stage.where.home.path, 'electron', 'homes');
    const [folder = ''] = await readdir(homes);
    const place = join(homes, folder);
    await writeFile(join(place, 'preferences.json'), '{ "theme": ');
    const desktop = await stage.launch('--hidden');
    await expect.poll(() => desktop.stateOf('one')).toBe('RUNNING');
    await expect.poll(() => stage.application.state.state.notices).toHaveLength(1);
    expect(stage.application.state.state.preferences.theme).toBe('system');
    expect((await readdir(place)).some((name) => name.includes('broken'))).toBe(true);
  });

  it('pictures that are missing leave an application that works, and says so', async () => {
    await using stage = await doubleStage(cli, { configuration: one });
    await rm(join(stage.where.home.path, 'build', 'icons'), { recursive: true });
    const desktop = await stage.launch('--hidden');
    await expect.poll(() => desktop.stateOf('one')).toBe('RUNNING');
    await expect.poll(() => stage.application.state.state.tray.why).not.toBeNull();
  });

  it('without anybody who shows icons, the window stays within reach, and the reason is told', async () => {
    await using stage = await doubleStage(cli, {
      configuration: one,
      trayHost: {
        watch(listener) {
          listener(false);
          return () => undefined;
        },
      },
    });
    const desktop = await stage.launch('--hidden');
    await expect.poll(() => desktop.stateOf('one')).toBe('RUNNING');
    expect(stage.double.user.tray.made).toBe(0);
    expect(stage.application.state.state.tray).toMatchObject({ shown: false, why: { key: 'tray.no-host' } });
    await expect.poll(() => stage.double.user.windows.map((window) => window.isMinimized)).toEqual([true]);
  });

  it('a window that is closed after the panel has gone is not lost: it stays in the task bar', async () => {
    const panel = createPanel(true);
    await using stage = await doubleStage(cli, { configuration: one, trayHost: panel });
    const desktop = await stage.launch();
    await expect.poll(() => desktop.windows()).toBe(1);
    panel.vanish();
    await desktop.closeWindow();
    desktop.dialogs.press('Keep running');
    await expect.poll(() => stage.double.user.windows.map((window) => window.isMinimized)).toEqual([true]);
    expect(stage.application.state.state.tray).toMatchObject({ shown: false, why: { key: 'tray.no-host' } });
    expect(desktop.exited).toBeNull();
  });

  it('an icon that the system refuses stops nothing', async () => {
    await using stage = await doubleStage(cli, { configuration: one, electron: { tray: 'throws' } });
    const desktop = await stage.launch('--hidden');
    await expect.poll(() => desktop.stateOf('one')).toBe('RUNNING');
    expect(stage.application.state.state.tray).toMatchObject({ shown: false, why: { key: 'tray.refused' } });
  });

  it.each([
    ['unsupported', 'alerts.why.unsupported'],
    ['refused', 'alerts.why.no-service'],
  ] as const)('notifications that are %s are told as such', async (notifications, why) => {
    await using stage = await doubleStage(cli, {
      configuration: {
        mcpServers: { bad: chaos('--exit-after', '0'), one: trivial },
        orchestrator: { defaults: { restart: { policy: 'never' } } },
      },
      electron: { notifications },
    });
    const desktop = await stage.launch();
    await expect.poll(() => desktop.stateOf('one')).toBe('RUNNING');
    await expect
      .poll(async () => (await desktop.call('alerts.state')).last?.outcome)
      .toMatchObject({ shown: false, why: { key: why } });
  });

  it('another version that is opened meanwhile shows the window, which says so', async () => {
    await using stage = await doubleStage(cli, { configuration: one });
    const desktop = await stage.launch('--hidden');
    stage.double.user.launchAgain(['--hidden'], { hidden: true, version: '99.0.0' });
    await expect.poll(() => desktop.windows()).toBe(1);
    expect(stage.application.state.state.notices).toEqual([
      { key: 'application.second-version', params: { other: '99.0.0', own: VERSION } },
    ]);
    await expect.poll(() => desktop.stateOf('one')).toBe('RUNNING');
  });

  it('another configuration that is asked for meanwhile is not taken, which the window says', async () => {
    await using stage = await doubleStage(cli, { configuration: one });
    const desktop = await stage.launch('--hidden');
    await expect.poll(() => desktop.stateOf('one')).toBe('RUNNING');
    const asked = join(stage.where.home.path, 'other.json');
    const second = await stage.launch(`--config=${asked}`);
    expect(second.exited).toBe(0);
    await expect
      .poll(() => stage.application.state.state.notices)
      .toEqual([
        {
          key: 'application.other-config',
          params: { pid: String(process.pid), running: stage.file, asked },
        },
      ]);
    await expect.poll(() => desktop.windows()).toBe(1);
  });

  it('a home that cannot be used is told with its reason, and tried again when the person says so', async () => {
    await using stage = await doubleStage(cli, { configuration: one });
    // A file where the folder should be.
    await mkdir(join(stage.home, '..'), { recursive: true });
    await writeFile(stage.home, '');
    const desktop = await stage.launch();
    await expect.poll(() => desktop.dialogs.open ?? '').toContain('The orchestrator cannot start.');
    expect(desktop.dialogs.open).toContain(stage.home);
    await rm(stage.home);
    desktop.dialogs.press('Try again');
    await expect.poll(() => desktop.stateOf('one')).toBe('RUNNING');
  });

  it('who gives up on such a home leaves', async () => {
    await using stage = await doubleStage(cli, { configuration: one });
    await mkdir(join(stage.home, '..'), { recursive: true });
    await writeFile(stage.home, '');
    const desktop = await stage.launch();
    await expect.poll(() => desktop.dialogs.open).not.toBeNull();
    desktop.dialogs.press('Quit');
    expect(await desktop.gone()).toBe(0);
  });

  it('when an orchestrator that it was attached to is gone for good, it takes its place if the person wants', async () => {
    await using stage = await doubleStage(cli, { configuration: one });
    const daemon = await stage.daemon();
    const desktop = await stage.launch('--hidden');
    await expect.poll(() => desktop.stateOf('one')).toBe('RUNNING');
    await daemon.shutdown();
    await expect.poll(() => desktop.tray.labels().join('\n')).toContain('Run the servers here');
    desktop.tray.choose('Run the servers here');
    expect(await desktop.gone()).toBe(0);
    expect(stage.double.told.relaunch).toEqual(expect.any(Array));
    expect(stage.double.told.relaunch).not.toContain('--hidden');
    const next = await stage.launch();
    await expect.poll(() => next.stateOf('one')).toBe('RUNNING');
    expect(stage.application.state.state.mode).toBe('own');
  });

  it('a page that ends twice is told of, and the servers know nothing of it', async () => {
    await using stage = await doubleStage(cli, { configuration: one });
    const desktop = await stage.launch();
    await expect.poll(() => desktop.stateOf('one')).toBe('RUNNING');
    const [pid] = await desktop.pids();
    stage.double.user.window().page.crashes();
    await expect.poll(() => stage.double.user.window().page.isCrashed).toBe(false);
    expect(desktop.dialogs.open).toBeNull();
    stage.double.user.window().page.crashes();
    await expect.poll(() => desktop.dialogs.open ?? '').toContain('twice');
    expect(await desktop.pids()).toEqual([pid]);
  });
});
