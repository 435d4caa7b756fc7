import { useEffect } from 'react';
import { aggregateHealth, unknownVerdict } from '../../../src-shared/model/aggregate-health.ts';
import type { InstanceStatus, ServerStatus } from '../../../src-shared/schema/status.ts';
import type { ConnectionState } from '../../connection/connection.ts';
import { useNow } from '../../state/now.ts';
import { Figure } from '../../ui/figure.tsx';
import { Sign, type SignKind } from '../../ui/sign.tsx';
import { ago, bytes, clockSeconds, duration, percent, say, sayMessage } from '../../ui/words.ts';
import { Line } from './line.tsx';

const SIGN_OF_LEVEL = {
  failed: 'crashed',
  degraded: 'unhealthy',
  busy: 'starting',
  stopped: 'stopped',
  ok: 'running',
} as const satisfies Readonly<Record<string, SignKind>>;

/** Is everything running? The largest text answers; everything else on the board is smaller. */
export function Board(props: {
  readonly servers: readonly ServerStatus[];
  readonly instance: InstanceStatus;
  readonly connection: ConnectionState;
}) {
  const { servers, instance, connection } = props;
  const health = aggregateHealth(servers);
  const lostSince = connection.kind === 'lost' ? connection.since : null;
  const verdict = sayMessage(lostSince === null ? health.verdict : unknownVerdict(clockSeconds(lostSince)));
  useEffect(() => {
    document.title =
      lostSince !== null
        ? say('page.title.lost')
        : health.needYou > 0
          ? say('page.title.need-you', { count: health.needYou })
          : say(health.level === 'ok' && servers.length > 0 ? 'page.title.all-running' : 'page.title');
  }, [lostSince, health.needYou, health.level, servers.length]);

  return (
    <section className="board" aria-label={say('page.board')}>
      <div className="wrap">
        <div className="verdict">
          <h1>
            <Sign kind={lostSince === null ? SIGN_OF_LEVEL[health.level] : 'warning'} size="xl" />
            {verdict}
          </h1>
          {lostSince !== null ? (
            <Stale since={lostSince} />
          ) : health.details.length === 0 ? null : (
            <p className="calm-note">{`${health.details.map((part) => sayMessage(part)).join(', ')}.`}</p>
          )}
        </div>
        <Readouts servers={servers} instance={instance} />
        <Line servers={servers} />
      </div>
    </section>
  );
}

function Stale({ since }: { readonly since: number }) {
  const now = useNow();
  const age = duration(Math.max(1, Math.floor((now - since) / 1000)) * 1000);
  return <p className="calm-note">{say('page.stale', { age })}</p>;
}

function Readouts({
  servers,
  instance,
}: {
  readonly servers: readonly ServerStatus[];
  readonly instance: InstanceStatus;
}) {
  const now = useNow();
  const restarts = servers.reduce((sum, server) => sum + server.totalRestarts, 0);
  const last = servers.reduce<string>(
    (newest, { lastRestart }) => (lastRestart !== null && lastRestart > newest ? lastRestart : newest),
    '',
  );
  const processes = sum(servers.map((server) => server.processes));
  return (
    <dl className="readouts">
      <Readout
        label={say('page.readout.cpu')}
        value={percent(sum(servers.map((server) => server.cpuPercent)))}
        note={say('page.readout.cpu.of')}
      />
      <Readout
        label={say('page.readout.memory')}
        value={bytes(sum(servers.map((server) => server.memoryBytes)))}
        note={processes === null ? '' : say('page.readout.memory.of', { count: processes })}
      />
      <Readout
        label={say('page.readout.restarts')}
        value={String(restarts)}
        note={
          last === ''
            ? say('page.readout.restarts.none')
            : say('page.readout.restarts.of', { time: ago(last, now) })
        }
      />
      <Readout
        label={say('page.readout.self')}
        value={percent(instance.cpuPercent)}
        note={say('page.readout.self.of', {
          memory: bytes(instance.memoryBytes),
          time: duration(instance.uptimeMs),
        })}
      />
    </dl>
  );
}

function Readout({
  label,
  value,
  note,
}: {
  readonly label: string;
  readonly value: string;
  readonly note: string;
}) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="v">
        <Figure text={value} />
      </dd>
      <dd className="p">{note}</dd>
    </div>
  );
}

/** null where nothing is known: a sum of nothing is not 0. */
function sum(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
}
