/** A moment of a line; null: not measured then. */
export interface Dot {
  readonly at: number;
  readonly value: number | null;
}

export interface KnownDot {
  readonly at: number;
  readonly value: number;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Charts are drawn into a box of 100 by 100 that is stretched to its place. */
const BOX = 100;
/** Two measurements in a row may fail to come; a longer silence is a gap. */
const SILENT_STEPS = 3.5;
const SHORTEST_GAP_MS = 60_000;

/**
 * What belongs to one line. It ends at a gap (`isGap`: nothing ran), and where far longer nothing was measured than is
 * usual for it: a line through a time of which nothing is known would be a claim.
 */
export function runsOf(
  dots: readonly Dot[],
  isGap: (index: number) => boolean,
): readonly (readonly KnownDot[])[] {
  const limitMs = longestStepMs(dots);
  const runs: KnownDot[][] = [];
  let run: KnownDot[] = [];
  const end = () => {
    if (run.length > 0) runs.push(run);
    run = [];
  };
  for (const [index, { at, value }] of dots.entries()) {
    if (isGap(index)) {
      end();
      continue;
    }
    if (value === null) continue;
    const before = run.at(-1);
    if (before !== undefined && at - before.at > limitMs) end();
    run.push({ at, value });
  }
  end();
  return runs;
}

function longestStepMs(dots: readonly Dot[]): number {
  const known = dots.filter(({ value }) => value !== null);
  const steps = known
    .slice(1)
    .map(({ at }, index) => at - (known[index]?.at ?? at))
    .sort((a, b) => a - b);
  return Math.max(SHORTEST_GAP_MS, (steps[steps.length >> 1] ?? 0) * SILENT_STEPS);
}

export function placeOf(at: number, { from, to }: Span): number {
  return ((at - from) / (to - from)) * BOX;
}

/** What is over the top of the scale runs along it. */
export function heightOf(value: number, top: number): number {
  return BOX - (Math.min(Math.max(value, 0), top) / top) * BOX;
}

const figure = (value: number): string => String(Math.round(value * 100) / 100);

/** One path for all runs. A run of a single moment is a dot: a line to itself, with round ends. */
export function linePath(runs: readonly (readonly KnownDot[])[], span: Span, top: number): string {
  return runs.map((run) => joined(run.length === 1 ? [...run, ...run] : run, span, top)).join('');
}

/** The same down to the foot. */
export function areaPath(runs: readonly (readonly KnownDot[])[], span: Span, top: number): string {
  return runs
    .filter((run) => run.length > 1)
    .map((run) => {
      const first = figure(placeOf(run[0]?.at ?? 0, span));
      const last = figure(placeOf(run.at(-1)?.at ?? 0, span));
      return `M${first} ${BOX}${joined(run, span, top).replace('M', 'L')}L${last} ${BOX}Z`;
    })
    .join('');
}

function joined(run: readonly KnownDot[], span: Span, top: number): string {
  return run
    .map(({ at, value }, index) => {
      const point = `${figure(placeOf(at, span))} ${figure(heightOf(value, top))}`;
      return `${index === 0 ? 'M' : 'L'}${point}`;
    })
    .join('');
}

const STEPS = [1, 2, 5, 10];
const TOPS = [1, 1.5, 2, 3, 4, 5, 6, 8, 10];

/** Round values from 0 on, at most three above it. */
export function ticksOf(top: number): readonly number[] {
  const least = top / 3;
  const size = 10 ** Math.floor(Math.log10(least));
  const step = (STEPS.find((each) => each * size >= least * 0.999) ?? 10) * size;
  const ticks: number[] = [];
  for (let count = 0; count * step <= top * 1.001; count++) ticks.push(count * step);
  return ticks;
}

/** The next round value: so coarse that a scale stays as it is while values come. */
export function roundAbove(value: number): number {
  if (!(value > 0)) return 1;
  const size = 10 ** Math.floor(Math.log10(value));
  return (TOPS.find((each) => each * size >= value * 0.999) ?? 10) * size;
}
