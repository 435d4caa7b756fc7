import { useMemo } from 'react';
import { Link } from 'wouter';
import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { paths } from '../../routes.ts';
import { troubleSince } from '../../state/groups.ts';
import { useTold } from '../../state/now.ts';
import { isRemote } from '../../state/standing.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Pips } from '../../ui/pips.tsx';
import { Sign, signOf } from '../../ui/sign.tsx';
import { ago, clock, clockSeconds, duration, exactTime, say } from '../../ui/words.ts';
import { reportOf, tellCause } from '../overview/cause-text.ts';
import { LastLines, Remedy } from '../overview/cause-view.tsx';
import { headOf } from '../overview/server-words.ts';
import { remediesOf, TroubleButtons } from '../overview/trouble-buttons.tsx';
import { mergeEvents } from './timeline.ts';
import { useDependencyEvents } from './use-events.ts';
import { type Change, whatChanged } from './what-changed.ts';

const LAST_LINES = 8;
const NONE: readonly string[] = [];

/** Why it is not well: what happened, what changed before, what to do; beside it the last that it said. */
export function CausePanel(props: {
  readonly server: ServerStatus;
  readonly events: readonly OrchestratorEvent[];
  readonly dependencies: readonly string[];
}) {
  const { server, events, dependencies } = props;
  const head = headOf(server);
  const told = tellCause(server, head);
  // Where the dependency is the cause, it is told already.
  const needed = server.reason === 'DEPENDENCY' ? NONE : dependencies;
  const others = useDependencyEvents(needed);
  const changes = useMemo(
    () => whatChanged(mergeEvents(events, others), server.name, needed),
    [events, others, server.name, needed],
  );
  const lines = server.lastExit?.lastLines.slice(-LAST_LINES) ?? [];
  const kind = signOf(server.state);
  return (
    <section
      className={`cause ${kind}${lines.length === 0 ? ' alone' : ''}`}
      aria-label={say('server.cause', { state: server.state })}
    >
      <header>
        <Sign kind={kind} size="l" />
        <b className="word">{head}</b>
        <When server={server} />
      </header>
      <div className="body">
        <p>
          <CodeText text={told.what} />
        </p>
        {changes.map((change) => (
          <Changed key={change.server ?? ''} server={server.name} change={change} />
        ))}
        <Remedy told={told} className="muted" />
        <Buttons server={server} />
      </div>
      {lines.length === 0 ? null : (
        <div className="words">
          <span className="muted">{say('server.cause.lines')}</span>
          <LastLines lines={lines} />
        </div>
      )}
    </section>
  );
}

/** As on its card, and here always the report. */
function Buttons({ server }: { readonly server: ServerStatus }) {
  const report = say('overview.do.copy-report');
  const copied = remediesOf(server).some(({ label }) => label === report);
  return (
    <div className="row">
      <TroubleButtons servers={[server]} />
      {copied ? null : <CopyButton label={report} text={() => reportOf(server)} />}
    </div>
  );
}

function When({ server }: { readonly server: ServerStatus }) {
  const at = troubleSince(server);
  const age = useTold((now) => (at === null ? '' : ago(at, now)));
  const { restartCount, maxRestarts, reason } = server;
  const counted = reason === 'RESTART_LIMIT' || (restartCount > 0 && !isRemote(server));
  return (
    <span className="when">
      {at === null ? null : (
        <time dateTime={at} title={exactTime(at)}>
          {say('server.cause.when', { ago: age, time: clockSeconds(at) })}
        </time>
      )}
      {counted ? (
        <span>
          {say('page.restarts-used', { used: restartCount, max: maxRestarts })}{' '}
          <Pips used={restartCount} max={maxRestarts} told />
        </span>
      ) : null}
    </span>
  );
}

/** What changed within the half hour before it began to fail. */
function Changed({ server, change }: { readonly server: string; readonly change: Change }) {
  const params = { time: clock(change.at), before: duration(Math.floor(change.beforeMs / 1000) * 1000) };
  const early = change.beforeMs < 1000 ? '.now' : '';
  return change.server === null ? (
    <p>
      {say(`server.changed.file${early}`, params)}{' '}
      <Link className="link" href={paths.server(server, 'configuration')}>
        {say('server.changed.show')}
      </Link>
    </p>
  ) : (
    <p>
      <CodeText text={say(`server.changed.dependency${early}`, { ...params, server: change.server })} />{' '}
      <Link className="link" href={paths.server(change.server)}>
        {say('overview.do.open-named', { name: change.server })}
      </Link>
    </p>
  );
}
