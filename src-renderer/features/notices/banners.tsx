import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { keepsFromForce } from '../../../src-shared/model/keeps-from-force.ts';
import type { DesktopState } from '../../../src-shared/schema/desktop.ts';
import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import type { InstanceStatus } from '../../../src-shared/schema/status.ts';
import type { ConnectionState } from '../../connection/connection.ts';
import { paths } from '../../routes.ts';
import { useDashboard, useDashboardState, useDesktop } from '../../state/dashboard.ts';
import { useNow, useTold } from '../../state/now.ts';
import { useShapes } from '../../state/shapes.ts';
import { isDown } from '../../state/standing.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { Icon } from '../../ui/icon.tsx';
import { leaving } from '../../ui/leaving.ts';
import { placed } from '../../ui/placed.ts';
import { SayAloud } from '../../ui/say-aloud.ts';
import { Sign } from '../../ui/sign.tsx';
import { clockSeconds, duration, say, sayMessage, sayProblem, wait } from '../../ui/words.ts';
import { newestStop } from './stopping.ts';

const SHOWN_ERRORS = 2;
const NO_NOTICES: DesktopState['notices'] = [];
/** What a computer's sleep explains is over by then. */
const SLEPT_MS = 120_000;

/** What holds for the whole page, above everything. */
export function Banners({
  instance,
  connection,
}: {
  readonly instance: InstanceStatus | null;
  readonly connection: ConnectionState;
}) {
  const events = useDashboardState((state) => state.feed.events);
  const stop = newestStop(events);
  return (
    <>
      {connection.kind === 'lost' ? (
        <Lost connection={connection} stoppedAt={stop?.at ?? null} />
      ) : stop !== null ? (
        <Stopping />
      ) : null}
      <Refused />
      <DesktopNotices />
      {instance === null || instance.configErrors.length === 0 ? null : <ConfigErrors instance={instance} />}
      <Slept />
      <Missed />
    </>
  );
}

/** `stoppedAt`: it said that it stops, so nothing is wrong and its servers are not running. */
function Lost({
  connection,
  stoppedAt,
}: {
  readonly connection: Extract<ConnectionState, { kind: 'lost' }>;
  readonly stoppedAt: string | null;
}) {
  const dashboard = useDashboard();
  const now = useNow();
  const [asked, setAsked] = useState(false);
  const { since, attempt, nextAt } = connection;
  return (
    <section className="banner" aria-label={say('page.lost')}>
      <Sign kind="warning" />
      <div className="text">
        <p>
          <span role="alert">
            <b>
              {stoppedAt === null
                ? say('page.lost.head', { time: clockSeconds(since) })
                : say('window.stopped.head', { time: clockSeconds(stoppedAt) })}
            </b>{' '}
            {say(stoppedAt === null ? 'page.lost.what' : 'window.stopped.what')}
          </span>{' '}
          {nextAt === null || nextAt <= now
            ? say('page.lost.now', { attempt })
            : say('page.lost.next', { time: wait(nextAt - now), attempt })}
        </p>
        {asked ? (
          <p className="how">
            <CodeText text={say('overview.lost.how')} />
          </p>
        ) : null}
      </div>
      <button type="button" className="btn" onClick={() => dashboard.connection.tryNow()}>
        <Icon name="restart" />
        {say('page.try-now')}
      </button>
      <button type="button" className="btn quiet" aria-expanded={asked} onClick={() => setAsked(!asked)}>
        {say('overview.lost.todo')}
      </button>
    </section>
  );
}

/** It said that it stops: what is shown is how far that is. */
function Stopping() {
  const servers = useShapes();
  const left = servers.filter((server) => !isDown(server)).length;
  return (
    <section className="banner" aria-label={say('window.stopping')}>
      <Sign kind="stopping" />
      <p>
        <span role="alert">
          <b>{say('window.stopping')}</b>
        </span>{' '}
        {say('window.stopping.left', { count: left })}
      </p>
    </section>
  );
}

/** What the application around the page has to say of itself. */
function DesktopNotices() {
  const notices = useDesktop()?.notices ?? NO_NOTICES;
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  const texts = notices.map(sayMessage).filter((text) => !dismissed.includes(text));
  return texts.map((text) => (
    <div key={text} className="banner">
      <SayAloud text={text} />
      <Sign kind="warning" />
      <p>
        <CodeText text={text} />
      </p>
      <button type="button" className="btn quiet" onClick={leaving(() => setDismissed([...dismissed, text]))}>
        {say('page.dismiss')}
      </button>
    </div>
  ));
}

/** What was asked and refused. */
function Refused() {
  const dashboard = useDashboard();
  const notice = useDashboardState((state) => state.notice);
  if (notice === null) return null;
  return (
    <div className="banner" role="alert">
      <Sign kind="warning" />
      <p>
        <CodeText text={notice} />
      </p>
      <button type="button" className="btn quiet" onClick={leaving(dashboard.dismissNotice)}>
        {say('page.dismiss')}
      </button>
    </div>
  );
}

function ConfigErrors({ instance }: { readonly instance: InstanceStatus }) {
  const [all, setAll] = useState(false);
  const [path] = useLocation();
  const { configErrors } = instance;
  const [first] = configErrors;
  const wholeFile = configErrors.some(keepsFromForce) ? 1 : 0;
  const shown = all ? configErrors : configErrors.slice(0, SHOWN_ERRORS);
  // The file's own view tells them all, with their lines.
  if (path === paths.file())
    return <SayAloud text={say('page.config-errors', { count: configErrors.length, wholeFile })} />;
  return (
    <section
      className="banner"
      aria-label={say('page.config-errors', { count: configErrors.length, wholeFile })}
    >
      <SayAloud text={say('page.config-errors', { count: configErrors.length, wholeFile })} />
      <Sign kind="warning" />
      <div className="text">
        <p>
          <b>{say('page.config-errors', { count: configErrors.length, wholeFile })}</b>
        </p>
        <ul>
          {placed(shown).map(({ place, item }) => (
            <li key={place}>
              <CodeText text={sayProblem(item)} />
            </li>
          ))}
        </ul>
      </div>
      {first === undefined || first.line === null ? null : (
        <Link className="btn" href={paths.file(first.line)}>
          <Icon name="edit" />
          {say('overview.config.open', { line: first.line })}
        </Link>
      )}
      {configErrors.length > SHOWN_ERRORS ? (
        <button type="button" className="btn quiet" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? say('overview.config.fewer') : say('overview.config.all', { count: configErrors.length })}
        </button>
      ) : null}
    </section>
  );
}

/** The newest sleep of the computer that is not long ago. */
export function newestSleep(
  events: readonly OrchestratorEvent[],
  now: number,
): { readonly seq: number; readonly lengthMs: number } | null {
  const event = events.findLast(({ type }) => type === 'instance.freeze');
  if (event === undefined || now - Date.parse(event.at) > SLEPT_MS) return null;
  const { lengthMs } = event.data;
  return typeof lengthMs === 'number' ? { seq: event.seq, lengthMs } : null;
}

function Slept() {
  const events = useDashboardState((state) => state.feed.events);
  const [dismissed, setDismissed] = useState(0);
  const seq = useTold((now) => newestSleep(events, now)?.seq ?? null);
  if (seq === null || seq === dismissed) return null;
  const length = events.find((event) => event.seq === seq)?.data.lengthMs;
  return (
    <div className="banner">
      <SayAloud
        text={say('overview.slept', { time: duration(typeof length === 'number' ? length : null) })}
      />
      <Sign kind="warning" />
      <p>{say('overview.slept', { time: duration(typeof length === 'number' ? length : null) })}</p>
      <button type="button" className="btn quiet" onClick={leaving(() => setDismissed(seq))}>
        {say('page.dismiss')}
      </button>
    </div>
  );
}

function Missed() {
  const missed = useDashboardState((state) => state.feed.missed);
  const [seen, setSeen] = useState(0);
  // Those between two connections are told by the snapshot; they are in the store, and only the page lacks them.
  if (missed <= seen) return null;
  return (
    <div className="banner">
      <SayAloud text={say('overview.missed', { count: missed - seen })} />
      <Sign kind="warning" />
      <p>{say('overview.missed', { count: missed - seen })}</p>
      <button type="button" className="btn quiet" onClick={leaving(() => setSeen(missed))}>
        {say('page.dismiss')}
      </button>
    </div>
  );
}
