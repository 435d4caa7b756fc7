import { isOdd, type Section } from './arrange.ts';

/** How much of a group the table shows: its heading, what is odd of it, or all. */
export type Fold = 'folded' | 'odd' | 'all';

export type Entry =
  | { readonly kind: 'group'; readonly key: string; readonly section: Section; readonly fold: Fold }
  | { readonly kind: 'server'; readonly key: string; readonly name: string }
  | { readonly kind: 'more'; readonly key: string; readonly section: Section; readonly count: number };

/** A group without anything odd stays folded; what a person opened or closed stays so. */
function foldOf(section: Section, folding: boolean, chosen: ReadonlyMap<string, Fold>): Fold {
  const own = chosen.get(section.key);
  if (own !== undefined) return own;
  if (!folding) return 'all';
  return section.calm.some(isOdd) ? 'odd' : 'folded';
}

export function entriesOf(
  sections: readonly Section[],
  options: {
    readonly folding: boolean;
    readonly chosen: ReadonlyMap<string, Fold>;
    readonly headings: boolean;
  },
): readonly Entry[] {
  const entries: Entry[] = [];
  for (const section of sections) {
    const fold = options.headings ? foldOf(section, options.folding, options.chosen) : 'all';
    if (options.headings) entries.push({ kind: 'group', key: `${section.key} head`, section, fold });
    if (fold === 'folded') continue;
    const shown = fold === 'odd' ? section.calm.filter(isOdd) : section.calm;
    for (const { name } of shown) entries.push({ kind: 'server', key: `server ${name}`, name });
    const rest = section.calm.length - shown.length;
    if (rest > 0) entries.push({ kind: 'more', key: `${section.key} more`, section, count: rest });
  }
  return entries;
}
