import { type Message, message } from '../../src-shared/i18n/message.ts';
import {
  formatBytes,
  formatClock,
  formatDuration,
  formatPercent,
  formatRelativeTime,
  formatWait,
  pageFigures,
} from '../../src-shared/model/format.ts';
import { currentFormatter } from './language.ts';

/** A text of the catalogue. */
export function say(key: string, params: Readonly<Record<string, string | number>> = {}): string {
  return currentFormatter()(message(key, params));
}

/** A sentence that came from the orchestrator and is not in a language yet. */
export function sayMessage(text: Message): string {
  return currentFormatter()(text);
}

export const bytes = (value: number | null): string => formatBytes(value, pageFigures);
export const percent = (value: number | null): string => formatPercent(value, pageFigures);
export const duration = (ms: number | null): string => formatDuration(ms, pageFigures);
export const wait = (ms: number): string => formatWait(ms, pageFigures);
export const ago = (at: string, now: number): string =>
  formatRelativeTime(Date.parse(at), now, { ...pageFigures, locale: navigator.language });
export const clock = (at: number): string => formatClock(at);

/** `14:07:50` */
export function clockSeconds(at: string | number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? '–' : date.toLocaleTimeString('en-GB');
}

const ESCAPE = '\u001b';
const BELL = '\u0007';
/** `ESC [ … m` and its kin, then `ESC ] … BEL` (titles of terminals), then what is left of control characters. */
const CONTROLS = new RegExp(
  [
    `${ESCAPE}\\[[0-9;?]*[ -/]*[@-~]`,
    `${ESCAPE}\\][^${BELL}${ESCAPE}]*(?:${BELL}|${ESCAPE}\\\\)?`,
    '(?![\\t\\n])\\p{Cc}',
  ].join('|'),
  'gu',
);

/** Colour codes and other control characters of a program's output: not shown, for they mean nothing here. */
export function plainText(text: string): string {
  return text.replace(CONTROLS, '');
}
