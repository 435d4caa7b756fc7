import type { DesktopState } from '../../src-shared/schema/desktop.ts';
import type { Desktop } from './desktop.ts';
import type { Preferences } from './preferences.ts';

/** What the page and the application around it set for each other. */
type Look = Pick<Preferences, 'theme' | 'language'>;

interface KeptLook {
  get(): Look;
  set(change: Partial<Look>): void;
  subscribe(listener: () => void): () => void;
}

/**
 * One theme and one language for the window, its menus and the page. What the application changes holds here, what is
 * changed here is told to it, and at the beginning the application's holds. Returns the end of it.
 */
export function shareLook(desktop: Pick<Desktop, 'store' | 'ask'>, page: KeptLook): () => void {
  let known: Look | null = null;
  let telling = false;

  const follow = (state: DesktopState | null) => {
    if (state === null) return;
    const { theme, language } = state.preferences;
    const change = difference({ theme, language }, known);
    known = { theme, language };
    // An echo of what was chosen here a moment ago must not take back what was chosen since.
    if (change !== null && !telling) page.set(change);
    void tell();
  };

  const tell = async () => {
    const change = known === null || telling ? null : difference(page.get(), known);
    if (change === null) return;
    telling = true;
    const done = await desktop.ask((client) => client.updatePreferences(change));
    telling = false;
    if (!done || known === null) return;
    known = { ...known, ...change };
    void tell();
  };

  const ends = [desktop.store.subscribe(follow), page.subscribe(() => void tell())];
  follow(desktop.store.getState());
  return () => {
    for (const end of ends) end();
  };
}

/** What of `now` is not so in `before`; null: nothing. */
function difference(now: Look, before: Look | null): Partial<Look> | null {
  const change: { theme?: Look['theme']; language?: Look['language'] } = {};
  if (now.theme !== before?.theme) change.theme = now.theme;
  if (now.language !== before?.language) change.language = now.language;
  return Object.keys(change).length === 0 ? null : change;
}
