import { type DesktopClock, pause } from '../clock.ts';
import type { BrowserWindow, ElectronApi } from '../electron-api.ts';
import type { Words } from '../words.ts';
import { isAnswering } from './unsaved.ts';

/** A page that ends again within this time is not loaded again without asking. */
const CALM_MS = 60_000;
/** Who would rather wait for a page that does not answer is asked again after this time. */
const PATIENCE_MS = 60_000;
/** Chromium's ERR_ABORTED: another load took its place, or the page kept its unsaved work. */
const ABORTED = -3;

export interface PageWatchOptions {
  readonly electron: Pick<ElectronApi, 'dialog'>;
  readonly words: Words;
  readonly clock: DesktopClock;
  /** Somebody wants to see this window; otherwise it is simply let go of. */
  readonly isWanted: () => boolean;
  readonly load: (window: BrowserWindow) => void;
  /** Shows it now, whatever it shows. */
  readonly reveal: (window: BrowserWindow) => void;
  readonly quit: () => void;
  readonly log: (text: string) => void;
}

/**
 * Looks after the page's process. When it ends it is started again, once; then a person decides, in a native dialog that
 * needs no page; and so where it does not answer any more. Nothing of it touches the supervisor.
 */
export function createPageWatch(options: PageWatchOptions): (window: BrowserWindow) => void {
  const { electron, words, clock, isWanted, load, log } = options;
  let endedAt: number | null = null;
  let asking = false;
  /** A page that does not answer: from its first silence until it answers, ends, or is ended. */
  let hanging: AbortController | null = null;
  /** Its process was ended by us, and is told of as any other. */
  let replaced = false;

  /** Not from within an event: the contents are still putting themselves away. */
  function soon(window: BrowserWindow, act: (window: BrowserWindow) => void): void {
    clock.setTimer(0, () => {
      if (!window.isDestroyed()) act(window);
    });
  }

  function letGo(window: BrowserWindow): void {
    if (isWanted()) load(window);
    else window.destroy();
  }

  function ask(window: BrowserWindow, message: string): void {
    if (asking) return;
    asking = true;
    options.reveal(window);
    electron.dialog
      .showMessageBox(window, {
        type: 'error',
        message,
        detail: words.say('desktop.window.detail'),
        buttons: [words.say('desktop.window.reload'), words.say('desktop.window.quit')],
        defaultId: 0,
        cancelId: 0,
        noLink: true,
      })
      .then(
        ({ response }) => (response === 0 ? soon(window, load) : options.quit()),
        (error: unknown) => log(`the dialog about the page failed: ${String(error)}`),
      )
      .finally(() => {
        asking = false;
      });
  }

  function answers(): void {
    hanging?.abort();
    hanging = null;
  }

  /**
   * Electron says so of any window that is still there 5 s after it was asked to close (lib/browser/api/browser-window.ts),
   * so also of one whose page keeps its unsaved work: the page itself is asked.
   */
  async function onUnresponsive(window: BrowserWindow): Promise<void> {
    if (hanging !== null) return;
    const controller = new AbortController();
    hanging = controller;
    const { signal } = controller;
    try {
      if (await isAnswering(window, clock)) return;
      if (signal.aborted || window.isDestroyed()) return;
      log('the page does not answer');
      if (isWanted()) await askToWait(window, signal);
      else window.destroy();
    } catch (error) {
      log(`a page that does not answer cannot be asked about: ${String(error)}`);
    } finally {
      if (hanging === controller) hanging = null;
    }
  }

  /** Until it answers, or the person would rather load it again, which no page that hangs does by itself. */
  async function askToWait(window: BrowserWindow, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !window.isDestroyed() && isWanted()) {
      const { response } = await electron.dialog.showMessageBox(window, {
        type: 'warning',
        message: words.say('desktop.window.hangs'),
        detail: words.say('desktop.window.hangs.detail'),
        buttons: [words.say('desktop.window.wait'), words.say('desktop.window.reload')],
        defaultId: 0,
        cancelId: 0,
        noLink: true,
        signal,
      });
      if (signal.aborted || window.isDestroyed()) return;
      if (response !== 0) {
        replaced = true;
        return window.webContents.forcefullyCrashRenderer();
      }
      await pause(PATIENCE_MS, signal, clock);
    }
  }

  function onGone(window: BrowserWindow, reason: string, exitCode: number): void {
    answers();
    const isReplaced = replaced;
    replaced = false;
    if (isReplaced) {
      log('the page did not answer, and is loaded again as the person wanted');
      return soon(window, letGo);
    }
    log(`the page's process ended: ${reason}, exit code ${exitCode}`);
    if (!isWanted()) return soon(window, letGo);
    const now = clock.monotonicMs();
    const sinceMs = endedAt === null ? null : now - endedAt;
    endedAt = now;
    if (sinceMs === null || sinceMs >= CALM_MS) soon(window, load);
    else
      ask(
        window,
        words.say('desktop.window.ended', { reason, seconds: Math.max(1, Math.round(sinceMs / 1000)) }),
      );
  }

  return (window) => {
    const { webContents } = window;
    webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      if (reason !== 'clean-exit') onGone(window, reason, exitCode);
    });
    webContents.on('did-fail-load', (_event, code, description, address, isMainFrame) => {
      if (!isMainFrame || code === ABORTED) return;
      log(`the page could not be loaded from ${address}: ${description} (${code})`);
      if (isWanted()) ask(window, words.say('desktop.window.failed', { problem: description }));
    });
    window.on('unresponsive', () => void onUnresponsive(window));
    window.on('responsive', () => {
      if (hanging !== null) log('the page answers again');
      answers();
    });
    window.on('closed', answers);
  };
}
