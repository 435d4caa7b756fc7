import { createStore, useStore } from 'zustand';
import { persist } from 'zustand/middleware';
import type { Language } from '../ui/language.ts';

/** What a person set for this window; kept by the browser, never sent. */
export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark';
  readonly contrast: 'system' | 'more';
  readonly density: 'comfortable' | 'compact';
  readonly language: 'system' | Language;
  /** Single letters as shortcuts: some type with what sends letters by itself. */
  readonly singleKeys: boolean;
  /** `auto`: a table above 40 servers. */
  readonly layout: 'auto' | 'cards' | 'table';
  readonly order: 'trouble' | 'file' | 'name' | 'cpu' | 'memory' | 'uptime';
  readonly wrapLog: boolean;
}

const defaultPreferences: Preferences = {
  theme: 'system',
  contrast: 'system',
  density: 'comfortable',
  language: 'system',
  singleKeys: true,
  layout: 'auto',
  order: 'trouble',
  wrapLog: false,
};

// Before the store: what was kept is read while it is made.
const CHOICES: Readonly<Record<keyof Preferences, readonly unknown[]>> = {
  theme: ['system', 'light', 'dark'],
  contrast: ['system', 'more'],
  density: ['comfortable', 'compact'],
  language: ['system', 'en', 'de'],
  singleKeys: [true, false],
  layout: ['auto', 'cards', 'table'],
  order: ['trouble', 'file', 'name', 'cpu', 'memory', 'uptime'],
  wrapLog: [true, false],
};

const KEY = 'mcp-orchestrator';

// As the browser's own storage is one for the page, so is this.
const store = createStore<Preferences>()(
  persist(() => defaultPreferences, {
    name: KEY,
    version: 1,
    // What another version wrote and this one does not know must not stop the page.
    merge: (kept, initial) => ({ ...initial, ...known(kept) }),
  }),
);

function known(kept: unknown): Partial<Preferences> {
  if (typeof kept !== 'object' || kept === null) return {};
  return Object.fromEntries(
    Object.entries(kept).filter(([key, value]) => CHOICES[key as keyof Preferences]?.includes(value)),
  );
}

export const preferences = {
  get: (): Preferences => store.getState(),
  set: (change: Partial<Preferences>): void => void store.setState(change),
  reset: (): void => void store.setState(defaultPreferences),
  /** What is set in another window holds here too, and is not undone by the next thing that is set here. */
  followOthers: (): void => {
    addEventListener('storage', ({ key }) => {
      if (key === KEY) void store.persist.rehydrate();
    });
  },
  subscribe: (listener: (now: Preferences) => void): (() => void) => store.subscribe(listener),
};

export function usePreference<K extends keyof Preferences>(key: K): Preferences[K] {
  return useStore(store, (state) => state[key]);
}

/** Puts theme, contrast and density on the document, where the style sheets read them. */
export function applyLook(root: HTMLElement, { theme, contrast, density }: Preferences): void {
  const put = (name: string, value: string | null) => {
    if (value === null) root.removeAttribute(name);
    else root.setAttribute(name, value);
  };
  put('data-theme', theme === 'system' ? null : theme);
  put('data-contrast', contrast === 'system' ? null : contrast);
  put('data-density', density === 'compact' ? density : null);
}
