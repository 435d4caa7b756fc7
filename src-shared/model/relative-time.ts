import { type Message, message } from '../i18n/message.ts';
import { type FigureStyle, formatClock, type TimeOptions, terminalFigures } from './format.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `now`, `14 s ago`, `2 min ago` up to an hour, then `13:58`, then `yesterday at 18:40`, then the date. */
export function relativeTime(
  atWallMs: number,
  nowWallMs: number,
  options: TimeOptions & Partial<FigureStyle> = {},
): Message {
  const { space = terminalFigures.space, locale = 'en-GB', timeZone } = options;
  const age = nowWallMs - atWallMs;
  const ago = (count: number, unit: string) => message('time.ago', { time: `${count}${space}${unit}` });
  if (age >= 0 && age < SECOND) return message('time.now');
  if (age >= 0 && age < MINUTE) return ago(Math.floor(age / SECOND), 's');
  if (age >= 0 && age < HOUR) return ago(Math.floor(age / MINUTE), 'min');
  const zone = timeZone === undefined ? {} : { timeZone };
  const day = (wallMs: number) => new Date(wallMs).toLocaleDateString('en-CA', zone);
  const time = formatClock(atWallMs, options);
  if (day(atWallMs) === day(nowWallMs)) return message('time.clock', { time });
  if (day(atWallMs) === day(nowWallMs - DAY)) return message('time.yesterday', { time });
  const date = new Date(atWallMs).toLocaleDateString(locale, {
    ...zone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });
  return message('time.date', { date, time });
}
