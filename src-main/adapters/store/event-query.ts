import type { DatabaseSync } from 'node:sqlite';
import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import type { EventQuery } from '../../core/ports/store.ts';
import { ACTOR_FAMILY } from './migrations.ts';
import { eventColumns, toEvent } from './rows.ts';

const MAX_LIMIT = 100_000;

export function queryLimit(query: EventQuery): number {
  return Math.min(MAX_LIMIT, Math.max(0, Math.floor(query.limit) || 0));
}

type Value = string | number;

/** `WHERE …` of what was said, or nothing. */
export function createFilter() {
  const conditions: string[] = [];
  const parameters: Value[] = [];
  return {
    parameters: parameters as readonly Value[],
    where(condition: string, ...values: readonly Value[]): void {
      conditions.push(condition);
      parameters.push(...values);
    },
    text: (): string => (conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''),
  };
}

type Where = ReturnType<typeof createFilter>['where'];

/** Whose events: of a server, by an actor. */
export function whereWhose(where: Where, query: Pick<EventQuery, 'server' | 'actor'>): void {
  if (query.server !== undefined) where('server = ?', query.server);
  if (query.actor === undefined) return;
  // The part before the colon is what is indexed; what stands behind it is looked at in what is left.
  const [family = ''] = query.actor.split(':', 1);
  where(`${ACTOR_FAMILY} = ?`, family);
  if (family === query.actor) return;
  where("(actor = ? OR substr(actor, 1, length(?) + 1) = ? || ':')", query.actor, query.actor, query.actor);
}

/** Oldest first with `since`, newest first otherwise. */
export function queryEvents(db: DatabaseSync, query: EventQuery): readonly OrchestratorEvent[] {
  const { where, parameters, text } = createFilter();
  if (query.since !== undefined) where('seq > ?', query.since);
  if (query.before !== undefined) where('seq < ?', query.before);
  whereWhose(where, query);
  if (query.types !== undefined) where(`type IN (${query.types.map(() => '?').join(', ')})`, ...query.types);
  const order = query.since === undefined ? 'DESC' : 'ASC';
  return db
    .prepare(`SELECT ${eventColumns} FROM events ${text()} ORDER BY seq ${order} LIMIT CAST(? AS INTEGER)`)
    .all(...parameters, queryLimit(query))
    .map(toEvent);
}
