import '../../theme/server.css';
import '../../theme/server-charts.css';
import '../../theme/server-panels.css';
import { lazy, Suspense, useMemo } from 'react';
import { Link } from 'wouter';
import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { paths, type ServerTab, useQuery } from '../../routes.ts';
import { useServer } from '../../state/dashboard.ts';
import { usePageTitle } from '../../ui/page-title.ts';
import { say } from '../../ui/words.ts';
import { LogView } from '../log/log-view.tsx';
import { headOf } from '../overview/server-words.ts';
import { AgainPanel, isUnsteady } from './again.tsx';
import { CausePanel } from './cause.tsx';
import { ConfigurationTab } from './configuration-tab.tsx';
import { EventsTab } from './events-tab.tsx';
import { Head } from './head.tsx';
import { useServerKeys } from './keys.ts';
import { OverviewTab } from './overview-tab.tsx';
import { dependenciesOf, numberOf } from './policy-values.ts';
import { Tabs } from './tabs.tsx';
import { useAnswer } from './use-answer.ts';
import { type ServerEvents, useServerEvents } from './use-events.ts';
import { useWaiting, WaitingPanel } from './waiting.tsx';
import { Warnings } from './warnings.tsx';

// The form made from a schema is the largest part of it, and on none of the other tabs.
const ToolsPanel = lazy(() =>
  import('../tools/tools-panel.tsx').then(({ ToolsPanel: panel }) => ({ default: panel })),
);

/** Everything about one server. */
export function ServerPage({ name, tab }: { readonly name: string; readonly tab: ServerTab }) {
  const server = useServer(name);
  return server === null ? <NoServer name={name} /> : <Known server={server} tab={tab} />;
}

function Known({ server, tab }: { readonly server: ServerStatus; readonly tab: ServerTab }) {
  const { name } = server;
  usePageTitle(say('server.title', { name, state: headOf(server) }));
  useServerKeys(server);
  const events = useServerEvents(name);
  // Asked anew when a configuration that changed it was read.
  const read = events.own.find(({ type }) => type === 'config.loaded')?.seq ?? 0;
  const definition = useAnswer(`${name} ${read}`, ({ servers }) => servers.definition({ name }));
  const { value } = definition;
  const { dependencies, stableResetMs } = useMemo(() => {
    const policy = value?.policy ?? [];
    return {
      dependencies: dependenciesOf(policy),
      stableResetMs: numberOf(policy, 'restart.stableReset'),
    };
  }, [value]);
  return (
    <div className="wrap server">
      <Head server={server} />
      <Standing server={server} events={events} dependencies={dependencies} stableResetMs={stableResetMs} />
      <Tabs server={server} tab={tab} events={events} />
      {tab === 'overview' ? (
        <OverviewTab server={server} events={events} definition={definition} />
      ) : tab === 'log' ? (
        <LogTab name={name} />
      ) : tab === 'events' ? (
        <EventsTab name={name} newest={events} />
      ) : tab === 'configuration' ? (
        <ConfigurationTab name={name} definition={definition} />
      ) : (
        <Suspense fallback={<p className="muted server-wait">{say('shell.loading')}</p>}>
          <ToolsPanel key={tab} server={name} kind={tab} />
        </Suspense>
      )}
    </div>
  );
}

/** Why it is not well, what it waits for, or what it warns of; nothing where all is well. */
function Standing(props: {
  readonly server: ServerStatus;
  readonly events: ServerEvents;
  readonly dependencies: readonly string[];
  readonly stableResetMs: number | null;
}) {
  const { server, events, dependencies } = props;
  const { state, enabled } = server;
  const waiting = useWaiting(server);
  const inTrouble = state === 'CRASHED' || state === 'UNHEALTHY';
  return (
    <>
      {inTrouble && enabled ? (
        <CausePanel server={server} events={events.known} dependencies={dependencies} />
      ) : waiting ? (
        <WaitingPanel server={server} />
      ) : isUnsteady(server) ? (
        <AgainPanel server={server} stableResetMs={props.stableResetMs} />
      ) : null}
      <Warnings server={server} />
    </>
  );
}

function LogTab({ name }: { readonly name: string }) {
  const query = useQuery();
  const time = query.get('time');
  const crash = query.get('at') === 'crash';
  return (
    <div className="panel server-log whole">
      <LogView
        key={crash ? 'crash' : (time ?? 'end')}
        server={name}
        at={crash ? 'crash' : time === null ? 'end' : { time }}
      />
    </div>
  );
}

function NoServer({ name }: { readonly name: string }) {
  usePageTitle(say('shell.servers'));
  return (
    <div className="wrap server-none">
      <h1>
        <bdi>{say('shell.no-server', { name })}</bdi>
      </h1>
      <p className="muted">{say('shell.no-server.todo')}</p>
      <div className="row">
        <Link className="btn do" href={paths.servers()}>
          {say('shell.unknown.todo')}
        </Link>
        <Link className="btn" href={paths.add()}>
          {say('shell.add')}
        </Link>
      </div>
    </div>
  );
}
