import type { Clock, Timer } from '../ports/clock.ts';
import type { Fleet } from './fleet.ts';

/** Looked at this often at least: a clock that is set, or a sleep, moves midnight. */
const LOOK_MS = 3_600_000;

/** `resetDaily`: at local midnight a server's budget begins anew, and one that used it up is started again. */
export interface DailyReset {
  begin(): void;
  /** Is it another day? Also asked after a sleep and after a change of the configuration. */
  look(): void;
  dispose(): void;
}

export function createDailyReset({
  fleet,
  clock,
}: {
  readonly fleet: Fleet;
  readonly clock: Clock;
}): DailyReset {
  let day = dayOf(clock.wallMs());
  let timer: Timer | null = null;
  let begun = false;

  function look(): void {
    timer?.cancel();
    timer = null;
    if (!begun) return;
    const nowWall = clock.wallMs();
    const slots = fleet.slots().filter((slot) => slot.machine.policy.restart.resetDaily);
    if (dayOf(nowWall) !== day) {
      day = dayOf(nowWall);
      for (const slot of slots)
        fleet.dispatch(slot, { type: 'RESET' }, { actor: 'schedule', operation: null });
    }
    if (slots.length > 0) timer = clock.setTimer(Math.min(LOOK_MS, untilMidnightMs(nowWall)), look);
  }

  return {
    begin() {
      begun = true;
      look();
    },
    look,
    dispose() {
      begun = false;
      timer?.cancel();
    },
  };
}

/** Days are the person's: a summer-time day has 23 or 25 hours. */
function dayOf(wallMs: number): string {
  return new Date(wallMs).toDateString();
}

function untilMidnightMs(wallMs: number): number {
  return new Date(wallMs).setHours(24, 0, 0, 0) - wallMs;
}
