import type { DatabaseSync } from 'node:sqlite';
import type { EventType, OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import type { EventTally, TallyQuery } from '../../core/ports/store.ts';
import { isUnaskedExit, UNASKED_EXIT } from './event-activity.ts';
import { matchesQuery } from './event-match.ts';
import { createFilter, whereWhose } from './event-query.ts';

/** Of everything, the index of types is counted through; else what the query leaves is little. */
export function tallyEvents(db: DatabaseSync, query: TallyQuery): EventTally {
  const { where, parameters, text } = createFilter();
  whereWhose(where, query);
  if (query.fromMs !== undefined) where('at >= ?', query.fromMs);
  if (query.toMs !== undefined) where('at < ?', query.toMs);
  const rows = db
    .prepare(`SELECT type, count(*) AS count FROM events ${text()} GROUP BY type`)
    .all(...parameters);
  where(UNASKED_EXIT);
  const exits = db.prepare(`SELECT count(*) AS count FROM events ${text()}`).get(...parameters);
  return {
    types: Object.fromEntries(rows.map(({ type, count }) => [String(type), Number(count)])),
    exits: Number(exits?.count ?? 0),
  };
}

/** With events that are not in the file (yet). */
export function addToTally(
  { types, exits }: EventTally,
  events: readonly OrchestratorEvent[],
  query: TallyQuery,
): EventTally {
  const counted: Partial<Record<EventType, number>> = { ...types };
  let ends = exits;
  for (const event of events) {
    const at = Date.parse(event.at);
    const { fromMs = at, toMs = at + 1, server, actor } = query;
    if (at < fromMs || at >= toMs || !matchesQuery(event, { server, actor, limit: 1 })) continue;
    counted[event.type] = (counted[event.type] ?? 0) + 1;
    if (isUnaskedExit(event)) ends += 1;
  }
  return { types: counted, exits: ends };
}
