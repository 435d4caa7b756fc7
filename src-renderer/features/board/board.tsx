import { useEffect, useMemo, useRef } from 'react';
import {
  type AggregateHealth,
  aggregateHealth,
  unknownVerdict,
} from '../../../src-shared/model/aggregate-health.ts';
import { useDashboardState } from '../../state/dashboard.ts';
import { needsPerson } from '../../state/groups.ts';
import { useTold } from '../../state/now.ts';
import type { Shape } from '../../state/shapes.ts';
import type { SignKind } from '../../ui/sign.tsx';
import { startOfDay } from '../../ui/start-of-day.ts';
import { TurningSign } from '../../ui/turning-sign.tsx';
import { clock, clockSeconds, dayName, duration, say, sayMessage, wait } from '../../ui/words.ts';
import { lastNeed, useEventsOf } from './day.ts';
import { Line } from './line.tsx';
import { Readouts } from './readouts.tsx';

const SIGN_OF_LEVEL = {
  failed: 'crashed',
  degraded: 'unhealthy',
  busy: 'starting',
  stopped: 'stopped',
  ok: 'running',
} as const satisfies Readonly<Record<string, SignKind>>;

/** Is everything running? The largest text answers; everything else on the board is smaller. */
export function Board({ servers }: { readonly servers: readonly Shape[] }) {
  const lostSince = useDashboardState(({ connection }) =>
    connection.kind === 'lost' ? connection.since : null,
  );
  const health = useMemo(() => aggregateHealth(servers), [servers]);
  const verdict = sayMessage(lostSince === null ? health.verdict : unknownVerdict(clockSeconds(lostSince)));
  const heading = useRef<HTMLHeadingElement>(null);
  useVerdictInSight(heading);
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
          <h1 ref={heading}>
            <TurningSign kind={lostSince === null ? SIGN_OF_LEVEL[health.level] : 'warning'} size="xl" />
            {verdict}
          </h1>
          {lostSince !== null ? (
            <Stale since={lostSince} servers={servers} />
          ) : health.details.length > 0 ? (
            <Details details={health.details} servers={servers} />
          ) : health.level === 'ok' ? (
            <Calm />
          ) : null}
        </div>
        <Readouts />
        <Line servers={servers} />
      </div>
    </section>
  );
}

/** The top bar repeats the verdict in small, but only where this one is out of sight. */
function useVerdictInSight(heading: React.RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = heading.current;
    if (element === null) return;
    const root = document.documentElement;
    root.dataset.verdict = 'in-sight';
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) root.dataset.verdict = 'in-sight';
        else delete root.dataset.verdict;
      },
      { rootMargin: '-48px 0px 0px 0px' },
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      delete root.dataset.verdict;
    };
  }, [heading]);
}

const RESTARTING = 'verdict.detail.restarting';

/** What is not as it should be, in one sentence each; and when the next one starts again by itself. */
function Details(props: {
  readonly details: AggregateHealth['details'];
  readonly servers: readonly Shape[];
}) {
  const waits = props.servers
    .filter(({ state, nextRestartAt }) => state === 'STARTING' && nextRestartAt !== null)
    .map(({ nextRestartAt }) => Date.parse(nextRestartAt ?? ''));
  const next = waits.length === 0 ? null : Math.min(...waits);
  const time = useTold((now) => (next === null || next <= now ? '' : wait(next - now)));
  // Those that come back by themselves are a sentence of their own, with the time.
  const restarting = props.details.find(({ key }) => key === RESTARTING)?.params.count;
  const text = props.details
    .filter(({ key }) => key !== RESTARTING)
    .map((part) => sayMessage(part))
    .join(', ');
  return (
    <p className="calm-note">
      {text === '' ? null : say('overview.details', { text })}{' '}
      {restarting === undefined
        ? null
        : say('overview.restarting', {
            count: restarting,
            // The verdict counts those that start; here they are more than it tells of.
            more: text === '' ? 0 : 1,
            waits: time === '' ? 0 : waits.length,
            time,
          })}
    </p>
  );
}

function Calm() {
  const last = lastNeed(useEventsOf('server.state'));
  const text = useTold((now) => {
    if (last === null) return '';
    const at = Date.parse(last);
    if (at >= startOfDay(now)) return say('overview.calm-today', { time: clock(at) });
    return say('overview.calm', { day: dayName(at), time: clock(at) });
  });
  return text === '' ? null : <p className="calm-note">{text}</p>;
}

function Stale({ since, servers }: { readonly since: number; readonly servers: readonly Shape[] }) {
  const enabled = servers.filter(({ enabled: on }) => on);
  const text = useTold((now) =>
    say('overview.stale', {
      age: duration(Math.max(1, Math.floor((now - since) / 1000)) * 1000),
      running: enabled.filter(({ state }) => state === 'RUNNING').length,
      total: enabled.length,
      needed: enabled.filter(needsPerson).length,
    }),
  );
  return <p className="calm-note">{text}</p>;
}
