import '../../theme/activity.css';
import { useLocation } from 'wouter';
import { paths } from '../../routes.ts';
import { usePageTitle } from '../../ui/page-title.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { say } from '../../ui/words.ts';
import { LogView } from '../log/log-view.tsx';
import { Bars } from './bars.tsx';
import { EventFilters } from './event-filters.tsx';
import { EventList } from './event-list.tsx';
import { ExportButtons } from './export-buttons.tsx';
import { useActivityFilter } from './filter.ts';

/** What happened, when, and by whom. */
export function ActivityPage({ tab }: { readonly tab: 'events' | 'log' }) {
  const [, navigate] = useLocation();
  const title = say('activity.title');
  usePageTitle(title);
  return (
    <div className={`wrap activity show-${tab}`}>
      <div className="page-head">
        <h1>{title}</h1>
        <Segmented
          label={say('activity.what')}
          value={tab}
          choices={[
            { value: 'events', text: say('activity.tab.events') },
            { value: 'log', text: say('activity.tab.log') },
          ]}
          onChange={(value) => navigate(paths.activity(value))}
        />
        {tab === 'events' ? <ExportButtons /> : null}
      </div>
      {tab === 'events' ? <EventsTab /> : <OwnLog />}
    </div>
  );
}

function OwnLog() {
  return (
    <section className="panel own-log" aria-label={say('activity.tab.log')}>
      <LogView server={null} />
    </section>
  );
}

function EventsTab() {
  const [filter, change] = useActivityFilter();
  return (
    <>
      <Bars time={filter.time} onTime={(time) => change({ time })} />
      <EventFilters filter={filter} onChange={change} />
      <EventList
        filter={filter}
        onClear={() => change({ kind: null, server: null, actor: null, text: '', time: null })}
      />
    </>
  );
}
