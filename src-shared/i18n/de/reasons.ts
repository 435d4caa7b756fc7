/** Warum ein Server nicht in Ordnung ist: Kopf, was geschah, was ein Mensch tut. */
export const reasons = {
  'reason.RESTART_LIMIT.head': 'Abgestürzt, Neustarts verbraucht',
  'reason.RESTART_LIMIT.happened':
    'Beendet mit Code {code}, {times, plural, one {einmal} =2 {zweimal} =3 {dreimal} =4 {viermal} =5 {fünfmal} =6 {sechsmal} other {#\u00a0Mal}} in {time}. {max, plural, =0 {Neustarts sind nicht erlaubt} one {Der 1 Neustart ist verbraucht} other {Alle # Neustarts sind verbraucht}}, daher bleibt er aus.',
  'reason.RESTART_LIMIT.remedy':
    'Letzte Zeilen lesen, Ursache beheben, dann neu starten. Ein Neustart von Hand {max, plural, =0 {geht immer} one {gibt ihm einen neuen} other {gibt ihm # neue}}.',

  'reason.NOT_FOUND.head': 'Abgestürzt, Befehl nicht gefunden',
  'reason.NOT_FOUND.happened':
    'Der Befehl `{command}` wurde in {folders, plural, one {dem einen Ordner} other {den # Ordnern}} des PATH nicht gefunden.',
  'reason.NOT_FOUND.remedy':
    '{program} installieren oder den ganzen Pfad des Befehls angeben. Dann noch einmal versuchen: Es wurde kein Neustart verbraucht.',

  'reason.CONFIG.head': 'Abgestürzt, Konfiguration',
  'reason.CONFIG.happened':
    '{problem}{more, plural, =0 {} one { Seine Konfiguration hat noch 1 Fehler.} other { Seine Konfiguration hat noch # Fehler.}}',
  'reason.CONFIG.remedy': 'Zeile {line} berichtigen. Er startet, sobald die Datei gespeichert ist.',
  'reason.CONFIG.remedy-file': 'Die Datei berichtigen. Er startet, sobald sie gespeichert ist.',

  'reason.PORT_CONFLICT.head': 'Abgestürzt, Port belegt',
  'reason.PORT_CONFLICT.happened':
    'Port {port} ist von `{program}` belegt, PID {pid}, das nicht zu uns gehört.',
  'reason.PORT_CONFLICT.remedy':
    'Jenes Programm beenden oder dem Server einen anderen Port geben. Dann noch einmal versuchen: Es wurde kein Neustart verbraucht.',

  'reason.DEPENDENCY.head': 'Abgestürzt, Abhängigkeit',
  'reason.DEPENDENCY.happened': 'Er braucht `{server}`, der aus bleibt.',
  'reason.DEPENDENCY.remedy': 'Zuerst {server} in Ordnung bringen. Dieser folgt von selbst.',

  'reason.HOST.head': 'Abgestürzt, dieser Rechner',
  'reason.HOST.happened': 'Das System hat {time} lang abgelehnt, ihn zu starten: {problem}.',
  'reason.HOST.remedy': 'Etwas schließen oder die Grenze anheben, dann noch einmal versuchen.',

  'reason.EXITED.head': 'Abgestürzt, beendet',
  'reason.EXITED.happened':
    'Er hat sich nach {time} mit Code {code} beendet, und seine Regel ist, ihn nie neu zu starten.',
  'reason.EXITED.remedy': 'Starten, wenn er gebraucht wird, oder seine Regel ändern.',

  'reason.PROTOCOL.head': 'Abgestürzt, kein MCP',
  'reason.PROTOCOL.happened': 'Er hat geantwortet, aber nicht als MCP: {problem}.',
  'reason.PROTOCOL.remedy':
    'Prüfen, ob der Befehl einen MCP-Server startet. Was er schreibt, steht im Protokoll.',

  'reason.AUTH.head': 'Abgestürzt, Anmeldung',
  'reason.AUTH.happened': 'Der Server hat das Token abgelehnt: HTTP {status}.',
  'reason.AUTH.remedy': 'Neu anmelden oder ein neues Token angeben.',

  'reason.UNKILLABLE.head': 'Abgestürzt, lässt sich nicht beenden',
  'reason.UNKILLABLE.happened':
    'PID {pid} hat sich nicht beendet, auch nicht gewaltsam. Vielleicht hängt sie im System fest.',
  'reason.UNKILLABLE.remedy':
    'Von Hand beenden oder den Rechner neu starten. Inzwischen wird nichts Neues gestartet; alle 30 s wird nachgesehen.',

  'reason.UNHEALTHY.head': 'Gestört',
  'reason.UNHEALTHY.happened':
    'Seine Prüfung ist {times, plural, one {einmal} other {#\u00a0Mal in Folge}} fehlgeschlagen: {problem}.',
  'reason.UNHEALTHY.happened-dependency':
    'Seine Prüfung ist {times, plural, one {einmal} other {#\u00a0Mal in Folge}} fehlgeschlagen: {problem}, seine Abhängigkeit `{dependency}` ist aus.',
  'reason.UNHEALTHY.remedy':
    'Aufrufe nimmt er noch an. Nächste Prüfung in {time}; {threshold, select, 1 {der erste} 2 {der zweite} 3 {der dritte} 4 {der vierte} 5 {der fünfte} other {ein weiterer}} Fehlschlag startet ihn neu.',
  'reason.UNHEALTHY.remedy-dependency':
    'Aufrufe nimmt er noch an. Zuerst nach {dependency} sehen; ein Neustart hilft vielleicht nicht. Nächste Prüfung in {time}; {threshold, select, 1 {der erste} 2 {der zweite} 3 {der dritte} 4 {der vierte} 5 {der fünfte} other {ein weiterer}} Fehlschlag startet ihn neu.',
} as const;
