import { memo } from 'react';
import { type SparkPoint, sparkBegin, sparkPath, sparkY } from './sparkline-path.ts';

export type SparkKind = 'cpu' | 'mem' | 'lat';

/** Ten minutes as a line without axes. Its value stands beside it in words, so it is hidden from those who listen. */
export const Sparkline = memo(function Sparkline(props: {
  readonly kind: SparkKind;
  readonly points: readonly SparkPoint[];
  /** The top of the scale: fixed, so that noise never looks like news. */
  readonly most: number;
  /** Where a warning begins. */
  readonly limit?: number | null;
}) {
  const { points, most, limit = null } = props;
  const to = points.at(-1)?.at ?? 0;
  const { line, area } = sparkPath(points, { to, most });
  const begin = sparkBegin(points, { to, most });
  return (
    <svg
      className={`spark ${props.kind}`}
      viewBox="0 0 100 16"
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      {begin === null || begin.blank < 1 ? null : <path className="blank" d={`M0 15.5H${begin.blank}`} />}
      {line === '' ? null : (
        <>
          <path className="area" d={area} />
          <path d={line} />
        </>
      )}
      {begin === null || begin.dot === '' ? null : <path className="dot" d={begin.dot} />}
      {limit === null ? null : <path className="limit" d={`M0 ${sparkY(limit, most)}H100`} />}
    </svg>
  );
});

/** Moments of a time as ticks over a base line. `at`: from 0 to 1. */
export const Ticks = memo(function Ticks({ at }: { readonly at: readonly number[] }) {
  return (
    <svg className="spark" viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true">
      <path className="base" d="M0 15.5H100" />
      {at.length === 0 ? null : (
        <path className="tick" d={at.map((x) => `M${Math.round(x * 990 + 5) / 10} 15.5V4`).join('')} />
      )}
    </svg>
  );
});
