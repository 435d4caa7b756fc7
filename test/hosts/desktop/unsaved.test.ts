import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COPY_LIMIT_MS, endFromOutside } from '../../../src-main/hosts/desktop/lifecycle/end-from-outside.ts';
import { createWords } from '../../../src-main/hosts/desktop/words.ts';
import { createElectronDouble } from '../../doubles/electron/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { tempFolder } from '../../support/temp.ts';
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

  it('a command that ends the orchestrator leaves time to copy it, and it goes on when there is nothing left to lose', async () => {
    await using stage = await doubleStage(cli, { configuration: one });
    const desktop = await editing(stage);
    const { client } = await stage.application.link;
    await client.host.shutdown({ restart: true });
    await expect.poll(() => desktop.dialogs.open).toContain('The orchestrator starts again');
    expect(stage.double.user.dialog().buttons).toEqual(['Wait 2 minutes', 'Start again now']);
    desktop.dialogs.press('Wait 2 minutes');
    await stage.double.settled();
    expect(desktop.exited).toBeNull();
    stage.double.user.window().page.objectsToUnload(false);
    expect(await desktop.gone()).toBe(0);
    expect(stage.double.told.relaunch).toEqual(expect.any(Array));
  });
});

describe('where the orchestrator was ended from outside', () => {
  async function begin(restart: boolean) {
    const folder = await tempFolder('ended');
    const double = createElectronDouble({ userData: folder.path, ready: 'now' });
    const clock = new FakeClock();
    const leaving = new AbortController();
    const current = new double.electron.BrowserWindow({ show: false });
    let unsaved = true;
    let over = false;
    const ended = endFromOutside({
      electron: double.electron,
      words: createWords('en'),
      window: { current, holdsUnsaved: async () => unsaved, show: () => current.show() },
      restart,
      signal: leaving.signal,
      clock,
    }).then(() => {
      over = true;
    });
    await double.settled();
    return {
      ...{ double, clock, leaving, ended, user: double.user },
      saves: () => {
        unsaved = false;
      },
      get over() {
        return over;
      },
      async [Symbol.asyncDispose]() {
        double.close();
        await folder[Symbol.asyncDispose]();
      },
    };
  }

  it('it goes on where nobody answers', async () => {
    await using it = await begin(false);
    expect(it.user.dialog()).toMatchObject({
      message: 'The orchestrator was ended',
      defaultButton: 'Wait 2 minutes',
    });
    await it.clock.advance(10_000);
    await it.ended;
    expect(it.user.dialogs).toEqual([]);
  });

  it('it goes on at once where the person says so', async () => {
    await using it = await begin(true);
    it.user.dialog().press('Start again now');
    await it.ended;
  });

  it('it waits no longer than it said', async () => {
    await using it = await begin(true);
    it.user.dialog().press('Wait 2 minutes');
    await it.clock.advance(COPY_LIMIT_MS - 2000);
    expect(it.over).toBe(false);
    await it.clock.advance(2000);
    await it.ended;
  });

  it('it asks no more when the application leaves', async () => {
    await using it = await begin(true);
    it.leaving.abort();
    await it.ended;
    expect(it.user.dialogs).toEqual([]);
  });
});
