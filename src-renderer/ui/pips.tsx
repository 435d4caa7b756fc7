import { memo } from 'react';
import { placed } from './placed.ts';
import { say } from './words.ts';

/** More than these would be a bar, not pips. */
const MOST_PIPS = 10;

/** Restarts of the budget: filled ones are used. */
export const Pips = memo(function Pips(props: {
  readonly used: number;
  readonly max: number;
  /** The same stands beside it in words. */
  readonly told?: boolean;
  /** What is counted stands above it. */
  readonly brief?: boolean;
}) {
  const { used, max, told = false, brief = false } = props;
  const label = say('page.restarts-used', { used, max });
  if (max === 0) return null;
  if (max > MOST_PIPS) {
    if (told) return null;
    return (
      <span className="num" title={label}>
        {brief ? say('page.restarts-brief', { used, max }) : label}
      </span>
    );
  }
  return (
    <span className={used >= max ? 'pips out' : 'pips'} role="img" aria-label={label} title={label}>
      {placed(Array.from({ length: max }, (_, index) => index < used)).map(({ place, item }) => (
        <i key={place} className={item ? 'used' : ''} />
      ))}
    </span>
  );
});
