import type { InstanceStatus } from '../../../src-shared/schema/status.ts';
import type { ConnectionState } from '../../connection/connection.ts';
import { useDashboard, useDashboardState } from '../../state/dashboard.ts';
import { useNow } from '../../state/now.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { Icon } from '../../ui/icon.tsx';
import { placed } from '../../ui/placed.ts';
import { Sign } from '../../ui/sign.tsx';
import { clockSeconds, say, wait } from '../../ui/words.ts';

const SHOWN_ERRORS = 3;

export function Banners({
  instance,
  connection,
}: {
  readonly instance: InstanceStatus | null;
  readonly connection: ConnectionState;
}) {
  return (
    <>
      {connection.kind === 'lost' ? <Lost connection={connection} /> : null}
      <Refused />
      {instance === null || instance.configErrors.length === 0 ? null : <ConfigErrors instance={instance} />}
    </>
  );
}

function Lost({ connection }: { readonly connection: Extract<ConnectionState, { kind: 'lost' }> }) {
  const dashboard = useDashboard();
  const now = useNow();
  const { since, attempt, nextAt } = connection;
  return (
    <div className="banner">
      <Sign kind="warning" />
      <p>
        <span role="alert">
          <b>{say('page.lost.head', { time: clockSeconds(since) })}</b> {say('page.lost.what')}
        </span>{' '}
        {nextAt === null || nextAt <= now
          ? say('page.lost.now', { attempt })
          : say('page.lost.next', { time: wait(nextAt - now), attempt })}
      </p>
      <button type="button" className="btn" onClick={() => dashboard.connection.tryNow()}>
        <Icon name="restart" />
        {say('page.try-now')}
      </button>
    </div>
  );
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
      <button type="button" className="btn quiet" onClick={dashboard.dismissNotice}>
        {say('page.dismiss')}
      </button>
    </div>
  );
}

function ConfigErrors({ instance }: { readonly instance: InstanceStatus }) {
  const { configErrors } = instance;
  const rest = configErrors.length - SHOWN_ERRORS;
  const wholeFile = configErrors.some(({ server }) => server === null) ? 1 : 0;
  return (
    <section className="banner" role="status">
      <Sign kind="warning" />
      <div className="text">
        <p>
          <b>{say('page.config-errors', { count: configErrors.length, wholeFile })}</b>
        </p>
        <ul>
          {placed(configErrors.slice(0, SHOWN_ERRORS)).map(({ place, item }) => (
            <li key={place}>
              <CodeText text={item.message} />
            </li>
          ))}
        </ul>
        {rest > 0 ? <p className="muted">{say('page.config-errors.more', { count: rest })}</p> : null}
      </div>
    </section>
  );
}
