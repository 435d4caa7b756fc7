import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import type { Fleet } from './fleet.ts';
import { isIdle, type Slot } from './fleet-slot.ts';
import { withinMs } from './fleet-start.ts';
import { QUIT_WAITS } from './fleet-stop.ts';
import type { Operations } from './operations.ts';

/** surface.md §3: 8 s in all. What still lives a last KILL's wait before that is killed, in whatever order. */
const QUIT_LIMIT_MS = 8000;
const FORCE_AT_MS = QUIT_LIMIT_MS - QUIT_WAITS.killWait;
/** Nothing is waited for beyond this, also not a system that does not give a killed process back. */
const GIVE_UP_AT_MS = QUIT_LIMIT_MS + 1000;

export interface Shutdown {
  begun(): boolean;
  /** Time is over, or somebody asked twice: what is not gone is killed, whatever it was told before. */
  forced(): boolean;
  /** Called again with `force` it kills at once; each call resolves when everything is down or given up. */
  run(force: boolean): Promise<void>;
}

/** Ends every server in reverse order, side by side inside a level. What is desired stays, for the next boot. */
export function createShutdown(options: {
  readonly fleet: Fleet;
  readonly operations: Operations;
  readonly clock: Clock;
  readonly store: Store;
  /** Jumps to the end of the ladder that a server is on. */
  readonly kill: (slot: Slot) => void;
}): Shutdown {
  const { fleet, operations, clock, store, kill } = options;
  let ending: Promise<void> | null = null;
  let isForced = false;

  /** Whatever is not stopping yet stops; whatever is, also a server that left the file, is killed. */
  function forceAll(): void {
    isForced = true;
    for (const slot of fleet.slots()) {
      if (isIdle(slot.machine)) continue;
      fleet.dispatch(slot, { type: 'STOP', by: 'quit', force: true });
      fleet.then(() => kill(slot));
    }
  }

  async function end(): Promise<void> {
    const live = fleet.slots().filter((slot) => !isIdle(slot.machine));
    const forcing = clock.setTimer(FORCE_AT_MS, forceAll);
    await withinMs(clock, operations.quit(live), GIVE_UP_AT_MS);
    forcing.cancel();
    operations.abandon();
    // Its operations' last events are told in the next microtask.
    await Promise.resolve();
    store.flush();
  }

  return {
    begun: () => ending !== null,
    forced: () => isForced,
    run(force) {
      if (ending === null) {
        // Set before anything is sent: the ladders that begin now have the short waits.
        const { promise, resolve, reject } = Promise.withResolvers<void>();
        ending = promise;
        end().then(resolve, reject);
      }
      if (force) forceAll();
      return ending;
    },
  };
}
