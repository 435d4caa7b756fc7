/** A stretch of lines that is shown; what lies between two of them is left out. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The stretches around the lines that matter, joined where they meet. Lines are counted from 1. */
export function stretchesAround(
  lines: readonly number[],
  total: number,
  context: number,
): readonly Stretch[] {
  const stretches: { from: number; to: number }[] = [];
  for (const line of lines.toSorted((one, other) => one - other)) {
    if (line < 1 || line > total) continue;
    const [from, to] = [Math.max(1, line - context), Math.min(total, line + context)];
    const last = stretches.at(-1);
    // A gap of one line would take as much place as the line.
    if (last !== undefined && from <= last.to + 2) last.to = Math.max(last.to, to);
    else stretches.push({ from, to });
  }
  return stretches;
}
