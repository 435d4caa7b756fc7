import type { App } from 'electron';
import type { DesktopPlatform } from '../electron-api.ts';
import { HIDDEN } from './launch-command.ts';

/** Whether nobody asked to see it: started at login. macOS hands an application no arguments then, but says so. */
export function startedHidden(options: {
  readonly electron: { readonly app: Pick<App, 'getLoginItemSettings'> };
  readonly argv: readonly string[];
  readonly platform: DesktopPlatform;
}): boolean {
  if (options.argv.includes(HIDDEN)) return true;
  if (options.platform !== 'darwin') return false;
  try {
    return options.electron.app.getLoginItemSettings().wasOpenedAtLogin;
  } catch {
    return false; // it does not tell: a window too many is less than one too few
  }
}
