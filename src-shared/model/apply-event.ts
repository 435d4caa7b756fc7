import type { AlertState } from '../schema/alert.ts';
import type { OrchestratorEvent } from '../schema/event.ts';
import type { FeedMessage } from '../schema/feed.ts';
import type { ServerStatus, StatusReport } from '../schema/status.ts';

/** What a client knows. `report` is null until the first snapshot came. */
export interface FeedState {
  readonly seq: number;
  readonly report: StatusReport | null;
  /** Oldest first, the newest few hundred; older ones are paged from the API. */
  readonly events: readonly OrchestratorEvent[];
  /** Events between two of those that this client was too slow for. */
  readonly missed: number;
  /** null until it came, right after the first snapshot. */
  readonly alerts: AlertState | null;
}

export const emptyFeed: FeedState = { seq: 0, report: null, events: [], missed: 0, alerts: null };

const MOST_EVENTS = 500;

/**
 * The next state. What a message does not touch stays the same object, so that a view redraws only what changed; a
 * message that says nothing new gives the same state back.
 */
export function applyFeed(state: FeedState, message: FeedMessage): FeedState {
  switch (message.kind) {
    case 'snapshot':
      // Numbers that went back are another history: the orchestrator lost its state, or is another one.
      if (message.seq < state.seq) return { ...emptyFeed, seq: message.seq, report: message.report };
      return { ...state, seq: message.seq, report: message.report, missed: state.missed + message.missed };
    case 'status':
      return applyStatus(state, message);
    case 'event':
      return applyEvent(state, message.event);
    case 'instance':
      if (state.report === null) return state;
      return { ...state, report: { ...state.report, instance: message.instance } };
    case 'alerts':
      return { ...state, alerts: message.alerts };
    default:
      // Of a later version: a window of this one may be attached to it.
      return state;
  }
}

function applyEvent(state: FeedState, event: OrchestratorEvent): FeedState {
  const newest = state.events.at(-1)?.seq ?? 0;
  // A stream that was resumed may begin with what is known.
  if (event.seq <= newest) return state;
  const events = [...state.events.slice(-(MOST_EVENTS - 1)), event];
  return { ...state, seq: Math.max(state.seq, event.seq), events };
}

/** A server keeps its place; a new one comes last until the next snapshot gives the order of the file. */
function applyStatus(state: FeedState, message: Extract<FeedMessage, { kind: 'status' }>): FeedState {
  if (state.report === null) return state;
  const changed = new Map(message.servers.map((server) => [server.name, server]));
  const removed = new Set(message.removed);
  const servers: ServerStatus[] = [];
  for (const server of state.report.servers) {
    if (removed.has(server.name)) continue;
    servers.push(changed.get(server.name) ?? server);
    changed.delete(server.name);
  }
  servers.push(...changed.values());
  const report = { ...state.report, servers, summary: message.summary };
  return { ...state, seq: Math.max(state.seq, message.seq), report };
}
