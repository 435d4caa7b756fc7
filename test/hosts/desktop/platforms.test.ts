import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../arch/import-graph.ts';
import { isLive } from '../../support/proc.ts';
import { type BuiltCli, buildCli, trivial } from '../headless/kit.ts';
import { doubleStage } from './double-stage.ts';

const one = { mcpServers: { one: trivial } };

/** What differs from system to system, in the whole application. */
describe('the application', () => {
  let cli: BuiltCli;
  beforeAll(async () => {
    cli = await buildCli();
  }, 120_000);
  afterAll(() => cli?.[Symbol.asyncDispose]());

  it('on Linux leaves the keyring alone, for which the system may ask a password', async () => {
    await using stage = await doubleStage(cli, { configuration: { mcpServers: {} } });
    await stage.launch('--hidden');
    expect(stage.double.electron.app.commandLine).toMatchObject({
      switches: new Map([['password-store', 'basic']]),
    });
  });

  describe('on Windows', () => {
    it('is known to the system by the id of its installer, and by a class of its own', async () => {
      await using stage = await doubleStage(cli, { platform: 'win32', configuration: one });
      await stage.launch('--hidden');
      const builder = await readFile(join(ROOT, 'electron-builder.yml'), 'utf8');
      const [, id] = /^appId: (\S+)$/m.exec(builder) ?? [];
      expect(stage.double.told).toMatchObject({ appUserModelId: id });
      expect(String(stage.double.told.toastActivatorCLSID)).toMatch(/^\{[0-9a-f-]{36}\}$/);
    });

    it('hears of the end of the session without a window that anybody sees, and ends its servers', async () => {
      await using stage = await doubleStage(cli, { platform: 'win32', configuration: one });
      const desktop = await stage.launch('--hidden');
      await expect.poll(() => desktop.stateOf('one')).toBe('RUNNING');
      expect(await desktop.windows()).toBe(0);
      const pids = await desktop.pids();
      desktop.session.end();
      expect(await desktop.gone()).toBe(0);
      expect(stage.double.happened).not.toContain('before-quit');
      // There the job objects of the servers end with the process; here what it began goes on to its end.
      await expect.poll(() => pids.filter(isLive)).toEqual([]);
    });
  });

  describe('on macOS', () => {
    it('stays when its window is closed, leaves the dock, and a click in the menu bar brings it back', async () => {
      await using stage = await doubleStage(cli, { platform: 'darwin', configuration: one });
      const desktop = await stage.launch();
      await expect.poll(() => desktop.windows()).toBe(1);
      expect(stage.double.user.dock.isVisible).toBe(true);
      await desktop.closeWindow();
      if (desktop.dialogs.open !== null) desktop.dialogs.press('Keep running', { checkbox: true });
      await expect.poll(() => desktop.windows()).toBe(0);
      expect(stage.double.user.dock.isVisible).toBe(false);
      expect(desktop.exited).toBeNull();
      desktop.tray.choose('Open');
      await expect.poll(() => desktop.windows()).toBe(1);
    });

    it('is no longer in the way of a shutdown when its servers have ended', async () => {
      await using stage = await doubleStage(cli, { platform: 'darwin', configuration: one });
      const desktop = await stage.launch();
      await expect.poll(() => desktop.stateOf('one')).toBe('RUNNING');
      expect(stage.double.user.power.shutdown()).toBe('delayed');
      expect(await desktop.gone()).toBe(0);
    });
  });
});
