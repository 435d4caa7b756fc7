/** Was das Symbol im Infobereich sagt: sein Menü, und warum es fehlt. */
export const tray = {
  'tray.open': 'Öffnen',
  'tray.server': '{name}: {state}',
  'tray.show-all': 'Alle {count} Server zeigen',
  'tray.groups': 'Gruppen',
  'tray.log': 'Protokoll zeigen',
  'tray.logs': 'Ordner der Protokolle',
  'tray.login': 'Bei der Anmeldung starten',
  'tray.login.managed': 'Bei der Anmeldung starten, vom System bestimmt',
  'tray.login.needs-approval': 'Bei der Anmeldung starten, wartet auf Zustimmung in den Systemeinstellungen',
  'tray.login.unknown': 'Bei der Anmeldung starten, hier nicht bekannt',
  'tray.quit': 'Beenden',
  'tray.quit-attached': 'Beenden (Server laufen weiter)',
  'tray.lost': 'Der Orchestrator antwortet nicht.',
  'tray.take-over': 'Die Server hier starten',

  'tray.no-host':
    'Dieser Desktop hat keinen Infobereich für Symbole, daher bleibt das Fenster in der Taskleiste. Unter GNOME ergänzt ihn die Erweiterung AppIndicator; das Symbol erscheint dann von selbst.',
  'tray.refused':
    'Das Symbol im Infobereich ließ sich nicht anlegen: {problem}. Das Fenster bleibt in der Taskleiste; der nächste Start versucht es wieder.',
  'tray.not-drawn':
    'Das Symbol im Infobereich ließ sich nicht ändern: {problem}. Was es zeigt, ist vielleicht alt.',
  'tray.image-missing':
    'Das Bild {file} für das Symbol im Infobereich fehlt oder ist beschädigt, daher ist ein anderes zu sehen. Die Anwendung neu installieren.',
} as const;
