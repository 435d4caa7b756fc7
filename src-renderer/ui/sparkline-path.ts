/** Geometry of the small lines: 100 wide, 16 high, stretched to the room there is. */
export interface SparkPoint {
  readonly at: number;
  readonly value: number | null;
}

export const SPARK_SPAN_MS = 10 * 60_000;
/** Nothing was heard for so long: the line has a gap there. */
const GAP_MS = 60_000;
/** So much is a few pixels of ten minutes. */
const YOUNG_MS = 40_000;
const HEIGHT = 16;
const FOOT = 15.5;
const ROOM = 14;

/** Until where nothing is known yet, and the newest sample where the line is too short to be seen as one. */
export function sparkBegin(
  points: readonly SparkPoint[],
  { to, most }: { readonly to: number; readonly most: number },
): { readonly blank: number; readonly dot: string } | null {
  const seen = points.filter(({ at, value }) => value !== null && at >= to - SPARK_SPAN_MS && at <= to);
  const oldest = seen[0];
  const newest = seen.at(-1);
  if (oldest === undefined || newest === undefined) return null;
  const blank = Math.round((1 - (to - oldest.at) / SPARK_SPAN_MS) * 1000) / 10;
  if (newest.at - oldest.at > YOUNG_MS) return { blank, dot: '' };
  const x = Math.round((1 - (to - newest.at) / SPARK_SPAN_MS) * 1000) / 10;
  return { blank, dot: `M${x} ${Math.round(sparkY(newest.value ?? 0, most) * 10) / 10}h.01` };
}

/** From 0 to `most`, whatever the values are; what is higher runs along the top. */
export function sparkY(value: number, most: number): number {
  if (!(most > 0)) return FOOT;
  return FOOT - Math.min(1, Math.max(0, value) / most) * ROOM;
}

/** The line and the area below it, ending at `to`; a value that is not known is a gap. Empty where there is nothing to draw. */
export function sparkPath(
  points: readonly SparkPoint[],
  { to, most }: { readonly to: number; readonly most: number },
): { readonly line: string; readonly area: string } {
  let line = '';
  let area = '';
  let run: string[] = [];
  let first = 0;
  let last = 0;
  let lastAt = 0;
  const end = () => {
    if (run.length > 0) {
      // One sample alone is a dot as wide as the stroke.
      const body = run.join('L');
      line += run.length === 1 ? `M${body}h.6` : `M${body}`;
      area += `M${first} ${HEIGHT}L${body}L${last} ${HEIGHT}Z`;
    }
    run = [];
  };
  for (const { at, value } of points) {
    const x = Math.round((1 - (to - at) / SPARK_SPAN_MS) * 1000) / 10;
    if (x < 0 || x > 100) continue;
    if (value === null || (run.length > 0 && at - lastAt > GAP_MS)) end();
    if (value === null) continue;
    if (run.length === 0) first = x;
    last = x;
    lastAt = at;
    run.push(`${x} ${Math.round(sparkY(value, most) * 10) / 10}`);
  }
  end();
  return { line, area };
}
