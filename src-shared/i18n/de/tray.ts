/** Was das Symbol in der Leiste sagt: sein Menü, und warum es fehlt. */
export const tray = {
  'tray.open': 'Öffnen',
  'tray.server': '{name}: {state}',
  'tray.show-all': 'Alle {count} Server zeigen',
  'tray.groups': 'Gruppen',
  'tray.log': 'Protokoll zeigen',
  'tray.logs': 'Ordner der Protokolle',
  'tray.login': 'Bei der Anmeldung starten',
  'tray.login.managed': 'Bei der Anmeldung starten, vom System bestimmt',
  'tray.login.needs-approval':
    'Bei der Anmeldung starten, wartet auf deine Zustimmung in den Systemeinstellungen',
  'tray.login.unknown': 'Bei der Anmeldung starten, auf diesem System nicht bekannt',
  'tray.quit': 'Beenden',
  'tray.quit-attached': 'Beenden (Server laufen weiter)',
  'tray.lost': 'Der Orchestrator antwortet nicht.',
  'tray.take-over': 'Die Server hier laufen lassen',

  'tray.no-host':
    'Dieser Desktop zeigt keine Symbole in der Leiste, daher bleibt das Fenster in der Taskleiste. Unter GNOME bringt sie die Erweiterung AppIndicator; das Symbol erscheint dann von selbst.',
  'tray.refused':
    'Das Symbol in der Leiste ließ sich nicht anlegen: {problem}. Das Fenster bleibt in der Taskleiste; der nächste Start versucht es wieder.',
  'tray.not-drawn':
    'Das Symbol in der Leiste ließ sich nicht ändern: {problem}. Was es zeigt, ist vielleicht alt.',
  'tray.image-missing':
    'Das Bild {file} für die Leiste fehlt oder ist beschädigt, daher steht dort ein anderes. Die Anwendung neu installieren.',
} as const;
