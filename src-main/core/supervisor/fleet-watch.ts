import { formatMessage } from '../../../src-shared/i18n/format.ts';
import { type Message, message } from '../../../src-shared/i18n/message.ts';
import { notChecked } from '../../../src-shared/model/not-checked.ts';
import type { HealthReport, Warning } from '../../../src-shared/schema/status.ts';
import type { FreezeDetector } from '../health/freeze-detector.ts';
import { createHealthLoop, type HealthOutcome } from '../health/health-loop.ts';
import { createResourceWatch } from '../health/resource-watch.ts';
import type { CheckReport, MetricPoint, RecentMetrics } from '../orchestrator.ts';
import type { TreeSample } from '../ports/resources.ts';
import type { Fleet, FleetWorld } from './fleet.ts';
import { endpointOf } from './fleet-connect.ts';
import { redactMessage } from './fleet-redact.ts';
import { isoOrNull, type Slot } from './fleet-slot.ts';

/** How long after the last dropped line a server still counts as one that writes too much. */
const DROPPED_FOR_MS = 600_000;

/** So many lines of noise on stdout within a minute are told (reference: supervision, pitfall 21). */
const NOISE_LINES = 100;
const NOISE_WINDOW_MS = 60_000;

/** Probes and samples of what runs: results go to the machine, figures and warnings to whoever looks. */
export interface Watching {
  watch(slot: Slot): void;
  unwatch(slot: Slot): void;
  policyChanged(slot: Slot): void;
  forget(server: string): void;
  /** Whether power is to be saved: probes and samples come half as often meanwhile. */
  savePower(saving: boolean): void;
  health(server: string): HealthReport | null;
  latest(server: string): TreeSample | null;
  points(server: string): readonly MetricPoint[];
  recent(server: string): RecentMetrics;
  warnings(server: string): readonly Warning[];
  /** A probe that a person asked for; it never counts. */
  check(slot: Slot): Promise<CheckReport>;
  dispose(): void;
}

/** What is remembered of one server while it is watched. */
interface Noted {
  status: HealthReport['status'] | null;
  warnings: readonly Warning[];
  droppedLines: number;
  droppedSince: string | null;
  droppedAtMs: number;
  /** Lines of noise when the present minute began, and when that was. */
  noiseBefore: number;
  noiseSinceMs: number;
  noise: Warning | null;
}

export function createWatching(options: {
  readonly world: FleetWorld;
  readonly freeze: FreezeDetector;
  readonly fleet: () => Fleet;
  /** After each pass over the process trees. */
  readonly onSampled: () => void;
  /** After each check that counts. */
  readonly onCheck: (server: string, latencyMs: number | null) => void;
}): Watching {
  const { world, freeze, fleet } = options;
  const { clock, random, httpHealth, sampler, logger } = world.ports;
  const noted = new Map<string, Noted>();

  let savingPower = false;
  const saving = () => savingPower;

  const health = createHealthLoop({ clock, random, httpHealth, freeze, saving, onResult: onHealth });
  const resources = createResourceWatch({
    clock,
    sampler,
    saving,
    onSamples(servers) {
      for (const server of servers) {
        noteDropped(server);
        noteNoise(server);
        world.touch(server);
      }
      options.onSampled();
    },
    onWarning(server, _generation, change, warning) {
      const slot = fleet().slot(server);
      if (slot !== undefined) tellWarning(slot, change, warningOf(warning.kind, warning.message, ''));
      world.touch(server);
    },
    onMemoryLimit(server, generation, cause) {
      const slot = fleet().slot(server);
      if (slot !== undefined) fleet().dispatch(slot, { type: 'MEMORY_LIMIT', generation, cause });
    },
    onError: (error) => logger.warn('resources could not be sampled', { error: String(error) }),
  });

  function tellWarning(
    slot: Slot,
    change: 'raised' | 'cleared',
    { kind, message: text, told }: Warning,
  ): void {
    fleet().emit('server.warning', slot, { change, kind, message: text, told });
  }

  function onHealth(server: string, generation: number, outcome: HealthOutcome): void {
    const slot = fleet().slot(server);
    const known = noted.get(server);
    if (slot === undefined || known === undefined) return;
    resources.noteLatency(server, outcome.report.latencyMs);
    options.onCheck(server, outcome.report.latencyMs);
    const { status, latencyMs, message: text } = outcome.report;
    // Told where it is news: each failure, and what follows one.
    if (outcome.result === 'fail' || (known.status !== null && known.status !== status)) {
      fleet().emit('server.health', slot, { status, latencyMs, message: text, cause: outcome.cause });
    }
    known.status = status;
    noteWarnings(slot, known, outcome);
    const { result, cause } = outcome;
    if (outcome.auth && cause !== null)
      fleet().dispatch(slot, { type: 'BROKEN', generation, kind: 'auth', cause });
    else fleet().dispatch(slot, { type: 'HEALTH', generation, result, cause });
    world.touch(server);
  }

  function noteWarnings(slot: Slot, known: Noted, outcome: HealthOutcome): void {
    // A check that says nothing leaves what the last one said.
    if (outcome.result === 'unknown') return;
    const nowIso = isoOrNull(clock.wallMs()) ?? '';
    const before = new Map(known.warnings.map((warning) => [warning.kind, warning]));
    known.warnings = outcome.warnings.map(({ kind, message: text }) =>
      warningOf(kind, redactMessage(text, slot.redact), before.get(kind)?.since ?? nowIso),
    );
    for (const warning of known.warnings) {
      if (!before.delete(warning.kind)) tellWarning(slot, 'raised', warning);
    }
    for (const gone of before.values()) tellWarning(slot, 'cleared', gone);
  }

  function noteDropped(server: string): void {
    const slot = fleet().slot(server);
    const known = noted.get(server);
    if (slot === undefined || known === undefined) return;
    const { droppedLines } = slot.log();
    const nowMs = world.awakeMs();
    if (droppedLines > known.droppedLines) {
      known.droppedSince ??= isoOrNull(clock.wallMs());
      known.droppedAtMs = nowMs;
    } else if (nowMs - known.droppedAtMs > DROPPED_FOR_MS) known.droppedSince = null;
    known.droppedLines = droppedLines;
  }

  function noteNoise(server: string): void {
    const slot = fleet().slot(server);
    const known = noted.get(server);
    if (slot === undefined || known === undefined) return;
    const lines = slot.run?.process?.pipe.noiseLines ?? 0;
    const count = lines - known.noiseBefore;
    const nowMs = world.awakeMs();
    const over = nowMs - known.noiseSinceMs >= NOISE_WINDOW_MS;
    if (count >= NOISE_LINES) {
      if (known.noise === null) {
        const text = message('supervisor.warning.noise', { count });
        known.noise = warningOf('noise', text, isoOrNull(clock.wallMs()) ?? '');
        tellWarning(slot, 'raised', known.noise);
      }
    } else if (over && known.noise !== null) {
      tellWarning(slot, 'cleared', known.noise);
      known.noise = null;
    }
    if (!over) return;
    known.noiseBefore = lines;
    known.noiseSinceMs = nowMs;
  }

  function droppedWarning({ droppedSince, droppedLines }: Noted): readonly Warning[] {
    if (droppedSince === null) return [];
    const text = message('supervisor.warning.log-dropped', { count: droppedLines });
    return [warningOf('log-dropped', text, droppedSince)];
  }

  /** What its connection found odd, such as a list of tools that could not be had. */
  function notesOf(server: string): readonly Warning[] {
    const slot = fleet().slot(server);
    const notes = slot?.run?.connection?.facts?.notes ?? [];
    if (slot === undefined) return [];
    const since = isoOrNull(slot.machine.startedAtWall) ?? '';
    return notes.map((note) => warningOf('tools', redactMessage(note, slot.redact), since));
  }

  function watch(slot: Slot): void {
    const { name: server, run } = slot;
    if (run === null) return;
    const { generation, process } = run;
    const policy = () => slot.machine.policy;
    noted.set(server, {
      status: null,
      warnings: [],
      droppedLines: 0,
      droppedSince: null,
      droppedAtMs: 0,
      noiseBefore: 0,
      noiseSinceMs: world.awakeMs(),
      noise: null,
    });
    health.watch({
      server,
      generation,
      kind: slot.machine.kind,
      policy,
      connection: run.connection,
      endpointUrl: endpointOf(run.definition, run.port)?.url ?? null,
      treeCpuPercent: () => resources.latest(server)?.cpuPercent ?? null,
      paused: () => slot.machine.pausedUntilWall !== null,
      ...(process === null ? {} : { bytesRead: () => process.outputBytes() + process.pipe.bytesRead }),
    });
    if (process === null) return;
    const { pid, processGroup } = process;
    resources.watch({ server, generation, pid, processGroup, policy });
  }

  async function check(slot: Slot): Promise<CheckReport> {
    const facts = slot.run?.connection?.facts ?? null;
    const about = {
      server: slot.name,
      protocol: facts?.protocolVersion ?? null,
      tools: facts?.tools.length ?? null,
    };
    if (health.report(slot.name) === null) {
      const text = formatMessage(message('supervisor.refusal.not-running', { name: slot.name }));
      return { ...about, ok: false, health: { ...notChecked, message: text } };
    }
    const result = await health.checkNow(slot.name);
    // A server that is to be asked nothing (`health.kind` `none`) has nothing that fails.
    const ok = result.result === 'ok' || (result.result === 'unknown' && result.cause === null);
    return { ...about, ok, health: result.health };
  }

  return {
    watch,
    unwatch(slot) {
      noted.delete(slot.name);
      health.unwatch(slot.name);
      resources.unwatch(slot.name);
    },
    policyChanged(slot) {
      health.reconsider(slot.name);
      resources.reconsider(slot.name);
    },
    forget: resources.forget,
    savePower(wanted) {
      if (wanted === savingPower) return;
      savingPower = wanted;
      if (wanted) return;
      health.hurry();
      resources.hurry();
    },
    health: health.report,
    latest: resources.latest,
    points: resources.metrics,
    recent: resources.recent,
    warnings(server) {
      const known = noted.get(server);
      const ofResources = resources
        .warnings(server)
        .map(({ kind, message: text, sinceWallMs }) => warningOf(kind, text, isoOrNull(sinceWallMs) ?? ''));
      const noise = known === undefined || known.noise === null ? [] : [known.noise];
      return known === undefined
        ? ofResources
        : [...ofResources, ...known.warnings, ...notesOf(server), ...noise, ...droppedWarning(known)];
    },
    check,
    dispose() {
      health.dispose();
      resources.dispose();
    },
  };
}

/** `told` is without secrets already. */
function warningOf(kind: string, told: Message, since: string): Warning {
  return { kind, message: formatMessage(told), told, since };
}
