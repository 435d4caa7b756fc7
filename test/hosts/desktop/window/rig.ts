import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import type { DesktopActions } from '../../../../src-main/hosts/desktop/actions.ts';
import { createBoard, type FedBoard } from '../../../../src-main/hosts/desktop/board/board.ts';
import type { ElectronApi } from '../../../../src-main/hosts/desktop/electron-api.ts';
import {
  createPreferences,
  type Preferences,
} from '../../../../src-main/hosts/desktop/preferences/preferences.ts';
import { registerScheme, servePage } from '../../../../src-main/hosts/desktop/protocol/page-protocol.ts';
import { createMainWindow, type MainWindow } from '../../../../src-main/hosts/desktop/window/main-window.ts';
import { createWords, type Words } from '../../../../src-main/hosts/desktop/words.ts';
import type { DesktopPreferences } from '../../../../src-shared/schema/desktop.ts';
import type { ServerStatus } from '../../../../src-shared/schema/status.ts';
import {
  createElectronDouble,
  type ElectronDouble,
  type ElectronDoubleOptions,
} from '../../../doubles/electron/index.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { reportOf, statusOf } from '../../../support/statuses.ts';
import { tempFolder } from '../../../support/temp.ts';

/** A window on a computer of its own, with everything around it real but Electron and the time. */
export interface WindowRig extends AsyncDisposable {
  readonly double: ElectronDouble;
  readonly electron: ElectronApi;
  readonly user: ElectronDouble['user'];
  readonly window: MainWindow;
  readonly board: FedBoard;
  readonly words: Words;
  readonly preferences: Preferences;
  readonly clock: FakeClock;
  readonly icons: string;
  /** What is logged. */
  readonly lines: readonly string[];
  /** What was asked of the application, in order: `quit`, `show /settings` … */
  readonly asked: readonly string[];
  readonly actions: DesktopActions;
  /** The icon comes or goes. */
  tray: boolean;
  /** States of servers named a, b, c … */
  servers(...states: readonly ServerStatus['state'][]): void;
  /** Pages have come, and timers of this moment have run. */
  settle(): Promise<void>;
}

export interface RigOptions extends Partial<Omit<ElectronDoubleOptions, 'userData'>> {
  readonly preferences?: Partial<DesktopPreferences>;
  readonly tray?: never;
  readonly hasTray?: boolean;
  /** The page is not built. */
  readonly unbuilt?: boolean;
  readonly withIcons?: boolean;
}

export async function openRig(options: RigOptions = {}): Promise<WindowRig> {
  const {
    preferences: stored = {},
    hasTray = true,
    unbuilt = false,
    withIcons = true,
    ...computer
  } = options;
  const folder = await tempFolder('window');
  const clock = new FakeClock();
  await mkdir(folder.file('user-data'));
  await mkdir(folder.file('renderer'));
  const icons = folder.file('icons');
  await mkdir(folder.file('icons', 'win'), { recursive: true });
  if (withIcons) {
    await copyFile('assets/icons/icon.png', folder.file('icons', 'icon.png'));
    await copyFile('assets/tray/win/badge-failed.png', folder.file('icons', 'win', 'badge-failed.png'));
  }
  const page = '<!doctype html><title>Servers · MCP Orchestrator</title>';
  if (!unbuilt) await writeFile(folder.file('renderer', 'index.html'), page);
  const double = createElectronDouble({
    userData: folder.file('user-data'),
    nowMs: () => clock.monotonicMs(),
    ...computer,
  });
  const { electron, user } = double;
  registerScheme(electron);
  await electron.app.whenReady();
  const protocol = servePage({ electron, folder: folder.file('renderer') });
  electron.app.on('window-all-closed', () => {});

  const asked: string[] = [];
  const note = (what: string, ...rest: readonly unknown[]) => {
    asked.push([what, ...rest.filter((each) => each !== undefined)].join(' '));
  };
  const lines: string[] = [];
  const words = createWords('en');
  const board = createBoard(() => clock.wallMs());
  const preferences = createPreferences({ file: inMemory(stored), onTrouble: () => {} });
  const rig = { tray: hasTray };
  const window = createMainWindow({
    electron,
    platform: double.platform,
    words,
    preferences,
    board,
    preload: folder.file('preload.cjs'),
    icons,
    hasTray: () => rig.tray,
    onQuit: () => note('quit'),
    isStopping: () => asked.includes('quit'),
    clock,
    log: (text) => lines.push(text),
  });
  const actions: DesktopActions = {
    showWindow: (route) => note('show', route),
    start: (servers) => note('start', servers),
    stop: (servers) => note('stop', servers),
    restart: (servers) => note('restart', servers),
    openLogs: () => note('logs'),
    setLoginItem: (on) => note('login', on),
    quit: () => note('quit'),
  };
  const settle = async () => {
    // A page that comes sets timers, and a timer asks for a page.
    for (let round = 0; round < 3; round++) {
      await double.settled();
      await clock.settle();
    }
  };
  return Object.assign(rig, {
    ...{
      double,
      electron,
      user,
      window,
      board,
      words,
      preferences,
      clock,
      icons,
      lines,
      asked,
      actions,
      settle,
    },
    servers(...states: readonly ServerStatus['state'][]) {
      const report = reportOf(
        states.map((state, index) => statusOf({ name: 'abcdefgh'[index] ?? '', state })),
      );
      board.take({ kind: 'snapshot', seq: (board.seq ?? 0) + 1, missed: 0, report });
    },
    async [Symbol.asyncDispose]() {
      window.close();
      protocol.close();
      double.close();
      await folder[Symbol.asyncDispose]();
    },
  });
}

function inMemory(stored: Partial<DesktopPreferences>) {
  let held: Readonly<Record<string, unknown>> = stored;
  return {
    path: 'preferences.json',
    read: () => held,
    write(next: Readonly<Record<string, unknown>>) {
      held = next;
    },
    setAside: () => 'aside',
  };
}
