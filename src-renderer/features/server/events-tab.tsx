import { useEffect, useMemo, useState } from 'react';
import type { EventType, OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import { eventTypes } from '../../../src-shared/schema/names.ts';
import { useDashboard, useLive } from '../../state/dashboard.ts';
import { SayAloud } from '../../ui/say-aloud.ts';
import { Select } from '../../ui/select.tsx';
import { dayName, say, sayError } from '../../ui/words.ts';
import { allRows, byDay, mergeEvents, type TimelineRow } from './timeline.ts';
import { Timeline } from './timeline-list.tsx';
import { NEWEST, type ServerEvents } from './use-events.ts';

/** Those that are about one server. */
const TYPES = eventTypes.filter(
  (type) => /^(server|operation|tools)\./.test(type) || type === 'config.loaded',
);
type Choice = 'all' | EventType;

/** Everything that happened to it, page by page backwards. */
export function EventsTab({ name, newest }: { readonly name: string; readonly newest: ServerEvents }) {
  const [choice, setChoice] = useState<Choice>('all');
  const older = useOlder(name, newest, choice);
  const days = useMemo(() => {
    const events = mergeEvents(newest.own, older.events).filter(
      ({ type }) => choice === 'all' || type === choice,
    );
    return byDay(allRows(events), dayName);
  }, [newest.own, older.events, choice]);
  return (
    <section className="panel server-events" aria-label={say('server.tab.events')}>
      <header>
        <h2>{say('server.tab.events')}</h2>
        <span className="push">
          <Select<Choice>
            label={say('server.events.type')}
            value={choice}
            choices={[
              { value: 'all', text: say('server.events.type.all') },
              ...TYPES.map((type) => ({ value: type, text: say(`server.events.type.${type}`) })),
            ]}
            onChange={setChoice}
          />
        </span>
      </header>
      <div className="in">
        {days.map(({ day, rows }) => (
          <Day key={day} day={day} rows={rows} name={name} />
        ))}
        {days.length === 0 ? (
          <p className="muted">
            {newest.loading || older.loading ? say('server.reading') : say('server.events.none')}
          </p>
        ) : null}
        {older.problem === null ? null : (
          <p>
            {say('server.unread', { problem: older.problem })}
            <SayAloud text={say('server.unread', { problem: older.problem })} />
          </p>
        )}
        {older.more ? (
          <button type="button" className="btn" disabled={older.loading} onClick={older.load}>
            {say(older.loading ? 'server.reading' : 'server.events.older')}
          </button>
        ) : days.length === 0 ? null : (
          <p className="muted server-begin">{say('server.events.begin')}</p>
        )}
      </div>
    </section>
  );
}

function Day(props: { readonly day: string; readonly rows: readonly TimelineRow[]; readonly name: string }) {
  return (
    <>
      <h3>{props.day}</h3>
      <Timeline rows={props.rows} name={props.name} whole />
    </>
  );
}

interface Older {
  readonly events: readonly OrchestratorEvent[];
  readonly more: boolean;
  readonly loading: boolean;
  readonly problem: string | null;
  readonly load: () => void;
}

const NONE: readonly OrchestratorEvent[] = [];

/** What is further back than the newest ones; of a chosen type it is asked for by type, for it may be rare. */
function useOlder(name: string, newest: ServerEvents, choice: Choice): Older {
  const dashboard = useDashboard();
  const live = useLive();
  const [state, setState] = useState<{
    readonly choice: Choice;
    readonly events: readonly OrchestratorEvent[];
    readonly ended: boolean;
  }>({ choice, events: NONE, ended: false });
  const [loading, setLoading] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const known = state.choice === choice ? state : { choice, events: NONE, ended: false };
  const load = () => {
    if (loading) return;
    setLoading(true);
    setProblem(null);
    const own = mergeEvents(
      newest.own.filter(({ server }) => server === name),
      known.events,
    );
    const ofType = own.filter(({ type }) => choice === 'all' || type === choice);
    const before = (choice === 'all' ? own : ofType).at(-1)?.seq;
    const request = async () =>
      dashboard.client().events.list({
        // A configuration is not one server's; those that changed it are known from the newest ones.
        ...(choice === 'config.loaded' ? {} : { server: name }),
        limit: NEWEST,
        ...(before === undefined ? {} : { before }),
        ...(choice === 'all' ? {} : { type: choice }),
      });
    request()
      .then(
        ({ events }) => {
          const found = events.filter(({ server }) => server === name);
          setState({
            choice,
            events: mergeEvents(known.events, found),
            ended: events.length < NEWEST || choice === 'config.loaded',
          });
        },
        (error: unknown) => setProblem(sayError(error)),
      )
      .finally(() => setLoading(false));
  };
  const more = newest.more && !known.ended && live;
  const few = newest.own.filter(({ type }) => type === choice).length < 10;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each choice that has little to show yet
  useEffect(() => {
    if (choice !== 'all' && more && few) load();
  }, [choice]);
  return { events: known.events, more, loading, problem, load };
}
