import type { LogLine } from '../../../src-shared/schema/log-line.ts';
import { createLineStore, isExit, kindIn, type LineStore } from './line-store.ts';
import { ALL_LINES, createRows, type LineFilter, type Metrics, type Rows } from './rows.ts';
import { createSearch, type Search } from './search.ts';
import type { LineSelection } from './selection.ts';
import { createLogSource, type LogSource } from './source.ts';

/** A place to bring into view. `id` tells requests apart. */
export interface ScrollRequest {
  readonly id: number;
  readonly number: number;
  /** Where in the window: 0 at its top, 1 at its foot. */
  readonly place: number;
}

export interface LogModelState {
  /** Counts up with every change. */
  readonly version: number;
  readonly follow: boolean;
  readonly paused: boolean;
  /** Lines that came since one does not follow, and are shown with this filter. */
  readonly fresh: number;
  readonly filter: LineFilter;
  readonly selection: LineSelection | null;
  readonly request: ScrollRequest | null;
  /** The line to which one was led, which is marked. */
  readonly target: number | null;
  /** Older lines are read one page after another, for this. */
  readonly gathering: 'start' | 'search' | 'crash' | 'time' | 'file' | null;
  readonly notice: 'no-end' | null;
}

export interface LogModel {
  readonly store: LineStore;
  readonly rows: Rows;
  readonly search: Search;
  readonly source: LogSource;
  readonly state: LogModelState;
  subscribe(listener: () => void): () => void;
  setMetrics(metrics: Metrics): void;
  setFilter(filter: LineFilter): void;
  setFollow(follow: boolean): void;
  setPaused(paused: boolean): void;
  select(selection: LineSelection | null): void;
  find(text: string, near: number): void;
  findNext(direction: -1 | 1): void;
  goStart(): Promise<void>;
  goTime(atMs: number): Promise<void>;
  /** `anyEnd`: it is down now, so its newest end is what one looks for, however it looks. */
  goCrash(anyEnd: boolean): Promise<void>;
  /** Everything that is stored, as far as there is room. */
  readAll(): Promise<void>;
  stopReading(): void;
  dismissNotice(): void;
  dispose(): void;
}

/** What is drawn is drawn so often at most. */
const COMMIT_MS = 120;
/** A paused view holds so many lines back; of more, the oldest are told as missed. */
const MOST_HELD = 100_000;

export interface LogModelOptions {
  /** The orchestrator's own log. */
  readonly own: boolean;
  readonly now?: () => number;
  readonly soon?: (step: () => void) => void;
}

/** One log in the page: its lines, which of them are shown, where one is and what one looks for. */
export function createLogModel(options: LogModelOptions): LogModel {
  const now = options.now ?? (() => performance.now());
  const soon = options.soon ?? ((step) => void setTimeout(step, 0));
  const listeners = new Set<() => void>();
  const store = createLineStore(options.own);
  const rows = createRows(store);
  let state: LogModelState = {
    version: 0,
    follow: true,
    paused: false,
    fresh: 0,
    filter: ALL_LINES,
    selection: null,
    request: null,
    target: null,
    gathering: null,
    notice: null,
  };
  let timer: ReturnType<typeof setTimeout> | null = null;
  let held: LogLine[] = [];
  let heldMissed = 0;
  let gathering = 0;

  function set(change: Partial<LogModelState>): void {
    state = { ...state, ...change, version: state.version + 1 };
    for (const listener of listeners) listener();
  }

  /** Takes what came into what is drawn. */
  function commit(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    rows.sync();
    search.update();
    set({});
  }

  function commitSoon(): void {
    timer ??= setTimeout(commit, COMMIT_MS);
  }

  function countFresh(from: number): number {
    let count = 0;
    for (let number = from; number < store.end; number++) {
      const chunk = store.chunkOf(number);
      if (chunk !== null && rows.passes(chunk.flags[number - chunk.first] ?? 0)) count++;
    }
    return count;
  }

  function append(lines: readonly LogLine[]): void {
    const from = store.end;
    store.append(lines);
    if (!state.follow) state = { ...state, fresh: state.fresh + countFresh(from) };
  }

  const source = createLogSource({
    store,
    onLines(lines) {
      if (!state.paused) append(lines);
      else {
        held = held.concat(lines);
        if (held.length > MOST_HELD) {
          heldMissed += held.length - MOST_HELD;
          held = held.slice(-MOST_HELD);
        }
        state = { ...state, fresh: held.length };
      }
      commitSoon();
    },
    onMissed(count) {
      if (state.paused) heldMissed += count;
      else store.appendMissed(count, Date.now());
      commitSoon();
    },
    onReset() {
      held = [];
      heldMissed = 0;
      state = { ...state, fresh: 0, selection: null, target: null };
    },
    // Of many pages that are read one after another not each is drawn.
    onChange: () => (state.gathering === null ? commit() : commitSoon()),
  });

  const search = createSearch({
    store,
    rows,
    soon,
    now,
    onChange(arrived) {
      const { current } = search.state;
      if (arrived && current !== null) show(current, 0.5, { follow: false });
      else set({});
    },
  });

  function show(number: number, place: number, change: Partial<LogModelState> = {}): void {
    const id = (state.request?.id ?? 0) + 1;
    set({ ...change, request: { id, number, place } });
  }

  /** Reads older lines until `done` says so, there are no more, or somebody wants something else. */
  async function gather(why: LogModelState['gathering'], done: () => boolean): Promise<boolean> {
    const mine = ++gathering;
    if (done()) return true;
    set({ gathering: why });
    try {
      while (mine === gathering && (await source.readOlder())) if (done()) return mine === gathering;
      return false;
    } finally {
      if (mine === gathering) {
        state = { ...state, gathering: null };
        commit();
      }
    }
  }

  return {
    store,
    rows,
    search,
    source,
    get state() {
      return state;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setMetrics(metrics) {
      rows.setMetrics(metrics);
      set({});
    },
    setFilter(filter) {
      rows.setFilter(filter);
      search.update(true);
      set({ filter, selection: null, fresh: 0 });
    },
    setFollow(follow) {
      if (follow === state.follow) return;
      set({ follow, fresh: state.paused ? state.fresh : 0, ...(follow ? { target: null } : {}) });
    },
    setPaused(paused) {
      if (paused === state.paused) return;
      state = { ...state, paused, fresh: 0 };
      if (!paused) {
        if (heldMissed > 0) store.appendMissed(heldMissed, Date.now());
        const lines = held;
        held = [];
        heldMissed = 0;
        append(lines);
      }
      commit();
    },
    select: (selection) => set({ selection }),
    find(text, near) {
      search.begin(text, near);
      if (text !== '') void gather('search', () => search.state.text !== text);
      else if (state.gathering === 'search') {
        gathering++;
        set({ gathering: null });
      }
    },
    findNext(direction) {
      const next = search.go(direction);
      if (next !== null) show(next, 0.5, { follow: false });
    },
    async goStart() {
      set({ follow: false });
      const first = rows.first();
      if (first !== null) show(first, 0);
      await gather('start', () => false);
      const begin = rows.first();
      if (begin !== null && !state.follow) show(begin, 0);
    },
    async goTime(atMs) {
      set({ follow: false });
      await gather('time', () => (store.line(store.first)?.atMs ?? Number.POSITIVE_INFINITY) <= atMs);
      for (const number of rows.between(store.first, store.end)) {
        if ((store.line(number)?.atMs ?? 0) < atMs) continue;
        show(number, 0.4, { target: number });
        return;
      }
      set({ follow: true });
    },
    async goCrash(anyEnd) {
      set({ notice: null });
      const found = () => store.lastMark(anyEnd ? isExit : (flags) => kindIn(flags) === 'crashed');
      await gather('crash', () => found() !== null);
      const end = found() ?? store.lastMark(isExit);
      if (end === null) set({ notice: 'no-end', follow: true });
      else {
        if (!rows.passes(end.flags)) {
          rows.setFilter(ALL_LINES);
          search.update(true);
          state = { ...state, filter: ALL_LINES };
        }
        show(end.number, 0.85, { follow: false, target: end.number });
      }
    },
    async readAll() {
      await gather('file', () => false);
    },
    stopReading() {
      gathering++;
      set({ gathering: null });
    },
    dismissNotice: () => set({ notice: null }),
    dispose() {
      if (timer !== null) clearTimeout(timer);
      gathering++;
      search.stop();
      listeners.clear();
    },
  };
}
