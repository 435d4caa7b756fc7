import { message } from '../../../src-shared/i18n/message.ts';
import type { Alert, AlertMessage, AlertOutcome, AlertState } from '../../../src-shared/schema/alert.ts';
import type { Clock, Timer } from '../ports/clock.ts';
import type { Notifier } from '../ports/notifier.ts';
import { Follower } from './follower.ts';

/** So long a presenter has to say what came of one. */
export const OUTCOME_MS = 10_000;

/** Who shows alerts, and what came of each: the newest follower, else the host's own notifier. */
export interface Presenting {
  readonly presenter: string | null;
  readonly last: AlertState['last'];
  /** `onOutcome` hears what came of it, once. */
  show(alert: Alert, onOutcome?: (outcome: AlertOutcome) => void): void;
  withdraw(id: string): void;
  follow(as: string, signal?: AbortSignal): AsyncIterableIterator<AlertMessage>;
  report(id: string, outcome: AlertOutcome): void;
  close(): void;
}

/** One that was handed over and of which nothing is known yet. */
interface Open {
  readonly alert: Alert;
  readonly by: Follower | Notifier;
  readonly timer: Timer;
  readonly onOutcome: ((outcome: AlertOutcome) => void) | undefined;
}

export function createPresenting(options: {
  readonly clock: Clock;
  readonly notifier: Notifier | null;
  /** Who presents, or what is known of the last, is another. */
  readonly onChange: () => void;
  /** A notifier that throws: it must not, and nothing else stops because of it. */
  readonly onError: (error: unknown) => void;
}): Presenting {
  const { clock, notifier, onChange, onError } = options;
  /** Oldest first; the newest shows, the others rest. */
  const followers: Follower[] = [];
  const open = new Map<string, Open>();
  /**
   * Who shows what is on the screen, to take it off there when another took over. One that went stays in it: the next of
   * its name is that one, come back.
   */
  const shownBy = new Map<string, Follower | Notifier>();
  let last: AlertState['last'] = null;
  let closed = false;

  const current = (): Follower | Notifier | null => followers.at(-1) ?? notifier;

  function settle(id: string, outcome: AlertOutcome): void {
    const entry = open.get(id);
    if (entry === undefined) return;
    entry.timer.cancel();
    open.delete(id);
    if (last !== null && last.alert === entry.alert) {
      last = { alert: entry.alert, outcome };
      onChange();
    }
    entry.onOutcome?.(outcome);
  }

  const failed = (why: string, params: Record<string, string | number> = {}): AlertOutcome => ({
    shown: false,
    why: message(why, params),
  });

  function show(alert: Alert, onOutcome?: (outcome: AlertOutcome) => void): void {
    const { id } = alert;
    settle(id, failed('alerts.why.replaced'));
    last = { alert, outcome: null };
    const by = current();
    const before = shownBy.get(id);
    if (before !== undefined && before !== by) takeOff(id, before);
    if (by === null || closed) {
      const outcome = failed(closed ? 'alerts.why.closed' : 'alerts.why.nobody');
      last = { alert, outcome };
      onChange();
      return onOutcome?.(outcome);
    }
    const silent = () =>
      settle(id, failed('alerts.why.silent', { presenter: by.name, seconds: OUTCOME_MS / 1000 }));
    open.set(id, { alert, by, timer: clock.setTimer(OUTCOME_MS, silent), onOutcome });
    shownBy.set(id, by);
    onChange();
    if (by instanceof Follower) return by.push({ kind: 'show', alert });
    void showByNotifier(by, alert);
  }

  async function showByNotifier(by: Notifier, alert: Alert): Promise<void> {
    let outcome: AlertOutcome;
    try {
      outcome = await by.show(alert);
    } catch (error) {
      onError(error);
      outcome = failed('alerts.why.refused', { presenter: by.name, error: String(error) });
    }
    // Meanwhile another may have its place.
    if (open.get(alert.id)?.alert === alert) settle(alert.id, outcome);
  }

  function takeOff(id: string, by: Follower | Notifier): void {
    shownBy.delete(id);
    if (by instanceof Follower) {
      if (!by.ended) by.push({ kind: 'withdraw', id });
      return;
    }
    try {
      by.withdraw(id);
    } catch (error) {
      onError(error);
    }
  }

  function withdraw(id: string): void {
    settle(id, failed('alerts.why.over'));
    const by = shownBy.get(id);
    if (by !== undefined) takeOff(id, by);
  }

  /** What it had not shown yet goes to whoever shows from here on. */
  function gone(follower: Follower): void {
    const index = followers.indexOf(follower);
    if (index >= 0) followers.splice(index, 1);
    for (const [id, entry] of [...open]) {
      if (entry.by !== follower) continue;
      entry.timer.cancel();
      open.delete(id);
      show(entry.alert, entry.onOutcome);
    }
    onChange();
  }

  /** It has what one of its name left on the screen, and is told which of that is still true. */
  function begin(follower: Follower): void {
    const standing = [...shownBy].filter(
      ([, by]) => by instanceof Follower && by.ended && by.name === follower.name,
    );
    for (const [id] of standing) shownBy.set(id, follower);
    followers.push(follower);
    follower.push({ kind: 'standing', ids: standing.map(([id]) => id) });
    onChange();
  }

  return {
    get presenter() {
      return current()?.name ?? null;
    },
    get last() {
      return last;
    },
    show,
    withdraw,
    follow(as, signal) {
      const follower: Follower = new Follower(as, () => gone(follower));
      if (closed) follower.end();
      else {
        begin(follower);
        follower.endWith(signal);
      }
      return follower;
    },
    report: settle,
    close() {
      if (closed) return;
      closed = true;
      for (const id of [...open.keys()]) settle(id, failed('alerts.why.closed'));
      for (const follower of [...followers]) follower.end();
    },
  };
}
