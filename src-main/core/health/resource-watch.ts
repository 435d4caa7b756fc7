import type { Cause, Message } from '../../../src-shared/i18n/message.ts';
import { message } from '../../../src-shared/i18n/message.ts';
import { formatBytes, formatPercent } from '../../../src-shared/model/format.ts';
import type { Policy } from '../../../src-shared/schema/policy.ts';
import type { MetricPoint, RecentMetrics } from '../orchestrator.ts';
import type { Clock, Timer } from '../ports/clock.ts';
import type { ResourceSampler, TreeSample } from '../ports/resources.ts';
import { createMetricRing, type MetricRing } from './metric-ring.ts';
import { neverSaving, type Saving, stretched } from './pace.ts';
import { quiet, SAMPLES_IN_A_ROW, step, type Threshold, type ThresholdRule } from './threshold.ts';

/** A process tree while its server is RUNNING or UNHEALTHY. */
export interface ResourceTarget {
  readonly server: string;
  readonly generation: number;
  readonly pid: number;
  readonly processGroup: number;
  readonly policy: () => Policy;
}

export interface ResourceWarning {
  readonly kind: 'cpu' | 'memory';
  readonly message: Message;
  readonly sinceWallMs: number;
}

export interface ResourceWatchOptions {
  readonly clock: Clock;
  readonly sampler: ResourceSampler;
  /** Default: never. */
  readonly saving?: Saving;
  /** After each pass, with the servers that it measured. */
  readonly onSamples: (servers: readonly string[]) => void;
  /** Begin and end of an episode, once each. The end of the watch ends it silently. */
  readonly onWarning: (
    server: string,
    generation: number,
    change: 'raised' | 'cleared',
    warning: ResourceWarning,
  ) => void;
  /** Three samples in a row over `resources.memoryLimit`; once until the tree is below it again. */
  readonly onMemoryLimit: (server: string, generation: number, cause: Cause) => void;
  /** A pass that failed as a whole: nothing is known of it, and the next comes as planned. */
  readonly onError: (error: unknown) => void;
}

export interface ResourceWatch {
  watch(target: ResourceTarget): void;
  /** What was known of the tree is forgotten; the hour's points stay. */
  unwatch(server: string): void;
  /** After a change of the policy or the end of a pause: the next sample comes no later than the policy now says. */
  reconsider(server: string): void;
  /** Power is saved no longer: no sample comes later than it would have. */
  hurry(): void;
  /** A server that left the file: its points go too. */
  forget(server: string): void;
  latest(server: string): TreeSample | null;
  warnings(server: string): readonly ResourceWarning[];
  /**
   * The last hour, oldest first, across restarts. A point without any value is a gap: the process ended, or nothing was
   * measured for a while.
   */
  metrics(server: string): readonly MetricPoint[];
  /** The last minutes in few points, and the hour's scale. */
  recent(server: string): RecentMetrics;
  /** A health check's latency becomes part of the next point; a server without a tree gets a point of its own. */
  noteLatency(server: string, latencyMs: number | null): void;
  dispose(): void;
}

/** Servers that become RUNNING within it share their first pass: one over /proc costs milliseconds. */
const GATHER_MS = 200;
/** CPU needs two samples; the second comes early, so that a fresh server shows figures soon. */
const SECOND_SAMPLE_MS = 2000;
const SHORTEST_SAMPLE_MS = 50;
/** A pass that hangs is given up; adapters bound theirs well below. */
const PASS_LIMIT_MS = 60_000;
/** So many samples in a row that did not come (the computer slept) are a gap. */
const MISSED_SAMPLES = 3;
/** reference: supervision §3: 90 % clears below 80 %, 1 GB below 0.9 GB. */
const CPU_CLEAR_SHARE = 80 / 90;
const MEMORY_CLEAR_SHARE = 0.9;

const nothingMeasured: RecentMetrics = {
  points: [],
  hour: { cpuPercent: null, memoryBytes: null, latencyMs: null },
};

interface Watched {
  readonly target: ResourceTarget;
  dueMs: number;
  samples: number;
  latest: TreeSample | null;
  cpu: Threshold;
  memory: Threshold;
  limit: Threshold;
  warnings: readonly ResourceWarning[];
}

/** Samples all watched trees, each at its own pace, as few passes as their paces allow. */
export function createResourceWatch(options: ResourceWatchOptions): ResourceWatch {
  const { clock, sampler, saving = neverSaving } = options;
  const watched = new Map<string, Watched>();
  const rings = new Map<string, MetricRing>();
  const latencies = new Map<string, number>();
  let timer: Timer | null = null;
  let timerDueMs = Infinity;
  let passNumber = 0;
  let passUnderWay = false;
  let disposed = false;

  const sampleMs = (target: ResourceTarget): number =>
    stretched(
      Math.max(SHORTEST_SAMPLE_MS, target.policy().resources.sample, sampler.minimumIntervalMs ?? 0),
      saving,
    );

  /** Who is due so soon after joins the pass: a hundred servers that start share a few, not a hundred. */
  const slack = (target: ResourceTarget): number => Math.min(GATHER_MS, sampleMs(target) / 10);

  const arm = () => {
    let next = Infinity;
    for (const { dueMs } of watched.values()) if (dueMs < next) next = dueMs;
    if (passUnderWay || disposed || next >= timerDueMs) return;
    timer?.cancel();
    timerDueMs = next;
    timer = clock.setTimer(Math.max(0, next - clock.monotonicMs()), tick);
  };

  const tick = () => {
    timer = null;
    timerDueMs = Infinity;
    const nowMs = clock.monotonicMs();
    const due: Watched[] = [];
    for (const entry of watched.values()) {
      if (entry.dueMs > nowMs + slack(entry.target)) continue;
      entry.dueMs = nextDue(entry, nowMs);
      entry.samples++;
      due.push(entry);
    }
    if (due.length > 0) void pass(due);
    else arm();
  };

  /** On a common grid, so that servers of the same pace share a pass for ever. */
  const nextDue = (entry: Watched, nowMs: number): number => {
    const everyMs = sampleMs(entry.target);
    if (entry.samples === 0 && SECOND_SAMPLE_MS < everyMs) return nowMs + SECOND_SAMPLE_MS;
    return (Math.floor((nowMs + slack(entry.target)) / everyMs) + 1) * everyMs;
  };

  const pass = async (due: readonly Watched[]): Promise<void> => {
    const number = ++passNumber;
    passUnderWay = true;
    const limit = clock.setTimer(PASS_LIMIT_MS, () => end(number));
    try {
      const trees = due.map(({ target: { server, pid, processGroup } }) => ({ server, pid, processGroup }));
      const samples = await sampler.sample(trees);
      if (number === passNumber && !disposed) take(due, samples);
    } catch (error) {
      options.onError(error);
    } finally {
      limit.cancel();
      end(number);
    }
  };

  const end = (number: number) => {
    if (number !== passNumber || !passUnderWay) return;
    passUnderWay = false;
    passNumber++;
    arm();
  };

  const take = (due: readonly Watched[], samples: ReadonlyMap<string, TreeSample>) => {
    const measured: string[] = [];
    for (const entry of due) {
      const { server } = entry.target;
      const sample = samples.get(server);
      // It ended meanwhile, or is another generation already.
      if (sample === undefined || watched.get(server) !== entry) continue;
      entry.latest = sample;
      measured.push(server);
      noteMissed(entry.target);
      record(server, sample.cpuPercent, sample.memoryBytes);
      hold(entry, sample);
    }
    if (measured.length > 0) options.onSamples(measured);
  };

  const record = (server: string, cpuPercent: number | null, memoryBytes: number | null) => {
    const ring = rings.get(server) ?? createMetricRing();
    rings.set(server, ring);
    const latencyMs = latencies.get(server) ?? null;
    latencies.delete(server);
    ring.push({ at: clock.wallMs(), cpuPercent, memoryBytes, latencyMs });
  };

  const noteMissed = (target: ResourceTarget) => {
    const ring = rings.get(target.server);
    const lastAt = ring?.lastAt ?? null;
    if (ring === undefined || lastAt === null) return;
    const everyMs = sampleMs(target);
    if (clock.wallMs() - lastAt > MISSED_SAMPLES * everyMs) ring.gap(lastAt + everyMs);
  };

  const hold = (entry: Watched, sample: TreeSample) => {
    const { cpuWarn, memoryWarn, memoryLimit } = entry.target.policy().resources;
    if (sample.cpuPercent !== null) {
      const percent = sample.cpuPercent;
      entry.cpu = warn(
        entry,
        'cpu',
        percent,
        { limit: cpuWarn, clearShare: CPU_CLEAR_SHARE, inclusive: true },
        () =>
          message('health.cpu.warning', { percent: formatPercent(percent), limit: formatPercent(cpuWarn) }),
      );
    }
    const memory = sample.memoryBytes;
    const rule = { limit: memoryWarn, clearShare: MEMORY_CLEAR_SHARE, inclusive: true };
    entry.memory = warn(entry, 'memory', memory, rule, () =>
      message('health.memory.warning', { memory: formatBytes(memory), limit: formatBytes(memoryWarn) }),
    );
    if (memoryLimit === null) {
      entry.limit = quiet;
      return;
    }
    const { next, change } = step(entry.limit, memory, {
      limit: memoryLimit,
      clearShare: 1,
      inclusive: false,
    });
    entry.limit = next;
    if (change !== 'raised') return;
    options.onMemoryLimit(entry.target.server, entry.target.generation, {
      happened: message('health.memory-limit.happened', {
        memory: formatBytes(memory),
        limit: formatBytes(memoryLimit),
        times: SAMPLES_IN_A_ROW,
      }),
      remedy: message('health.memory-limit.remedy'),
    });
  };

  const warn = (
    entry: Watched,
    kind: ResourceWarning['kind'],
    value: number,
    rule: ThresholdRule,
    text: () => Message,
  ): Threshold => {
    const before = kind === 'cpu' ? entry.cpu : entry.memory;
    const { next, change } = step(before, value, rule);
    if (change === null) return next;
    const earlier = entry.warnings.find((warning) => warning.kind === kind);
    const warning = { kind, message: text(), sinceWallMs: earlier?.sinceWallMs ?? clock.wallMs() };
    const others = entry.warnings.filter((other) => other.kind !== kind);
    entry.warnings = change === 'raised' ? [...others, warning] : others;
    options.onWarning(entry.target.server, entry.target.generation, change, warning);
    return next;
  };

  return {
    watch: (target) => {
      const before = watched.get(target.server);
      if (before !== undefined && before.target.generation > target.generation) return;
      watched.set(target.server, {
        target,
        dueMs: clock.monotonicMs() + Math.min(GATHER_MS, sampleMs(target)),
        samples: 0,
        latest: null,
        cpu: quiet,
        memory: quiet,
        limit: quiet,
        warnings: [],
      });
      arm();
    },
    unwatch: (server) => {
      watched.delete(server);
      rings.get(server)?.gap(clock.wallMs());
    },
    reconsider: (server) => {
      const entry = watched.get(server);
      if (entry === undefined) return;
      entry.dueMs = Math.min(entry.dueMs, clock.monotonicMs() + sampleMs(entry.target));
      // A limit that was broken while nobody was to act on it counts again from here.
      entry.limit = quiet;
      arm();
    },
    hurry: () => {
      const nowMs = clock.monotonicMs();
      for (const entry of watched.values()) entry.dueMs = Math.min(entry.dueMs, nextDue(entry, nowMs));
      arm();
    },
    forget: (server) => {
      watched.delete(server);
      rings.delete(server);
      latencies.delete(server);
    },
    latest: (server) => watched.get(server)?.latest ?? null,
    warnings: (server) => watched.get(server)?.warnings ?? [],
    metrics: (server) => rings.get(server)?.points(clock.wallMs()) ?? [],
    recent: (server) => rings.get(server)?.recent(clock.wallMs()) ?? nothingMeasured,
    noteLatency: (server, latencyMs) => {
      if (latencyMs === null) return;
      latencies.set(server, latencyMs);
      if (!watched.has(server)) record(server, null, null);
    },
    dispose: () => {
      disposed = true;
      watched.clear();
      timer?.cancel();
      timer = null;
    },
  };
}
