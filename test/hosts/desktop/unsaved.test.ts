import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltCli, buildCli, trivial } from '../headless/kit.ts';
import { type DoubleStage, doubleStage } from './double-stage.ts';

const one = { mcpServers: { one: trivial } };

async function editing(stage: DoubleStage) {
  const desktop = await stage.launch();
  await expect.poll(() => desktop.stateOf('one')).toBe('RUNNING');
  stage.double.user.window().page.objectsToUnload(true);
  return desktop;
}

/** What was written in the window and not saved. */
describe('quitting over unsaved work', () => {
  let cli: BuiltCli;
  beforeAll(async () => {
    cli = await buildCli();
  }, 120_000);
  afterAll(() => cli?.[Symbol.asyncDispose]());

  it('is asked about before any server stops, and goes on as before where the person stays', async () => {
    await using stage = await doubleStage(cli, { configuration: one });
    const desktop = await editing(stage);
    desktop.tray.choose('Quit');
    await expect
      .poll(() => desktop.dialogs.open)
      .toBe('Quit without saving? What was written in the window is not saved yet and would be lost.');
    const dialog = stage.double.user.dialog();
    expect([dialog.buttons, dialog.defaultButton]).toEqual([['Quit', 'Cancel'], 'Cancel']);
    expect(await desktop.stateOf('one')).toBe('RUNNING');
    desktop.dialogs.press('Cancel');
    await stage.double.settled();
    expect([await desktop.stateOf('one'), desktop.exited]).toEqual(['RUNNING', null]);
    await desktop.quit();
    await expect.poll(() => desktop.dialogs.open).not.toBeNull();
    desktop.dialogs.press('Quit');
    expect(await desktop.gone()).toBe(0);
  });

  it('shows a window that was hidden, for whoever decides to see what it is about', async () => {
    await using stage = await doubleStage(cli, { configuration: one });
    const desktop = await editing(stage);
    await desktop.closeWindow();
    desktop.dialogs.press('Keep running');
    await expect.poll(() => desktop.windows()).toBe(0);
    await desktop.quit();
    await expect.poll(() => desktop.dialogs.open).toContain('Quit without saving?');
    expect(await desktop.windows()).toBe(1);
    desktop.dialogs.press('Quit');
    expect(await desktop.gone()).toBe(0);
  });

  it('is not asked about when the session ends', async () => {
    await using stage = await doubleStage(cli, { configuration: one });
    const desktop = await editing(stage);
    await desktop.signal('SIGTERM');
    expect(await desktop.gone()).toBe(0);
    expect(stage.double.user.dialogs).toEqual([]);
  });
});
