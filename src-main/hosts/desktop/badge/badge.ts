import { join } from 'node:path';
import type { Board, BoardState } from '../board/board.ts';
import type { BrowserWindow, DesktopPlatform, ElectronApi } from '../electron-api.ts';
import type { MainWindow } from '../window/main-window.ts';
import type { Words } from '../words.ts';

export interface BadgeOptions {
  readonly electron: Pick<ElectronApi, 'app' | 'nativeImage'>;
  readonly platform: DesktopPlatform;
  readonly board: Board;
  readonly window: Pick<MainWindow, 'current' | 'onMade'>;
  /** Folder of the icons. */
  readonly icons: string;
  readonly words: Words;
}

export interface Badge {
  /** A person looks at what failed: it goes, until something else fails. */
  seen(): void;
  close(): void;
}

/** The mark on dock or task bar: only while a server is down that nobody has looked at yet. */
export function createBadge(options: BadgeOptions): Badge {
  const { board, window } = options;
  const painter = createPainter(options);
  /** Those that are down and were looked at; who recovers and fails again is new. */
  let seen: ReadonlySet<string> = new Set();
  let known: ReadonlySet<string> = new Set();
  let drawn = 0;

  function render(): void {
    const failed = failedOf(board.state);
    const isNews = [...failed].some((name) => !known.has(name));
    known = failed;
    seen = new Set([...seen].filter((name) => failed.has(name)));
    const count = failed.size > seen.size ? board.state.health.needYou : 0;
    if (count === drawn && !isNews) return;
    drawn = count;
    painter.draw(count, isNews);
  }

  const unsubscribers = [
    board.subscribe(render),
    // A button that comes back to the task bar has nothing on it yet.
    window.onMade((made) => {
      made.on('show', () => painter.draw(drawn, false));
    }),
  ];
  render();
  return {
    seen() {
      seen = failedOf(board.state);
      render();
    },
    close() {
      for (const unsubscribe of unsubscribers) unsubscribe();
    },
  };
}

function failedOf({ report, health }: BoardState): ReadonlySet<string> {
  if (health.level !== 'failed') return new Set();
  const servers = report?.servers ?? [];
  return new Set(
    servers.filter(({ enabled, state }) => enabled && state === 'CRASHED').map(({ name }) => name),
  );
}

/** As each system has it: a number on the dock, a sign over the task bar's button, a number where a launcher takes one. */
function createPainter(options: BadgeOptions): { draw(count: number, isNews: boolean): void } {
  const { electron, platform } = options;
  switch (platform) {
    case 'darwin':
      return { draw: (count) => electron.app.dock?.setBadge(count === 0 ? '' : String(count)) };
    case 'linux':
      // Answers false where no launcher listens; there is nothing else to do then.
      return { draw: (count) => void electron.app.setBadgeCount(count) };
    case 'win32':
      return {
        draw(count, isNews) {
          const { current } = options.window;
          if (current !== null) overlay(current, count, isNews, options);
        },
      };
  }
}

function overlay(
  window: BrowserWindow,
  count: number,
  isNews: boolean,
  { electron, icons, words }: BadgeOptions,
): void {
  if (count === 0) {
    window.setOverlayIcon(null, '');
    window.flashFrame(false);
    return;
  }
  const image = electron.nativeImage.createFromPath(join(icons, 'win', 'badge-failed.png'));
  // An image that cannot be read is empty, and an empty overlay would take the sign away: then the flash has to do.
  if (!image.isEmpty()) window.setOverlayIcon(image, words.say('desktop.badge', { count }));
  if (isNews && !window.isFocused()) window.flashFrame(true);
}
