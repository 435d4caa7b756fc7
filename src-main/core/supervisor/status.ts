import { formatCause, formatMessage } from '../../../src-shared/i18n/format.ts';
import { type Cause, message } from '../../../src-shared/i18n/message.ts';
import { notChecked } from '../../../src-shared/model/not-checked.ts';
import type {
  HealthReport,
  ServerState,
  ServerStatus,
  Summary,
  Warning,
} from '../../../src-shared/schema/status.ts';
import { serverStates } from '../../../src-shared/schema/status.ts';
import { serverKind } from '../configuration/program.ts';
import { redactTokenShapes } from '../logs/redact.ts';
import type { TreeSample } from '../ports/resources.ts';
import type { DependencyVerdict } from './dependencies.ts';
import { endpointOf } from './fleet-connect.ts';
import { redactDeep } from './fleet-redact.ts';
import { isoOrNull, type Slot } from './fleet-slot.ts';

/** There is nothing to do but to wait. */
const nothing = message('supervisor.nothing');

/** What a status says beside the machine. */
export interface StatusSources {
  readonly nowMs: number;
  readonly health: (server: string) => HealthReport | null;
  readonly sample: (server: string) => TreeSample | null;
  readonly warnings: (server: string) => readonly Warning[];
  readonly dependencies: (slot: Slot) => DependencyVerdict;
}

/** One server as the API shows it; made when somebody asks, never kept. */
export function serverStatus(slot: Slot, sources: StatusSources): ServerStatus {
  const { definition, machine } = slot;
  const { facts } = slot.run?.connection ?? { facts: null };
  const sample = sources.sample(slot.name);
  const startedAtMs = machine.spawnedAtMs ?? machine.readyAtMs;
  const cause = causeOf(slot, sources);
  return {
    name: slot.name,
    aliases: [...definition.aliases],
    groups: [...definition.groups],
    transport: definition.transport,
    kind: serverKind(definition),
    url: shownUrl(slot),
    enabled: definition.enabled,
    desired: slot.stopRequested || waitsToBeAsked(slot) ? 'down' : machine.desired,
    state: machine.state,
    phase: machine.phase,
    pausedUntil: isoOrNull(machine.pausedUntilWall),
    since: slot.since,
    by: slot.by,
    reason: machine.reason,
    detail: cause === null ? null : formatCause(cause),
    cause,
    pid: machine.pid,
    startedAt: isoOrNull(machine.startedAtWall),
    uptimeMs: startedAtMs === null ? null : Math.max(0, Math.round(sources.nowMs - startedAtMs)),
    restartCount: machine.restartCount,
    maxRestarts: machine.policy.restart.maxRestarts,
    totalRestarts: machine.totalRestarts,
    consecutiveFailures: machine.consecutiveFailures,
    lastRestart: isoOrNull(machine.lastRestartWall),
    nextRestartAt: isoOrNull(machine.nextRestartWall),
    lastExit: machine.lastExit,
    cpuPercent: sample?.cpuPercent ?? null,
    memoryBytes: sample?.memoryBytes ?? null,
    processes: sample?.processes.length ?? null,
    health: healthOf(slot, sources),
    protocol: facts?.protocolVersion ?? null,
    tools: facts?.tools.length ?? null,
    warnings: [...slotWarnings(slot), ...sources.warnings(slot.name)],
    replicas: [],
  };
}

/** Boot leaves it alone and nobody has started it: nothing wants it up, so nothing should wait for it. */
function waitsToBeAsked({ machine, readyCount }: Slot): boolean {
  return !machine.policy.autoStart && machine.state === 'STOPPED' && readyCount === 0 && !machine.heldByPause;
}

export function summarize(slots: readonly Slot[]): Summary {
  const summary = Object.fromEntries(serverStates.map((state) => [state, 0])) as Record<ServerState, number>;
  for (const slot of slots) summary[slot.machine.state] += 1;
  return summary;
}

/** What a server says of itself in its health page is its own text. */
function healthOf(slot: Slot, sources: StatusSources): HealthReport {
  const report = sources.health(slot.name) ?? notChecked;
  return report === notChecked ? report : (redactDeep(report, slot.redact) as HealthReport);
}

/** An address may carry a token; what the configuration calls secret is not shown in it either. */
function shownUrl(slot: Slot): string | null {
  const url = endpointOf(slot.definition, slot.port)?.url ?? null;
  return url === null ? null : redactTokenShapes(slot.redact(url));
}

/** What happened and what comes of it or is to be done, where there is something to say. */
function causeOf(slot: Slot, sources: StatusSources): Cause | null {
  const { machine } = slot;
  const { cause } = machine;
  if (machine.state === 'STARTING' && machine.phase === 'WAIT_DEPS') {
    const verdict = sources.dependencies(slot);
    if (verdict.kind !== 'wait') return null;
    return { happened: message('state.waiting-for', { server: verdict.names.join(', ') }), remedy: nothing };
  }
  if (cause === null) return null;
  if (machine.phase === 'BACKOFF') {
    const { restartCount, policy } = machine;
    // A computer that refuses to start it spends no restart, so there is no number to tell.
    if (machine.hostRefusingSinceMs !== null) return { ...cause, remedy: nothing };
    const next = message('supervisor.backoff', { attempt: restartCount, max: policy.restart.maxRestarts });
    return { ...cause, remedy: next };
  }
  return machine.heldByPause ? { ...cause, remedy: message('supervisor.held-by-pause') } : cause;
}

function slotWarnings(slot: Slot): readonly Warning[] {
  if (slot.refusedEdit.length === 0) return [];
  const text = message('supervisor.warning.refused-edit', { problem: slot.refusedEdit[0] ?? '' });
  return [{ kind: 'config', message: formatMessage(text), told: text, since: slot.refusedSince ?? '' }];
}
