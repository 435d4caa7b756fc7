import type { DesktopClock } from '../clock.ts';
import type { DesktopPlatform, ElectronApi } from '../electron-api.ts';

/** Hiding within a second after it was hidden last does nothing (docs/api/dock.md, dock.hide). */
const SETTLE_MS = 1100;

export interface DockOptions {
  readonly electron: Pick<ElectronApi, 'app'>;
  readonly platform: DesktopPlatform;
  readonly clock: DesktopClock;
  /** There is a window, or nothing else to click on. */
  readonly isNeeded: () => boolean;
}

/** macOS: in the dock while there is something to click on, and only in the menu bar otherwise. */
export function createDock({ electron, platform, clock, isNeeded }: DockOptions): {
  settle(): void;
  close(): void;
} {
  let again: { cancel(): void } | null = null;

  function settle(): void {
    const { dock } = electron.app;
    if (platform !== 'darwin' || dock === undefined) return;
    again?.cancel();
    if (isNeeded()) {
      if (!dock.isVisible()) void dock.show();
    } else if (dock.isVisible()) {
      dock.hide();
      again = clock.setTimer(SETTLE_MS, () => {
        if (!isNeeded() && dock.isVisible()) dock.hide();
      });
    }
  }

  return { settle, close: () => again?.cancel() };
}
