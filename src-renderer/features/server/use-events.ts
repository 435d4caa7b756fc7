import { useMemo } from 'react';
import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import { type Dashboard, useDashboardState } from '../../state/dashboard.ts';
import { changesServer, mergeEvents } from './timeline.ts';
import { useAnswer } from './use-answer.ts';

/** More than a panel shows; the events' own tab pages further back. */
export const NEWEST = 200;
const NEWEST_LOADED = 50;
/** Of those that came while the page was open; before them the list has those that were stored. */
const MOST_FRESH = 500;
const NEWEST_OF_DEPENDENCY = 30;
/**
 * Read apart: a check that fails every few seconds fills the newest events with itself, and what made the last hour what it
 * was would be missing. So many are a restart every four seconds.
 */
const MARKS = { 'server.exit': 1000, 'server.restart': 1000, 'server.state': NEWEST } as const;
const isMark = ({ type }: OrchestratorEvent): boolean => Object.hasOwn(MARKS, type);

type ListEvents = ReturnType<Dashboard['client']>['events']['list'];

export interface ServerEvents {
  /** Newest first: of this server, and configurations that changed it. */
  readonly own: readonly OrchestratorEvent[];
  /** The same, and further back where it ended, started again or changed its state. */
  readonly known: readonly OrchestratorEvent[];
  /** How many of it are known; there are more where `more` is set. */
  readonly count: number;
  readonly more: boolean;
  readonly loading: boolean;
  readonly problem: string | null;
}

export function useServerEvents(name: string): ServerEvents {
  const stored = useAnswer(name, async ({ events }) => {
    const [own, loaded] = await Promise.all([
      events.list({ server: name, limit: NEWEST }),
      events.list({ type: 'config.loaded', limit: NEWEST_LOADED }),
    ]);
    // Where the newest are all there are, the marks are among them.
    const marks = own.events.length < NEWEST ? [] : await marksOf(name, events.list);
    return {
      own: own.events,
      loaded: loaded.events.filter((event) => changesServer(event, name)),
      marks,
    };
  });
  const fresh = useFreshEvents(name, (event) => event.server === name || changesServer(event, name));
  const freshMarks = useFreshEvents(name, (event) => event.server === name && isMark(event));
  const { value } = stored;
  const own = useMemo(() => mergeEvents(value?.own ?? [], value?.loaded ?? [], fresh), [value, fresh]);
  const known = useMemo(() => mergeEvents(own, value?.marks ?? [], freshMarks), [own, value, freshMarks]);
  return {
    own,
    known,
    count: own.length,
    more: (value?.own.length ?? 0) >= NEWEST,
    loading: value === null && stored.problem === null,
    problem: stored.problem,
  };
}

async function marksOf(server: string, list: ListEvents): Promise<readonly OrchestratorEvent[]> {
  const types = Object.keys(MARKS) as (keyof typeof MARKS)[];
  const answers = await Promise.all(types.map((type) => list({ server, type, limit: MARKS[type] })));
  return answers.flatMap(({ events }) => events);
}

/** What lately happened to the servers that it needs. */
export function useDependencyEvents(dependencies: readonly string[]): readonly OrchestratorEvent[] {
  const key = dependencies.length === 0 ? null : JSON.stringify(dependencies);
  const { value } = useAnswer(key, async ({ events }) => {
    const lists = await Promise.all(
      dependencies.map((server) => events.list({ server, limit: NEWEST_OF_DEPENDENCY })),
    );
    return lists.flatMap((list) => list.events);
  });
  const fresh = useFreshEvents(key ?? '', ({ server }) => server !== null && dependencies.includes(server));
  return useMemo(() => mergeEvents(value ?? [], fresh), [value, fresh]);
}

/**
 * Gives the same list as before until another event that is wanted comes: others' events draw nothing here. What was
 * given stays, though the feed keeps only the newest events of all servers together.
 */
export function createEventSelector(
  wanted: (event: OrchestratorEvent) => boolean,
): (events: readonly OrchestratorEvent[]) => readonly OrchestratorEvent[] {
  let seen: readonly OrchestratorEvent[] = [];
  let kept: readonly OrchestratorEvent[] = [];
  return (events) => {
    if (events === seen) return kept;
    seen = events;
    const newest = kept.at(-1)?.seq ?? 0;
    // Numbers that went back are another history.
    if ((events.at(-1)?.seq ?? 0) < newest) kept = events.filter(wanted);
    else {
      const found = events.filter((event) => event.seq > newest && wanted(event));
      if (found.length > 0) kept = [...kept, ...found].slice(-MOST_FRESH);
    }
    return kept;
  };
}

/** Those of the feed that are wanted; `key` says what that depends on. */
function useFreshEvents(
  key: string,
  wanted: (event: OrchestratorEvent) => boolean,
): readonly OrchestratorEvent[] {
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for all that `wanted` looks at
  const select = useMemo(() => createEventSelector(wanted), [key]);
  return useDashboardState((state) => select(state.feed.events));
}
