import { type DesktopClock, pause, systemClock } from '../clock.ts';
import type { ElectronApi } from '../electron-api.ts';
import type { MainWindow } from '../window/main-window.ts';
import type { Words } from '../words.ts';

/** Nobody may be there to answer, and `shutdown --restart` waits 20 s for what begins anew. */
const ANSWER_LIMIT_MS = 10_000;
/** Enough to copy what one has written. */
export const COPY_LIMIT_MS = 120_000;
const LOOK_EVERY_MS = 1000;

export interface EndFromOutsideOptions {
  readonly electron: Pick<ElectronApi, 'dialog'>;
  readonly words: Words;
  readonly window: Pick<MainWindow, 'current' | 'holdsUnsaved' | 'show'>;
  readonly restart: boolean;
  /** The application leaves, whatever was answered. */
  readonly signal: AbortSignal;
  readonly clock?: DesktopClock;
}

/**
 * The orchestrator was ended by a command, not in this window, which may hold what nobody saved. It can no longer be saved;
 * who is there gets time to copy it, who is not keeps nothing waiting. Resolves when the application may go.
 */
export async function endFromOutside(options: EndFromOutsideOptions): Promise<void> {
  const { electron, words, window, restart, signal, clock = systemClock } = options;
  if (signal.aborted || !(await window.holdsUnsaved())) return;
  window.show();
  const { current } = window;
  if (current === null || signal.aborted) return;
  const unanswered = new AbortController();
  const timer = clock.setTimer(ANSWER_LIMIT_MS, () => unanswered.abort());
  const { response } = await electron.dialog.showMessageBox(current, {
    type: 'warning',
    message: words.say(restart ? 'desktop.ended.restart' : 'desktop.ended.end'),
    detail: words.say('desktop.ended.detail', { seconds: ANSWER_LIMIT_MS / 1000 }),
    buttons: [
      words.say('desktop.ended.wait', { minutes: COPY_LIMIT_MS / 60_000 }),
      words.say(restart ? 'desktop.ended.restart-now' : 'desktop.ended.quit-now'),
    ],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
    signal: AbortSignal.any([signal, unanswered.signal]),
  });
  timer.cancel();
  if (response !== 0) return;
  const endMs = clock.monotonicMs() + COPY_LIMIT_MS;
  while (!signal.aborted && clock.monotonicMs() < endMs && (await window.holdsUnsaved()))
    await pause(LOOK_EVERY_MS, signal, clock);
}
