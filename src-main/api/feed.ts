import type { FeedMessage } from '../../src-shared/schema/feed.ts';
import type { Orchestrator } from '../core/orchestrator.ts';
import type { Clock, Timer } from '../core/ports/clock.ts';

/** The instance's own memory and CPU change all the time; a page that looks gets them this often. */
export const INSTANCE_EVERY_MS = 5000;
/** A page draws no faster; of hundreds of servers each message would cost it more than what it says. */
export const FIGURES_APART_MS = 200;

/**
 * The stream that a page lives from: the orchestrator's feed, and the instance's own figures in between. Ends with the
 * signal or when the reader stops; nothing ticks while nobody reads.
 */
export async function* openFeed(
  orchestrator: Orchestrator,
  options: {
    readonly clock: Clock;
    readonly since: number | null;
    readonly signal?: AbortSignal | undefined;
  },
): AsyncGenerator<FeedMessage, void, void> {
  const { clock, since, signal } = options;
  if (orchestrator.openFeed === undefined) throw new Error('this orchestrator has no feed');
  const source = orchestrator.openFeed({ since, signal, figuresApartMs: FIGURES_APART_MS });
  let pending = source.next();
  try {
    for (;;) {
      const next = await nextOrTick(pending, clock);
      if (next === 'tick') {
        yield { kind: 'instance', instance: orchestrator.status().instance };
        continue;
      }
      if (next.done === true) return;
      yield next.value;
      pending = source.next();
    }
  } finally {
    await source.return?.();
  }
}

async function nextOrTick<T>(pending: Promise<T>, clock: Clock): Promise<T | 'tick'> {
  let timer: Timer | undefined;
  const tick = new Promise<'tick'>((resolve) => {
    timer = clock.setTimer(INSTANCE_EVERY_MS, () => resolve('tick'));
  });
  try {
    return await Promise.race([pending, tick]);
  } finally {
    timer?.cancel();
  }
}
