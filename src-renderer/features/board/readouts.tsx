import { memo, type ReactNode, useMemo } from 'react';
import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { useDashboard, useInstance } from '../../state/dashboard.ts';
import { useNow, useTold } from '../../state/now.ts';
import { type Series, useSeries } from '../../state/samples.ts';
import { Figure } from '../../ui/figure.tsx';
import { Sparkline, Ticks } from '../../ui/sparkline.tsx';
import { SPARK_SPAN_MS } from '../../ui/sparkline-path.ts';
import { startOfDay } from '../../ui/start-of-day.ts';
import { ago, bytes, duration, percent, say } from '../../ui/words.ts';
import { restartsSince, useEventsOf } from './day.ts';
import { sumOf, sumSeries } from './sums.ts';

const LINE_EVERY_MS = 5000;
const HOUR_MS = 3_600_000;

/** What all of it costs, and how the day went. */
export function Readouts() {
  return (
    <dl className="readouts">
      <Servers />
      <Restarts />
      <Itself />
    </dl>
  );
}

/** Once a second whatever the feed brings: nobody reads figures faster. */
function useServersEachSecond(): readonly ServerStatus[] {
  const { store } = useDashboard();
  useNow();
  return store.getState().feed.report?.servers ?? [];
}

function useSums() {
  const { samples, store } = useDashboard();
  const moment = useTold((now) => Math.floor(now / LINE_EVERY_MS));
  // The past comes once, a moment after the page.
  const seeded = (useSeries(null)?.points.length ?? 0) > 1;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the moment stands for what came meanwhile
  return useMemo(() => {
    const servers = store.getState().feed.report?.servers ?? [];
    const all = servers.map(({ name }) => samples.of(name)).filter((each): each is Series => each !== null);
    const to = moment * LINE_EVERY_MS;
    const cpu = sumSeries(all, ({ cpuPercent }) => cpuPercent, to, SPARK_SPAN_MS);
    const memory = sumSeries(all, ({ memoryBytes }) => memoryBytes, to, SPARK_SPAN_MS);
    const highest = (points: typeof cpu) => points.reduce((most, { value }) => Math.max(most, value ?? 0), 0);
    return {
      cpu,
      memory,
      mostCpu: Math.max(100, highest(cpu)),
      mostMemory: highest(memory) * 1.4,
    };
  }, [samples, store, moment, seeded]);
}

function Servers() {
  const servers = useServersEachSecond();
  const sums = useSums();
  const processes = sumOf(servers.map((server) => server.processes));
  return (
    <>
      <Readout
        label={say('page.readout.cpu')}
        short={say('page.cpu')}
        value={percent(sumOf(servers.map((server) => server.cpuPercent)))}
        note={say('page.readout.cpu.of')}
      >
        <Sparkline kind="cpu" points={sums.cpu} most={sums.mostCpu} />
      </Readout>
      <Readout
        label={say('page.readout.memory')}
        short={say('page.memory')}
        value={bytes(sumOf(servers.map((server) => server.memoryBytes)))}
        note={processes === null ? '' : say('page.readout.memory.of', { count: processes })}
      >
        <Sparkline kind="mem" points={sums.memory} most={sums.mostMemory} />
      </Readout>
    </>
  );
}

function Restarts() {
  const events = useEventsOf('server.restart');
  // The day changes at midnight, the axis every minute.
  const minute = useTold((now) => Math.floor(now / 60_000));
  const { times, at } = useMemo(() => {
    const now = (minute + 1) * 60_000;
    const from = startOfDay(minute * 60_000);
    const restarts = restartsSince(events, from);
    const span = Math.max(HOUR_MS, now - from);
    return { times: restarts, at: restarts.map((time) => Math.min(1, (time - from) / span)) };
  }, [events, minute]);
  const last = times.at(-1) ?? null;
  const note = useTold((now) =>
    last === null
      ? say('page.readout.restarts.none')
      : say('page.readout.restarts.of', { time: ago(last, now) }),
  );
  return (
    <Readout
      label={say('overview.restarts-today')}
      short={say('overview.restarts-today')}
      value={String(times.length)}
      note={note}
    >
      <Ticks at={at} />
    </Readout>
  );
}

const NO_POINTS = [] as const;

function Itself() {
  const instance = useInstance();
  const series = useSeries(null);
  const points = useMemo(
    () => series?.points.map(({ at, cpuPercent }) => ({ at, value: cpuPercent })) ?? NO_POINTS,
    [series],
  );
  if (instance === null) return null;
  return (
    <Readout
      label={say('page.readout.self')}
      short={say('overview.itself')}
      value={percent(instance.cpuPercent)}
      note={say('page.readout.self.of', {
        memory: bytes(instance.memoryBytes),
        time: duration(instance.uptimeMs),
      })}
    >
      <Sparkline kind="cpu" points={points} most={Math.max(5, ...points.map(({ value }) => value ?? 0))} />
    </Readout>
  );
}

const Readout = memo(function Readout(props: {
  readonly label: string;
  /** Where there is little room. */
  readonly short: string;
  readonly value: string;
  readonly note: string;
  readonly children: ReactNode;
}) {
  return (
    <div>
      <dt>
        <span className="not-narrow">{props.label}</span>
        <span className="only-narrow">{props.short}</span>
      </dt>
      <dd className="v">
        <Figure text={props.value} />
      </dd>
      <dd className="graph">{props.children}</dd>
      <dd className="p">{props.note}</dd>
    </div>
  );
});
