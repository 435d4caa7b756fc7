import { join } from 'node:path';
import { INSTANCE_NODE_FLAGS } from './launch/node-flags.js';

/** Without these Chromium ends where there is no display, before anything of ours runs. */
const HEADLESS = ['--ozone-platform=headless', '--disable-gpu'];

/** How this program is started once more: the command line's words come after `args`. */
export interface OwnStart {
  readonly command: string;
  readonly args: readonly string[];
}

/** What of the process it depends on. */
export interface StartedAs {
  readonly argv: readonly string[];
  readonly execPath: string;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly versions: Readonly<Record<string, string | undefined>>;
  /** Electron's: it was given the application's folder. */
  readonly defaultApp?: boolean | undefined;
}

/**
 * For an instance of its own. Inside Electron the program is the application itself, started with a command: as Node it
 * cannot be used (a fuse closes that). An AppImage is named by its file, because the folder that it runs from goes with
 * this process.
 */
export function ownStart(started: StartedAs = process): OwnStart {
  const { argv, env, execPath, platform, versions, defaultApp } = started;
  const script = argv[1] ?? '';
  if (versions.electron === undefined) return { command: execPath, args: [...INSTANCE_NODE_FLAGS, script] };
  const headless = platform === 'linux' ? HEADLESS : [];
  // `electron FOLDER`, as in a checkout: dist/cli.js lies in the folder.
  if (defaultApp === true) return { command: execPath, args: [join(script, '..', '..'), ...headless] };
  return { command: env.APPIMAGE || execPath, args: headless };
}
