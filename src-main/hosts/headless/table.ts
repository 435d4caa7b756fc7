import { cut, type Measure } from './text.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Where the table is too wide, the column with the lowest goes first; without one it stays. */
  readonly priority?: number;
  /** Where that is not enough, this column becomes as narrow as this. */
  readonly least?: number;
}

export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

export interface TableOptions {
  /** Columns of the terminal; null: as wide as it needs to be (a pipe). */
  readonly width: number | null;
  readonly measure: Measure;
  readonly title?: (text: string) => string;
}

const GAP = '  ';
const same = (text: string): string => text;

/** Lines of a table, headings first. It fits the width by leaving out columns, then by shortening texts. */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  { width, measure, title = same }: TableOptions,
): readonly string[] {
  const widths = columns.map((column, index) =>
    Math.max(measure(column.title), ...rows.map((row) => measure(row[index]?.text ?? ''))),
  );
  const shown = chooseColumns(columns, widths, width);
  narrow(columns, widths, shown, width);
  const head: readonly Cell[] = columns.map((column) => ({ text: column.title, paint: title }));
  return [head, ...rows].map((row) =>
    shown
      .map((index, place) => {
        const { text, paint = same } = row[index] ?? { text: '' };
        const size = widths[index] ?? 0;
        const short = cut(text, size, measure);
        const space = ' '.repeat(Math.max(0, size - measure(short)));
        if (columns[index]?.align === 'right') return space + paint(short);
        return place === shown.length - 1 ? paint(short) : paint(short) + space;
      })
      .join(GAP)
      .trimEnd(),
  );
}

function total(widths: readonly number[], shown: readonly number[]): number {
  return shown.reduce((sum, index) => sum + (widths[index] ?? 0), GAP.length * (shown.length - 1));
}

function chooseColumns(
  columns: readonly Column[],
  widths: readonly number[],
  width: number | null,
): readonly number[] {
  const shown = columns.map((_, index) => index);
  if (width === null) return shown;
  // A column that can become narrow is asked for no more than that before another one has to go.
  const least = widths.map((size, index) => Math.min(size, columns[index]?.least ?? size));
  const droppable = shown
    .filter((index) => columns[index]?.priority !== undefined)
    .sort((a, b) => (columns[a]?.priority ?? 0) - (columns[b]?.priority ?? 0));
  for (const index of droppable) {
    if (total(least, shown) <= width) break;
    shown.splice(shown.indexOf(index), 1);
  }
  return shown;
}

function narrow(
  columns: readonly Column[],
  widths: number[],
  shown: readonly number[],
  width: number | null,
): void {
  if (width === null) return;
  for (;;) {
    if (total(widths, shown) <= width) return;
    const widest = shown
      .filter((index) => (widths[index] ?? 0) > (columns[index]?.least ?? Number.POSITIVE_INFINITY))
      .sort((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0))[0];
    if (widest === undefined) return;
    widths[widest] = (widths[widest] ?? 1) - 1;
  }
}
