/**
 * What a person can have done from outside the page: tray, menu bar, notifications, a second launch. None of them throws
 * or rejects; what fails is told where it belongs (the board, a notification, the log).
 */
export interface DesktopActions {
  /** Shows the window, made anew where it was destroyed; `route` is a path of the page, such as `/servers/db/log`. */
  showWindow(route?: string): void;
  /** Names; none means all. */
  start(servers?: readonly string[]): void;
  stop(servers?: readonly string[]): void;
  restart(servers: readonly string[]): void;
  /** The folder of the logs, in the system's file manager. */
  openLogs(): void;
  setLoginItem(on: boolean): void;
  /** As chosen from a menu: awaited, with the servers stopped where they are ours. A second time forces. */
  quit(): void;
}
