/** What notifications say, and what came of one. */
export const alerts: Readonly<Record<string, string>> = {
  'alerts.crashed.title': '{server} crashed',
  'alerts.crashed.next': 'It is started again: restart {attempt} of {max}.',
  'alerts.crashed.many.title': '{count} servers crashed',
  'alerts.crashed.many.next': 'They start again by themselves.',
  'alerts.down.title': '{server} is down',
  'alerts.down.happened': 'It ended and stays down.',
  'alerts.down.remedy': 'Read its last lines, mend the cause, then start it.',
  'alerts.down.many.title': '{count} servers are down',
  'alerts.down.many.next': 'They stay down until you mend them: the overview tells each one’s cause.',
  'alerts.recovered.title': '{server} is running again',
  'alerts.recovered.body': 'It has been running for {time}.',
  'alerts.recovered.many.title': '{count} servers are running again',
  'alerts.names': '{names}.',
  'alerts.names.more': '{names} and {more} more.',
  'alerts.test.title': 'Notifications work',
  'alerts.test.body': 'A server that crashes, stays down or runs again is told like this.',

  'alerts.why.nobody':
    'Nobody is there to show it: open the desktop application, or run this instance in a desktop session.',
  'alerts.why.silent': '`{presenter}` did not say within {seconds} s whether it was shown.',
  'alerts.why.replaced': 'A newer one about the same took its place before it was shown.',
  'alerts.why.over': 'It was no longer true before it was shown.',
  'alerts.why.closed': 'The orchestrator stopped before it was shown.',
  'alerts.why.no-notify-send': 'Notifications need `notify-send`: install the package libnotify-bin.',
  'alerts.why.no-service':
    'No notification service answers on this session’s bus: start one, such as that of your desktop, or dunst.',
  'alerts.why.refused': '`{presenter}` did not show it: {error}',
  'alerts.why.no-program':
    'The program that shows notifications is missing: {file}. Install MCP Orchestrator again.',
  'alerts.why.unsupported': 'This system has no notifications: the tray icon and the window show the same.',
  'alerts.why.system-refused':
    'The system did not show it: {error}. Look at the notifications of MCP Orchestrator in the settings of the system.',
  'alerts.why.system-silent':
    'The system did not confirm it within {seconds} s: its notifications are off for MCP Orchestrator, or do not work.',

  'alerts.action.restart': 'Restart',
  'alerts.action.log': 'Show log',

  'alerts.settings.broken':
    'The notification settings that were kept cannot be read, so the usual ones hold: {problem}',
};
