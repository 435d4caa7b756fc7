/** What the tray says: its menu, and why it is not there. */
export const tray = {
  'tray.open': 'Open',
  'tray.server': '{name}: {state}',
  'tray.show-all': 'Show all {count} servers',
  'tray.groups': 'Groups',
  'tray.log': 'Show log',
  'tray.logs': 'Logs folder',
  'tray.login': 'Start at login',
  'tray.login.managed': 'Start at login, set by the system',
  'tray.login.needs-approval': 'Start at login, waits for your approval in the system settings',
  'tray.login.unknown': 'Start at login, not known on this system',
  'tray.quit': 'Quit',
  'tray.quit-attached': 'Quit (servers keep running)',
  'tray.lost': 'The orchestrator does not answer.',
  'tray.take-over': 'Run the servers here',

  'tray.no-host':
    'This desktop shows no tray icons, so the window stays in the taskbar. On GNOME the extension AppIndicator adds them; the icon then appears by itself.',
  'tray.refused':
    'The tray icon could not be made: {problem}. The window stays in the taskbar; the next start tries again.',
  'tray.not-drawn': 'The tray icon could not be changed: {problem}. What it shows may be old.',
  'tray.image-missing':
    'The tray picture {file} is missing or damaged, so another one is shown. Install the application again.',
} as const;
