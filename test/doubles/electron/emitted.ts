import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';

/** Deprecated parameters that some navigation events still carry: url, isInPlace, isMainFrame, process, routing. */
type Navigation<Params extends object> = [Electron.Event<Params>, string, boolean, boolean, number, number];

/** What the application emits. docs/api/app.md#events */
export interface AppEvents {
  'will-finish-launching': [];
  ready: [Electron.Event, Record<string, unknown>];
  'window-all-closed': [];
  'before-quit': [Electron.Event];
  'will-quit': [Electron.Event];
  quit: [Electron.Event, number];
  activate: [Electron.Event, boolean];
  'second-instance': [Electron.Event, string[], string, unknown];
  'browser-window-created': [Electron.Event, Electron.BrowserWindow];
  'browser-window-focus': [Electron.Event, Electron.BrowserWindow];
  'browser-window-blur': [Electron.Event, Electron.BrowserWindow];
  'web-contents-created': [Electron.Event, Electron.WebContents];
  'render-process-gone': [Electron.Event, Electron.WebContents, Electron.RenderProcessGoneDetails];
}

/** docs/api/browser-window.md#instance-events */
export interface WindowEvents {
  'page-title-updated': [Electron.Event, string, boolean];
  close: [Electron.Event];
  closed: [];
  'query-session-end': [Electron.WindowSessionEndEvent];
  'session-end': [Electron.WindowSessionEndEvent];
  unresponsive: [];
  responsive: [];
  blur: [];
  focus: [];
  show: [];
  hide: [];
  'ready-to-show': [];
  maximize: [];
  unmaximize: [];
  minimize: [];
  restore: [];
  resize: [];
  move: [];
  'enter-full-screen': [];
  'leave-full-screen': [];
}

/** docs/api/web-contents.md#instance-events */
export interface ContentsEvents {
  'did-start-loading': [];
  'did-stop-loading': [];
  'did-finish-load': [];
  'did-fail-load': [Electron.Event, number, string, string, boolean, number, number];
  'dom-ready': [];
  'page-title-updated': [Electron.Event, string, boolean];
  'will-navigate': Navigation<Electron.WebContentsWillNavigateEventParams>;
  'will-frame-navigate': [Electron.Event<Electron.WebContentsWillFrameNavigateEventParams>];
  'will-redirect': Navigation<Electron.WebContentsWillRedirectEventParams>;
  'did-navigate': [Electron.Event, string, number, string];
  'did-navigate-in-page': [Electron.Event, string, boolean, number, number];
  'will-prevent-unload': [Electron.Event];
  'render-process-gone': [Electron.Event, Electron.RenderProcessGoneDetails];
  unresponsive: [];
  responsive: [];
  destroyed: [];
  'before-input-event': [Electron.Event, Electron.Input];
  'zoom-changed': [Electron.Event, 'in' | 'out'];
  'context-menu': [Electron.Event, Electron.ContextMenuParams];
  'will-attach-webview': [Electron.Event, Electron.WebPreferences, Record<string, string>];
}

/** docs/api/tray.md#instance-events */
export interface TrayEvents {
  click: [Electron.KeyboardEvent, Electron.Rectangle, Electron.Point];
  'right-click': [Electron.KeyboardEvent, Electron.Rectangle];
  'double-click': [Electron.KeyboardEvent, Electron.Rectangle];
}

/** docs/api/menu.md#instance-events */
export interface MenuEvents {
  'menu-will-show': [Electron.Event];
  'menu-will-close': [Electron.Event];
}

/** docs/api/notification.md#instance-events */
export interface NotificationEvents {
  show: [Electron.Event];
  click: [Electron.Event];
  close: [Electron.Event<Electron.NotificationCloseEventParams>];
  action: [Electron.Event<Electron.NotificationActionEventParams>, number, number];
  failed: [Electron.Event, string];
}

/** docs/api/power-monitor.md#events; that `shutdown` brings an event stands in the text, not in the typings. */
export interface PowerEvents {
  suspend: [];
  resume: [];
  'on-ac': [];
  'on-battery': [];
  'thermal-state-change': [Electron.Event<Electron.PowerMonitorThermalStateChangeEventParams>];
  shutdown: [Electron.Event];
  'lock-screen': [];
  'unlock-screen': [];
}

/** docs/api/screen.md#events */
export interface ScreenEvents {
  'display-added': [Electron.Event, Electron.Display];
  'display-removed': [Electron.Event, Electron.Display];
  'display-metrics-changed': [Electron.Event, Electron.Display, string[]];
}

/** docs/api/native-theme.md#events */
export interface ThemeEvents {
  updated: [];
}

/** docs/api/message-port-main.md#instance-events */
export interface PortEvents {
  message: [Electron.MessageEvent];
  close: [];
}

/** Tells events in the shapes of its map only. Who listens goes by Electron's own typings. */
export class Emitter<Events extends { readonly [Name in keyof Events]: unknown[] }> extends EventEmitter {
  /** Whether anybody listened. */
  tell<Name extends keyof Events & string>(name: Name, ...rest: Events[Name]): boolean {
    return this.emit(name, ...rest);
  }
}
