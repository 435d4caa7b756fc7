import type { Cause } from '../../../src-shared/i18n/message.ts';
import type { Policy } from '../../../src-shared/schema/policy.ts';
import type { ServerRecord } from '../ports/store.ts';
import type { Machine } from './machine.ts';

/**
 * A server's machine when the instance begins or the server appears in the file. What is remembered of it is loaded as
 * surface.md §4 says: counts survive, `restartCount` only while its last restart is younger than `stableReset`,
 * `consecutiveFailures` never, and a CRASHED(RESTART_LIMIT) only within `stableReset`, so that restarting the instance
 * does not launder the budget.
 */
export function initialMachine(
  server: {
    readonly name: string;
    readonly kind: Machine['kind'];
    readonly policy: Policy;
    readonly invalid: Cause | null;
  },
  record: ServerRecord | null,
  nowWall: number,
): Machine {
  const resetMs = server.policy.restart.stableReset;
  const lastRestartWall = timeOf(record?.lastRestart);
  const budgetIsOld = lastRestartWall === null || nowWall - lastRestartWall > resetMs;
  const pausedUntilWall = timeOf(record?.pausedUntil);
  const crashed = record?.crashed ?? null;
  const crashHolds =
    crashed !== null && crashed.reason === 'RESTART_LIMIT' && nowWall - (timeOf(crashed.at) ?? 0) < resetMs;
  return {
    name: server.name,
    kind: server.kind,
    policy: server.policy,
    invalid: server.invalid,
    state: crashHolds ? 'CRASHED' : 'STOPPED',
    phase: null,
    then: null,
    desired: record?.desired ?? 'up',
    reason: crashHolds ? crashed.reason : null,
    cause: crashHolds ? crashed.cause : null,
    generation: record?.generation ?? 0,
    hasProcess: false,
    pid: null,
    startedAtWall: null,
    readyAtMs: null,
    stableSinceMs: null,
    spawnedAtMs: null,
    lastRunMs: null,
    restartCount: budgetIsOld && !crashHolds ? 0 : (record?.restartCount ?? 0),
    failures: null,
    totalRestarts: record?.totalRestarts ?? 0,
    manualRestarts: record?.manualRestarts ?? 0,
    consecutiveFailures: 0,
    lastRestartWall,
    nextRestartWall: null,
    lastExit: record?.lastExit ?? null,
    pausedUntilWall: pausedUntilWall !== null && pausedUntilWall > nowWall ? pausedUntilWall : null,
    heldByPause: false,
    hostRefusingSinceMs: null,
    unchargedRetries: 0,
    timers: {},
    ignoreDependencies: false,
  };
}

function timeOf(iso: string | null | undefined): number | null {
  if (iso === null || iso === undefined) return null;
  const time = Date.parse(iso);
  return Number.isNaN(time) ? null : time;
}
