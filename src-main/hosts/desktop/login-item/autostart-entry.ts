import { desktopHost as german } from '../../../../src-shared/i18n/de/desktop-host.ts';
import { desktopHost as english } from '../../../../src-shared/i18n/en/desktop-host.ts';
import { changeEntry, type DesktopEntry, entryCommand, entryText } from './desktop-entry.ts';
import type { LaunchCommand } from './launch-command.ts';

/** `Exec` as we wrote it: where the two differ, somebody has changed it and wants it so. */
const WRITTEN = 'X-MCP-Orchestrator-Exec';
/** As package.json and the installed entry have it, so that the desktop knows whose window it is. */
const NAME = 'mcp-orchestrator';

/** The entry as we write it. */
export function ownKeys(
  command: LaunchCommand,
): Readonly<Record<string, string>> & { readonly Exec: string } {
  const exec = entryCommand(startable([command.program, ...command.args]));
  return {
    Type: 'Application',
    Name: entryText(
      command.homeName === null ? 'MCP Orchestrator' : `MCP Orchestrator (${command.homeName})`,
    ),
    Comment: entryText(english['desktop.login.comment']),
    'Comment[de]': entryText(german['desktop.login.comment']),
    Icon: NAME,
    Exec: exec,
    // An entry whose program is gone is passed over: what is removed leaves nothing dead behind.
    TryExec: entryText(command.program),
    Terminal: 'false',
    StartupWMClass: NAME,
    'X-GNOME-Autostart-enabled': 'true',
    [WRITTEN]: exec,
  };
}

/**
 * The specification forbids `=` in the name of the program, and GLib, which GNOME reads entries with, looks for one with
 * `%` before it has made one percent sign of two. As arguments of a shell both are harmless.
 */
function startable(words: readonly [string, ...string[]]): readonly string[] {
  return /[=%]/.test(words[0]) ? ['/bin/sh', '-c', 'exec "$0" "$@"', ...words] : words;
}

/** Each desktop has its way to switch an entry off. */
export const isOff = (entry: DesktopEntry): boolean =>
  entry.get('Hidden') === 'true' || entry.get('X-GNOME-Autostart-enabled') === 'false';

/** Nobody has changed what it starts. */
export const isOurs = (entry: DesktopEntry): boolean =>
  entry.has(WRITTEN) && entry.get('Exec') === entry.get(WRITTEN);

/** Nothing of somebody else's would be lost with it. */
export function wasMade(text: string, own: Readonly<Record<string, string>>): boolean {
  const without = changeEntry(text, {
    ...Object.fromEntries(Object.keys(own).map((key) => [key, null])),
    Hidden: null,
  });
  return without === changeEntry('', {});
}
