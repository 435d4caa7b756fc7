import type { EventType, OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import { actorWords, eventSentence } from './event-words.ts';

/** What the list is asked for. */
export interface EventFilter {
  /** Empty: all. */
  readonly types: readonly EventType[];
  readonly server: string | null;
  readonly actor: string | null;
  readonly text: string;
  /** Milliseconds since 1970; `to` is the first moment that is not in it. */
  readonly time: { readonly from: number; readonly to: number } | null;
}

interface Query {
  readonly before?: number;
  readonly limit?: number;
  readonly server?: string;
  readonly actor?: string;
  readonly type?: EventType;
}
/** `events.list` of the contract, newest first. */
export type ListEvents = (
  query: Query,
  options: { readonly signal: AbortSignal },
) => Promise<{ readonly events: readonly OrchestratorEvent[]; readonly lastSeq: number }>;

export interface EventPage {
  /** Newest first. */
  readonly events: readonly OrchestratorEvent[];
  /** Where older ones are asked for; null: there are none. */
  readonly next: number | null;
  readonly lastSeq: number;
}

/** Whoever types a rare word waits for so many pages at most, and is then asked whether to look further back. */
const MOST_PAGES = 8;

/** Events older than `before` that the filter matches: about `limit` of them, fewer where few of many match. */
export async function readEvents(
  list: ListEvents,
  filter: EventFilter,
  options: { readonly before: number | null; readonly limit: number; readonly signal: AbortSignal },
): Promise<EventPage> {
  const { limit, signal } = options;
  let next = options.before;
  if (next === null && filter.time !== null) next = await seqAt(list, filter.time.to, signal);
  const found: OrchestratorEvent[] = [];
  let lastSeq = 0;
  for (let page = 0; page < MOST_PAGES && found.length < limit; page++) {
    const answer = await onePage(list, filter, next, limit, signal);
    lastSeq = Math.max(lastSeq, answer.lastSeq);
    found.push(...answer.events.filter((event) => matchesEvent(event, filter)));
    next = answer.next;
    const oldest = answer.events.at(-1);
    if (oldest !== undefined && filter.time !== null && Date.parse(oldest.at) < filter.time.from) next = null;
    if (next === null) break;
  }
  return { events: found, next, lastSeq };
}

/** The API takes one type; of several, the newest of each are laid together. */
async function onePage(
  list: ListEvents,
  { types, server, actor }: EventFilter,
  before: number | null,
  limit: number,
  signal: AbortSignal,
): Promise<EventPage> {
  const base: Query = {
    limit,
    ...(before === null ? {} : { before }),
    ...(server === null ? {} : { server }),
    ...(actor === null ? {} : { actor }),
  };
  const queries: readonly Query[] = types.length === 0 ? [base] : types.map((type) => ({ ...base, type }));
  const answers = await Promise.all(queries.map((query) => list(query, { signal })));
  const events = answers
    .flatMap((answer) => answer.events)
    .sort((a, b) => b.seq - a.seq)
    .slice(0, limit);
  const full = answers.some((answer) => answer.events.length >= limit);
  const more = full || answers.reduce((sum, answer) => sum + answer.events.length, 0) > limit;
  return {
    events,
    next: more ? (events.at(-1)?.seq ?? null) : null,
    lastSeq: Math.max(...answers.map((answer) => answer.lastSeq)),
  };
}

/** The number below which all events are older than the time. Numbers and times rise together. */
async function seqAt(list: ListEvents, time: number, signal: AbortSignal): Promise<number> {
  let low = 0;
  let high = (await list({ limit: 1 }, { signal })).lastSeq + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [event] = (await list({ before: middle + 1, limit: 1 }, { signal })).events;
    if (event === undefined || Date.parse(event.at) < time) low = middle + 1;
    else high = Math.min(middle, event.seq);
  }
  return low;
}

/** Whether an event that came by itself belongs into the list; the server's own filter included. */
export function matchesEvent(event: OrchestratorEvent, filter: EventFilter): boolean {
  const { types, server, actor, text, time } = filter;
  if (types.length > 0 && !types.includes(event.type)) return false;
  // Who asks for exits asks for those that nobody asked for: so the bars count them.
  if (types.includes('server.exit') && event.type === 'server.exit' && event.data.expected === true)
    return false;
  if (server !== null && event.server !== server) return false;
  if (actor !== null && event.actor !== actor && !event.actor.startsWith(`${actor}:`)) return false;
  if (time !== null) {
    const at = Date.parse(event.at);
    if (at < time.from || at >= time.to) return false;
  }
  const wanted = text.trim().toLocaleLowerCase();
  if (wanted === '') return true;
  const words = [eventSentence(event), event.server ?? '', actorWords(event.actor)];
  return words.some((each) => each.toLocaleLowerCase().includes(wanted));
}
