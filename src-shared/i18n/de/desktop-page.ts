/** Worte der Seite für das, was über sie hinausreicht: ein Orchestrator, der anhält, Meldungen eines Servers. */
export const desktopPage: Readonly<Record<string, string>> = {
  'window.stopping': 'Der Orchestrator hält an.',
  'window.stopping.left':
    '{count, plural, =0 {Jeder Server ist beendet.} one {1 Server muss noch enden.} other {# Server müssen noch enden.}}',
  'window.stopped.head': 'Der Orchestrator hat um {time} angehalten.',
  'window.stopped.what': 'Seine Server endeten mit ihm und kommen mit ihm zurück.',

  'page.do.mute': 'Meldungen stummschalten',
  'page.do.unmute': 'Meldungen wieder zeigen',
};
