import { useEffect, useMemo, useRef } from 'react';
import { useLive } from '../../state/dashboard.ts';
import { useNow } from '../../state/now.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { Icon } from '../../ui/icon.tsx';
import { startOfDay } from '../../ui/start-of-day.ts';
import { dayName, say } from '../../ui/words.ts';
import { EventRow } from './event-row.tsx';
import { type ActivityFilter, noActivityFilter, writeActivityFilter } from './filter.ts';
import { foldEvents, newestOf, oldestOf, type Row } from './fold.ts';
import { useEvents } from './use-events.ts';

/** Nearer to the top than this one reads what is newest, and new rows may simply be there. */
const AT_TOP_PX = 8;

export function EventList({
  filter,
  onClear,
}: {
  readonly filter: ActivityFilter;
  readonly onClear: () => void;
}) {
  const live = useLive();
  const events = useEvents(filter);
  const { fresh, showFresh } = events;
  const place = useRef<HTMLDivElement>(null);
  const days = useMemo(() => daysOf(foldEvents(events.events)), [events.events]);
  const waiting = fresh === null ? null : fresh.length;

  // biome-ignore lint/correctness/useExhaustiveDependencies: when something came, not when the hand was made anew
  useEffect(() => {
    const element = place.current;
    if (waiting === 0 || waiting === null || element === null) return;
    const isReading =
      scrollY > AT_TOP_PX || element.matches(':hover') || element.contains(document.activeElement);
    if (!isReading) showFresh();
  }, [waiting]);

  const isFiltered = writeActivityFilter(filter) !== writeActivityFilter(noActivityFilter);
  return (
    <div ref={place} className="deeds" aria-busy={events.status === 'loading'}>
      {waiting === 0 ? null : (
        <div className="deeds-fresh">
          <button
            type="button"
            className="btn"
            onClick={() => {
              showFresh();
              place.current?.scrollIntoView({ block: 'nearest' });
            }}
          >
            <Icon name="up" />
            {waiting === null ? say('activity.new.many') : say('activity.new', { count: waiting })}
          </button>
        </div>
      )}
      {days.map((day) => (
        <Day key={day.key} day={day} />
      ))}
      {events.loaded && days.length === 0 && events.next === null ? (
        <div className="nothing">
          {say(isFiltered ? 'activity.none.filter' : 'activity.none')}
          {isFiltered ? (
            <button type="button" className="btn" onClick={onClear}>
              {say('activity.none.clear')}
            </button>
          ) : null}
        </div>
      ) : null}
      <div className="deeds-end">
        {events.status === 'failed' ? (
          <p role="alert">
            <CodeText text={say('activity.failed', { problem: events.problem })} />
            <button type="button" className="btn" disabled={!live} onClick={events.again}>
              {say('activity.retry')}
            </button>
          </p>
        ) : events.status === 'loading' ? (
          <p className="muted">{say('activity.loading')}</p>
        ) : events.next !== null ? (
          <Older
            label={say(
              events.events.length > 0 && filter.text === '' ? 'activity.older' : 'activity.further',
            )}
            isAutomatic={filter.text === ''}
            disabled={!live}
            onOlder={events.older}
          />
        ) : days.length > 0 ? (
          <p className="muted">{say('activity.end')}</p>
        ) : null}
      </div>
    </div>
  );
}

/** Older ones come as one scrolls; by the button where one does not, or where each page may bring nothing. */
function Older(props: {
  readonly label: string;
  readonly isAutomatic: boolean;
  readonly disabled: boolean;
  readonly onOlder: () => void;
}) {
  const button = useRef<HTMLButtonElement>(null);
  const onOlder = useRef(props.onOlder);
  onOlder.current = props.onOlder;
  const { isAutomatic, disabled } = props;
  useEffect(() => {
    const element = button.current;
    if (element === null || !isAutomatic || disabled) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) onOlder.current();
      },
      { rootMargin: '600px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [isAutomatic, disabled]);
  return (
    <button ref={button} type="button" className="btn" disabled={disabled} onClick={props.onOlder}>
      {props.label}
    </button>
  );
}

interface DayRows {
  readonly key: string;
  readonly atMs: number;
  readonly rows: readonly Row[];
}

function Day({ day }: { readonly day: DayRows }) {
  const id = `day-${day.key}`;
  return (
    <section className="deed-day" aria-labelledby={id}>
      <h2 id={id}>
        <DayHeading atMs={day.atMs} />
      </h2>
      <ol className="deed-list">
        {day.rows.map((row) => (
          // By its oldest event: a row that grows stays the same row, open if it was open.
          <EventRow key={oldestOf(row).seq} row={row} />
        ))}
      </ol>
    </section>
  );
}

function DayHeading({ atMs }: { readonly atMs: number }) {
  const now = useNow();
  const date = dayName(atMs);
  const age = Math.round((startOfDay(now) - startOfDay(atMs)) / 86_400_000);
  return age === 0
    ? say('activity.day.today', { date })
    : age === 1
      ? say('activity.day.yesterday', { date })
      : date;
}

function daysOf(rows: readonly Row[]): readonly DayRows[] {
  const days: { key: string; atMs: number; rows: Row[] }[] = [];
  for (const row of rows) {
    const atMs = Date.parse(newestOf(row).at);
    const key = String(startOfDay(atMs));
    const last = days.at(-1);
    if (last?.key === key) last.rows.push(row);
    else days.push({ key, atMs, rows: [row] });
  }
  return days;
}
