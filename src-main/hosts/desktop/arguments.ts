import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/** How the application was started. What it does not know is ignored: Chromium and the system add arguments of their own. */
export interface DesktopArguments {
  /** Without a window: at login. */
  readonly hidden: boolean;
  readonly home: string | undefined;
  readonly config: string | undefined;
}

/** @param words without the executable, and without the application's folder where it runs unpackaged */
export function parseDesktopArguments(words: readonly string[]): DesktopArguments {
  const { values } = parseArgs({
    args: [...words],
    options: { hidden: { type: 'boolean' }, home: { type: 'string' }, config: { type: 'string' } },
    strict: false,
    allowPositionals: true,
  });
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  return { hidden: values.hidden === true, home: text(values.home), config: text(values.config) };
}

/**
 * Electron's folder for this home: one each, so that applications of different homes are no second instances of each
 * other. The default home keeps Electron's default folder.
 */
export function userDataFor(options: {
  readonly home: string;
  readonly defaultHome: string;
  readonly userData: string;
}): string {
  const { home, defaultHome, userData } = options;
  if (home === defaultHome) return userData;
  return join(userData, 'homes', createHash('sha256').update(home).digest('hex').slice(0, 16));
}
