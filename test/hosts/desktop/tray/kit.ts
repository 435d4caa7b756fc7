import { join } from 'node:path';
import type { DesktopActions } from '../../../../src-main/hosts/desktop/actions.ts';
import { createBoard, type FedBoard } from '../../../../src-main/hosts/desktop/board/board.ts';
import {
  createTray,
  type TrayHandle,
  type TrayOptions,
} from '../../../../src-main/hosts/desktop/tray/tray.ts';
import { createTrayHost, type TrayHost } from '../../../../src-main/hosts/desktop/tray/tray-host.ts';
import { createWords, type Words } from '../../../../src-main/hosts/desktop/words.ts';
import type { LoginItem } from '../../../../src-shared/schema/desktop.ts';
import type { ServerStatus } from '../../../../src-shared/schema/status.ts';
import { ROOT } from '../../../arch/import-graph.ts';
import {
  createElectronDouble,
  type ElectronDouble,
  type ElectronDoubleOptions,
} from '../../../doubles/electron/index.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { reportOf } from '../../../support/statuses.ts';

export const ICONS = join(ROOT, 'assets', 'tray');
export const NOON = new Date(2026, 10, 21, 12, 0, 0).getTime();

/** A panel that comes when the test says so; `ask` tells whether anybody still waits for it. */
export interface Panel extends TrayHost {
  appear(): void;
  /** It goes, which nobody is told of who does not ask. */
  vanish(): void;
  readonly isWaitedFor: boolean;
}

export function createPanel(atFirst: boolean): Panel {
  let isThere = atFirst;
  let listener: ((isThere: boolean) => void) | null = null;
  return {
    watch(next) {
      next(isThere);
      listener = isThere ? null : next;
      return () => {
        listener = null;
      };
    },
    vanish() {
      isThere = false;
    },
    appear() {
      isThere = true;
      listener?.(true);
      listener = null;
    },
    get isWaitedFor() {
      return listener !== null;
    },
  };
}

export interface TrayKit extends Disposable {
  readonly tray: TrayHandle;
  readonly double: ElectronDouble;
  readonly user: ElectronDouble['user'];
  readonly board: FedBoard;
  readonly words: Words;
  readonly clock: FakeClock;
  /** What was asked for, in order: `restart db`, `show /`. */
  readonly asked: readonly string[];
  /** States that `onChange` was told of. */
  readonly changes: readonly string[];
  loginItem: LoginItem;
  /** The orchestrator says that these are all its servers. */
  say(servers: readonly ServerStatus[]): void;
  /** And time passes until it is drawn. */
  drawn(servers?: readonly ServerStatus[]): Promise<void>;
}

export function trayKit(
  options: Partial<ElectronDoubleOptions> & {
    readonly host?: TrayHost;
    readonly tray?: 'ok' | 'throws';
    readonly more?: Partial<TrayOptions>;
  } = {},
): TrayKit {
  const { host, more, ...setting } = options;
  const double = createElectronDouble({ userData: '/nowhere', ready: 'now', ...setting });
  const clock = new FakeClock({ wallMs: NOON });
  const board = createBoard(() => clock.wallMs());
  const words = createWords('en');
  const asked: string[] = [];
  const changes: string[] = [];
  const ask = (what: string) => (servers?: readonly string[]) => {
    asked.push([what, ...(servers ?? ['everything'])].join(' '));
  };
  const actions: DesktopActions = {
    showWindow: (route) => asked.push(route === undefined ? 'show' : `show ${route}`),
    start: ask('start'),
    stop: ask('stop'),
    restart: ask('restart'),
    openLogs: () => asked.push('logs'),
    setLoginItem: (on) => asked.push(`login item ${on ? 'on' : 'off'}`),
    quit: () => asked.push('quit'),
  };
  let seq = 0;
  const kit = {
    loginItem: { state: 'off', detail: null, canOpenSettings: false } as LoginItem,
    double,
    user: double.user,
    board,
    words,
    clock,
    asked,
    changes,
    say(servers: readonly ServerStatus[]) {
      seq += 1;
      board.take({ kind: 'snapshot', seq, missed: 0, report: reportOf(servers) });
    },
    async drawn(servers?: readonly ServerStatus[]) {
      if (servers !== undefined) kit.say(servers);
      await clock.advance(300);
    },
  };
  const { platform } = double;
  const tray: TrayHandle = createTray({
    electron: double.electron,
    platform,
    board,
    words,
    actions,
    loginItem: () => kit.loginItem,
    icons: ICONS,
    host: host ?? (platform === 'linux' ? createPanel(true) : createTrayHost(platform)),
    onChange: () =>
      changes.push(`${tray.state.shown ? 'shown' : 'not shown'} ${tray.state.why?.key ?? ''}`.trim()),
    clock,
    desktop: '',
    ...more,
  });
  return Object.assign(kit, {
    tray,
    [Symbol.dispose]() {
      tray.close();
      double.close();
    },
  });
}
