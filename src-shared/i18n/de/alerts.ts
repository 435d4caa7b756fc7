/** Was Benachrichtigungen sagen, und was aus einer wurde. */
export const alerts: Readonly<Record<string, string>> = {
  'alerts.crashed.title': '{server} ist abgestürzt',
  'alerts.crashed.next': 'Er wird wieder gestartet: Neustart {attempt} von {max}.',
  'alerts.crashed.many.title': '{count} Server sind abgestürzt',
  'alerts.crashed.many.next': 'Sie starten von selbst wieder.',
  'alerts.down.title': '{server} bleibt aus',
  'alerts.down.happened': 'Er endete und bleibt aus.',
  'alerts.down.remedy': 'Letzte Zeilen lesen, Ursache beheben, dann starten.',
  'alerts.down.many.title': '{count} Server bleiben aus',
  'alerts.down.many.next': 'Sie bleiben aus, bis die Ursache behoben ist: Die Übersicht nennt sie bei jedem.',
  'alerts.recovered.title': '{server} läuft wieder',
  'alerts.recovered.body': 'Er läuft seit {time}.',
  'alerts.recovered.many.title': '{count} Server laufen wieder',
  'alerts.names': '{names}.',
  'alerts.names.more': '{names} und {more} weitere.',
  'alerts.test.title': 'Benachrichtigungen funktionieren',
  'alerts.test.body': 'So wird gemeldet, wenn ein Server abstürzt, aus bleibt oder wieder läuft.',

  'alerts.why.nobody':
    'Niemand ist da, der sie zeigt: die Desktop-Anwendung öffnen oder diese Instanz in einer Desktop-Sitzung starten.',
  'alerts.why.silent': '`{presenter}` sagte nicht innerhalb von {seconds} s, ob sie gezeigt wurde.',
  'alerts.why.replaced': 'Eine neuere zum selben Server nahm ihren Platz ein, bevor sie gezeigt wurde.',
  'alerts.why.over': 'Sie traf nicht mehr zu, bevor sie gezeigt wurde.',
  'alerts.why.closed': 'Der Orchestrator endete, bevor sie gezeigt wurde.',
  'alerts.why.no-notify-send':
    'Benachrichtigungen brauchen `notify-send`: das Paket libnotify-bin installieren.',
  'alerts.why.no-service':
    'Kein Benachrichtigungsdienst antwortet auf dem Bus dieser Sitzung: den des Desktops oder etwa dunst starten.',
  'alerts.why.refused': '`{presenter}` zeigte sie nicht: {error}',
  'alerts.why.no-program':
    'Das Programm, das Benachrichtigungen zeigt, fehlt: {file}. MCP Orchestrator neu installieren.',
  'alerts.why.unsupported':
    'Dieses System hat keine Benachrichtigungen: Das Symbol im Infobereich und das Fenster zeigen dasselbe.',
  'alerts.why.system-refused':
    'Das System zeigte sie nicht: {error}. In den Einstellungen des Systems die Benachrichtigungen von MCP Orchestrator ansehen.',
  'alerts.why.system-silent':
    'Das System bestätigte sie nicht innerhalb von {seconds} s: Seine Benachrichtigungen sind für MCP Orchestrator aus oder funktionieren nicht.',

  'alerts.action.restart': 'Neu starten',
  'alerts.action.log': 'Protokoll zeigen',

  'alerts.settings.broken':
    'Die gespeicherten Einstellungen der Benachrichtigungen sind nicht lesbar, es gelten die üblichen: {problem}',
};
