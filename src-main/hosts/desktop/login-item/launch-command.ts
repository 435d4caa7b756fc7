import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { basename, isAbsolute, join, resolve, sep } from 'node:path';

/** How this application is started again as it was started now, but without a window. */
export interface LaunchCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** What tells it from the application of the usual home: a part of names; null: it is that one. */
  readonly suffix: string | null;
  /** For a person: which home that is. */
  readonly homeName: string | null;
  /** A home or a configuration of its own is handed on. */
  readonly hasOwnFiles: boolean;
}

export interface LaunchFacts {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Of this process. */
  readonly executable: string;
  /** The folder that Electron was given where the application is not packaged, else null. */
  readonly appPath: string | null;
  /** What was asked for, and what holds where nothing is. */
  readonly home: string | undefined;
  readonly defaultHome: string;
  readonly config: string | undefined;
  readonly defaultConfig: string;
}

export const HIDDEN = '--hidden';

export function launchCommand(facts: LaunchFacts): LaunchCommand {
  const { environment, appPath } = facts;
  const home = chosen(facts.home || environment.MCP_ORCHESTRATOR_HOME, facts.defaultHome);
  const config = chosen(facts.config || environment.MCP_ORCHESTRATOR_CONFIG, facts.defaultConfig);
  return {
    program: appImageOf(facts) ?? facts.executable,
    args: [
      ...(appPath === null ? [] : [appPath]),
      HIDDEN,
      // In one word each: Chromium moves words without dashes to the end.
      ...(home === null ? [] : [`--home=${home}`]),
      ...(config === null ? [] : [`--config=${config}`]),
    ],
    suffix: home === null ? null : createHash('sha256').update(home).digest('hex').slice(0, 8),
    homeName: home === null ? null : basename(home),
    hasOwnFiles: home !== null || config !== null,
  };
}

/** Absolute, as the working folder is another one at login; null: the usual one. */
function chosen(path: string | undefined, usual: string): string | null {
  if (path === undefined || path === '') return null;
  const absolute = resolve(path);
  return absolute === resolve(usual) ? null : absolute;
}

/**
 * The file that a person moves about, not the program in its mount, which is gone at the next start. The variable is
 * inherited: started from a terminal that is an AppImage itself, it names that one.
 */
export function appImageOf({
  environment,
  executable,
}: Pick<LaunchFacts, 'environment' | 'executable'>): string | null {
  const { APPIMAGE: image, APPDIR: mount } = environment;
  if (image === undefined || !isAbsolute(image)) return null;
  return mount === undefined || mount === '' || isWithin(executable, mount) ? image : null;
}

export function isWithin(path: string, folder: string): boolean {
  return real(path).startsWith(join(real(folder), sep));
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path; // not there: compared as it is written
  }
}
