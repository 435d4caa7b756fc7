import { message } from '../../../../src-shared/i18n/message.ts';
import type { LoginItemBackend } from './backend.ts';
import { isWithin } from './launch-command.ts';

/** Where something else decides: said, and left alone. */
export function managedBackend(key: string): LoginItemBackend {
  const item = { state: 'managed', detail: message(key), canOpenSettings: false } as const;
  return { settingsUrl: null, read: async () => item, write: async () => item };
}

/** A sandbox whose applications cannot write into the person's autostart folder; null: none. */
export function sandboxOf(
  environment: Readonly<Record<string, string | undefined>>,
  executable: string,
): 'flatpak' | 'snap' | null {
  if (environment.FLATPAK_ID) return 'flatpak';
  // Inherited by everything that is started from the terminal of a snap.
  if (environment.SNAP && isWithin(executable, environment.SNAP)) return 'snap';
  return null;
}
