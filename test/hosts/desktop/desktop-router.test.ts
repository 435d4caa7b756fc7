import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DesktopState } from '../../../src-shared/schema/desktop.ts';
import { type BuiltCli, buildCli, trivial } from '../headless/kit.ts';
import { doubleStage } from './double-stage.ts';

const one = { mcpServers: { one: trivial } };

/** Over the port of a real channel, as the page in the window asks. */
describe('what a window asks of the application around it', () => {
  let cli: BuiltCli;
  beforeAll(async () => {
    cli = await buildCli();
  }, 120_000);
  afterAll(() => cli?.[Symbol.asyncDispose]());

  it('it hears of its state, then of every change', async () => {
    await using stage = await doubleStage(cli, { configuration: one });
    const desktop = await stage.launch();
    const states: AsyncIterableIterator<DesktopState> = await desktop.call('desktop.watch');
    const first = await states.next();
    expect(first.value).toMatchObject({ mode: 'own', preferences: { theme: 'system', close: 'hide' } });
    await desktop.call('desktop.updatePreferences', { theme: 'dark', close: 'quit' });
    for await (const { preferences } of states) {
      if (preferences.theme === 'dark' && preferences.close === 'quit') break;
    }
    expect(stage.double.electron.nativeTheme.themeSource).toBe('dark');
  });

  it('refuses a preference that is none, and keeps what holds', async () => {
    await using stage = await doubleStage(cli, { configuration: one });
    const desktop = await stage.launch();
    await expect(desktop.call('desktop.updatePreferences', { theme: 'pink' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
    expect(stage.application.state.state.preferences.theme).toBe('system');
  });

  it('switches the start at login on and off', async () => {
    await using stage = await doubleStage(cli, { configuration: one });
    const desktop = await stage.launch();
    const autostart = join(stage.where.home.path, '.config', 'autostart');
    await desktop.call('desktop.setLoginItem', { on: true });
    await expect.poll(() => stage.application.state.state.loginItem.state).toBe('on');
    expect(await readdir(autostart)).toHaveLength(1);
    await desktop.call('desktop.setLoginItem', { on: false });
    await expect.poll(() => stage.application.state.state.loginItem.state).toBe('off');
    expect(await readdir(autostart)).toEqual([]);
  });

  it('opens the folder of the logs, and nothing else', async () => {
    await using stage = await doubleStage(cli, { configuration: one });
    const desktop = await stage.launch();
    await desktop.call('desktop.openLogs');
    await expect.poll(() => stage.double.user.opened.paths).toEqual([join(stage.home, 'logs')]);
  });

  it('quits', async () => {
    await using stage = await doubleStage(cli, { configuration: one });
    const desktop = await stage.launch();
    await desktop.call('desktop.quit');
    expect(await desktop.gone()).toBe(0);
  });
});
