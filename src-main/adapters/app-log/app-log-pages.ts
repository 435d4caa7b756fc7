import type { LogLine } from '../../../src-shared/schema/log-line.ts';
import type { LogPage } from '../../core/ports/logs.ts';
import { APP_LOG_BASE_NAME } from '../logs/log-names.ts';
import { readPage } from '../logs/log-pages.ts';

/** Also without an instance; loads no logger. `directory`: HOME/logs. */
export async function readAppLogPage(
  directory: string,
  request: { readonly before: string | null; readonly limit: number },
): Promise<LogPage> {
  try {
    const page = await readPage({ directory, baseName: APP_LOG_BASE_NAME, ...request });
    return { lines: page.lines.map(toLogLine).filter((line) => line !== null), before: page.before };
  } catch {
    return { lines: [], before: null }; // a folder that cannot be read has nothing to show
  }
}

/** `WARN the text key=value`: a stored line as the log of no server (`server` is empty). null for what is none. */
export function toLogLine(stored: string): LogLine | null {
  const entry = parseEntry(stored);
  if (!entry) return null;
  const text = `${entry.level.toUpperCase()} ${entry.text}${fieldsAsText(entry.fields)}`;
  return { at: entry.at, server: '', stream: 'orchestrator', text, truncated: false };
}

export interface AppLogEntry {
  readonly at: string;
  readonly level: string;
  readonly text: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export function parseEntry(stored: string): AppLogEntry | null {
  try {
    const value: unknown = JSON.parse(stored);
    if (typeof value !== 'object' || value === null) return null;
    const { at, level, msg, ...fields } = value as Record<string, unknown>;
    if (typeof at !== 'string' || typeof level !== 'string') return null;
    return { at, level, text: typeof msg === 'string' ? msg : '', fields };
  } catch {
    return null;
  }
}

/** ` key=value key2="two words"` */
export function fieldsAsText(fields: Readonly<Record<string, unknown>>): string {
  return Object.entries(fields)
    .map(([key, value]) => {
      const simple = typeof value === 'string' && /^[^\s"=]+$/.test(value);
      return ` ${key}=${simple ? value : JSON.stringify(value)}`;
    })
    .join('');
}
