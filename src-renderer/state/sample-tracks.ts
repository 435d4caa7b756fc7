import type { MetricPointView, RecentMetrics } from '../../src-shared/contract/servers.ts';
import type { InstanceStatus, ServerStatus } from '../../src-shared/schema/status.ts';

const SPAN_MS = 10 * 60_000;
/** Lines are a hundred pixels wide: a point every five seconds is more than they show. */
const APART_MS = 5000;
/** Nothing was noted for so long (the page was hidden, the computer slept): what came meanwhile only the orchestrator has. */
const MISSED_MS = 60_000;
/** The hour's figures that a page can only raise are asked for anew so often. */
const AGED_MS = 15 * 60_000;

/** What the small lines of one server are drawn from. A new object whenever something came. */
export interface Series {
  /** Oldest first, ten minutes. A value that is null is a gap. */
  readonly points: readonly MetricPointView[];
  readonly hour: RecentMetrics['hour'];
  readonly memoryWarnBytes: number | null;
}

/**
 * The past of every server, beside the store: a row is redrawn when its figures change, its line when a point comes.
 * Begun by what the orchestrator kept, continued by what the feed brings.
 */
export interface Samples {
  /** The orchestrator's own past, for the time before this page was opened. */
  seed(
    recent: { readonly servers: readonly RecentMetrics[]; readonly instance: readonly MetricPointView[] },
    now: number,
  ): void;
  /** The orchestrator knows more than what was noted since it was asked last. */
  isStale(now: number): boolean;
  /** After a commit of the feed. */
  note(servers: readonly ServerStatus[], instance: InstanceStatus, now: number): void;
  /** null: nothing known. */
  of(server: string): Series | null;
  /** Of the orchestrator itself. */
  own(): Series | null;
  subscribe(listener: () => void): () => void;
}

interface Track {
  series: Series;
  /** The sample that the newest point is made of: a status that changed elsewhere brings no point. */
  mark: string;
}

const EMPTY_HOUR = { cpuPercent: null, memoryBytes: null, latencyMs: null } as const;

export function createSamples(): Samples {
  const tracks = new Map<string, Track>();
  let own: Track | null = null;
  let seededAt: number | null = null;
  let notedAt: number | null = null;
  /** Something began, or came, without us. */
  let missed = false;
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };

  function extend(track: Track | null, point: MetricPointView, mark: string): Track {
    if (track !== null && track.mark === mark) return track;
    const before = track?.series ?? { points: [], hour: EMPTY_HOUR, memoryWarnBytes: null };
    return {
      mark,
      series: { ...before, points: append(before.points, point), hour: higher(before.hour, point) },
    };
  }

  return {
    isStale: (now) => seededAt !== null && (missed || now - seededAt > AGED_MS),
    seed({ servers, instance }, now) {
      seededAt = now;
      missed = false;
      for (const { name, points, hour, memoryWarnBytes } of servers)
        tracks.set(name, { mark: tracks.get(name)?.mark ?? '', series: { points, hour, memoryWarnBytes } });
      own = { mark: own?.mark ?? '', series: { points: instance, hour: EMPTY_HOUR, memoryWarnBytes: null } };
      tell();
    },
    note(servers, instance, now) {
      let changed = false;
      if (notedAt !== null && now - notedAt > MISSED_MS) missed = true;
      notedAt = now;
      for (const { name, cpuPercent, memoryBytes, health, pid } of servers) {
        const mark = `${pid} ${cpuPercent} ${memoryBytes} ${health.checkedAt}`;
        const before = tracks.get(name) ?? null;
        if (before === null) missed = true;
        const after = extend(before, { at: now, cpuPercent, memoryBytes, latencyMs: health.latencyMs }, mark);
        if (after === before) continue;
        tracks.set(name, after);
        changed = true;
      }
      // A name that comes back is another server.
      if (tracks.size > servers.length) {
        const known = new Set(servers.map(({ name }) => name));
        for (const name of tracks.keys()) if (!known.has(name)) tracks.delete(name);
      }
      const { cpuPercent, memoryBytes } = instance;
      const after = extend(
        own,
        { at: now, cpuPercent, memoryBytes, latencyMs: null },
        `${cpuPercent} ${memoryBytes}`,
      );
      if (after !== own || changed) {
        own = after;
        tell();
      }
    },
    of: (server) => tracks.get(server)?.series ?? null,
    own: () => own?.series ?? null,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function append(points: readonly MetricPointView[], point: MetricPointView): readonly MetricPointView[] {
  const last = points.at(-1);
  const kept = points.filter(({ at }) => point.at - at <= SPAN_MS);
  // The newest value is the one that the figures beside the line show.
  if (last !== undefined && kept.length > 0 && point.at - last.at < APART_MS)
    return [...kept.slice(0, -1), { ...point, at: last.at }];
  return [...kept, point];
}

/** The scale never falls within a view: only the orchestrator knows the whole hour. */
function higher(hour: Series['hour'], point: MetricPointView): Series['hour'] {
  const most = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.max(a, b));
  return {
    cpuPercent: most(hour.cpuPercent, point.cpuPercent),
    memoryBytes: most(hour.memoryBytes, point.memoryBytes),
    latencyMs: hour.latencyMs ?? point.latencyMs,
  };
}
