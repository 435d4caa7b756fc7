import type { DatabaseSync } from 'node:sqlite';
import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import type { EventQuery } from '../../core/ports/store.ts';
import { ACTOR_FAMILY } from './migrations.ts';
import { eventColumns, toEvent } from './rows.ts';

const MAX_LIMIT = 100_000;

export function queryLimit(query: EventQuery): number {
  return Math.min(MAX_LIMIT, Math.max(0, Math.floor(query.limit) || 0));
}

/** Oldest first with `since`, newest first otherwise. */
export function queryEvents(db: DatabaseSync, query: EventQuery): readonly OrchestratorEvent[] {
  const conditions: string[] = [];
  const parameters: (string | number)[] = [];
  const where = (condition: string, ...values: readonly (string | number)[]) => {
    conditions.push(condition);
    parameters.push(...values);
  };
  if (query.since !== undefined) where('seq > ?', query.since);
  if (query.before !== undefined) where('seq < ?', query.before);
  if (query.server !== undefined) where('server = ?', query.server);
  if (query.actor !== undefined) {
    // The part before the colon is what is indexed; what stands behind it is looked at in what is left.
    const [family = ''] = query.actor.split(':', 1);
    where(`${ACTOR_FAMILY} = ?`, family);
    if (family !== query.actor) {
      where(
        "(actor = ? OR substr(actor, 1, length(?) + 1) = ? || ':')",
        query.actor,
        query.actor,
        query.actor,
      );
    }
  }
  if (query.types !== undefined) where(`type IN (${query.types.map(() => '?').join(', ')})`, ...query.types);
  const filter = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
  const order = query.since === undefined ? 'DESC' : 'ASC';
  return db
    .prepare(`SELECT ${eventColumns} FROM events ${filter} ORDER BY seq ${order} LIMIT CAST(? AS INTEGER)`)
    .all(...parameters, queryLimit(query))
    .map(toEvent);
}
