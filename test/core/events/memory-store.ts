import type { EventQuery, Store } from '../../../src-main/core/ports/store.ts';
import type { EventDraft, OrchestratorEvent } from '../../../src-shared/schema/event.ts';

/** The part of a store that events need, in memory; counts how often it is read. */
export function memoryStore(): Store & { readonly queries: EventQuery[] } {
  const events: OrchestratorEvent[] = [];
  const queries: EventQuery[] = [];
  const unused = (): never => {
    throw new Error('not part of this');
  };
  return {
    queries,
    appendEvent: (draft, atWallMs) => {
      const event = { ...draft, seq: events.length + 1, at: new Date(atWallMs).toISOString() };
      events.push(event);
      return event;
    },
    events: (query) => {
      queries.push(query);
      const { since, limit } = query;
      if (since === undefined) return events.toReversed().slice(0, limit);
      return events.filter(({ seq }) => seq > since).slice(0, limit);
    },
    get lastSeq() {
      return events.length;
    },
    activity: unused,
    tally: unused,
    servers: unused,
    saveServer: unused,
    forgetServer: unused,
    getValue: unused,
    setValue: unused,
    deleteValue: unused,
    notice: null,
    onTrouble: null,
    flush: unused,
    close: unused,
  };
}

export const draft = (server: string | null, more: Partial<EventDraft> = {}): EventDraft => ({
  type: 'server.state',
  server,
  generation: 1,
  actor: 'supervisor',
  operation: null,
  data: {},
  ...more,
});
