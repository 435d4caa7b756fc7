import { type Chunk, type LineStore, readable } from './line-store.ts';
import type { Rows } from './rows.ts';

export interface SearchState {
  readonly text: string;
  readonly total: number;
  /** The line of the hit at which one is; null: none yet. */
  readonly current: number | null;
  /** Its place among all hits, from 1 on. */
  readonly place: number;
  readonly busy: boolean;
}

const NO_SEARCH: SearchState = { text: '', total: 0, current: null, place: 0, busy: false };

/** As one types it, whatever signs it holds; capitals make no difference. */
function matcherOf(text: string, flags = 'i'): RegExp {
  return new RegExp(text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), flags);
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

const MAX_SPANS = 500;

/** Where a text is found in a line. */
export function spansOf(line: string, text: string): readonly Span[] {
  if (text === '') return [];
  const spans: Span[] = [];
  for (const match of line.matchAll(matcherOf(text, 'gi'))) {
    spans.push({ from: match.index, to: match.index + match[0].length });
    if (spans.length >= MAX_SPANS) break;
  }
  return spans;
}

interface Found {
  readonly chunk: Chunk;
  /** Numbers of lines. */
  readonly hits: number[];
  /** How many lines of the chunk were searched. */
  seen: number;
}

export interface Search {
  readonly state: SearchState;
  /** Looks for it from here on; '' ends it. `near`: the first hit to go to is the last one up to this line. */
  begin(text: string, near: number): void;
  /** Lines came, went, or are shown differently: what was not searched yet is. `anew`: all of it. */
  update(anew?: boolean): void;
  /** The next or previous hit, round the ends; null: there is none. */
  go(direction: -1 | 1): number | null;
  stop(): void;
}

/** A slice of the search: well below what one notices. */
const SLICE_MS = 6;

export interface SearchParts {
  readonly store: LineStore;
  readonly rows: Rows;
  /** `arrived`: a hit to go to is known now. */
  readonly onChange: (arrived: boolean) => void;
  /** Calls it when the page has done what is due. */
  readonly soon: (step: () => void) => void;
  readonly now: () => number;
}

/** Looks through all shown lines, newest first and in slices, so that the page stays awake meanwhile. */
export function createSearch({ store, rows, onChange, soon, now }: SearchParts): Search {
  let state = NO_SEARCH;
  let matcher = matcherOf('');
  let near = 0;
  let found = new Map<Chunk, Found>();
  let run = 0;

  const listOf = (chunk: Chunk): readonly number[] => found.get(chunk)?.hits ?? [];
  const isWhole = (chunk: Chunk): boolean => found.get(chunk)?.seen === chunk.texts.length;

  function searchChunk(chunk: Chunk): void {
    const known = found.get(chunk) ?? { chunk, hits: [], seen: 0 };
    found.set(chunk, known);
    const shown = rows.shownOf(chunk);
    for (let at = known.seen === 0 ? 0 : shown.findIndex((place) => place >= known.seen); ; at++) {
      const place = at < 0 ? undefined : shown[at];
      if (place === undefined) break;
      const text = readable(chunk.texts[place] ?? '', chunk.flags[place] ?? 0);
      if (matcher.test(text)) known.hits.push(chunk.first + place);
    }
    known.seen = chunk.texts.length;
  }

  /** The last hit up to `near`; else the first after it. */
  function nearest(): number | null {
    const { chunks } = store;
    for (const chunk of chunks.toReversed()) {
      const hit = listOf(chunk).findLast((each) => each <= near);
      if (hit !== undefined) return hit;
    }
    for (const chunk of chunks) {
      const [hit] = listOf(chunk);
      if (hit !== undefined) return hit;
    }
    return null;
  }

  function tell(busy: boolean): void {
    let total = 0;
    let before = 0;
    for (const chunk of store.chunks) {
      const hits = listOf(chunk);
      if (state.current !== null && chunk.first <= state.current)
        before += hits.filter((each) => each <= (state.current ?? 0)).length;
      total += hits.length;
    }
    const current = state.current ?? (busy ? firstBelow() : nearest());
    const arrived = state.current === null && current !== null;
    state = { ...state, total, current, busy, place: before };
    if (arrived) {
      tell(busy);
      onChange(true);
    } else onChange(false);
  }

  /** While it searches backwards a hit up to `near` is the nearest one as soon as there is one. */
  function firstBelow(): number | null {
    for (const chunk of store.chunks.toReversed()) {
      if (!isWhole(chunk)) return null;
      const hit = listOf(chunk).findLast((each) => each <= near);
      if (hit !== undefined) return hit;
    }
    return null;
  }

  function advance(mine: number): void {
    if (mine !== run || state.text === '') return;
    const until = now() + SLICE_MS;
    for (const chunk of store.chunks.toReversed()) {
      if (isWhole(chunk)) continue;
      searchChunk(chunk);
      if (now() < until) continue;
      tell(true);
      soon(() => advance(mine));
      return;
    }
    tell(false);
  }

  function start(): void {
    run++;
    advance(run);
  }

  return {
    get state() {
      return state;
    },
    begin(text, line) {
      found = new Map();
      near = state.current ?? line;
      state = { ...NO_SEARCH, text, busy: text !== '' };
      matcher = matcherOf(text);
      if (text === '') {
        run++;
        onChange(false);
      } else start();
    },
    update(anew = false) {
      if (state.text === '') return;
      if (anew) {
        found = new Map();
        near = state.current ?? near;
        state = { ...state, current: null };
      } else {
        // What has left the store is no hit any more.
        const there = new Set(store.chunks);
        for (const chunk of found.keys()) if (!there.has(chunk)) found.delete(chunk);
        if (state.current !== null && store.chunkOf(state.current) === null)
          state = { ...state, current: null };
      }
      start();
    },
    go(direction) {
      const { chunks } = store;
      const from = state.current;
      const ordered = direction === 1 ? chunks : chunks.toReversed();
      const isBeyond = (hit: number) => from === null || (direction === 1 ? hit > from : hit < from);
      const pick = (holds: (hit: number) => boolean): number | null => {
        for (const chunk of ordered) {
          const hits = listOf(chunk);
          const hit = direction === 1 ? hits.find(holds) : hits.findLast(holds);
          if (hit !== undefined) return hit;
        }
        return null;
      };
      const next = pick(isBeyond) ?? pick(() => true);
      if (next === null) return null;
      state = { ...state, current: next };
      tell(state.busy);
      return next;
    },
    stop() {
      run++;
    },
  };
}
