import { useMemo } from 'react';
import { Link } from 'wouter';
import { paths } from '../../routes.ts';
import { say } from '../../ui/words.ts';
import { timelineOf } from './timeline.ts';
import { Timeline } from './timeline-list.tsx';
import type { ServerEvents } from './use-events.ts';

const SHOWN = 12;

export function TimelinePanel({ name, events }: { readonly name: string; readonly events: ServerEvents }) {
  const rows = useMemo(() => timelineOf(events.known), [events.known]);
  return (
    <section className="panel" aria-labelledby="server-events">
      <header>
        <h2 id="server-events">{say('server.tab.events')}</h2>
        {events.count === 0 ? null : (
          <Link className="link push" href={paths.server(name, 'events')}>
            {say('server.events.all', { count: events.count, more: events.more ? 1 : 0 })}
          </Link>
        )}
      </header>
      <div className="in">
        {rows.length > 0 ? (
          <Timeline rows={rows.slice(0, SHOWN)} name={name} />
        ) : (
          <p className="muted">
            {events.loading
              ? say('server.reading')
              : events.problem === null
                ? say('server.events.none')
                : say('server.unread', { problem: events.problem })}
          </p>
        )}
      </div>
    </section>
  );
}
