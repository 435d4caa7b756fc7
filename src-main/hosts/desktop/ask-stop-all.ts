import type { Board } from './board/board.ts';
import type { ElectronApi } from './electron-api.ts';
import type { Words } from './words.ts';

/** Whether every server may be stopped: asked where it is more than one, with Cancel as what Enter presses. */
export async function askStopAll(options: {
  readonly electron: Pick<ElectronApi, 'dialog'>;
  readonly words: Words;
  readonly board: Board;
}): Promise<boolean> {
  const { electron, words, board } = options;
  const servers = board.state.report?.servers ?? [];
  const running = servers.filter(({ state }) => state !== 'STOPPED' && state !== 'CRASHED').length;
  if (running < 2) return true;
  const { response } = await electron.dialog.showMessageBox({
    type: 'question',
    message: words.say('page.ask.stop-all', { count: running }),
    buttons: [words.say('page.do.stop-all'), words.say('page.cancel')],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}
