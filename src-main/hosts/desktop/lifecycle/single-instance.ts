import type { ElectronApi } from '../electron-api.ts';

/** What a second launch tells the first, which shows it and goes on; the second leaves without a window. */
export interface LaunchNote {
  readonly hidden: boolean;
  readonly version: string;
  /** The file that was asked for, absolute; null: whatever is in use is meant. */
  readonly config: string | null;
}

export interface SingleInstance {
  /** Called for each further launch, and at once for those that came before. */
  onLaunch(listener: (note: LaunchNote) => void): void;
}

/**
 * Before ready. null: another application of this home runs and was told; leave at once. Listens from the start: a launch
 * may come while this one is still being put together, and is told of once. Data that is not ours counts as a plain launch
 * of this version.
 */
export function takeSingleInstance(
  electron: Pick<ElectronApi, 'app'>,
  own: LaunchNote,
): SingleInstance | null {
  const early: LaunchNote[] = [];
  let tell = (note: LaunchNote): void => void early.push(note);
  electron.app.on('second-instance', (_event, _argv, _folder, data) => {
    const given = (typeof data === 'object' && data !== null ? data : {}) as Partial<Record<string, unknown>>;
    tell({
      hidden: given.hidden === true,
      version: typeof given.version === 'string' ? given.version : own.version,
      config: typeof given.config === 'string' ? given.config : null,
    });
  });
  if (!electron.app.requestSingleInstanceLock({ ...own })) return null;
  return {
    onLaunch(listener) {
      tell = listener;
      for (const note of early.splice(0)) listener(note);
    },
  };
}
