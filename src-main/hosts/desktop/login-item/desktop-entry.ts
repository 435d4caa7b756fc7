/** The file format of freedesktop.org's Desktop Entry Specification, as far as an autostart entry needs it. */

const HEADER = '[Desktop Entry]';
const KEY = /^\s*([A-Za-z0-9-]+(?:\[[^\]]*\])?)\s*=\s*(.*?)\s*$/;
/** In an argument of `Exec` they mean something else unless it is quoted. */
const RESERVED = /[\s"'\\<>~|&;$*?#()`]/;

/** Keys with their values as they stand in the file. */
export type DesktopEntry = ReadonlyMap<string, string>;

/** The keys of the entry; null: the text is no desktop entry. */
export function parseEntry(text: string): DesktopEntry | null {
  const lines = text.split(/\r?\n/);
  const span = spanOf(lines);
  if (span === null) return null;
  const keys = new Map<string, string>();
  for (const line of lines.slice(span.from, span.to)) {
    const [, key, value] = KEY.exec(line) ?? [];
    // Of a key that stands there twice the first one counts.
    if (key !== undefined && value !== undefined && !keys.has(key)) keys.set(key, value);
  }
  return keys;
}

/** The text with keys changed or, with null, taken out; comments, order, other keys and groups stay as they are. */
export function changeEntry(text: string, changes: Readonly<Record<string, string | null>>): string {
  const lines = (parseEntry(text) === null ? HEADER : text.trimEnd()).split(/\r?\n/);
  const { from, to } = spanOf(lines) ?? { from: lines.length, to: lines.length };
  const missing = new Set(Object.keys(changes));
  const kept = lines.slice(from, to).flatMap((line) => {
    const key = KEY.exec(line)?.[1];
    if (key === undefined || !Object.hasOwn(changes, key)) return [line];
    const value = changes[key];
    const isFirst = missing.delete(key);
    return isFirst && typeof value === 'string' ? [`${key}=${value}`] : [];
  });
  const added = [...missing].flatMap((key) => {
    const value = changes[key];
    return typeof value === 'string' ? [`${key}=${value}`] : [];
  });
  while (added.length > 0 && kept.at(-1)?.trim() === '') kept.pop();
  const rest = lines.slice(to);
  const between = rest.length > 0 && added.length > 0 ? [''] : [];
  return `${[...lines.slice(0, from), ...kept, ...added, ...between, ...rest].join('\n')}\n`;
}

/** The lines of the entry's own group. */
function spanOf(lines: readonly string[]): { readonly from: number; readonly to: number } | null {
  const header = lines.findIndex((line) => line.trim() === HEADER);
  if (header === -1) return null;
  const next = lines.findIndex((line, index) => index > header && line.startsWith('['));
  return { from: header + 1, to: next === -1 ? lines.length : next };
}

/** A text as the value of a key. */
export function entryText(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(/^ /, '\\s');
}

/**
 * A command as the value of `Exec`. Escaped twice where it is quoted, for the rules of the argument and for those of the
 * value: a backslash becomes four. A percent sign would begin a field code.
 */
export function entryCommand(words: readonly string[]): string {
  return entryText(words.map(quoted).join(' '));
}

function quoted(word: string): string {
  const literal = word.replaceAll('%', '%%');
  if (word !== '' && !RESERVED.test(word)) return literal;
  return `"${literal.replaceAll(/["`$\\]/g, '\\$&')}"`;
}
