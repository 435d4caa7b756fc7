import { formatMessage } from '../../../src-shared/i18n/format.ts';
import type { Cause } from '../../../src-shared/i18n/message.ts';
import { notChecked } from '../../../src-shared/model/not-checked.ts';
import type { Policy } from '../../../src-shared/schema/policy.ts';
import type { DeepHealth, HealthReport } from '../../../src-shared/schema/status.ts';
import type { Clock, Timer } from '../ports/clock.ts';
import type { HttpHealthProbe } from '../ports/health-http.ts';
import type { Random } from '../ports/random.ts';
import { deepWarnings, type HealthWarning } from './deep-health.ts';
import type { FreezeDetector } from './freeze-detector.ts';
import { asksNothing, busyCalls, type HealthTarget, isAlive, planOf } from './health-target.ts';
import { type Finding, type HealthResult, type Judgement, judge } from './judge.ts';
import {
  FAILING_INTERVAL_MS,
  firstShare,
  JITTER_SHARE,
  jitteredShare,
  laterShare,
  neverSaving,
  nextAfterFailure,
  intervalOf as paceOf,
  RESUME_SPREAD_MS,
  type Saving,
} from './pace.ts';
import { probe } from './probe.ts';
import type { ProbePlan } from './probe-plan.ts';

export interface HealthOutcome {
  readonly result: HealthResult;
  /** Why it is not ok. */
  readonly cause: Cause | null;
  readonly report: HealthReport;
  /** All that is not right although it answers; the list replaces the one before. */
  readonly warnings: readonly HealthWarning[];
  /** The server wants other credentials: trying again cannot help. */
  readonly auth: boolean;
}

export interface HealthCheck {
  readonly result: HealthResult;
  readonly health: HealthReport;
  readonly cause: Cause | null;
}

export interface HealthLoop {
  /** From RUNNING on. A target of an older generation than the watched one is ignored. */
  watch(target: HealthTarget): void;
  /** No probe outlives it, and no result comes after it. */
  unwatch(server: string): void;
  /** Probes now, or joins the probe under way; never counts. `unknown` where the server is not watched. */
  checkNow(server: string): Promise<HealthCheck>;
  /** After a change of the policy or the end of a pause: the next check comes no later than the policy now says. */
  reconsider(server: string): void;
  /** Power is saved no longer: no check comes later than it would have. */
  hurry(): void;
  /** Of the last counted check; null where the server is not watched. */
  report(server: string): HealthReport | null;
  dispose(): void;
}

export interface HealthLoopOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly httpHealth: HttpHealthProbe;
  readonly freeze: FreezeDetector;
  /** Default: never. Thresholds and time-outs stay as they are. */
  readonly saving?: Saving;
  readonly onResult: (server: string, generation: number, outcome: HealthOutcome) => void;
}

/** A turn that starts more than this is felt by everything else in it. */
const PROBES_PER_TURN = 8;
/**
 * Who is due so soon after joins this turn: a hundred servers wake the process about once a second and not three times.
 * A part of the interval that is far below its jitter.
 */
const JOIN_SHARE = 0.02;
/** A pause may end at any time: it is looked at this often. */
const PAUSED_LOOK_MS = 10_000;
/** Adapters keep the time-out themselves; one that does not come back is given up this much later. */
const GIVE_UP_AFTER_MS = 2000;
interface Check {
  readonly abort: AbortController;
  readonly epoch: number;
  readonly giveUpAtMs: number;
  readonly giveUp: (findings: readonly Finding[]) => void;
  readonly bytesBefore: number;
  /** A scheduled check counts, one that a person asked for does not. */
  readonly counts: boolean;
  readonly outcome: Promise<HealthOutcome>;
  /** A freeze or the end of the watch came over it: whatever it brings says nothing. */
  void: boolean;
}

interface Watched {
  readonly target: HealthTarget;
  readonly firstCheckMs: number;
  dueMs: number;
  /** So much earlier it joins the turn of another. */
  joinMs: number;
  check: Check | null;
  failures: number;
  /** Awake time since which it is busy and does not answer. */
  busySinceMs: number | null;
  /** Its checks were given their place in the interval: servers that became RUNNING together are told apart. */
  spread: boolean;
  /** The last message that is known to be the answer to our own probe. */
  ownMessageAtMs: number | null;
  report: HealthReport;
}

/** The loop over all servers that run: when to probe, and what the answers mean. One timer serves them all. */
export function createHealthLoop(options: HealthLoopOptions): HealthLoop {
  const { clock, random, freeze, saving = neverSaving, onResult } = options;
  const intervalOf = (health: Policy['health']): number => paceOf(health, saving);
  const watched = new Map<string, Watched>();
  let timer: Timer | null = null;
  let timerDueMs = Infinity;
  let ticking = false;

  const arm = () => {
    if (ticking) return;
    let next = Infinity;
    for (const entry of watched.values()) {
      const at = entry.check === null ? entry.dueMs : entry.check.giveUpAtMs;
      if (at < next) next = at;
    }
    // A timer that comes too early costs a look; re-arming at every result would cost more.
    if (next >= timerDueMs) return;
    timer?.cancel();
    timerDueMs = next;
    timer = clock.setTimer(Math.max(0, next - clock.monotonicMs()), tick);
  };

  const tick = () => {
    timer = null;
    timerDueMs = Infinity;
    ticking = true;
    try {
      lookAtAll();
    } finally {
      ticking = false;
      arm();
    }
  };

  const lookAtAll = () => {
    // After a freeze everything is due at once; this spreads it before any of it begins.
    freeze.look();
    const nowMs = clock.monotonicMs();
    let started = 0;
    for (const entry of watched.values()) {
      if (entry.check !== null) {
        if (nowMs >= entry.check.giveUpAtMs) giveUp(entry.check);
      } else if (isDue(entry, nowMs) && started < PROBES_PER_TURN && begin(entry, nowMs)) started++;
    }
  };

  const isDue = (entry: Watched, nowMs: number): boolean => {
    if (nowMs >= entry.dueMs) return true;
    // Asked of every server at every turn: what costs most comes last.
    if (entry.dueMs - nowMs > entry.joinMs || entry.failures > 0 || nowMs < entry.firstCheckMs) return false;
    const interval = intervalOf(entry.target.policy().health);
    // Asked now, it would be let off for what it said lately.
    return heardLately(entry, interval, nowMs) === null;
  };

  /** The scheduled check; true where it started a probe. */
  const begin = (entry: Watched, nowMs: number): boolean => {
    const { target } = entry;
    const { health } = target.policy();
    const interval = intervalOf(health);
    entry.joinMs = interval * JOIN_SHARE;
    const plan = planOf(target);
    if (target.paused() || asksNothing(plan)) {
      if (!target.paused()) forgetChecks(entry);
      entry.dueMs = nowMs + Math.min(interval, PAUSED_LOOK_MS);
      return false;
    }
    const heardAtMs = heardLately(entry, interval, nowMs);
    if (plan.mcp && heardAtMs !== null) {
      if (plan.url === null) {
        settlePassively(entry, heardAtMs, interval, nowMs);
        return false;
      }
      void run(entry, { ...plan, mcp: false }, true);
    } else void run(entry, plan, true);
    return true;
  };

  /** From now on it is asked nothing: what earlier checks said of it is no longer so. */
  const forgetChecks = (entry: Watched) => {
    if (entry.report === notChecked) return;
    entry.failures = 0;
    entry.busySinceMs = null;
    entry.report = notChecked;
    const { server, generation } = entry.target;
    onResult(server, generation, {
      result: 'ok',
      cause: null,
      report: notChecked,
      warnings: [],
      auth: false,
    });
  };

  /** Passive liveness: what the server said by itself is as good as an answer. */
  const heardLately = (entry: Watched, interval: number, nowMs: number): number | null => {
    const heardAtMs = entry.target.connection?.lastMessageAtMs ?? null;
    if (heardAtMs === null || entry.failures > 0 || entry.busySinceMs !== null) return null;
    const isOurs = entry.ownMessageAtMs !== null && heardAtMs <= entry.ownMessageAtMs;
    return isOurs || nowMs - heardAtMs >= interval ? null : heardAtMs;
  };

  const settlePassively = (entry: Watched, heardAtMs: number, interval: number, nowMs: number) => {
    const share = entry.spread ? laterShare(random) : firstShare(random);
    entry.spread = true;
    // Counted from the message, not from now: a server that hangs after it is found within one interval.
    entry.dueMs = Math.max(heardAtMs + interval * share, nowMs + interval * JITTER_SHARE);
    entry.report = { ...entry.report, status: 'ok', checkedAt: isoTime(clock.wallMs()), message: null };
    const { server, generation } = entry.target;
    onResult(server, generation, {
      result: 'ok',
      cause: null,
      report: entry.report,
      warnings: [],
      auth: false,
    });
  };

  const run = (entry: Watched, plan: ProbePlan, counts: boolean): Promise<HealthOutcome> => {
    const { target } = entry;
    const { timeout } = target.policy().health;
    const { promise: givenUp, resolve: giveUp } = Promise.withResolvers<readonly Finding[]>();
    const { promise: outcome, resolve: settle } = Promise.withResolvers<HealthOutcome>();
    const abort = new AbortController();
    const check: Check = {
      abort,
      epoch: freeze.epoch(),
      giveUpAtMs: clock.monotonicMs() + timeout + GIVE_UP_AFTER_MS,
      giveUp,
      bytesBefore: target.bytesRead?.() ?? 0,
      counts,
      outcome,
      void: false,
    };
    entry.check = check;
    const asking = probe(plan, {
      clock,
      httpHealth: options.httpHealth,
      connection: target.connection,
      alive: () => isAlive(target),
      timeoutMs: timeout,
      nextCheckMs: nextAfterFailure(intervalOf(target.policy().health)),
      signal: abort.signal,
    });
    settle(Promise.race([asking, givenUp]).then((findings) => finish(entry, check, findings)));
    arm();
    return outcome;
  };

  const finish = (entry: Watched, check: Check, findings: readonly Finding[]): HealthOutcome => {
    freeze.look();
    if (check.epoch !== freeze.epoch() && !check.void) {
      entry.check = null;
      entry.dueMs = clock.monotonicMs() + random.unit() * RESUME_SPREAD_MS;
      check.void = true;
      arm();
    }
    if (check.void) return outcomeOf(entry, VOID, []);
    const { target } = entry;
    const { health } = target.policy();
    const calls = busyCalls(target, check.bytesBefore);
    const judgement = judge(findings, {
      remote: target.kind === 'remote',
      timeoutMs: health.timeout,
      nextCheckMs: nextAfterFailure(intervalOf(health)),
      failures: entry.failures,
      threshold: health.failureThreshold,
      inGrace: freeze.inGrace(),
      busyCalls: calls,
      busyForMs: entry.busySinceMs === null ? 0 : freeze.awakeMs() - entry.busySinceMs,
    });
    const outcome = outcomeOf(entry, judgement, findings);
    entry.check = null;
    if (judgement.result === 'ok') entry.ownMessageAtMs = target.connection?.lastMessageAtMs ?? null;
    try {
      if (check.counts && !target.paused()) count(entry, judgement, calls > 0, outcome);
    } finally {
      arm();
    }
    return outcome;
  };

  const count = (entry: Watched, judgement: Judgement, stillBusy: boolean, outcome: HealthOutcome) => {
    const interval = intervalOf(entry.target.policy().health);
    const nowMs = clock.monotonicMs();
    if (judgement.result === 'ok') entry.failures = 0;
    else if (judgement.result === 'fail') entry.failures++;
    if (judgement.busy) entry.busySinceMs ??= freeze.awakeMs();
    // At the limit it is still busy, and stays a failure until it answers.
    else if (!(judgement.result === 'fail' && stillBusy)) entry.busySinceMs = null;
    const hurry = entry.failures > 0 || (judgement.result === 'unknown' && freeze.inGrace());
    const share = entry.spread ? jitteredShare(random) : firstShare(random);
    if (!hurry) entry.spread = true;
    entry.dueMs = nowMs + (hurry ? nextAfterFailure(interval) : interval * share);
    entry.report = outcome.report;
    onResult(entry.target.server, entry.target.generation, outcome);
  };

  const outcomeOf = (entry: Watched, judgement: Judgement, findings: readonly Finding[]): HealthOutcome => {
    const deep = findings.find(hasBody)?.body ?? null;
    const { result, cause, auth } = judgement;
    return {
      result,
      cause,
      auth,
      warnings: result === 'ok' ? deepWarnings(deep) : [],
      report: {
        status: result,
        checkedAt: isoTime(clock.wallMs()),
        latencyMs: latencyOf(findings) ?? (result === 'ok' ? entry.report.latencyMs : null),
        message: cause === null ? null : formatMessage(cause.happened),
        version: deep?.version ?? null,
        metrics: deep?.metrics ?? {},
        dependencies: deep?.dependencies ?? {},
      },
    };
  };

  const giveUp = (check: Check) => {
    check.abort.abort();
    check.giveUp([{ kind: 'silent' }]);
  };

  const drop = (entry: Watched) => {
    if (entry.check === null) return;
    entry.check.void = true;
    entry.check.abort.abort();
    entry.check.giveUp([]);
    entry.check = null;
  };

  const soonest = ({ target, failures }: Watched): number => {
    const interval = intervalOf(target.policy().health);
    return failures > 0 ? nextAfterFailure(interval) : interval;
  };

  const stopListening = freeze.onFreeze(() => {
    const nowMs = clock.monotonicMs();
    for (const entry of watched.values()) {
      drop(entry);
      entry.dueMs = Math.max(entry.firstCheckMs, nowMs + random.unit() * RESUME_SPREAD_MS);
    }
    arm();
  });

  const unwatch = (server: string) => {
    const entry = watched.get(server);
    if (entry === undefined) return;
    watched.delete(server);
    drop(entry);
  };

  return {
    watch: (target) => {
      const before = watched.get(target.server);
      if (before !== undefined && before.target.generation > target.generation) return;
      unwatch(target.server);
      const { health } = target.policy();
      const firstCheckMs = clock.monotonicMs() + health.grace;
      watched.set(target.server, {
        target,
        firstCheckMs,
        joinMs: intervalOf(health) * JOIN_SHARE,
        dueMs:
          firstCheckMs + random.unit() * Math.min(FAILING_INTERVAL_MS, intervalOf(health) * JITTER_SHARE),
        check: null,
        failures: 0,
        busySinceMs: null,
        spread: false,
        ownMessageAtMs: null,
        report: notChecked,
      });
      arm();
    },
    unwatch,
    checkNow: async (server) => {
      const entry = watched.get(server);
      if (entry === undefined) return { result: 'unknown', health: notChecked, cause: null };
      const outcome = await (entry.check?.outcome ?? run(entry, planOf(entry.target), false));
      return { result: outcome.result, health: outcome.report, cause: outcome.cause };
    },
    reconsider: (server) => {
      const entry = watched.get(server);
      if (entry === undefined) return;
      const atOnce = asksNothing(planOf(entry.target));
      if (atOnce) drop(entry);
      entry.dueMs = Math.min(entry.dueMs, clock.monotonicMs() + (atOnce ? 0 : soonest(entry)));
      arm();
    },
    hurry: () => {
      // Each at its own place in the interval: all at once would be a storm.
      const nowMs = clock.monotonicMs();
      for (const entry of watched.values()) {
        const atMs = Math.max(entry.firstCheckMs, nowMs + soonest(entry) * firstShare(random));
        entry.dueMs = Math.min(entry.dueMs, atMs);
      }
      arm();
    },
    report: (server) => watched.get(server)?.report ?? null,
    dispose: () => {
      stopListening();
      for (const server of [...watched.keys()]) unwatch(server);
      timer?.cancel();
      timer = null;
    },
  };
}

const VOID: Judgement = { result: 'unknown', cause: null, auth: false, busy: false };
const isoTime = (wallMs: number): string => new Date(wallMs).toISOString();

const hasBody = (finding: Finding): finding is Finding & { readonly body: DeepHealth } =>
  'body' in finding && finding.body !== null;

/** The protocol's answer where there is one, else the deep check's: the order of the plan. */
function latencyOf(findings: readonly Finding[]): number | null {
  for (const finding of findings)
    if ('latencyMs' in finding && finding.latencyMs !== null) return finding.latencyMs;
  return null;
}
