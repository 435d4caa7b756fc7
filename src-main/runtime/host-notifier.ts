import { formatMessage } from '../../src-shared/i18n/format.ts';
import { createSystemNotifier } from '../adapters/notify/system-notifier.ts';
import type { Notifier } from '../core/ports/notifier.ts';

/**
 * Notifications of a host without windows, where there is somebody to see them: on macOS and Windows, and in a desktop
 * session elsewhere. `MCP_ORCHESTRATOR_NOTIFY=off`: none.
 */
export function createHostNotifier(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: string = process.platform,
): Notifier | null {
  if (environment.MCP_ORCHESTRATOR_NOTIFY === 'off') return null;
  if (platform !== 'darwin' && platform !== 'win32' && !hasDesktopSession(environment)) return null;
  return createSystemNotifier({ platform, say: formatMessage });
}

/** A service of the user's systemd has the bus without the display. */
function hasDesktopSession(environment: Readonly<Record<string, string | undefined>>): boolean {
  return ['DBUS_SESSION_BUS_ADDRESS', 'DISPLAY', 'WAYLAND_DISPLAY'].some((name) =>
    Boolean(environment[name]),
  );
}
