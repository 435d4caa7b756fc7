import {
  type CSSProperties,
  type MouseEvent,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { exactTime, say } from '../../ui/words.ts';
import { endingOf } from './follow-words.ts';
import { isExit } from './line-store.ts';
import type { LogModel, LogModelState } from './log-model.ts';
import { LogRow } from './log-row.tsx';
import type { Metrics, Row } from './rows.ts';
import { isSelected } from './selection.ts';
import { useLineSelection } from './use-line-selection.ts';

/** What is drawn beyond what is seen, so that a turn of the wheel does not outrun it. */
const OVERSCAN_PX = 600;
/** The window moves in steps: a scroll within one draws nothing. */
const STEP_PX = 200;
/** Browsers end at about twice this; above it, places are scaled. */
const MAX_SCROLL_PX = 15_000_000;
/** So near to its beginning older lines are asked for. */
const NEAR_START_PX = 1500;
const PROBE_CHARS = 50;

interface Place {
  readonly number: number;
  /** How far the window begins below the top of that row. */
  readonly delta: number;
}

/** The lines themselves: only those near the window are in the page. */
export function LogPane(props: {
  readonly model: LogModel;
  readonly state: LogModelState;
  readonly server: ServerStatus | null;
  readonly own: boolean;
  readonly wrap: boolean;
  readonly label: string;
  readonly pane: RefObject<HTMLDivElement | null>;
  readonly onShowAll: (number: number) => void;
  readonly children?: ReactNode;
}) {
  const { model, state, server, own, wrap, label, pane, onShowAll } = props;
  const { rows, store, search } = model;
  const probe = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [windowTop, setWindowTop] = useState(0);
  const [paneHeight, setPaneHeight] = useState(600);
  const [, remeasured] = useState(0);
  const anchor = useRef<Place | null>(null);
  const handled = useRef(0);
  // Known rather than asked for: the browser would lay everything out to tell it.
  const topNow = useRef(0);
  useMetrics(model, pane, probe, wrap, setPaneHeight);

  const total = rows.height;
  const scrolled = Math.min(total, MAX_SCROLL_PX);
  const range = Math.max(1, scrolled - paneHeight);
  const scale = total <= MAX_SCROLL_PX ? 1 : (total - paneHeight) / range;
  const toOffset = (top: number): number => top * scale;
  const toTop = (offset: number): number => Math.round(offset / scale);

  // The place to be is known before it is scrolled to, so that what is drawn is what will be seen.
  const wanted = placeToBe(props, anchor.current, handled.current, paneHeight, total);
  const seen = wanted ?? toOffset(windowTop);
  const drawn = rows.window(
    Math.floor(seen / STEP_PX) * STEP_PX - OVERSCAN_PX,
    seen + paneHeight + STEP_PX + OVERSCAN_PX,
  );

  const onScroll = () => {
    const element = pane.current;
    if (element === null) return;
    const top = element.scrollTop;
    topNow.current = top;
    const offset = toOffset(top);
    const number = rows.numberAt(offset);
    anchor.current = number === null ? null : { number, delta: offset - rows.offsetOf(number) };
    setWindowTop(scale === 1 ? Math.floor(top / STEP_PX) * STEP_PX : top);
    const atEnd = top >= element.scrollHeight - element.clientHeight - 3;
    if (atEnd !== state.follow) model.setFollow(atEnd);
    if (offset < NEAR_START_PX && model.source.older.kind === 'more') void model.source.readOlder();
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: after whatever changed what is drawn
  useLayoutEffect(() => {
    if (wrap && list.current !== null && measureRows(list.current, model)) remeasured((count) => count + 1);
    const element = pane.current;
    if (element === null) return;
    const place = placeToBe(props, anchor.current, handled.current, paneHeight, rows.height);
    if (place !== null && Math.abs(toTop(place) - topNow.current) > 1) {
      element.scrollTop = toTop(place);
      topNow.current = toTop(place);
      setWindowTop(Math.floor(topNow.current / STEP_PX) * STEP_PX);
    }
    if (state.request !== null && state.request.id !== handled.current) {
      handled.current = state.request.id;
      const offset = toOffset(topNow.current);
      const number = rows.numberAt(offset);
      anchor.current = number === null ? null : { number, delta: offset - rows.offsetOf(number) };
    }
  }, [state.version, wrap, paneHeight, windowTop, total]);

  // What is shown does not fill the window: there may be more of it among older lines.
  useEffect(() => {
    if (model.source.loaded && total < 2 * paneHeight && model.source.older.kind === 'more')
      void model.source.readOlder();
  });

  const showAll = useCallback((number: number) => onShowAll(number), [onShowAll]);
  const selecting = useLineSelection(model, pane);
  return (
    <section
      ref={pane}
      className={`log${wrap ? ' wrapped' : ''}${own ? ' own' : ''}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by the keyboard
      tabIndex={0}
      aria-label={label}
      onScroll={onScroll}
      onMouseOver={nameTime}
      {...selecting}
    >
      <Probe at={probe} own={own} />
      <div className="log-height" style={{ '--h': `${scrolled}px` } as CSSProperties}>
        <div
          className="log-rows"
          ref={list}
          style={{ '--top': `${drawn.top - seen + (scale === 1 ? seen : toTop(seen))}px` } as CSSProperties}
        >
          {drawn.rows.map((row) => draw(row))}
        </div>
      </div>
      {props.children}
    </section>
  );

  function draw({ number, newDay }: Row): ReactNode {
    const line = store.line(number);
    if (line === null) return null;
    const ending = isExit(line.flags) ? endingOf(store, number, server) : null;
    return (
      <LogRow
        key={number}
        number={number}
        text={line.text}
        atMs={line.atMs}
        flags={line.flags}
        newDay={newDay}
        own={own}
        search={search.state.text}
        isHit={search.state.current === number}
        isTarget={state.target === number}
        isSelected={isSelected(state.selection, number)}
        ranMs={ending?.ranMs ?? null}
        followed={ending?.followed ?? null}
        onShowAll={showAll}
      />
    );
  }
}

/** The whole time as a tooltip, made when it is pointed at: for each line that is drawn it would cost too much. */
function nameTime({ target }: MouseEvent): void {
  const time = target instanceof Element ? target.closest('time') : null;
  if (time !== null && time.title === '' && time.dateTime !== '') time.title = exactTime(time.dateTime);
}

/** Where the window must begin; null: where it is. */
function placeToBe(
  { model, state }: { readonly model: LogModel; readonly state: LogModelState },
  anchor: Place | null,
  handled: number,
  paneHeight: number,
  total: number,
): number | null {
  const { rows } = model;
  const last = Math.max(0, total - paneHeight);
  const { request } = state;
  if (request !== null && request.id !== handled) {
    const room = paneHeight - rows.heightOf(request.number);
    return clamp(rows.offsetOf(request.number) - request.place * room, last);
  }
  if (state.follow) return last;
  return anchor === null ? null : clamp(rows.offsetOf(anchor.number) + anchor.delta, last);
}

const clamp = (offset: number, last: number): number => Math.min(last, Math.max(0, offset));

function measureRows(list: HTMLElement, { rows }: LogModel): boolean {
  let changed = false;
  for (const row of list.children) {
    const { n } = (row as HTMLElement).dataset;
    if (n !== undefined && rows.measure(Number(n), row.getBoundingClientRect().height)) changed = true;
  }
  return changed;
}

/** A line that nobody sees, by which heights and widths are measured. */
function Probe({ at, own }: { readonly at: RefObject<HTMLDivElement | null>; readonly own: boolean }) {
  return (
    <div ref={at} className="l probe" aria-hidden="true">
      <time>
        {'00:00:00'}
        <i>{'.000'}</i>
      </time>
      {own ? null : <span className="s">{say('log.stream.stdout')}</span>}
      <span className="t">
        <b>{'0'.repeat(PROBE_CHARS)}</b>
      </span>
    </div>
  );
}

function useMetrics(
  model: LogModel,
  pane: RefObject<HTMLDivElement | null>,
  probe: RefObject<HTMLDivElement | null>,
  wrap: boolean,
  onHeight: (height: number) => void,
): void {
  useLayoutEffect(() => {
    const element = pane.current;
    const line = probe.current;
    if (element === null || line === null) return;
    let last = '';
    const measure = () => {
      onHeight(element.clientHeight);
      const metrics = readMetrics(line, wrap);
      const said = JSON.stringify(metrics);
      if (said === last) return;
      last = said;
      model.setMetrics(metrics);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    observer.observe(line);
    return () => observer.disconnect();
  }, [model, pane, probe, wrap, onHeight]);
}

function readMetrics(line: HTMLElement, wrap: boolean): Metrics {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  const text = line.querySelector('.t');
  const width = text?.getBoundingClientRect().width ?? 600;
  const char = (text?.querySelector('b')?.getBoundingClientRect().width ?? 360) / PROBE_CHARS;
  return {
    line: line.getBoundingClientRect().height || 20,
    rule: 2.75 * rem,
    day: 2 * rem,
    columns: wrap ? Math.max(8, Math.floor(width / Math.max(1, char))) : null,
  };
}
