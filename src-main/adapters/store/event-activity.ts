import type { DatabaseSync } from 'node:sqlite';
import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import type { ActivityBucket, ActivityQuery } from '../../core/ports/store.ts';

/** Exits that nobody asked for: a stop ends a process too, and says that it was expected. */
export const isUnaskedExit = ({ type, data }: OrchestratorEvent): boolean =>
  type === 'server.exit' && data.expected !== true;
export const UNASKED_EXIT = `type = 'server.exit' AND data NOT LIKE '%"expected":true%'`;

/**
 * Bucket by bucket over the index of times: several times as fast as one GROUP BY, which sorts what is sorted already.
 * Which index is said, because SQLite takes the one of types and goes through every exit there ever was for each bucket.
 */
export function countEvents(db: DatabaseSync | null, query: ActivityQuery): ActivityBucket[] {
  const { fromMs, toMs, bucketMs } = query;
  const countAll = db?.prepare(
    'SELECT count(*) AS count FROM events INDEXED BY events_by_time WHERE at >= ? AND at < ?',
  );
  const countExits = db?.prepare(
    `SELECT count(*) AS count FROM events INDEXED BY events_of_exits
     WHERE at >= ? AND at < ? AND ${UNASKED_EXIT}`,
  );
  // By their number: added to one time after the other, a width is lost in a time that is large enough.
  return Array.from({ length: Math.max(0, Math.ceil((toMs - fromMs) / bucketMs)) }, (_, index) => {
    const at = fromMs + index * bucketMs;
    const end = Math.min(at + bucketMs, toMs);
    const events = Number(countAll?.get(at, end)?.count ?? 0);
    const exits = events === 0 ? 0 : Number(countExits?.get(at, end)?.count ?? 0);
    return { at, events, exits };
  });
}

/** With events that are not in the file (yet). */
export function addEvents(
  buckets: readonly ActivityBucket[],
  events: readonly OrchestratorEvent[],
  { fromMs, toMs, bucketMs }: ActivityQuery,
): readonly ActivityBucket[] {
  if (events.length === 0) return buckets;
  const all = [...buckets];
  for (const event of events) {
    const at = Date.parse(event.at);
    const index = Math.floor((at - fromMs) / bucketMs);
    const bucket = at < toMs ? all[index] : undefined;
    if (bucket === undefined) continue;
    const exits = bucket.exits + (isUnaskedExit(event) ? 1 : 0);
    all[index] = { ...bucket, events: bucket.events + 1, exits };
  }
  return all;
}
