import type { Cause } from '../../../src-shared/i18n/message.ts';
import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import type { CrashReason, ServerState, StartPhase } from '../../../src-shared/schema/status.ts';

/** A second crash within this time after the first one told is part of the same trouble. */
export const EPISODE_MS = 600_000;
/** So long without a break it has to run before it counts as recovered. */
export const STEADY_MS = 30_000;

/** What one event means for a person who is not looking. */
export type Occurrence =
  /** It ended or failed unasked, and starts again by itself. */
  | { readonly kind: 'crashed'; readonly cause: Cause | null; readonly restart: RestartFacts }
  /** It stays down until somebody does something. */
  | { readonly kind: 'down'; readonly cause: Cause | null; readonly reason: CrashReason }
  | { readonly kind: 'running' }
  /** On its way up or down, or unhealthy: nothing to tell, but no longer running. */
  | { readonly kind: 'moving' }
  /** What was told is over without a word: a person did it, or it ended as it should, or its cause is told elsewhere. */
  | { readonly kind: 'over'; readonly byPerson: boolean };

export interface RestartFacts {
  readonly attempt: number;
  readonly maxRestarts: number;
}

/** Actors who are no person: what they begin happens by itself. */
const BY_ITSELF: ReadonlySet<string> = new Set(['supervisor', 'schedule']);

/**
 * Reads the events of one server. `restart` is what the newest `server.restart` said: it comes right before the state
 * that it leads to, and tells a failure that spends a restart from a wait that does not.
 */
export function occurrenceOf(
  { actor, data }: Pick<OrchestratorEvent, 'actor' | 'data'>,
  restart: RestartFacts | null,
): Occurrence {
  const { to, phase, reason, cause } = data as {
    readonly to: ServerState;
    readonly phase?: StartPhase | null;
    readonly reason?: CrashReason | null;
    readonly cause?: Cause | null;
  };
  if (to === 'CRASHED') {
    // What it needs is told by itself; this one follows.
    if (reason === 'DEPENDENCY' || reason === null || reason === undefined) {
      return { kind: 'over', byPerson: false };
    }
    return { kind: 'down', cause: cause ?? null, reason };
  }
  // Before who did it: a start that a person asked for and that fails is as much of a crash.
  if (phase === 'BACKOFF' && restart !== null) return { kind: 'crashed', cause: cause ?? null, restart };
  if (!BY_ITSELF.has(actor)) return { kind: 'over', byPerson: true };
  if (to === 'STOPPED') return { kind: 'over', byPerson: false };
  return { kind: to === 'RUNNING' ? 'running' : 'moving' };
}

/** The facts of a `server.restart` event; null where it spends none of the budget. */
export function restartOf({ data }: Pick<OrchestratorEvent, 'data'>): RestartFacts | null {
  const { attempt, maxRestarts, charged } = data;
  if (charged !== true || typeof attempt !== 'number') return null;
  return { attempt, maxRestarts: Number(maxRestarts) };
}
