import { fieldsAsText, parseEntry } from './app-log-pages.ts';

const RESET = '\u001b[0m';
const DIM = '\u001b[2m';
const colors: Readonly<Record<string, string>> = {
  debug: DIM,
  info: '\u001b[36m',
  warn: '\u001b[33m',
  error: '\u001b[31m',
};

/** `09:12:44 WARN  text key=value`, an error's stack below it. Ends with a newline. */
export function formatForTerminal(line: string, hasColors: boolean): string {
  const entry = parseEntry(line);
  if (!entry) return `${line}\n`;
  const paint = (color: string, text: string) => (hasColors && text !== '' ? color + text + RESET : text);
  const { err, error, ...rest } = entry.fields;
  const time = new Date(entry.at).toTimeString().slice(0, 8);
  const level = paint(colors[entry.level] ?? '', entry.level.toUpperCase().padEnd(5));
  const fault = stackOf(err ?? error);
  const shown = fault === null && (err ?? error) !== undefined ? { ...rest, error: err ?? error } : rest;
  const head = `${paint(DIM, time)} ${level} ${entry.text}${paint(DIM, fieldsAsText(shown))}`;
  return fault === null ? `${head}\n` : `${head}\n${paint(DIM, indent(fault))}\n`;
}

function stackOf(value: unknown): string | null {
  const stack = (value as { stack?: unknown } | null | undefined)?.stack;
  return typeof stack === 'string' ? stack : null;
}

function indent(text: string): string {
  return text.replace(/^/gm, '    ');
}
