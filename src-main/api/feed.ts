import type { AlertState } from '../../src-shared/schema/alert.ts';
import type { FeedMessage } from '../../src-shared/schema/feed.ts';
import type { Timer } from '../core/ports/clock.ts';
import type { ApiParts } from './context.ts';

/** The instance's own memory and CPU change all the time; a page that looks gets them this often. */
export const INSTANCE_EVERY_MS = 5000;
/** A page draws no faster; of hundreds of servers each message would cost it more than what it says. */
export const FIGURES_APART_MS = 200;

/**
 * The stream that a page lives from: the orchestrator's feed, what is told of outside the page, and the instance's own
 * figures in between. Ends with the signal or when the reader stops; nothing ticks while nobody reads.
 */
export async function* openFeed(
  { orchestrator, alerts, clock }: Pick<ApiParts, 'orchestrator' | 'alerts' | 'clock'>,
  { since, signal }: { readonly since: number | null; readonly signal?: AbortSignal | undefined },
): AsyncGenerator<FeedMessage, void, void> {
  if (orchestrator.openFeed === undefined) throw new Error('this orchestrator has no feed');
  const source = orchestrator.openFeed({ since, signal, figuresApartMs: FIGURES_APART_MS });
  let look: () => void = () => {};
  const unsubscribe = alerts.onChange(() => look());
  let told: AlertState | null = null;
  let pending = source.next();
  try {
    // What the orchestrator says comes first: who reads it knows by that that it is live.
    const first = await pending;
    if (first.done === true) return;
    yield first.value;
    pending = source.next();
    for (;;) {
      // Also after what did not ring: quiet hours begin and end by the clock alone.
      const state = alerts.state();
      if (told === null || !isSame(told, state)) {
        told = state;
        yield { kind: 'alerts', alerts: state };
        continue;
      }
      let timer: Timer | undefined;
      const other = new Promise<'tick' | 'look'>((resolve) => {
        timer = clock.setTimer(INSTANCE_EVERY_MS, () => resolve('tick'));
        look = () => resolve('look');
      });
      const next = await Promise.race([pending, other]);
      timer?.cancel();
      if (next === 'look') continue;
      if (next === 'tick') {
        yield { kind: 'instance', instance: orchestrator.status().instance };
        continue;
      }
      if (next.done === true) return;
      yield next.value;
      pending = source.next();
    }
  } finally {
    unsubscribe();
    await source.return?.();
  }
}

/** Settings and the last alert are objects that nobody changes: another one says something else. */
function isSame(a: AlertState, b: AlertState): boolean {
  return a.settings === b.settings && a.quiet === b.quiet && a.presenter === b.presenter && a.last === b.last;
}
