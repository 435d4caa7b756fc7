import { renameSync } from 'node:fs';
import { join } from 'node:path';
import type Store from 'electron-store';
import type { PreferencesFile } from './preferences-file.ts';

const NAME = 'preferences';

/**
 * Preferences in a file of electron-store. The class is handed in: importing it loads Electron, which outside of the
 * application means a download.
 *
 * @param cwd absolute; made with the first write
 */
export function openElectronStore(
  ElectronStore: typeof Store,
  { cwd, now = Date.now }: { readonly cwd: string; readonly now?: () => number },
): PreferencesFile {
  const path = join(cwd, `${NAME}.json`);
  let opened: Store | null = null;
  // Late: it reads the file, and one that is broken is to be told of and set aside, not to end the application.
  const open = (): Store => {
    opened ??= new ElectronStore({
      cwd,
      name: NAME,
      // It would empty a broken file without a word.
      clearInvalidConfig: false,
      accessPropertiesByDotNotation: false,
      deserialize: parseObject,
    });
    return opened;
  };
  return {
    path,
    read: () => ({ ...open().store }),
    write(stored) {
      open().store = { ...stored };
    },
    setAside() {
      const aside = `${path}.broken-${new Date(now()).toISOString().replaceAll(/[:.]/g, '-')}`;
      renameSync(path, aside);
      opened = null;
      return aside;
    },
  };
}

/** electron-store takes a list or a text for an empty file, and would write over it. */
function parseObject(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new SyntaxError('it holds no JSON object');
  return value as Record<string, unknown>;
}
