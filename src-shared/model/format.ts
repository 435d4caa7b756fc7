/** How figures are written. The page puts a narrow space before a unit, a terminal an ordinary one. */
export interface FigureStyle {
  readonly space: string;
  /** Between whole number and fraction. */
  readonly point: '.' | ',';
}

export const terminalFigures: FigureStyle = { space: ' ', point: '.' };
/** U+202F: narrow, and no line break before the unit. */
export const pageFigures: FigureStyle = { space: '\u202f', point: '.' };

/** What is not known is a dash, never 0. */
export const UNKNOWN = '–';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const written = (figure: string, point: FigureStyle['point']): string =>
  point === '.' ? figure : figure.replace('.', point);

/** `142 ms`, `1.5 s`, `14 s`, `3 min 20 s`, `3 h 40 min`, `6 d 4 h`: at most two units; cut off, not rounded up, so that 3 h 59 min 59 s is not 4 h. */
export function formatDuration(durationMs: number | null, { space, point } = terminalFigures): string {
  if (durationMs === null || !Number.isFinite(durationMs)) return UNKNOWN;
  const ms = Math.max(0, durationMs);
  if (ms < SECOND) return `${Math.round(ms) === 1000 ? 999 : Math.round(ms)}${space}ms`;
  if (ms < 10 * SECOND) {
    const tenths = Math.floor(ms / 100) / 10;
    return `${written(String(tenths), point)}${space}s`;
  }
  const units = [
    [DAY, 'd'],
    [HOUR, 'h'],
    [MINUTE, 'min'],
    [SECOND, 's'],
  ] as const;
  const first = units.findIndex(([size]) => ms >= size);
  const parts: string[] = [];
  let rest = ms;
  for (const [size, unit] of units.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count}${space}${unit}`);
  }
  return parts.join(' ');
}

/** A time that is still to come: whole seconds, rounded up, so that "in 0 s" is never shown while one waits. */
export function formatWait(durationMs: number, style = terminalFigures): string {
  const seconds = Math.max(1, Math.ceil(durationMs / SECOND));
  return seconds < 10 ? `${seconds}${style.space}s` : formatDuration(seconds * SECOND, style);
}

/** `512 B`, `84 MB`, `1.24 GB`: decimal units; three figures from gigabytes on, whole numbers below. */
export function formatBytes(bytes: number | null, { space, point } = terminalFigures): string {
  if (bytes === null || !Number.isFinite(bytes)) return UNKNOWN;
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = Math.max(0, bytes);
  let unit = 0;
  // 999.5 MB would be shown as "1000 MB", so the next unit begins there.
  while (unit < units.length - 1 && value >= 999.5) {
    value /= 1000;
    unit++;
  }
  const digits = unit < 3 ? 0 : value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return `${written(value.toFixed(digits), point)}${space}${units[unit]}`;
}

/** `0.4 %`, `29 %`: one decimal below 10. */
export function formatPercent(percent: number | null, { space, point } = terminalFigures): string {
  if (percent === null || !Number.isFinite(percent)) return UNKNOWN;
  const value = Math.max(0, percent);
  const text = value < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : value.toFixed(0);
  return `${written(text, point)}${space}%`;
}

export interface TimeOptions {
  readonly locale?: string;
  /** IANA name; the system's own where absent. */
  readonly timeZone?: string;
}

/** `13:58` */
export function formatClock(atWallMs: number, options: TimeOptions = {}): string {
  const { locale = 'en-GB', timeZone } = options;
  const zone = timeZone === undefined ? {} : { timeZone };
  return new Date(atWallMs).toLocaleTimeString(locale, {
    ...zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
}
