import type { AlertKind, AlertMessage, AlertSettings } from '../../../src-shared/schema/alert.ts';
import type { CrashReason } from '../../../src-shared/schema/status.ts';
import type { Happening } from './compose.ts';
import type { RestartFacts } from './episodes.ts';

/** A test is shown at once and never taken back. */
export type ToldKind = Exclude<AlertKind, 'test'>;

/** What is remembered of one server. Times are monotonic milliseconds. */
export interface Track {
  /** Since the first crash of its episode; null: the next one begins an episode. */
  readonly episodeSinceMs: number | null;
  /** RUNNING without a break since then. */
  readonly runningSinceMs: number | null;
  readonly restart: RestartFacts | null;
}

/** One alert that was told and not taken back, with the servers it still stands for. */
export interface Told {
  readonly kind: ToldKind;
  readonly atMs: number;
  readonly servers: ReadonlyMap<string, Happening>;
}

/** Pure data; every function here answers with the next one. */
export interface PolicyState {
  readonly tracks: ReadonlyMap<string, Track>;
  /** To be told when the gathering or the quiet hours are over; one a server, the newest. */
  readonly waiting: ReadonlyMap<string, Happening>;
  readonly gatherUntilMs: number | null;
  readonly told: ReadonlyMap<string, Told>;
  /** What was down when the last instance ended, was told, and why: it is no news when it is again. */
  readonly before: ReadonlyMap<string, CrashReason>;
  /** The instance stops: what servers do now is its doing. */
  readonly stopping: boolean;
}

export interface PolicyContext {
  readonly nowMs: number;
  readonly nowWall: number;
  readonly settings: AlertSettings;
  readonly newId: () => string;
}

/** What becomes of one alert. */
export type AlertChange = Exclude<AlertMessage, { readonly kind: 'standing' }>;

export interface PolicyStep {
  readonly state: PolicyState;
  readonly messages: readonly AlertChange[];
}

export function beginPolicy(before: ReadonlyMap<string, CrashReason> = new Map()): PolicyState {
  return {
    tracks: new Map(),
    waiting: new Map(),
    gatherUntilMs: null,
    told: new Map(),
    before,
    stopping: false,
  };
}

/** Do the settings let it be told? Quiet hours are another matter: they only put it off. */
export function isWanted(kind: ToldKind, server: string, settings: AlertSettings): boolean {
  return settings.enabled && settings[kind] && !settings.muted.includes(server);
}
