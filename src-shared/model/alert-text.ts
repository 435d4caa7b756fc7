import type { Message } from '../i18n/message.ts';
import type { Alert } from '../schema/alert.ts';
import { replaceUnseen } from './unseen.ts';

/** What systems show whole. macOS and Windows take no more of a body. */
const MOST_BODY_BYTES = 256;
const MOST_TITLE_BYTES = 120;

/** The two lines of a notification, in the language of `say`: plain text without line breaks, of bounded length. */
export function alertText(
  alert: Pick<Alert, 'title' | 'body'>,
  say: (message: Message) => string,
): { readonly title: string; readonly body: string } {
  const body = alert.body.map(say).filter((text) => text !== '');
  return {
    title: shorten(plain(say(alert.title)), MOST_TITLE_BYTES),
    body: shorten(plain(body.join(' ')), MOST_BODY_BYTES),
  };
}

/**
 * For the notification services of Linux, which take the body (and only it) for markup: whatever looks like a tag or an
 * entity stays the text that it is.
 */
export function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Breaks and controls stand between words, what else is not seen within them. */
const BREAK = /[\p{Cc}\p{Zl}\p{Zp}]/u;

function plain(text: string): string {
  return replaceUnseen(text, (character) => (BREAK.test(character) ? ' ' : ''))
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** Cut between words where one ends in the last third, else between characters; what is cut off is told by `…`. */
function shorten(text: string, mostBytes: number): string {
  if (bytesOf(text) <= mostBytes) return text;
  const room = mostBytes - bytesOf('…');
  let kept = '';
  let used = 0;
  for (const character of text) {
    used += bytesOf(character);
    if (used > room) break;
    kept += character;
  }
  const space = kept.lastIndexOf(' ');
  return `${(space > (kept.length * 2) / 3 ? kept.slice(0, space) : kept).trimEnd()}…`;
}

/** In UTF-8. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
  }
  return bytes;
}
