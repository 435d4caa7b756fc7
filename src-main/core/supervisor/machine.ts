import type { Cause } from '../../../src-shared/i18n/message.ts';
import type { Policy } from '../../../src-shared/schema/policy.ts';
import type {
  CrashReason,
  Desired,
  LastExit,
  ServerState,
  StartPhase,
} from '../../../src-shared/schema/status.ts';

/** Who started a process's end: decides what follows when nothing of the tree lives any more. */
export type StopThen =
  | { readonly kind: 'stop' }
  | { readonly kind: 'remove' }
  /** `auto` is uncharged: a respawn after the era probe, an orphan's successor, a dependency's restart. */
  | { readonly kind: 'restart'; readonly by: 'auto' | 'user' | 'reload' }
  /** The failure rule decides then: charged restart, CRASHED or STOPPED. */
  | { readonly kind: 'failure'; readonly failure: Failure }
  | { readonly kind: 'crash'; readonly reason: CrashReason; readonly cause: Cause };

/** Something that spends the budget, unless `crash` says at once what it is. */
export interface Failure {
  readonly kind: 'exit' | 'startup-timeout' | 'health' | 'memory' | 'stdout-closed' | 'broken';
  /** Exit code 0, which `on-failure` and `never` do not treat as a failure. */
  readonly clean: boolean;
  /** Of an `exit` that was no signal. */
  readonly exitCode?: number | null;
  readonly cause: Cause;
}

export type MachineTimer =
  | 'dependencies'
  | 'startup'
  | 'backoff'
  | 'stable'
  | 'stdout-grace'
  | 'recheck'
  | 'pause'
  | 'port';

/**
 * One server, whole. Pure data: the reducer answers every event with the next one of these and a list of effects.
 * Times in `…Ms` are awake monotonic milliseconds (the time the machine was not frozen), `…Wall` are ms since 1970.
 */
export interface Machine {
  readonly name: string;
  readonly kind: 'process' | 'remote';
  readonly policy: Policy;
  /** Why the configuration refuses this server; a start ends in CRASHED(CONFIG) while it is set. */
  readonly invalid: Cause | null;
  readonly state: ServerState;
  readonly phase: StartPhase | null;
  readonly then: StopThen | null;
  readonly desired: Desired;
  readonly reason: CrashReason | null;
  /** Why it is CRASHED or UNHEALTHY, or why its last run ended while it waits to start again. */
  readonly cause: Cause | null;
  /** Counts attempts to start; raised at each. Answers to an older one are dropped. */
  readonly generation: number;
  /** True from SPAWN until TREE_GONE or SPAWN_FAILED: a process of this generation may live. */
  readonly hasProcess: boolean;
  readonly pid: number | null;
  readonly startedAtWall: number | null;
  /** When the current run became RUNNING; null before. */
  readonly readyAtMs: number | null;
  /** Since when it is RUNNING without interruption (UNHEALTHY stops this clock). */
  readonly stableSinceMs: number | null;
  readonly spawnedAtMs: number | null;
  /** How long the run that ended last had been ready; null when it never was. */
  readonly lastRunMs: number | null;
  readonly restartCount: number;
  /** The failures that spent the budget since it was fresh; `code` where all were exits with the same. */
  readonly failures: { readonly sinceWall: number; readonly code: number | null } | null;
  readonly totalRestarts: number;
  readonly manualRestarts: number;
  readonly consecutiveFailures: number;
  readonly lastRestartWall: number | null;
  readonly nextRestartWall: number | null;
  readonly lastExit: LastExit | null;
  readonly pausedUntilWall: number | null;
  /** A failure came while paused; it starts again when the pause ends. */
  readonly heldByPause: boolean;
  /** Since when this computer refuses to start it; null while it does not. */
  readonly hostRefusingSinceMs: number | null;
  /** Uncharged attempts of this start already used (era probe, stolen port); bounded. */
  readonly unchargedRetries: number;
  /** Awake time at which each armed timer is due; a timer that fires before is armed again for the rest. */
  readonly timers: Readonly<Partial<Record<MachineTimer, number>>>;
  /** Did this start skip waiting for its dependencies ("Start anyway")? */
  readonly ignoreDependencies: boolean;
}

export type MachineEvent = {
  readonly generation?: number;
} /** `fresh`: a person asked, so the budget begins anew. */ & (
  | {
      readonly type: 'START';
      readonly by: 'user' | 'boot' | 'dependency' | 'reload' | 'schedule';
      readonly ignoreDependencies?: boolean;
    }
  | { readonly type: 'STOP'; readonly by: 'user' | 'quit' | 'remove'; readonly force: boolean }
  | { readonly type: 'RESTART'; readonly by: 'user' | 'dependency'; readonly force: boolean }
  | { readonly type: 'RESET' }
  | { readonly type: 'DEPS_OK' }
  | { readonly type: 'DEPS_FAILED'; readonly cause: Cause }
  | { readonly type: 'SLOT' }
  | { readonly type: 'PRECHECK_OK' }
  | { readonly type: 'PRECHECK_FAILED'; readonly reason: CrashReason; readonly cause: Cause }
  | { readonly type: 'SPAWNED'; readonly pid: number }
  | {
      readonly type: 'SPAWN_FAILED';
      readonly kind: 'permanent' | 'host';
      readonly reason: CrashReason;
      readonly cause: Cause;
    }
  /** The startup time is over (or over again); `progress`: something moved in the second before. */
  | { readonly type: 'STARTUP_TIMEOUT'; readonly progress: boolean; readonly cause: Cause }
  | { readonly type: 'READY' }
  | {
      readonly type: 'HANDSHAKE_FAILED';
      readonly kind: 'protocol' | 'auth' | 'network' | 'broken' | 'probe-exit' | 'port-conflict';
      readonly cause: Cause;
    }
  /** `permanent`: the exit says that trying again cannot help (126, 127, a port that a stranger holds). */
  | {
      readonly type: 'EXIT';
      readonly exit: LastExit;
      readonly cause: Cause;
      readonly permanent: { readonly reason: CrashReason; readonly cause: Cause } | null;
      readonly retryUncharged: boolean;
    }
  | { readonly type: 'STDOUT_ENDED'; readonly cause: Cause }
  /** The pipe or session is beyond use; `protocol` and `auth` are permanent, the others a failure. */
  | {
      readonly type: 'BROKEN';
      readonly kind: 'closed' | 'protocol' | 'network' | 'auth';
      readonly cause: Cause;
    }
  | { readonly type: 'HEALTH'; readonly result: 'ok' | 'fail' | 'unknown'; readonly cause: Cause | null }
  | { readonly type: 'MEMORY_LIMIT'; readonly cause: Cause }
  | { readonly type: 'TREE_GONE' }
  | { readonly type: 'TREE_STUCK'; readonly cause: Cause }
  | { readonly type: 'ORPHAN_FOUND'; readonly pid: number }
  | { readonly type: 'POLICY_CHANGED'; readonly policy: Policy }
  /** A launch-relevant change (or one from invalid to valid and back). */
  | {
      readonly type: 'LAUNCH_CHANGED';
      readonly policy: Policy;
      readonly invalid: Cause | null;
      readonly kind: 'process' | 'remote';
    }
  | { readonly type: 'REMOVED' }
  | { readonly type: 'PAUSE'; readonly untilWall: number }
  | { readonly type: 'UNPAUSE' }
  | { readonly type: 'PORT_FREE' }
  /** Wake-up or network-up: a remote server that waits reconnects at once. */
  | { readonly type: 'NETWORK_UP' }
  | { readonly type: 'TIMER'; readonly timer: MachineTimer }
);

/**
 * What the world is asked to do. Answers come back as events that carry the generation of the effect.
 * `STATE` events and persistence need no effect: the fleet compares machine before and after.
 */
export type Effect =
  | { readonly type: 'ARM'; readonly timer: MachineTimer; readonly delayMs: number }
  | { readonly type: 'DISARM'; readonly timer: MachineTimer }
  /** Look whether the dependencies hold; DEPS_OK or DEPS_FAILED follows, at once or when they do. */
  | { readonly type: 'AWAIT_DEPENDENCIES' }
  | { readonly type: 'REQUEST_SLOT' }
  /** Give back the slot or the place in the queue. */
  | { readonly type: 'RELEASE_SLOT' }
  | { readonly type: 'PRECHECK' }
  | { readonly type: 'SPAWN' }
  /** Connect over pipe or URL, list the tools; READY or HANDSHAKE_FAILED follows. */
  | { readonly type: 'HANDSHAKE' }
  /** The startup time is over: look for progress in the last second and answer with STARTUP_TIMEOUT. */
  | { readonly type: 'JUDGE_PROGRESS' }
  | { readonly type: 'WATCH' }
  | { readonly type: 'UNWATCH' }
  /**
   * Calls in flight may finish (`drain`), then the ladder, from the EOF step (`eof`) or from TERM (the process ended
   * already, or there is no pipe). TREE_GONE or TREE_STUCK follows. `quit`: the shorter waits of the end of the instance.
   */
  | { readonly type: 'STOP_TREE'; readonly drain: boolean; readonly eof: boolean; readonly quit: boolean }
  /** One step further on the ladder now; `kill` jumps to the last. */
  | { readonly type: 'ESCALATE'; readonly kill: boolean }
  /** UNKILLABLE: look whether it is gone; TREE_GONE follows if so. */
  | { readonly type: 'RECHECK_TREE' }
  | { readonly type: 'RECHECK_PORT' }
  /** Remote: close the connection; no event follows. */
  | { readonly type: 'DISCONNECT' }
  | {
      readonly type: 'EMIT';
      readonly event: 'server.exit' | 'server.restart' | 'server.health';
      readonly data: Readonly<Record<string, unknown>>;
    }
  | { readonly type: 'FORGET' };

/** What the reducer may know beside the machine and the event. */
export interface ReducerContext {
  /** Awake monotonic milliseconds. */
  readonly nowMs: number;
  readonly nowWall: number;
  /** In [0, 1), for jitter. */
  readonly random: number;
  /** The server's startup timeout in ms, its kind and warmth considered. */
  readonly startupTimeoutMs: number;
}

export interface Step {
  readonly machine: Machine;
  readonly effects: readonly Effect[];
}
