import type { CrashReason } from '../../../src-shared/schema/status.ts';
import type { Store } from '../ports/store.ts';
import type { PolicyState } from './policy-state.ts';

const KEY = 'alerts.untold';

export interface Untold {
  /** What was down when the last instance ended, and was told: it is no news when it is again. */
  readonly toldBefore: ReadonlyMap<string, CrashReason>;
  /** Remembers what is down and waits to be told, for the next instance where this one ends before it is. */
  keep(state: PolicyState): void;
}

/** Quiet hours last longer than many an instance: who went down in them is told at their end all the same. */
export function keepUntold(store: Store): Untold {
  let kept = store.getValue(KEY) ?? '[]';
  const waited = namesOf(kept);
  const toldBefore = new Map(
    store
      .servers()
      .flatMap(({ name, crashed }) =>
        crashed === null || waited.has(name) ? [] : [[name, crashed.reason] as const],
      ),
  );
  return {
    toldBefore,
    keep({ waiting, stopping }) {
      // At its end it waits for nothing any more: what it waited for until then is the next one's.
      if (stopping) return;
      const names = [...waiting].flatMap(([name, { kind }]) => (kind === 'down' ? [name] : []));
      const text = JSON.stringify(names);
      if (text === kept) return;
      kept = text;
      store.setValue(KEY, text);
    },
  };
}

function namesOf(text: string): ReadonlySet<unknown> {
  try {
    const names: unknown = JSON.parse(text);
    return new Set(Array.isArray(names) ? names : []);
  } catch {
    return new Set(); // what was told before is then told at most not again
  }
}
