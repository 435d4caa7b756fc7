import type * as Electron from 'electron';

/**
 * What of Electron the desktop host uses. `main.ts` alone imports the value and hands it in: under plain Node that import
 * would try to download the binary, and tests hand in a double of the same type.
 */
export type ElectronApi = Pick<
  typeof Electron,
  | 'app'
  | 'BaseWindow'
  | 'BrowserWindow'
  | 'dialog'
  | 'ipcMain'
  | 'Menu'
  | 'MessageChannelMain'
  | 'nativeImage'
  | 'nativeTheme'
  | 'net'
  | 'Notification'
  | 'powerMonitor'
  | 'protocol'
  | 'screen'
  | 'session'
  | 'shell'
  | 'Tray'
>;

/** The platforms that differ for a person. */
export type DesktopPlatform = 'linux' | 'darwin' | 'win32';

export type {
  BaseWindow,
  BrowserWindow,
  MenuItemConstructorOptions,
  MessagePortMain,
  NativeImage,
  Tray,
} from 'electron';
