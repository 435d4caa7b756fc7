import type * as Electron from 'electron';
import { message } from '../../../../src-shared/i18n/message.ts';
import { alertText, escapeMarkup } from '../../../../src-shared/model/alert-text.ts';
import type { Alert, AlertOutcome } from '../../../../src-shared/schema/alert.ts';
import type { DesktopActions } from '../actions.ts';
import type { DesktopClock } from '../clock.ts';
import type { DesktopPlatform, ElectronApi } from '../electron-api.ts';
import type { Words } from '../words.ts';

/** Without 'show' or 'failed' in this time it is taken for not shown; the orchestrator itself waits 10 s for us. */
const SHOW_MS = 8000;

export interface ScreenNotifications {
  /** Never rejects. One with the same id leaves the screen first. */
  show(alert: Alert): Promise<AlertOutcome>;
  withdraw(id: string): void;
  /** What is told of by another is no longer true: while nobody listened it ended, or who told it did. */
  keepOnly(ids: readonly string[]): void;
}

/** Alerts as notifications of the system: what they look like, what a click does, and what is kept of them. */
export function createScreenNotifications(options: {
  readonly electron: Pick<ElectronApi, 'Notification'>;
  readonly platform: DesktopPlatform;
  readonly words: Words;
  readonly actions: Pick<DesktopActions, 'showWindow' | 'restart'>;
  readonly clock: Pick<DesktopClock, 'setTimer'>;
}): ScreenNotifications {
  const { electron, platform, words, actions, clock } = options;
  // An object that nobody holds is collected, and its clicks with it.
  const held = new Map<string, Electron.Notification>();

  const forget = (id: string, notification: Electron.Notification): void => {
    if (held.get(id) === notification) held.delete(id);
  };

  function withdraw(id: string): void {
    const notification = held.get(id);
    held.delete(id);
    notification?.close();
  }

  function content(alert: Alert): Electron.NotificationConstructorOptions {
    const { title, body } = alertText(alert, (text) => words.say(text));
    return {
      title,
      // Electron hands the body to Linux as it is, where services read markup in it.
      body: platform === 'linux' ? escapeMarkup(body) : body,
      silent: true,
      urgency: 'normal',
      actions: buttons(alert).map((name) => ({ type: 'button', text: words.say(`alerts.action.${name}`) })),
    };
  }

  /** Electron has buttons on macOS and Windows only (docs/api/structures/notification-action.md). */
  function buttons(alert: Alert): Alert['actions'] {
    return platform === 'linux' ? [] : alert.actions;
  }

  function act(alert: Alert, name: Alert['actions'][number] | undefined): void {
    if (name === 'restart') actions.restart(alert.servers);
    else actions.showWindow(routeOf(alert));
  }

  function watch(
    notification: Electron.Notification,
    alert: Alert,
    settle: (outcome: AlertOutcome) => void,
  ): void {
    const { id } = alert;
    notification.on('show', () => settle({ shown: true, why: null }));
    notification.on('failed', (_event, error) => {
      forget(id, notification);
      // Linux gives no reason, and this is the one that there is.
      settle(
        error === '' ? refused('alerts.why.no-service') : refused('alerts.why.system-refused', { error }),
      );
    });
    notification.on('click', () => act(alert, undefined));
    notification.on('action', ({ actionIndex }) => act(alert, buttons(alert)[actionIndex]));
    notification.on('close', ({ reason }) => {
      // On Windows it went to the Action Center, where it can be clicked and has to be withdrawn.
      if (reason !== 'timedOut' && reason !== 'applicationHidden') forget(id, notification);
    });
  }

  return {
    show(alert) {
      withdraw(alert.id);
      const { promise, resolve } = Promise.withResolvers<AlertOutcome>();
      try {
        if (!electron.Notification.isSupported()) return Promise.resolve(refused('alerts.why.unsupported'));
        const notification = new electron.Notification(content(alert));
        const silent = () => resolve(refused('alerts.why.system-silent', { seconds: SHOW_MS / 1000 }));
        const timer = clock.setTimer(SHOW_MS, silent);
        watch(notification, alert, (outcome) => {
          timer.cancel();
          resolve(outcome);
        });
        held.set(alert.id, notification);
        notification.show();
      } catch (error) {
        resolve(
          refused('alerts.why.system-refused', {
            error: error instanceof Error ? error.message : String(error),
          }),
        );
      }
      return promise;
    },
    withdraw,
    keepOnly(ids) {
      for (const id of [...held.keys()]) if (!ids.includes(id)) withdraw(id);
    },
  };
}

/** One server: what it wrote before it ended, where that helps. Several, or none: where all are seen. */
function routeOf({ servers, actions }: Alert): string {
  const [server, ...others] = servers;
  if (server === undefined || others.length > 0) return '/';
  const place = `/servers/${encodeURIComponent(server)}`;
  return actions.includes('log') ? `${place}/log?at=crash` : place;
}

function refused(key: string, params: Readonly<Record<string, string | number>> = {}): AlertOutcome {
  return { shown: false, why: message(key, params) };
}
