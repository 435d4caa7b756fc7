/** Worte der Seite für das, was über sie hinausreicht: ein Orchestrator, der anhält, Benachrichtigungen eines Servers. */
export const desktopPage: Readonly<Record<string, string>> = {
  'window.stopping': 'Der Orchestrator hält an.',
  'window.stopping.left':
    '{count, plural, =0 {Jeder Server ist beendet.} one {1 Server läuft noch.} other {# Server laufen noch.}}',
  'window.stopped.head': 'Der Orchestrator hat um {time} angehalten.',
  'window.stopped.what': 'Seine Server endeten mit ihm und starten mit ihm wieder.',

  'page.do.mute': 'Benachrichtigungen stummschalten',
  'page.do.unmute': 'Benachrichtigungen wieder zeigen',
};
