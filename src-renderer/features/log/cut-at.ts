import type { Span } from './search.ts';

/** A stretch of a line cut where hits begin and end; `hit` is the place of the hit, null between them. */
export function cutAt(
  spans: readonly Span[],
  from: number,
  to: number,
): readonly { readonly from: number; readonly to: number; readonly hit: number | null }[] {
  const cuts: { from: number; to: number; hit: number | null }[] = [];
  let at = from;
  spans.forEach((span, index) => {
    if (span.to <= at || span.from >= to) return;
    if (span.from > at) cuts.push({ from: at, to: span.from, hit: null });
    const end = Math.min(span.to, to);
    cuts.push({ from: Math.max(at, span.from), to: end, hit: index });
    at = end;
  });
  if (at < to) cuts.push({ from: at, to, hit: null });
  return cuts;
}
