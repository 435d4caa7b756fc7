import { type DesktopClock, pause } from '../clock.ts';
import type { BrowserWindow } from '../electron-api.ts';

/** A page that does not answer in this time has nobody who could save anything. */
const LIMIT_MS = 1000;

/**
 * Asks the page what a browser asks it when its tab is closed, without leaving it: Electron itself asks only while a page
 * goes (docs/api/web-contents.md, will-prevent-unload), and this one still has to show how the servers stop.
 */
const OBJECTS = "!dispatchEvent(new Event('beforeunload', { cancelable: true }))";

/** Whether the page would object to being closed. */
export async function holdsUnsaved(window: BrowserWindow, clock: DesktopClock): Promise<boolean> {
  return (await answerOf(window, OBJECTS, clock)) === true;
}

/** Whether the page does anything at all. */
export async function isAnswering(window: BrowserWindow, clock: DesktopClock): Promise<boolean> {
  return (await answerOf(window, 'true', clock)) === true;
}

async function answerOf(window: BrowserWindow, question: string, clock: DesktopClock): Promise<unknown> {
  const { webContents } = window;
  if (webContents.isCrashed()) return false;
  const answered = new AbortController();
  const answer = webContents.executeJavaScript(question);
  // A page that goes meanwhile has nobody waiting for it any more.
  answer.catch(() => undefined);
  try {
    return await Promise.race([answer, pause(LIMIT_MS, answered.signal, clock)]);
  } finally {
    answered.abort();
  }
}
