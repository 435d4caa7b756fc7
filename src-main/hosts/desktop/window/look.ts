import type { Board } from '../board/board.ts';
import type { BrowserWindow, ElectronApi } from '../electron-api.ts';
import type { Preferences } from '../preferences/preferences.ts';
import type { Words } from '../words.ts';
import { backgroundOf } from './colours.ts';
import { titleOf } from './title.ts';
import { type ZoomStep, zoomed } from './zoom.ts';

export interface LookOptions {
  readonly electron: Pick<ElectronApi, 'nativeTheme'>;
  readonly board: Board;
  readonly words: Words;
  readonly preferences: Pick<Preferences, 'get' | 'update' | 'subscribe'>;
  /** The window while there is one. */
  readonly current: () => BrowserWindow | null;
}

/** Title, theme and zoom: of the window that is there, and of the next one. */
export interface Look {
  /** What a window is made with. */
  first(): { readonly title: string; readonly background: string; readonly zoom: number };
  /** From here on this window keeps them. */
  keepOn(window: BrowserWindow): void;
  zoom(step: ZoomStep): void;
  retitle(): void;
  close(): void;
}

export function createLook({ electron, board, words, preferences, current }: LookOptions): Look {
  const { nativeTheme } = electron;

  const retitle = () => {
    const title = titleOf(board.state, words);
    const window = current();
    if (window !== null && window.getTitle() !== title) window.setTitle(title);
  };
  const repaint = () => current()?.setBackgroundColor(backgroundOf(electron));
  const obey = () => {
    const { theme, zoom: factor } = preferences.get();
    if (nativeTheme.themeSource !== theme) nativeTheme.themeSource = theme;
    current()?.webContents.setZoomFactor(factor);
  };
  const zoom = (step: ZoomStep) => {
    const { zoom: before } = preferences.get();
    const next = zoomed(before, step);
    // A wheel goes on turning at the end, and what is kept is written at once.
    if (next !== before) preferences.update({ zoom: next });
  };

  obey();
  nativeTheme.on('updated', repaint);
  const unsubscribers = [board.subscribe(retitle), preferences.subscribe(obey)];
  return {
    first: () => ({
      title: titleOf(board.state, words),
      background: backgroundOf(electron),
      zoom: preferences.get().zoom,
    }),
    keepOn(window) {
      const { webContents } = window;
      // The title is the verdict, not the name of a view.
      window.on('page-title-updated', (event) => event.preventDefault());
      webContents.on('did-finish-load', () => webContents.setZoomFactor(preferences.get().zoom));
      webContents.on('zoom-changed', (_event, step) => zoom(step));
    },
    zoom,
    retitle,
    close() {
      nativeTheme.off('updated', repaint);
      for (const unsubscribe of unsubscribers) unsubscribe();
    },
  };
}
