import { type Message, message } from '../../src-shared/i18n/message.ts';
import {
  type FigureStyle,
  formatBytes,
  formatClock,
  formatDuration,
  formatPercent,
  formatWait,
  pageFigures,
} from '../../src-shared/model/format.ts';
import { relativeTime } from '../../src-shared/model/relative-time.ts';
import type { Warning } from '../../src-shared/schema/status.ts';
import { currentFormatter, currentLanguage } from './language.ts';

/** A text of the catalogue. */
export function say(key: string, params: Readonly<Record<string, string | number>> = {}): string {
  return currentFormatter()(message(key, params));
}

/** A sentence that came from the orchestrator and is not in a language yet. */
export function sayMessage(text: Message): string {
  return currentFormatter()(
    currentLanguage() === 'de' ? { ...text, params: germanParams(text.params) } : text,
  );
}

/** A figure that the orchestrator wrote into a sentence, as English writes it: `1.24 GB`. */
const FIGURE = /^\d+\.\d+(?= (?:[kMGT]?B|ms|s|%)$)/;

function germanParams(params: Message['params']): Message['params'] {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replace(FIGURE, (figure) => figure.replace('.', ',')) : value,
    ]),
  );
}

/** A warning in the language of the page; as it came where it has no parts, or parts that this page does not know. */
export function sayWarning({ message: text, told }: Pick<Warning, 'message' | 'told'>): string {
  if (told === undefined) return text;
  const said = sayMessage(told);
  return said === told.key ? text : said;
}

const germanFigures: FigureStyle = { ...pageFigures, point: ',' };
const figures = (): FigureStyle => (currentLanguage() === 'de' ? germanFigures : pageFigures);
/** Dates as the language writes them; of English, as this computer's own English does. */
const locale = (): string => {
  const language = currentLanguage();
  return navigator.languages.find((tag) => tag.toLowerCase().startsWith(language)) ?? language;
};

export const bytes = (value: number | null): string => formatBytes(value, figures());
export const percent = (value: number | null): string => formatPercent(value, figures());
export const duration = (ms: number | null): string => formatDuration(ms, figures());
export const wait = (ms: number): string => formatWait(ms, figures());
/** `at`: ISO, or milliseconds since 1970. */
export const ago = (at: string | number, now: number): string =>
  sayMessage(relativeTime(new Date(at).getTime(), now, { ...figures(), locale: locale() }));
/** The exact time, for a tooltip. */
export const exactTime = (at: string | number): string =>
  new Date(at).toLocaleString(locale(), { dateStyle: 'medium', timeStyle: 'medium' });
/** `Friday, 21 November` */
export const dayName = (at: string | number): string =>
  new Date(at).toLocaleDateString(locale(), { weekday: 'long', day: 'numeric', month: 'long' });
/** `12,480` */
export const count = (value: number): string => value.toLocaleString(locale());
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
