import dbus from 'dbus-next';
import type { SessionBus } from '../../../support/session-bus.ts';

/** What a desktop has that shows status icons, or would show them if a panel did. */
export interface Watcher {
  hasHost: boolean;
}

/** https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/StatusNotifierWatcher/ */
class StatusNotifierWatcher extends dbus.interface.Interface implements Watcher {
  hasHost: boolean;

  constructor(hasHost: boolean) {
    super('org.kde.StatusNotifierWatcher');
    this.hasHost = hasHost;
  }

  get IsStatusNotifierHostRegistered(): boolean {
    return this.hasHost;
  }
}
StatusNotifierWatcher.configureMembers({
  properties: { IsStatusNotifierHostRegistered: { signature: 'b', access: 'read' } },
});

/** It comes onto the bus, with a panel that shows icons or without. */
export async function statusNotifierWatcher(bus: SessionBus, hasHost: boolean): Promise<Watcher> {
  const connection = await bus.connect();
  const watcher = new StatusNotifierWatcher(hasHost);
  connection.export('/StatusNotifierWatcher', watcher);
  await connection.requestName('org.kde.StatusNotifierWatcher', 0);
  return watcher;
}
