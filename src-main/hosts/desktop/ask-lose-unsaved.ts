import type { ElectronApi } from './electron-api.ts';
import type { MainWindow } from './window/main-window.ts';
import type { Words } from './words.ts';

/** Whether what the window holds unsaved may be lost: asked where there is something, with Cancel as what Enter presses. */
export async function askLoseUnsaved(options: {
  readonly electron: Pick<ElectronApi, 'dialog'>;
  readonly words: Words;
  readonly window: Pick<MainWindow, 'current' | 'holdsUnsaved' | 'show'>;
}): Promise<boolean> {
  const { electron, words, window } = options;
  if (!(await window.holdsUnsaved())) return true;
  // Whoever decides sees what it is about.
  window.show();
  const { current } = window;
  if (current === null) return true;
  const { response } = await electron.dialog.showMessageBox(current, {
    type: 'warning',
    message: words.say('desktop.unsaved.title'),
    detail: words.say('desktop.unsaved.detail'),
    buttons: [words.say('desktop.unsaved.quit'), words.say('page.cancel')],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}
