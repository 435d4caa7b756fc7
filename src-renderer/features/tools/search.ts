import type { Entry, Source } from './catalogue.ts';

export type Row =
  | { readonly kind: 'server'; readonly source: Source; readonly shown: number; readonly folded: boolean }
  | { readonly kind: 'entry'; readonly server: string; readonly entry: Entry };

/** What a search asks for: every word must be there. */
export const wordsOf = (query: string): readonly string[] =>
  query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 8);

/** The list as it is drawn, one row after the other. A search unfolds, and leaves out servers without a match. */
export function rowsOf(
  sources: readonly Source[],
  words: readonly string[],
  folded: ReadonlySet<string>,
  /** Of one server alone nobody needs to be told whose they are. */
  alone = false,
): readonly Row[] {
  const rows: Row[] = [];
  for (const source of sources) {
    const { server, list } = source;
    const all = list?.state === 'listed' ? list.entries : [];
    const found =
      words.length === 0 ? all : all.filter(({ search }) => words.every((word) => search.includes(word)));
    if (words.length > 0 && found.length === 0) continue;
    const isFolded = words.length === 0 && folded.has(server);
    if (!alone) rows.push({ kind: 'server', source, shown: found.length, folded: isFolded });
    if (!isFolded) for (const entry of found) rows.push({ kind: 'entry', server, entry });
  }
  return rows;
}

/** A text in parts, every second one of which matches. */
export function matches(text: string, words: readonly string[]): readonly string[] {
  if (words.length === 0) return [text];
  const escaped = words.map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return text.split(new RegExp(`(${escaped.join('|')})`, 'i'));
}
