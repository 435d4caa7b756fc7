import { type RefObject, useEffect, useState } from 'react';

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Rows beyond the window on each side; and the range moves in steps of these. */
const SPARE = 8;

/** Which of `count` rows of one height are near a window that shows from `top` on; in steps, so that scrolling seldom redraws. */
export function rangeOf(count: number, rowPx: number, topPx: number, heightPx: number): Range {
  if (!(rowPx > 0)) return { from: 0, to: count };
  const first = Math.floor(-topPx / rowPx / SPARE) * SPARE - SPARE;
  const last = Math.ceil((heightPx - topPx) / rowPx / SPARE) * SPARE + SPARE;
  const from = Math.min(count, Math.max(0, first));
  return { from, to: Math.max(from, Math.min(count, last)) };
}

/** Below this all rows are there: fewer than what watching the window would save. */
const MANY = 60;
/** Below this width a row is as high as its text needs. */
const LIST = '(max-width: 860px)';

/** The rows that are near the window, as the page scrolls. `null`: all of them. */
export function useRange(
  body: RefObject<HTMLElement | null>,
  count: number,
): Range & { readonly rowPx: number } {
  const [rowPx, setRowPx] = useState(35);
  const [range, setRange] = useState<Range>({ from: 0, to: Math.min(count, MANY) });
  const active = count > MANY;
  // Told after the layout, and only where it changed: to ask after every sorting would lay out the page once more.
  useEffect(() => {
    const table = body.current?.closest('table');
    if (!active || table == null) return;
    const observer = new ResizeObserver(() => {
      const height = body.current?.querySelector('tr[data-row]')?.getBoundingClientRect().height ?? 0;
      if (height > 0) setRowPx((now) => (Math.abs(height - now) > 0.01 ? height : now));
    });
    observer.observe(table);
    return () => observer.disconnect();
  }, [active, body]);
  useEffect(() => {
    if (!active) return;
    const list = matchMedia(LIST);
    const look = () => {
      const element = body.current;
      if (element === null) return;
      const next = list.matches
        ? { from: 0, to: count }
        : rangeOf(count, rowPx, element.getBoundingClientRect().top, innerHeight);
      setRange((now) => (now.from === next.from && now.to === next.to ? now : next));
    };
    look();
    addEventListener('scroll', look, { passive: true });
    addEventListener('resize', look);
    return () => {
      removeEventListener('scroll', look);
      removeEventListener('resize', look);
    };
  }, [active, body, count, rowPx]);
  return active ? { ...range, to: Math.min(range.to, count), rowPx } : { from: 0, to: count, rowPx };
}
