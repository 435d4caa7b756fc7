/** Die Flotte: Reihenfolge, Start, Halt, Aufträge. */
export const supervisor = {
  'supervisor.dependency.missing': 'Er braucht `{name}`, der nicht in der Konfiguration steht.',
  'supervisor.dependency.disabled': 'Er braucht `{name}`, der in der Datei abgeschaltet ist.',
  'supervisor.dependency.crashed': 'Er braucht `{name}`, der aus bleibt.',
  'supervisor.dependency.timeout': 'Er hat {minutes} min auf {names} gewartet, vergeblich.',
  'supervisor.dependency.remedy': 'Zuerst {name} in Ordnung bringen. Dieser folgt von selbst.',

  'supervisor.startup.timeout':
    '{seconds, plural, one {# Sekunde} other {# Sekunden}} nach seinem Start war er nicht bereit.',
  'supervisor.startup.timeout-remedy':
    'Letzte Zeilen lesen. Braucht er nur mehr Zeit, hilft ein längeres `startupTimeout`.',
  'supervisor.startup.unreachable': '{host} hat nicht rechtzeitig geantwortet.',
  'supervisor.startup.unreachable-remedy': 'Adresse und Netz prüfen. Es wird von selbst wieder versucht.',
  'supervisor.port.foreign': 'Port {port} ist von einem fremden Programm belegt.',
  'supervisor.unexpected': 'Der Start ist im Orchestrator selbst fehlgeschlagen: {text}',
  'supervisor.unexpected-remedy':
    'Es wird wieder versucht. Bleibt es dabei, steht mehr im Protokoll des Orchestrators.',

  'supervisor.nothing': '',
  'supervisor.backoff': 'Neustart {attempt} von {max} folgt.',
  'supervisor.held-by-pause': 'Er startet wieder, wenn die Pause endet.',
  'supervisor.log.started': 'Gestartet, PID {pid}.',

  'supervisor.warning.refused-edit':
    'Die Datei hat einen Fehler, daher gilt weiter seine letzte gute Konfiguration: {problem}',
  'supervisor.warning.log-dropped':
    'Er schreibt mehr, als aufbewahrt wird: {count, plural, one {# Zeile wurde} other {# Zeilen wurden}} verworfen.',

  'supervisor.warning.noise':
    'Er schreibt je Minute {count} Zeilen auf die Standardausgabe, die keine Nachrichten sind. Protokolle gehören auf die Fehlerausgabe.',

  'supervisor.operation.cause': '{happened} {remedy}',
  'supervisor.operation.stopped': '`{name}` wurde angehalten, bevor er lief.',
  'supervisor.operation.superseded': 'Ein späterer Auftrag für `{name}` ist an die Stelle dieses getreten.',
  'supervisor.operation.removed': '`{name}` wurde aus der Konfiguration entfernt.',

  'supervisor.refusal.unknown': 'Es gibt keinen Server, Aliasnamen und keine Gruppe `{name}`.',
  'supervisor.refusal.unknown-near':
    'Es gibt keinen Server, Aliasnamen und keine Gruppe `{name}`. War `{near}` gemeint?',
  'supervisor.refusal.group': '`{name}` ist eine Gruppe: {servers}. Nötig ist einer ihrer Server.',
  'supervisor.refusal.disabled': '`{name}` ist in der Datei abgeschaltet. Dort einschalten, dann starten.',
  'supervisor.refusal.not-running': '`{name}` läuft nicht.',
  'supervisor.refusal.pause-length': 'Eine Pause ist länger als 0 und höchstens 30 Tage lang.',
  'supervisor.shutting-down': 'Der Orchestrator hält an.',
} as const;
