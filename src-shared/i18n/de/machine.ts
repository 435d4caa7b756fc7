/** Sätze der Zustandsmaschine selbst. */
export const machine = {
  'machine.restart-limit.happened':
    '{last} {max, plural, =0 {Neustarts sind nicht erlaubt} one {Sein 1 Neustart ist verbraucht} other {Alle # Neustarts sind verbraucht}}, daher bleibt er aus.',
  'machine.never.remedy':
    'Seine Regel ist, ihn nie neu zu starten. Starten, wenn er gebraucht wird, oder seine Regel ändern.',
  'machine.health.happened': 'Seine Prüfung ist fehlgeschlagen.',
  'machine.health.remedy':
    'Vielleicht nimmt er noch Aufrufe an. Sein Protokoll lesen; an der Schwelle wird er neu gestartet.',
  'machine.dependencies.happened': 'Er hat 5 min auf seine Abhängigkeiten gewartet, vergeblich.',
  'machine.dependencies.remedy': 'Zuerst sie in Ordnung bringen. Dieser folgt von selbst.',
  'machine.stdout-closed.happened':
    'Er hat seine Ausgabe geschlossen, sich aber nicht beendet; so ist nichts von ihm zu hören.',
  'machine.stdout-closed.remedy':
    'Prüfen, ob der Befehl einen MCP-Server startet. Sein Protokoll hat die letzten Zeilen.',
} as const;
