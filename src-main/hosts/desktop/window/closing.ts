import type { BrowserWindow, DesktopPlatform, ElectronApi } from '../electron-api.ts';
import type { Preferences } from '../preferences/preferences.ts';
import type { Words } from '../words.ts';

export interface ClosingOptions {
  readonly electron: Pick<ElectronApi, 'dialog'>;
  readonly platform: DesktopPlatform;
  readonly words: Words;
  readonly preferences: Pick<Preferences, 'get' | 'update'>;
  /** An icon is really there that brings the window back. */
  readonly hasTray: () => boolean;
  readonly hide: (window: BrowserWindow) => void;
  readonly quit: () => void;
  readonly isStopping: () => boolean;
  readonly log: (text: string) => void;
}

/**
 * What the close button does. The window only hides where something is left that brings it back: the tray, or the dock of
 * macOS; elsewhere closing is quitting. That it hides is explained once.
 */
export function createClosing(options: ClosingOptions): (window: BrowserWindow) => void {
  const { platform, preferences, hide } = options;
  let asking = false;

  function quit(window: BrowserWindow): void {
    // A second click on a window that is about to go must not count as a second quit, which kills.
    if (options.isStopping()) hide(window);
    else options.quit();
  }

  async function explain(window: BrowserWindow): Promise<void> {
    const { response, checkboxChecked } = await askHow(window, options);
    const quits = response === QUIT;
    if (checkboxChecked) preferences.update({ closeExplained: true, ...(quits ? { close: 'quit' } : {}) });
    if (quits) quit(window);
    else hide(window);
  }

  return (window) => {
    if (asking) return;
    const { close, closeExplained } = preferences.get();
    const tray = options.hasTray();
    if (close === 'quit') return quit(window);
    if (!tray) return platform === 'darwin' ? hide(window) : quit(window);
    if (closeExplained) return hide(window);
    asking = true;
    explain(window)
      .catch((error: unknown) => {
        options.log(`the dialog of the close button failed: ${String(error)}`);
        hide(window);
      })
      .finally(() => {
        asking = false;
      });
  };
}

const KEEP_RUNNING = 0;
const QUIT = 1;

function askHow(window: BrowserWindow, { electron, words, platform }: ClosingOptions) {
  return electron.dialog.showMessageBox(window, {
    type: 'info',
    message: words.say('desktop.close.title'),
    detail: words.say(platform === 'darwin' ? 'desktop.close.detail.menu-bar' : 'desktop.close.detail.tray'),
    buttons: [words.say('desktop.close.keep'), words.say('desktop.close.quit')],
    defaultId: KEEP_RUNNING,
    cancelId: KEEP_RUNNING,
    checkboxLabel: words.say('desktop.close.remember'),
    // Told once is the rule; who wants to be asked again takes the mark away.
    checkboxChecked: true,
    noLink: true,
  });
}
