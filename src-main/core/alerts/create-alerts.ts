import type { AlertOutcome } from '../../../src-shared/schema/alert.ts';
import type { Orchestrator } from '../orchestrator.ts';
import type { Clock, Timer } from '../ports/clock.ts';
import type { Notifier } from '../ports/notifier.ts';
import type { Logger } from '../ports/orchestrator-ports.ts';
import type { Random } from '../ports/random.ts';
import type { Store } from '../ports/store.ts';
import type { Alerts } from './alerts.ts';
import { testAlert } from './compose.ts';
import { concerning, dueInMs, onEvent, onLook, onSettings } from './policy.ts';
import {
  type AlertChange,
  beginPolicy,
  type PolicyContext,
  type PolicyState,
  type PolicyStep,
} from './policy-state.ts';
import { createPresenting } from './presenting.ts';
import { isQuiet } from './quiet-hours.ts';
import { keepSettings } from './settings.ts';
import { keepUntold } from './untold.ts';

export interface AlertsOptions {
  readonly orchestrator: Pick<Orchestrator, 'onEvent'>;
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** How this host shows them by itself; null: only who follows does. */
  readonly notifier: Notifier | null;
}

/** Follows the orchestrator's events from now on. To be made before the first configuration is applied. */
export function createAlerts(options: AlertsOptions): Alerts {
  const { orchestrator, store, clock, random, logger, notifier } = options;
  const kept = keepSettings(store, logger);
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const presenting = createPresenting({
    clock,
    notifier,
    onChange: changed,
    onError: (error) => logger.error('a notifier failed', { error: String(error) }),
  });
  // Read before anything is started: from then on the store tells of this life.
  const untold = keepUntold(store);
  let state: PolicyState = beginPolicy(untold.toldBefore);
  let timer: Timer | null = null;

  const context = (): PolicyContext => ({
    nowMs: clock.monotonicMs(),
    nowWall: clock.wallMs(),
    settings: kept.settings,
    newId: random.id,
  });

  function take(step: PolicyStep): void {
    state = step.state;
    for (const message of step.messages) present(message);
    untold.keep(state);
    timer?.cancel();
    const dueMs = dueInMs(state, context());
    timer = dueMs === null ? null : clock.setTimer(dueMs, look);
  }

  function look(): void {
    take(onLook(state, context()));
  }

  function present(message: AlertChange): void {
    if (message.kind === 'withdraw') return presenting.withdraw(message.id);
    const { id, servers, kind } = message.alert;
    presenting.show(message.alert, (outcome) => {
      if (!outcome.shown)
        logger.info('a notification was not shown', { id, kind, servers, why: outcome.why?.key });
    });
  }

  const unsubscribe = orchestrator.onEvent((event) => {
    if (concerning.has(event.type)) take(onEvent(state, event, context()));
  });

  const alerts: Alerts = {
    state: () => ({
      settings: kept.settings,
      quiet: isQuiet(kept.settings.quietHours, clock.wallMs()),
      presenter: presenting.presenter,
      last: presenting.last,
    }),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    update(change) {
      kept.change(change);
      take(onSettings(state, context()));
      changed();
      return alerts.state();
    },
    mute(server, muted) {
      const others = kept.settings.muted.filter((name) => name !== server);
      return alerts.update({ muted: muted ? [...others, server] : others });
    },
    test: () =>
      new Promise<AlertOutcome>((resolve) => {
        presenting.show(testAlert(new Date(clock.wallMs()).toISOString()), resolve);
      }),
    follow: presenting.follow,
    report: presenting.report,
    close() {
      unsubscribe();
      timer?.cancel();
      presenting.close();
    },
  };
  return alerts;
}
