import { kindIn, type LineStore, readable, streamOf } from './line-store.ts';

const STREAM_NAMES = { stdout: 'out', stderr: 'err', orchestrator: 'ours' } as const;

/** A line as it stands in a file: `2026-11-21T14:07:52.001Z err the text`. `own`: the orchestrator's log has no streams. */
function fileLine(store: LineStore, number: number, own: boolean): string {
  const line = store.line(number);
  if (line === null || kindIn(line.flags) === 'missed') return '';
  const at = Number.isNaN(line.atMs) ? '-' : new Date(line.atMs).toISOString();
  const text = readable(line.text, line.flags);
  return own ? `${at} ${text}\n` : `${at} ${STREAM_NAMES[streamOf(line.flags)]} ${text}\n`;
}

/** Lines as a text, in parts; a file is made of them without ever being one string. */
export function* fileParts(
  store: LineStore,
  numbers: Iterable<number>,
  own: boolean,
): Generator<string, void, void> {
  let part: string[] = [];
  for (const number of numbers) {
    part.push(fileLine(store, number, own));
    if (part.length < 500) continue;
    yield part.join('');
    part = [];
  }
  if (part.length > 0) yield part.join('');
}

/** The texts of lines alone, as one reads them. */
export function plainLines(store: LineStore, numbers: Iterable<number>): string {
  const texts: string[] = [];
  for (const number of numbers) {
    const line = store.line(number);
    if (line !== null && kindIn(line.flags) !== 'missed') texts.push(readable(line.text, line.flags));
  }
  return texts.join('\n');
}

/** A name that every system takes for a file. */
export function fileName(server: string | null): string {
  const name = (server ?? 'orchestrator')
    .normalize()
    .replace(/[\p{C}<>:"/\\|?*]/gu, '_')
    .slice(0, 100)
    .trim();
  return `${name === '' || /^\.+$/.test(name) ? 'log' : name}.log`;
}
