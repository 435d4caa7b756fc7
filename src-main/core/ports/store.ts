import type { Cause } from '../../../src-shared/i18n/message.ts';
import type { EventDraft, EventType, OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import type { CrashReason, Desired, LastExit } from '../../../src-shared/schema/status.ts';

/** What a server is remembered by over restarts of the instance. Times are ISO 8601. */
export interface ServerRecord {
  readonly name: string;
  readonly desired: Desired;
  /** `CRASHED(reason)` as it was when last stored; null otherwise. */
  readonly crashed: { readonly reason: CrashReason; readonly cause: Cause; readonly at: string } | null;
  readonly restartCount: number;
  readonly totalRestarts: number;
  readonly manualRestarts: number;
  readonly consecutiveFailures: number;
  readonly lastRestart: string | null;
  readonly lastExit: LastExit | null;
  /** The port that was chosen, kept. */
  readonly port: number | null;
  readonly generation: number;
  readonly pausedUntil: string | null;
}

export interface EventQuery {
  /** Events with a greater seq. */
  readonly since?: number | undefined;
  /** Events with a smaller seq, newest first. */
  readonly before?: number | undefined;
  readonly limit: number;
  readonly server?: string | undefined;
  readonly actor?: string | undefined;
  readonly types?: readonly EventType[] | undefined;
}

/** Buckets from `fromMs` on, each `bucketMs` long, the last one cut at `toMs`. Milliseconds since 1970. */
export interface ActivityQuery {
  readonly fromMs: number;
  readonly toMs: number;
  readonly bucketMs: number;
}

/** What is counted of the events; of everything where nothing is said. */
export interface TallyQuery {
  readonly server?: string | undefined;
  readonly actor?: string | undefined;
  /** Milliseconds since 1970; `toMs` is the first moment that is not in it. */
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
}

export interface EventTally {
  /** How many there are of each type; a type without events may be missing. */
  readonly types: Readonly<Partial<Record<EventType, number>>>;
  /** Ends that nobody asked for, among those of `server.exit`. */
  readonly exits: number;
}

export interface ActivityBucket {
  readonly at: number;
  readonly events: number;
  /** Ends that nobody asked for, among the events. */
  readonly exits: number;
}

/**
 * Memory that survives `kill -9` at any point. Writes are grouped and never block a caller; a write that fails is told
 * once through `onTrouble` and the instance goes on from memory.
 */
export interface Store {
  servers(): readonly ServerRecord[];
  saveServer(record: ServerRecord): void;
  forgetServer(name: string): void;
  /** Gives the event its number and time and keeps it. */
  appendEvent(draft: EventDraft, atWallMs: number): OrchestratorEvent;
  /** Oldest first with `since`, newest first with `before` or neither. */
  events(query: EventQuery): readonly OrchestratorEvent[];
  /** Every bucket of the range, those without events too. */
  activity(query: ActivityQuery): readonly ActivityBucket[];
  tally(query: TallyQuery): EventTally;
  readonly lastSeq: number;
  /** Small facts by key: era verdicts, warm packages, kept ports. */
  getValue(key: string): string | null;
  setValue(key: string, value: string): void;
  deleteValue(key: string): void;
  /** Set when the file was broken and set aside: the sentence for the person. */
  readonly notice: string | null;
  onTrouble: ((text: string) => void) | null;
  flush(): void;
  close(): void;
}
