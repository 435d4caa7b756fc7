import { type CSSProperties, type PointerEvent, useMemo, useState } from 'react';
import type { MetricPointView } from '../../../src-shared/contract/servers.ts';
import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { useTold } from '../../state/now.ts';
import { isRemote, isUp } from '../../state/standing.ts';
import { Chart } from '../../ui/chart.tsx';
import { placeOf, type Span } from '../../ui/chart-paths.ts';
import { Sign } from '../../ui/sign.tsx';
import { bytes, clockSeconds, duration, percent, say } from '../../ui/words.ts';
import { chartLabel, latencyCaption, restartsCaption, roundBytes, usageCaption } from './captions.ts';
import {
  apart,
  type Bar,
  cpuTop,
  exitsIn,
  failedIn,
  figuresOf,
  isGap,
  known,
  latencyTop,
  MINUTE_MS,
  memoryTop,
  pointNear,
  restartBars,
  runsOfMetric,
  spanAt,
  within,
} from './hour.ts';
import { useHour } from './use-hour.ts';

const FEWEST_RESTARTS = 2;
/** Pointing further than this from a sample points at nothing. */
const NEAR_MS = 45_000;

/** CPU, memory, checks and restarts on one axis: the last hour. */
export function HourCharts(props: {
  readonly server: ServerStatus;
  readonly events: readonly OrchestratorEvent[];
  readonly cpuWarn: number | null;
  readonly memoryWarn: number | null;
}) {
  const { server, events } = props;
  const { points: all, loading, problem } = useHour(server);
  const to = useTold((now) => spanAt(now).to);
  const span = useMemo(() => spanAt(to), [to]);
  const { from } = span;
  const points = useMemo(() => within(all, span), [all, span]);
  const exits = useMemo(() => exitsIn(events, span), [events, span]);
  const bars = useMemo(() => restartBars(events, span), [events, span]);
  const failed = useMemo(() => failedIn(events, span), [events, span]);
  const [at, setAt] = useState<number | null>(null);
  const point = (event: PointerEvent) => {
    const plot =
      event.target instanceof Element ? event.target.closest('.chart')?.querySelector('.plot') : null;
    if (!plot) return setAt(null);
    const { left, width } = plot.getBoundingClientRect();
    const share = (event.clientX - left) / width;
    setAt(share < -0.02 || share > 1.02 ? null : from + Math.min(1, Math.max(0, share)) * (to - from));
  };
  const cross = at === null ? {} : ({ '--cross': `${placeOf(at, span)}%` } as CSSProperties);
  return (
    <section className="panel" aria-labelledby="server-hour">
      <header>
        <h2 id="server-hour">{say('server.hour')}</h2>
        {exits.length === 0 ? null : (
          <span className="server-key push">
            <Sign kind="crashed" />
            {say('server.hour.exit')}
          </span>
        )}
      </header>
      <Readout points={points} bars={bars} at={at} remote={isRemote(server)} onMove={setAt} />
      {problem !== null && all.length === 0 ? (
        <p className="in muted">{say('server.unread', { problem })}</p>
      ) : (
        <div
          className={`charts${at === null ? '' : ' pointed'}${loading ? ' loading' : ''}`}
          style={cross}
          onPointerMove={point}
          onPointerLeave={() => setAt(null)}
        >
          <Lines {...props} points={points} span={span} exits={exits} bars={bars} failed={failed} />
        </div>
      )}
    </section>
  );
}

function Lines(props: {
  readonly server: ServerStatus;
  readonly points: readonly MetricPointView[];
  readonly span: Span;
  readonly exits: readonly number[];
  readonly bars: readonly Bar[];
  readonly failed: boolean;
  readonly cpuWarn: number | null;
  readonly memoryWarn: number | null;
}) {
  const { server, points, span, exits, bars, cpuWarn, memoryWarn } = props;
  const drawn = useMemo(() => {
    const of = (metric: 'cpuPercent' | 'memoryBytes' | 'latencyMs') => {
      const values = known(points, metric);
      return { values, figures: figuresOf(values), runs: runsOfMetric(points, metric) };
    };
    return { cpu: of('cpuPercent'), memory: of('memoryBytes'), latency: of('latencyMs') };
  }, [points]);
  const pins = useMemo(() => apart(exits, span), [exits, span]);
  const memoryLimit = useMemo(
    () =>
      memoryWarn === null
        ? null
        : { value: memoryWarn, text: say('server.chart.warns', { at: roundBytes(memoryWarn) }) },
    [memoryWarn],
  );
  const cpuLimit = useMemo(
    () =>
      cpuWarn === null ? null : { value: cpuWarn, text: say('server.chart.warns', { at: percent(cpuWarn) }) },
    [cpuWarn],
  );
  const up = isUp(server);
  const { cpu, memory, latency } = drawn;
  const health = latencyCaption(latency.figures, props.failed || server.health.status === 'fail');
  const healthChart = (
    <Chart
      title={say('server.chart.health')}
      caption={health}
      label={chartLabel(say('server.chart.health'), health, exits.length)}
      colour="latency"
      span={span}
      top={latencyTop(latency.values)}
      format={duration}
      runs={latency.runs}
      pins={pins}
    />
  );
  if (isRemote(server)) return healthChart;
  const cpuText = usageCaption(cpu.figures, 'percent', up);
  const memoryText = usageCaption(memory.figures, 'bytes', up);
  const count = bars.reduce((sum, bar) => sum + bar.count, 0);
  const restarts = restartsCaption(count, server.totalRestarts);
  return (
    <>
      <Chart
        title={say('page.cpu')}
        caption={cpuText}
        label={chartLabel(say('page.cpu'), cpuText, exits.length)}
        colour="cpu"
        span={span}
        top={cpuTop(cpu.values)}
        format={percent}
        runs={cpu.runs}
        pins={pins}
        limit={cpuLimit}
      />
      <Chart
        title={say('page.memory')}
        caption={memoryText}
        label={chartLabel(say('page.memory'), memoryText, exits.length)}
        colour="memory"
        span={span}
        top={memoryTop(memory.values, memoryWarn)}
        format={roundBytes}
        runs={memory.runs}
        pins={pins}
        limit={memoryLimit}
      />
      {healthChart}
      <Chart
        title={say('server.chart.restarts.title')}
        caption={restarts}
        label={chartLabel(say('server.chart.restarts.title'), restarts, exits.length)}
        colour="restarts"
        span={span}
        top={bars.reduce((most, bar) => Math.max(most, bar.count), FEWEST_RESTARTS)}
        format={String}
        bars={bars}
        pins={pins}
      />
    </>
  );
}

/** The values at the cross-hair, or the newest ones. Arrow keys move along the samples. */
function Readout(props: {
  readonly points: readonly MetricPointView[];
  readonly bars: readonly Bar[];
  readonly at: number | null;
  readonly remote: boolean;
  readonly onMove: (at: number | null) => void;
}) {
  const { points, at, onMove } = props;
  const measured = points.filter((each) => !isGap(each));
  const shown = at === null ? (points.at(-1) ?? null) : pointNear(points, at);
  const index = shown === null ? 0 : Math.max(0, measured.indexOf(shown));
  const text = wordsAt({ ...props, point: shown });
  return (
    <div className="server-readout">
      {measured.length < 2 ? null : (
        <input
          type="range"
          min={0}
          max={measured.length - 1}
          value={at === null ? measured.length - 1 : index}
          aria-label={say('server.chart.moment')}
          aria-valuetext={text}
          onChange={(event) => onMove(measured[Number(event.currentTarget.value)]?.at ?? null)}
          onFocus={() => onMove(measured.at(-1)?.at ?? null)}
          onBlur={() => onMove(null)}
        />
      )}
      <span className="num">{text}</span>
    </div>
  );
}

function wordsAt(what: {
  readonly points: readonly MetricPointView[];
  readonly bars: readonly Bar[];
  readonly point: MetricPointView | null;
  readonly at: number | null;
  readonly remote: boolean;
}): string {
  const { points, bars, point, remote } = what;
  if (point === null) return say('server.chart.nothing');
  const at = what.at ?? point.at;
  const time = clockSeconds(at);
  const restarts = bars.find((bar) => at >= bar.at && at < bar.at + MINUTE_MS)?.count ?? 0;
  if (isGap(point) || Math.abs(point.at - at) > NEAR_MS)
    return say(remote ? 'server.chart.at.unreached' : 'server.chart.at.down', { time, restarts });
  const checks = points.filter((each) => each.latencyMs !== null);
  const check = pointNear(checks, at);
  const latency = check === null || Math.abs(check.at - at) > NEAR_MS ? null : check.latencyMs;
  return say(remote ? 'server.chart.at.remote' : 'server.chart.at', {
    time: clockSeconds(point.at),
    cpu: percent(point.cpuPercent),
    memory: bytes(point.memoryBytes),
    latency: duration(latency),
    restarts,
  });
}
