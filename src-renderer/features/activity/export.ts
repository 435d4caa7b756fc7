import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import { type EventFilter, type ListEvents, readEvents } from './event-source.ts';
import { eventSentence } from './event-words.ts';

const PAGE = 2000;

/** Everything that the filter matches, oldest last, page by page. */
export async function readAllEvents(
  list: ListEvents,
  filter: EventFilter,
  options: { readonly signal: AbortSignal; readonly onProgress: (count: number) => void },
): Promise<readonly OrchestratorEvent[]> {
  const events: OrchestratorEvent[] = [];
  let before: number | null = null;
  for (;;) {
    const page = await readEvents(list, filter, { before, limit: PAGE, signal: options.signal });
    events.push(...page.events);
    options.onProgress(events.length);
    if (page.next === null) return events;
    before = page.next;
  }
}

const COLUMNS = ['seq', 'at', 'type', 'server', 'actor', 'what', 'generation', 'operation', 'data'] as const;

/** As RFC 4180 writes it; with a mark at its beginning, without which some programs take it for another encoding. */
export function toCsv(events: readonly OrchestratorEvent[]): string {
  const rows = events.map((event) => [
    event.seq,
    event.at,
    event.type,
    event.server,
    event.actor,
    eventSentence(event),
    event.generation,
    event.operation,
    JSON.stringify(event.data),
  ]);
  return `\ufeff${[COLUMNS, ...rows].map((row) => row.map(csvField).join(',')).join('\r\n')}\r\n`;
}

/** What begins like a formula would be run by a spreadsheet; behind an apostrophe it is a text. */
function csvField(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const harmless = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/.test(value) ? `'${value}` : value;
  return `"${harmless.replaceAll('"', '""')}"`;
}
