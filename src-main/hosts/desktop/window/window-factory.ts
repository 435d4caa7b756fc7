import { join } from 'node:path';
import type { BrowserWindow, DesktopPlatform, ElectronApi, NativeImage } from '../electron-api.ts';

export interface PageWindowOptions {
  readonly electron: Pick<ElectronApi, 'BrowserWindow' | 'nativeImage'>;
  readonly platform: DesktopPlatform;
  readonly title: string;
  readonly background: string;
  readonly zoom: number;
  /** Path of the bundled preload script. */
  readonly preload: string;
  /** Folder of the icons. */
  readonly icons: string;
  readonly log: (text: string) => void;
}

/**
 * The one place that makes windows with a page in them: nobody else decides what a page may. Not shown yet; size, place and
 * maximised state are those of the last time, on a screen that is there (docs/tutorial/window-state-persistence.md).
 */
export function createPageWindow(options: PageWindowOptions): BrowserWindow {
  const { electron } = options;
  return new electron.BrowserWindow({
    name: 'dashboard',
    windowStatePersistence: true,
    show: false,
    title: options.title,
    backgroundColor: options.background,
    width: 1200,
    height: 800,
    minWidth: 360,
    minHeight: 480,
    autoHideMenuBar: true,
    ...iconOf(options),
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      zoomFactor: options.zoom,
    },
  });
}

/** On Linux; elsewhere the system takes it from the application. One that cannot be read must not cost the window. */
function iconOf({ electron, platform, icons, log }: PageWindowOptions): { readonly icon?: NativeImage } {
  if (platform !== 'linux') return {};
  const path = join(icons, 'icon.png');
  const icon = electron.nativeImage.createFromPath(path);
  if (!icon.isEmpty()) return { icon };
  log(`the icon of the window cannot be read: ${path}`);
  return {};
}
