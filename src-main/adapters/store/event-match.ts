import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import { isActor } from '../../core/events/actor.ts';
import type { EventQuery } from '../../core/ports/store.ts';

/** As the query in the file asks, for events that are not in it yet. */
export function matchesQuery(event: OrchestratorEvent, query: EventQuery): boolean {
  return (
    (query.since === undefined || event.seq > query.since) &&
    (query.before === undefined || event.seq < query.before) &&
    (query.server === undefined || event.server === query.server) &&
    (query.actor === undefined || isActor(event.actor, query.actor)) &&
    (query.types === undefined || query.types.includes(event.type))
  );
}
