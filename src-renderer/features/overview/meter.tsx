import { memo, useMemo } from 'react';
import type { MetricPointView } from '../../../src-shared/contract/servers.ts';
import { type Series, useSeries } from '../../state/samples.ts';
import { type SparkKind, Sparkline } from '../../ui/sparkline.tsx';

const VALUE: Readonly<Record<SparkKind, (point: MetricPointView) => number | null>> = {
  cpu: ({ cpuPercent }) => cpuPercent,
  mem: ({ memoryBytes }) => memoryBytes,
  lat: ({ latencyMs }) => latencyMs,
};

/** The top of a meter, from what the hour was, never from what the ten minutes show: brief.md §4. */
export function scaleOf(kind: SparkKind, { hour, memoryWarnBytes }: Series): number {
  switch (kind) {
    case 'cpu':
      return Math.max(100, hour.cpuPercent ?? 0);
    case 'mem':
      return memoryWarnBytes === null ? (hour.memoryBytes ?? 0) * 2 : memoryWarnBytes * 1.4;
    case 'lat':
      return (hour.latencyMs ?? 0) * 2;
  }
}

/** Ten minutes of one figure of one server. */
export const MeterLine = memo(function MeterLine(props: {
  readonly server: string;
  readonly kind: SparkKind;
  /** Draw where the warning begins. */
  readonly limit?: boolean;
}) {
  const { server, kind, limit = false } = props;
  const series = useSeries(server);
  const points = useMemo(
    () => series?.points.map((point) => ({ at: point.at, value: VALUE[kind](point) })) ?? NONE,
    [series, kind],
  );
  return (
    <Sparkline
      kind={kind}
      points={points}
      most={series === null ? 0 : scaleOf(kind, series)}
      limit={limit && series !== null ? series.memoryWarnBytes : null}
    />
  );
});

const NONE = [] as const;
