import type { Alert, AlertMessage, AlertOutcome } from '../../../../src-shared/schema/alert.ts';
import type { ContractClient } from '../../../runtime/options.ts';
import type { DesktopActions } from '../actions.ts';
import { type DesktopClock, pause, systemClock } from '../clock.ts';
import type { DesktopPlatform, ElectronApi } from '../electron-api.ts';
import type { Words } from '../words.ts';
import { createScreenNotifications } from './screen-notifications.ts';

/** Who we are beside the alerts. */
const PRESENTER = 'desktop';
/** Before the stream is opened again: it ends with the instance, and with a connection that broke. */
const RETRY_MS = 1000;

export interface NotificationsOptions {
  readonly electron: Pick<ElectronApi, 'Notification'>;
  readonly platform: DesktopPlatform;
  readonly client: Pick<ContractClient, 'alerts'>;
  readonly words: Words;
  readonly actions: Pick<DesktopActions, 'showWindow' | 'restart'>;
  readonly log: (text: string) => void;
  /** Ends it, as `close` does. */
  readonly signal?: AbortSignal;
  readonly clock?: Pick<DesktopClock, 'setTimer'>;
}

export interface Notifications {
  /** What is on the screen stays there: it is still true. */
  close(): void;
}

/**
 * Shows the orchestrator's alerts with Electron's Notification and says what came of each. Where the orchestrator is
 * another process it follows again by itself when that is back.
 */
export function createNotifications(options: NotificationsOptions): Notifications {
  const { client, words, log, signal, clock = systemClock } = options;
  const ending = new AbortController();
  const screen = createScreenNotifications({ ...options, clock });
  const close = () => ending.abort();
  if (signal?.aborted) close();
  else signal?.addEventListener('abort', close, { once: true });

  async function take(alertMessage: AlertMessage): Promise<void> {
    if (alertMessage.kind === 'withdraw') return screen.withdraw(alertMessage.id);
    if (alertMessage.kind === 'standing') return screen.keepOnly(alertMessage.ids);
    const { alert } = alertMessage;
    const outcome = await screen.show(alert);
    if (outcome.why !== null) log(`a notification was not shown: ${words.say(outcome.why)}`);
    await report(alert, outcome);
  }

  async function report({ id }: Alert, outcome: AlertOutcome): Promise<void> {
    try {
      await client.alerts.report({ id, ...outcome }, { signal: ending.signal });
    } catch (error) {
      // The orchestrator is gone; it has noted by itself that nobody answered.
      log(`what came of a notification could not be told: ${String(error)}`);
    }
  }

  async function followForEver(): Promise<void> {
    let told: string | null = null;
    while (!ending.signal.aborted) {
      try {
        const stream = await client.alerts.follow({ as: PRESENTER }, { signal: ending.signal });
        told = null;
        for await (const alertMessage of stream) void take(alertMessage);
      } catch (error) {
        // While it is away every attempt says the same.
        if (told !== String(error) && !ending.signal.aborted) log(`notifications wait: ${String(error)}`);
        told = String(error);
      }
      await pause(RETRY_MS, ending.signal, clock);
    }
    signal?.removeEventListener('abort', close);
  }
  void followForEver();
  return { close };
}
