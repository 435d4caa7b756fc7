import type * as Electron from 'electron';
import type { ElectronApi } from '../../../src-main/hosts/desktop/electron-api.ts';

/** Functions that take what Electron's take. What they give is the double's own. */
type Takes<Whole, Names extends keyof Whole> = {
  readonly [Name in Names]: Whole[Name] extends (...given: infer Given) => unknown
    ? (...given: Given) => unknown
    : unknown;
};

/** A class that is made with what Electron's is made with. */
type Makes<Class extends abstract new (...given: never) => unknown> = new (
  ...given: ConstructorParameters<Class>
) => unknown;

/**
 * All that the application uses of Electron, in the names and parameters of Electron's own typings: where an update of
 * Electron changes something that is used here, the compiler says so. Instances keep to it by `implements`.
 */
export interface Shape extends Record<keyof ElectronApi, unknown> {
  readonly BaseWindow: Makes<typeof Electron.BaseWindow>;
  readonly BrowserWindow: Makes<typeof Electron.BrowserWindow> &
    Takes<typeof Electron.BrowserWindow, 'fromId' | 'fromWebContents' | 'getAllWindows' | 'getFocusedWindow'>;
  readonly Menu: Makes<typeof Electron.Menu> &
    Record<
      keyof Pick<typeof Electron.Menu, 'buildFromTemplate' | 'getApplicationMenu' | 'setApplicationMenu'>,
      unknown
    >;
  readonly MenuItem: Makes<typeof Electron.MenuItem>;
  readonly MessageChannelMain: Makes<typeof Electron.MessageChannelMain>;
  readonly nativeImage: Takes<
    typeof Electron.nativeImage,
    'createEmpty' | 'createFromBuffer' | 'createFromDataURL' | 'createFromPath'
  >;
  readonly net: Takes<typeof Electron.net, 'fetch' | 'isOnline' | 'online'>;
  readonly Notification: Makes<typeof Electron.Notification> &
    Takes<typeof Electron.Notification, 'isSupported'>;
  readonly session: Takes<typeof Electron.session, 'defaultSession'>;
  readonly Tray: Makes<typeof Electron.Tray>;
}
