import { implement } from '@orpc/server';
import { desktopContract } from '../../../src-shared/contract/desktop.ts';
import type { DesktopPreferences } from '../../../src-shared/schema/desktop.ts';
import type { DesktopActions } from './actions.ts';
import type { DesktopStateSource } from './desktop-state.ts';

export interface DesktopRouterParts {
  readonly state: DesktopStateSource;
  readonly actions: DesktopActions;
  readonly updatePreferences: (change: Partial<DesktopPreferences>) => void;
  readonly openLoginSettings: () => void;
  readonly seen: () => void;
}

/** The application as its windows ask it (`src-shared/contract/desktop.ts`). */
export function createDesktopRouter(parts: DesktopRouterParts) {
  const os = implement(desktopContract);
  const done = {};
  const { actions } = parts;
  return os.router({
    watch: os.watch.handler(({ signal }) => parts.state.watch(signal)),
    updatePreferences: os.updatePreferences.handler(({ input }) => {
      parts.updatePreferences(given(input));
      return done;
    }),
    setLoginItem: os.setLoginItem.handler(({ input }) => {
      actions.setLoginItem(input.on);
      return done;
    }),
    openLoginSettings: os.openLoginSettings.handler(() => {
      parts.openLoginSettings();
      return done;
    }),
    openLogs: os.openLogs.handler(() => {
      actions.openLogs();
      return done;
    }),
    seen: os.seen.handler(() => {
      parts.seen();
      return done;
    }),
    quit: os.quit.handler(() => {
      actions.quit();
      return done;
    }),
  });
}

/** Only what was given: a key with `undefined` is none. */
function given(input: { readonly [Key in keyof DesktopPreferences]?: DesktopPreferences[Key] | undefined }) {
  return Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined),
  ) as Partial<DesktopPreferences>;
}
