import type * as Electron from 'electron';
import { expectTypeOf, it } from 'vitest';
import type {
  AppEvents,
  ContentsEvents,
  NotificationEvents,
  PowerEvents,
  ScreenEvents,
  TrayEvents,
  WindowEvents,
} from './emitted.ts';

// The compiler is the one that fails here: what the double tells must be what Electron's typings promise a listener.
// The functions are never called, there is no Electron to call them with.

it('tells of the application what Electron promises', () => {
  expectTypeOf((app: Electron.App) => {
    app.on('ready', (...told) => expectTypeOf<AppEvents['ready']>().toExtend<typeof told>());
    app.on('before-quit', (...told) => expectTypeOf<AppEvents['before-quit']>().toEqualTypeOf<typeof told>());
    app.on('will-quit', (...told) => expectTypeOf<AppEvents['will-quit']>().toEqualTypeOf<typeof told>());
    app.on('quit', (...told) => expectTypeOf<AppEvents['quit']>().toEqualTypeOf<typeof told>());
    app.on('activate', (...told) => expectTypeOf<AppEvents['activate']>().toEqualTypeOf<typeof told>());
    app.on('second-instance', (...told) =>
      expectTypeOf<AppEvents['second-instance']>().toEqualTypeOf<typeof told>(),
    );
    app.on('web-contents-created', (...told) =>
      expectTypeOf<AppEvents['web-contents-created']>().toEqualTypeOf<typeof told>(),
    );
    app.on('browser-window-created', (...told) =>
      expectTypeOf<AppEvents['browser-window-created']>().toEqualTypeOf<typeof told>(),
    );
    app.on('render-process-gone', (...told) =>
      expectTypeOf<AppEvents['render-process-gone']>().toEqualTypeOf<typeof told>(),
    );
  }).toBeFunction();
});

it('tells of windows and tray what Electron promises', () => {
  expectTypeOf((window: Electron.BrowserWindow, tray: Electron.Tray) => {
    window.on('close', (...told) => expectTypeOf<WindowEvents['close']>().toEqualTypeOf<typeof told>());
    window.on('page-title-updated', (...told) =>
      expectTypeOf<WindowEvents['page-title-updated']>().toEqualTypeOf<typeof told>(),
    );
    window.on('query-session-end', (...told) =>
      expectTypeOf<WindowEvents['query-session-end']>().toEqualTypeOf<typeof told>(),
    );
    window.on('session-end', (...told) =>
      expectTypeOf<WindowEvents['session-end']>().toEqualTypeOf<typeof told>(),
    );
    tray.on('click', (...told) => expectTypeOf<TrayEvents['click']>().toEqualTypeOf<typeof told>());
    tray.on('right-click', (...told) =>
      expectTypeOf<TrayEvents['right-click']>().toEqualTypeOf<typeof told>(),
    );
    tray.on('double-click', (...told) =>
      expectTypeOf<TrayEvents['double-click']>().toEqualTypeOf<typeof told>(),
    );
  }).toBeFunction();
});

it('tells of pages what Electron promises', () => {
  expectTypeOf((contents: Electron.WebContents) => {
    contents.on('did-fail-load', (...told) =>
      expectTypeOf<ContentsEvents['did-fail-load']>().toEqualTypeOf<typeof told>(),
    );
    contents.on('will-navigate', (...told) =>
      expectTypeOf<ContentsEvents['will-navigate']>().toEqualTypeOf<typeof told>(),
    );
    contents.on('will-frame-navigate', (...told) =>
      expectTypeOf<ContentsEvents['will-frame-navigate']>().toEqualTypeOf<typeof told>(),
    );
    contents.on('will-redirect', (...told) =>
      expectTypeOf<ContentsEvents['will-redirect']>().toEqualTypeOf<typeof told>(),
    );
    contents.on('did-navigate', (...told) =>
      expectTypeOf<ContentsEvents['did-navigate']>().toEqualTypeOf<typeof told>(),
    );
    contents.on('did-navigate-in-page', (...told) =>
      expectTypeOf<ContentsEvents['did-navigate-in-page']>().toEqualTypeOf<typeof told>(),
    );
    contents.on('render-process-gone', (...told) =>
      expectTypeOf<ContentsEvents['render-process-gone']>().toEqualTypeOf<typeof told>(),
    );
    contents.on('before-input-event', (...told) =>
      expectTypeOf<ContentsEvents['before-input-event']>().toEqualTypeOf<typeof told>(),
    );
    contents.on('zoom-changed', (...told) =>
      expectTypeOf<ContentsEvents['zoom-changed']>().toEqualTypeOf<typeof told>(),
    );
    contents.on('context-menu', (...told) =>
      expectTypeOf<ContentsEvents['context-menu']>().toEqualTypeOf<typeof told>(),
    );
    contents.on('will-attach-webview', (...told) =>
      expectTypeOf<ContentsEvents['will-attach-webview']>().toEqualTypeOf<typeof told>(),
    );
  }).toBeFunction();
});

it('tells of notifications, power and displays what Electron promises', () => {
  expectTypeOf(
    (notification: Electron.Notification, power: Electron.PowerMonitor, screen: Electron.Screen) => {
      notification.on('action', (...told) =>
        expectTypeOf<NotificationEvents['action']>().toEqualTypeOf<typeof told>(),
      );
      notification.on('close', (...told) =>
        expectTypeOf<NotificationEvents['close']>().toEqualTypeOf<typeof told>(),
      );
      notification.on('failed', (...told) =>
        expectTypeOf<NotificationEvents['failed']>().toEqualTypeOf<typeof told>(),
      );
      power.on('thermal-state-change', (...told) =>
        expectTypeOf<PowerEvents['thermal-state-change']>().toEqualTypeOf<typeof told>(),
      );
      screen.on('display-metrics-changed', (...told) =>
        expectTypeOf<ScreenEvents['display-metrics-changed']>().toEqualTypeOf<typeof told>(),
      );
    },
  ).toBeFunction();
});
