import { memo } from 'react';
import { Link } from 'wouter';
import { paths } from '../../routes.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { Sign } from '../../ui/sign.tsx';
import { clock, clockSeconds, dayName, duration, exactTime, say } from '../../ui/words.ts';
import { actorWords, eventSentence } from '../activity/event-words.ts';
import { headOf } from '../overview/server-words.ts';
import { changesServer, type TimelineRow } from './timeline.ts';

/** The line, upright: newest first, cause and actor under each. */
export const Timeline = memo(function Timeline(props: {
  readonly rows: readonly TimelineRow[];
  readonly name: string;
  /** The whole sentence of each, not just its head. */
  readonly whole?: boolean;
}) {
  const { rows, name, whole = false } = props;
  return (
    <ol className="server-timeline">
      {rows.map((row) => (
        <li key={row.key}>
          {row.sign === null ? (
            <span className="lamp dot" />
          ) : (
            <span className="lamp">
              <Sign kind={row.sign} />
            </span>
          )}
          <div>
            <p>
              <CodeText text={titleOf(row, name, whole)} />
            </p>
            <p className="by">{byOf(row)}</p>
          </div>
          <Link
            className="at"
            href={`${paths.server(name, 'log')}?time=${encodeURIComponent(row.event.at)}`}
            title={say('server.events.log', { time: exactTime(row.event.at) })}
          >
            <time dateTime={row.event.at}>{timeOf(row.event.at, whole)}</time>
          </Link>
        </li>
      ))}
    </ol>
  );
});

/** The cause of a crash stands at the top of the page already: here its head is enough. */
function titleOf({ event, tools }: TimelineRow, name: string, whole: boolean): string {
  const { type, data } = event;
  if (changesServer(event, name)) return say('server.events.changed');
  if (type === 'server.state') {
    if (data.to === 'RUNNING' && data.from !== 'UNHEALTHY' && tools !== null)
      return say('server.events.running', { count: tools });
    if (!whole && (data.to === 'CRASHED' || data.to === 'UNHEALTHY'))
      return headOf({ state: data.to, reason: data.reason as Parameters<typeof headOf>[0]['reason'] });
  }
  return eventSentence(event);
}

function byOf({ event, ranMs, count, since }: TimelineRow): string {
  const who = actorWords(event.actor);
  if (count > 1) return say('server.events.by.times', { who, count, time: clock(Date.parse(since)) });
  if (ranMs !== null) return say('server.events.by.after', { who, time: duration(ranMs) });
  return say('server.events.by', { who });
}

function timeOf(at: string, whole: boolean): string {
  const day = dayName(at);
  return whole || day === dayName(Date.now())
    ? clockSeconds(at)
    : say('server.events.day', { day, time: clock(Date.parse(at)) });
}
