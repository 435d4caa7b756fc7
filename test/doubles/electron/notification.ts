import type * as Electron from 'electron';
import { Emitter, type NotificationEvents } from './emitted.ts';
import { createEvent } from './events.ts';
import { imageOf } from './image.ts';
import type { World } from './world.ts';

type Used = Pick<
  Electron.Notification,
  | 'actions'
  | 'body'
  | 'close'
  | 'groupId'
  | 'id'
  | 'show'
  | 'silent'
  | 'subtitle'
  | 'timeoutType'
  | 'title'
  | 'urgency'
>;

/** What has been handed to the system's notification centre, by all notifications of the application. */
export class NotificationCentre {
  readonly shown: FakeNotification[] = [];
  /** All that were ever shown, the newest last. */
  readonly history: FakeNotification[] = [];
}

let lastId = 0;

/** docs/api/notification.md: what is shown is the system's answer to `show`. */
export class FakeNotification extends Emitter<NotificationEvents> implements Used {
  readonly id: string;
  readonly groupId: string;
  title: string;
  subtitle: string;
  body: string;
  silent: boolean;
  urgency: 'normal' | 'critical' | 'low';
  timeoutType: 'default' | 'never';
  actions: Electron.NotificationAction[];
  readonly #world: World;
  readonly #centre: NotificationCentre;
  #asked = 0;

  constructor(
    world: World,
    centre: NotificationCentre,
    options: Electron.NotificationConstructorOptions = {},
  ) {
    super();
    // docs/api/notification.md#new-notificationoptions
    world.requireReady('Cannot create Notification before app is ready');
    if (options.icon !== undefined) imageOf(world, options.icon);
    lastId += 1;
    this.#world = world;
    this.#centre = centre;
    this.id = options.id || `notification-${lastId}`;
    this.groupId = options.groupId ?? '';
    this.title = options.title ?? '';
    this.subtitle = options.subtitle ?? '';
    this.body = options.body ?? '';
    this.silent = options.silent ?? false;
    this.urgency = options.urgency ?? 'normal';
    this.timeoutType = options.timeoutType ?? 'default';
    this.actions = options.actions ?? [];
  }

  // docs/api/notification.md#notificationshow: shown again, the earlier one is dismissed
  show(): void {
    this.close();
    this.#asked += 1;
    const asked = this.#asked;
    const answer = () => {
      if (asked === this.#asked) this.#answer();
    };
    // shell/browser/notifications/linux/libnotify_notification.cc: the server answers while `show` runs
    if (this.#world.platform === 'linux') answer();
    else this.#world.later(answer);
  }

  // docs/api/notification.md#notificationclose, #event-close: told on Windows, where it was shown
  close(): void {
    this.#asked += 1;
    if (this.#leave() && this.#world.platform === 'win32') {
      this.tell('close', createEvent({ reason: 'applicationHidden' as const }));
    }
  }

  get isShown(): boolean {
    return this.#centre.shown.includes(this);
  }

  /** docs/api/structures/notification-action.md: buttons are for macOS and Windows. */
  get buttons(): readonly string[] {
    if (this.#world.platform === 'linux') return [];
    return this.actions.filter((action) => action.type === 'button').map((action) => action.text ?? '');
  }

  // docs/api/notification.md#event-click
  clicked(): void {
    this.#requireShown();
    this.tell('click', createEvent());
  }

  // docs/api/notification.md#event-action-macos-windows
  pressed(index: number): void {
    this.#requireShown();
    if (this.buttons[index] === undefined) {
      throw new Error(`"${this.title}" has no button ${index}: there are ${this.buttons.length}`);
    }
    this.tell('action', createEvent({ actionIndex: index, selectionIndex: -1 }), index, -1);
  }

  // docs/api/notification.md#event-close
  closedByPerson(reason: 'userCanceled' | 'timedOut'): void {
    this.#requireShown();
    this.#leave();
    this.tell('close', createEvent(this.#world.platform === 'win32' ? { reason } : {}) as never);
  }

  // docs/api/notification.md#event-failed-macos-windows
  failed(error: string): void {
    this.#leave();
    this.tell('failed', createEvent(), error);
  }

  #answer(): void {
    const { notifications } = this.#world.setting;
    if (notifications === 'silent' || notifications === 'unsupported') return;
    if (notifications === 'refused') {
      // macOS: docs/api/notification.md, second note. Linux gives no reason (libnotify_notification.cc).
      return this.failed(
        this.#world.platform === 'linux' ? '' : 'Notifications are not allowed for this application',
      );
    }
    this.#replaceSameId();
    this.#centre.shown.push(this);
    this.#centre.history.push(this);
    this.tell('show', createEvent());
  }

  // docs/api/notification.md#new-notificationoptions, `id`: the system knows one of a name on macOS and Windows
  #replaceSameId(): void {
    if (this.#world.platform === 'linux') return;
    const { shown } = this.#centre;
    const same = shown.findIndex((other) => other.id === this.id);
    if (same >= 0) shown.splice(same, 1);
  }

  #leave(): boolean {
    const at = this.#centre.shown.indexOf(this);
    if (at < 0) return false;
    this.#centre.shown.splice(at, 1);
    return true;
  }

  #requireShown(): void {
    if (!this.isShown) throw new Error(`the notification "${this.title}" is not on the screen`);
  }
}
