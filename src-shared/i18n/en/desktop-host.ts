/** What the desktop application does with the system: preferences, start at login. */
export const desktopHost = {
  'desktop.preferences.broken':
    'The preferences of the application could not be read from {path}: {reason}. It was moved to {aside}; the defaults are used until something is set again.',
  'desktop.preferences.broken-later':
    'The preferences of the application could no longer be read from {path}: {reason}. It was moved to {aside}; what held until then was written anew.',
  'desktop.preferences.stuck':
    'The preferences of the application could not be read from {path}: {reason}. It could not be set aside either: {why}. Nothing that is set is kept; move the file away and start the application again.',
  'desktop.preferences.unwritten':
    'The preferences of the application could not be written to {path}: {reason}. They hold until it ends. The next change tries again.',
  'desktop.preferences.keys':
    'In {path}, {count, plural, one {one preference} other {# preferences}} cannot be used: {list}. The default is used instead; what is possible stands in brackets.',

  'desktop.login.comment': 'Starts and watches the MCP servers of your configuration',
  'desktop.login.unreadable':
    'Whether it starts at login is not known: {path} could not be read: {reason}. Mend or remove that file.',
  'desktop.login.strange':
    '{path} is no desktop entry, so it does not start at login. Switched on here, the file is set aside and written anew.',
  'desktop.login.unwritten':
    'Starting at login could not be changed: {path} could not be written: {reason}. Mend that, then try again.',
  'desktop.login.outdated':
    'The application has moved, and {path} still starts it where it was: {reason}. Mend that, then switch it off and on again.',
  'desktop.login.system':
    'It starts at login for everybody on this computer: {path} says so. Switched off here, it no longer does for you.',
  'desktop.login.control-character':
    'An autostart entry cannot hold a control character, and {path} has one. Rename it, then try again.',
  'desktop.login.flatpak':
    'Flatpak decides on it: allow MCP Orchestrator to run in the background, in the settings of your desktop under Applications.',
  'desktop.login.snap': 'Snap decides on it: use the startup applications of your desktop.',
  'desktop.login.sources':
    'It runs from its sources. On macOS only the installed application can start at login.',
  'desktop.login.own-files':
    'It was started with a home or a configuration of its own, and macOS hands an application no arguments at login. Only the one with the usual files can start at login.',
  'desktop.login.needs-approval':
    'Asked for, but macOS waits for you: allow MCP Orchestrator in System Settings, General, Login Items.',
  'desktop.login.refused':
    'macOS did not accept it. It does so only for a signed application: install that one into Applications, then try again.',
  'desktop.login.task-manager':
    'It is entered, but switched off in Task Manager, under Startup apps. Switch it on there or here.',
  'desktop.login.machine': 'It is entered for everybody on this computer: an administrator decides on it.',
  'desktop.login.unknown': 'The system does not tell whether it starts at login: {reason}.',
  'desktop.login.no-settings': 'The settings of the system could not be opened: {reason}. Open them by hand.',
};
