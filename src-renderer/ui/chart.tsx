import { type CSSProperties, memo } from 'react';
import { areaPath, heightOf, type KnownDot, linePath, placeOf, type Span, ticksOf } from './chart-paths.ts';
import { Sign } from './sign.tsx';
import { clock } from './words.ts';

export interface ChartProps {
  readonly title: string;
  /** Its figures in words, beside the title. */
  readonly caption: string;
  /** The whole of it as a sentence, for those who do not see it. */
  readonly label: string;
  readonly colour: 'cpu' | 'memory' | 'latency' | 'restarts';
  readonly span: Span;
  readonly top: number;
  readonly format: (value: number) => string;
  readonly runs?: readonly (readonly KnownDot[])[];
  readonly bars?: readonly { readonly at: number; readonly count: number }[];
  /** Moments marked by a disc over a dotted line. */
  readonly pins: readonly number[];
  /** A threshold, dotted, with its word. */
  readonly limit?: { readonly value: number; readonly text: string } | null;
}

const BAR_MS = 45_000;
const NONE: readonly never[] = [];

/**
 * One line over time in a scale that is given. `--cross` of an element around it is the place of the cross-hair, so that
 * pointing at something draws no path anew.
 */
export const Chart = memo(function Chart(props: ChartProps) {
  const { span, top, format, pins, runs = NONE, bars = NONE, limit = null } = props;
  const ticks = ticksOf(top);
  const isOver = limit !== null && runs.some((run) => run.some(({ value }) => value > limit.value));
  const shownLimit = limit !== null && limit.value <= top ? limit : null;
  return (
    <figure className={`chart ${props.colour}${isOver ? ' over' : ''}`}>
      <figcaption>
        <b>{props.title}</b>
        <span className="num">{props.caption}</span>
      </figcaption>
      <div className="plot" role="img" aria-label={props.label}>
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          <path className="gridline" d={ticks.map((tick) => `M0 ${heightOf(tick, top)}H100`).join('')} />
          {shownLimit === null ? null : (
            <path className="limit" d={`M0 ${heightOf(shownLimit.value, top)}H100`} />
          )}
          <path className="fall" d={pins.map((at) => `M${placeOf(at, span)} 0V100`).join('')} />
          <path className="area" d={areaPath(runs, span, top)} />
          <path className="stroke" d={linePath(runs, span, top)} />
          {bars.map(({ at, count }) => (
            <rect
              key={at}
              x={placeOf(at, span)}
              y={heightOf(count, top)}
              width={(BAR_MS / (span.to - span.from)) * 100}
              height={100 - heightOf(count, top)}
            />
          ))}
        </svg>
        {pins.map((at) => (
          <span key={at} className="pin" style={across(at, span)}>
            <Sign kind="crashed" />
          </span>
        ))}
        {ticks.map((tick) => (
          <span key={tick} className="y" style={down(heightOf(tick, top))}>
            {tick === 0 ? '0' : format(tick)}
          </span>
        ))}
        {shownLimit === null ? null : (
          <span className="tag" style={down(heightOf(shownLimit.value, top))}>
            {shownLimit.text}
          </span>
        )}
        <span className="x axis-begin">{clock(span.from)}</span>
        <span className="x axis-middle">{clock((span.from + span.to) / 2)}</span>
        <span className="x axis-end">{clock(span.to)}</span>
        <span className="cross" />
      </div>
    </figure>
  );
});

const across = (at: number, span: Span) => ({ '--x': `${placeOf(at, span)}%` }) as CSSProperties;
const down = (height: number) => ({ '--y': `${height}%` }) as CSSProperties;
