import { createStore, useStore } from 'zustand';

/** What the keyboard is at, and what is marked for an action on several. */
export interface Selection {
  readonly chosen: string | null;
  readonly selected: ReadonlySet<string>;
  /** Where a range begins. */
  readonly anchor: string | null;
  /** In the order of the page. */
  readonly shown: readonly string[];
}

const NOTHING: Selection = { chosen: null, selected: new Set(), anchor: null, shown: [] };

export function toggled(now: Selection, name: string): Selection {
  const selected = new Set(now.selected);
  if (!selected.delete(name)) selected.add(name);
  return { ...now, selected, anchor: name };
}

/** From where the last mark was made to here, in the order that is shown. */
export function extended(now: Selection, name: string): Selection {
  const { shown } = now;
  const from = shown.indexOf(now.anchor ?? name);
  const to = shown.indexOf(name);
  if (to < 0) return now;
  const [first, last] = from < 0 ? [to, to] : [Math.min(from, to), Math.max(from, to)];
  return { ...now, selected: new Set([...now.selected, ...shown.slice(first, last + 1)]) };
}

/** All of them, or none where all are marked already. */
export function allOf(now: Selection, names: readonly string[]): Selection {
  const every = names.every((name) => now.selected.has(name));
  const selected = new Set(now.selected);
  for (const name of names) {
    if (every) selected.delete(name);
    else selected.add(name);
  }
  return { ...now, selected };
}

/** Names that are gone are marked no longer. */
export function pruned(now: Selection, known: ReadonlySet<string>): Selection {
  const isKnown = (name: string) => known.has(name);
  if ([...now.selected].every(isKnown)) return now;
  return { ...now, selected: new Set([...now.selected].filter(isKnown)) };
}

// It outlives the view: who comes back from a server finds it chosen still.
const store = createStore<Selection>(() => NOTHING);

export const selection = {
  get: (): Selection => store.getState(),
  choose: (chosen: string | null): void => {
    if (store.getState().chosen !== chosen) store.setState({ chosen });
  },
  toggle: (name: string): void => store.setState((now) => toggled(now, name)),
  /** Marks from the last mark to here. */
  extend: (name: string): void => store.setState((now) => extended(now, name)),
  show: (shown: readonly string[]): void => store.setState({ shown }),
  all: (names: readonly string[]): void => store.setState((now) => allOf(now, names)),
  prune: (known: ReadonlySet<string>): void => store.setState((now) => pruned(now, known)),
  clear: (): void => store.setState({ selected: NOTHING.selected, anchor: null }),
};

export function useSelection<T>(select: (now: Selection) => T): T {
  return useStore(store, select);
}
