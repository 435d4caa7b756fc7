/** Changes of one letter (swapped neighbours count once) that turn one text into the other. */
function distance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    let smallest = row;
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1])
        cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      current.push(cost);
      smallest = Math.min(smallest, cost);
    }
    if (smallest > limit) return limit + 1;
    beforeLast = last;
    last = current;
  }
  return last[to.length] ?? 0;
}

/** Longer than any name that is allowed: no typo of one, and not worth the time. */
const LONGEST_NAME = 128;

/**
 * The known name that was probably meant, null when none is close. Upper and lower case, hyphens and underscores do not
 * count; otherwise a third of the letters may differ, at most three, so that short names are not guessed wildly.
 */
export function nearest(name: string, known: Iterable<string>): string | null {
  if (name.length > LONGEST_NAME) return null;
  const plain = (text: string) => text.toLowerCase().replace(/[-_\s]/g, '');
  const wanted = plain(name);
  let limit = Math.min(3, Math.floor(wanted.length / 3));
  let best: string | null = null;
  for (const candidate of known) {
    const other = plain(candidate);
    if (other === wanted) return candidate;
    if (limit < 1) continue;
    const cost = distance(wanted, other, limit);
    if (cost <= limit) {
      best = candidate;
      limit = cost - 1;
    }
  }
  return best;
}
