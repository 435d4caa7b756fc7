import { type Message, message, type Param } from '../../src-shared/i18n/message.ts';
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
import { hasUnseen, isDirectionHint, replaceUnseen, spelled } from '../../src-shared/model/unseen.ts';
import type { ConfigProblem } from '../../src-shared/schema/problem.ts';
import { currentFormatter, currentLanguage, speaks } from './language.ts';

/** A text of the catalogue. What it is filled with may be a stranger's. */
export function say(key: string, params: Message['params'] = {}): string {
  return plainText(currentFormatter()(message(key, params)));
}

/** A sentence that came from the orchestrator and is not in a language yet. */
export function sayMessage(text: Message): string {
  const own = currentLanguage() === 'de' ? { ...text, params: germanParams(text.params) } : text;
  return plainText(currentFormatter()(own));
}

/** A figure that the orchestrator wrote into a sentence, as English writes it: `1.24 GB`. */
const FIGURE = /^\d+\.\d+(?= (?:[kMGT]?B|ms|s|%)$)/;

function germanParams(params: Message['params']): Message['params'] {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, germanParam(value)]));
}

function germanParam(value: Param): Param {
  if (typeof value === 'object') return { ...value, params: germanParams(value.params) };
  return typeof value === 'string' ? value.replace(FIGURE, (figure) => figure.replace('.', ',')) : value;
}

/** What came in English, and in its parts where they are known. */
interface Told {
  readonly message: string;
  readonly told?: Message | undefined;
}

/** In the language of the page; as it came where it has no parts, or parts that this page does not know. */
export function sayTold({ message: text, told }: Told): string {
  return told !== undefined && speaks(told) ? sayMessage(told) : plainText(text);
}

/** What is wrong in the file, with its place. */
export function sayProblem(problem: Pick<ConfigProblem, 'line' | 'column' | 'message' | 'told'>): string {
  const { line, column, told } = problem;
  if (told === undefined || line === null || column === null) return sayTold(problem);
  return sayTold({ message: problem.message, told: message('config.at', { line, column, text: told }) });
}

/** The same where its place is plain: at its line, at its field. */
export const sayProblemHere: (problem: Told) => string = sayTold;

/** A sentence for whatever was thrown: a refusal of the orchestrator in the language of the page. */
export function sayError(error: unknown): string {
  if (!(error instanceof Error)) return plainText(String(error));
  const { data } = error as { readonly data?: unknown };
  const { told } = (typeof data === 'object' && data !== null ? data : {}) as { readonly told?: unknown };
  return sayTold({ message: error.message, told: isMessage(told) ? told : undefined });
}

/** Of events and refusals, whose parts are as they came. */
export function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null) return false;
  const { key, params } = value as { readonly key?: unknown; readonly params?: unknown };
  return typeof key === 'string' && typeof params === 'object' && params !== null;
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
/** `ESC [ … m` and its kin, then `ESC ] … BEL` (titles of terminals). */
const SEQUENCES = new RegExp(
  [`${ESCAPE}\\[[0-9;?]*[ -/]*[@-~]`, `${ESCAPE}\\][^${BELL}${ESCAPE}]*(?:${BELL}|${ESCAPE}\\\\)?`].join('|'),
  'gu',
);

const CONTROL = /\p{Cc}/u;

/**
 * Text of a stranger. Colour codes and control characters are left out, for they mean nothing here; what is hidden in it,
 * or would turn it around, is shown as `\u{…}`: a person has to see what a model reads.
 */
export function plainText(text: string): string {
  if (!hasUnseen(text)) return text;
  return replaceUnseen(text.replace(SEQUENCES, ''), (character) => {
    if (character === '\t' || character === '\n' || isDirectionHint(character)) return character;
    return CONTROL.test(character) ? '' : spelled(character);
  });
}
