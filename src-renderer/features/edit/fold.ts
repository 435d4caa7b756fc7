export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  /** Where it stands before and after; null where it does not. */
  readonly before: number | null;
  readonly after: number | null;
  readonly text: string;
}

export type DiffPart =
  | { readonly kind: 'lines'; readonly lines: readonly DiffLine[] }
  /** Lines that are the same in both, left out. */
  | { readonly kind: 'folded'; readonly lines: readonly DiffLine[] };

/** Puts away what is the same in both, but for a few lines around each change. */
export function fold(lines: readonly DiffLine[], context = 3): readonly DiffPart[] {
  const near = new Uint8Array(lines.length);
  lines.forEach(({ kind }, index) => {
    if (kind !== 'same') near.fill(1, Math.max(0, index - context), index + context + 1);
  });
  const parts: { kind: DiffPart['kind']; lines: DiffLine[] }[] = [];
  lines.forEach((line, index) => {
    const kind = near[index] === 1 ? 'lines' : 'folded';
    const last = parts.at(-1);
    if (last?.kind === kind) last.lines.push(line);
    else parts.push({ kind, lines: [line] });
  });
  // A fold of one line takes the place of one line.
  return parts.map((part) =>
    part.kind === 'folded' && part.lines.length === 1 ? { ...part, kind: 'lines' } : part,
  );
}
