import { isActor } from '../../src-main/core/events/actor.ts';
import type {
  ActivityBucket,
  ActivityQuery,
  EventQuery,
  EventTally,
  ServerRecord,
  Store,
  TallyQuery,
} from '../../src-main/core/ports/store.ts';
import type { EventDraft, EventType, OrchestratorEvent } from '../../src-shared/schema/event.ts';

/** A store that remembers for as long as the object lives; a second instance over the same object is a restart. */
export class MemoryStore implements Store {
  readonly records = new Map<string, ServerRecord>();
  readonly values = new Map<string, string>();
  readonly log: OrchestratorEvent[] = [];
  readonly notice = null;
  onTrouble: ((text: string) => void) | null = null;
  saves = 0;
  flushes = 0;

  servers(): readonly ServerRecord[] {
    return [...this.records.values()];
  }
  saveServer(record: ServerRecord): void {
    this.saves += 1;
    this.records.set(record.name, record);
  }
  forgetServer(name: string): void {
    this.records.delete(name);
  }
  appendEvent(draft: EventDraft, atWallMs: number): OrchestratorEvent {
    const event = { ...draft, seq: this.log.length + 1, at: new Date(atWallMs).toISOString() };
    this.log.push(event);
    return event;
  }
  events({ since, before, limit, server, actor, types }: EventQuery): readonly OrchestratorEvent[] {
    const fits = this.log.filter(
      (event) =>
        (since === undefined || event.seq > since) &&
        (before === undefined || event.seq < before) &&
        (server === undefined || event.server === server) &&
        (actor === undefined || isActor(event.actor, actor)) &&
        (types === undefined || types.includes(event.type)),
    );
    return since === undefined ? fits.reverse().slice(0, limit) : fits.slice(0, limit);
  }
  activity({ fromMs, toMs, bucketMs }: ActivityQuery): readonly ActivityBucket[] {
    const buckets: ActivityBucket[] = [];
    for (let at = fromMs; at < toMs; at += bucketMs) {
      const end = Math.min(toMs, at + bucketMs);
      const own = this.log.filter((event) => Date.parse(event.at) >= at && Date.parse(event.at) < end);
      const exits = own.filter(({ type, data }) => type === 'server.exit' && data.expected !== true).length;
      buckets.push({ at, events: own.length, exits });
    }
    return buckets;
  }
  tally({ fromMs, toMs, ...query }: TallyQuery): EventTally {
    const own = this.events({ ...query, limit: this.log.length }).filter(
      ({ at }) =>
        (fromMs === undefined || Date.parse(at) >= fromMs) && (toMs === undefined || Date.parse(at) < toMs),
    );
    const types: Partial<Record<EventType, number>> = {};
    for (const { type } of own) types[type] = (types[type] ?? 0) + 1;
    return {
      types,
      exits: own.filter(({ type, data }) => type === 'server.exit' && data.expected !== true).length,
    };
  }
  get lastSeq(): number {
    return this.log.length;
  }
  getValue(key: string): string | null {
    return this.values.get(key) ?? null;
  }
  setValue(key: string, value: string): void {
    this.values.set(key, value);
  }
  deleteValue(key: string): void {
    this.values.delete(key);
  }
  flush(): void {
    this.flushes += 1;
  }
  close(): void {}
}
