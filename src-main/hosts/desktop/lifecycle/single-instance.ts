import type { ElectronApi } from '../electron-api.ts';

/** What a second launch tells the first, which shows it and goes on; the second leaves without a window. */
export interface LaunchNote {
  readonly hidden: boolean;
  readonly version: string;
}

/** Before ready. false: another application of this home runs and was told; leave at once. */
export function takeSingleInstance(electron: Pick<ElectronApi, 'app'>, note: LaunchNote): boolean {
  return electron.app.requestSingleInstanceLock({ ...note });
}

/** `listener` is called for each further launch. Data that is not ours counts as a plain launch of this version. */
export function onSecondLaunch(
  electron: Pick<ElectronApi, 'app'>,
  ownVersion: string,
  listener: (note: LaunchNote) => void,
): void {
  electron.app.on('second-instance', (_event, _argv, _folder, data) => {
    const given = (typeof data === 'object' && data !== null ? data : {}) as Partial<Record<string, unknown>>;
    listener({
      hidden: given.hidden === true,
      version: typeof given.version === 'string' ? given.version : ownVersion,
    });
  });
}
