/** Prozesse starten und beenden. */
export const process = {
  'process.cwd.missing': 'Seinen Ordner `{cwd}` gibt es nicht.',
  'process.cwd.not-a-folder': '`{cwd}`, worin er starten soll, ist kein Ordner.',
  'process.cwd.refused': 'Sein Ordner `{cwd}` lässt sich nicht betreten: {error}.',
  'process.cwd.remedy':
    'Den Ordner anlegen oder `cwd` berichtigen. Dann noch einmal versuchen: Es wurde kein Neustart verbraucht.',

  'process.command.missing': 'Den Befehl `{command}` gibt es nicht.',
  'process.command.missing.remedy':
    'Seinen Pfad berichtigen. Dann noch einmal versuchen: Es wurde kein Neustart verbraucht.',
  'process.command.not-executable':
    'Der Befehl `{command}` ist eine Datei, darf aber nicht ausgeführt werden.',
  'process.command.not-executable.remedy':
    'Ausführbar machen (chmod +x) oder das Programm, das sie ausführt, als Befehl angeben. Dann noch einmal versuchen: Es wurde kein Neustart verbraucht.',
  'process.command.empty': 'Er hat keinen Befehl.',
  'process.command.empty.remedy': 'Einen `command` angeben. Er startet, sobald die Datei gespeichert ist.',
  'process.precheck.slow':
    'Sein Befehl ließ sich nicht innerhalb von {seconds} s nachschlagen: Ein Ordner des PATH oder sein eigener antwortet nicht.',
  'process.precheck.slow.remedy':
    'Nach einem fehlenden Netzlaufwerk sehen. Dann noch einmal versuchen: Es wurde kein Neustart verbraucht.',

  'process.port.unknown-holder':
    'Port {port} ist von einem anderen Programm belegt, das einem anderen Benutzer oder dem System gehört.',
  'process.port.none-free': 'Zwischen {from} und {to} wurde kein freier Port für ihn gefunden.',
  'process.port.none-free.remedy': 'Beenden, was so viele Ports hält, oder ihm einen festen geben.',

  'process.spawn.refused': 'Das System hat abgelehnt, ihn zu starten: {problem}.',
  'process.spawn.refused.remedy':
    'Etwas schließen oder die Grenze anheben. 5 min lang wird es von selbst wieder versucht.',
  'process.spawn.failed': 'Der Befehl `{command}` ließ sich nicht starten: {error}.',
  'process.spawn.failed.remedy':
    'Befehl und Argumente berichtigen. Dann noch einmal versuchen: Es wurde kein Neustart verbraucht.',
  'process.spawn.EAGAIN': 'zu viele Prozesse',
  'process.spawn.EMFILE': 'zu viele offene Dateien',
  'process.spawn.ENFILE': 'zu viele offene Dateien auf diesem Rechner',
  'process.spawn.ENOMEM': 'kein Speicher mehr',

  'process.exit.code': 'Er hat sich mit Code {code} beendet.',
  'process.exit.signal': 'Er wurde durch das Signal {signal} beendet.',
  'process.exit.remedy': 'Letzte Zeilen lesen und die Ursache beheben.',
  'process.exit.remedy.clean':
    'Er hat sich beendet, als wäre er fertig. Prüfen, ob der Befehl einen Server startet, der bleibt.',
  'process.exit.remedy.killed':
    'Jemand oder das System hat ihn gewaltsam beendet, oft weil der Speicher knapp wurde. Nach seinem Speicher und ins Systemprotokoll sehen.',
  'process.exit.remedy.crashed':
    'Das Programm selbst ist abgestürzt. Letzte Zeilen lesen; eine neuere Version hilft vielleicht.',
  'process.exit.remedy.npm-404': 'npm kennt dieses Paket nicht. Name und Version prüfen.',
  'process.exit.remedy.npx-cache':
    'Der Zwischenspeicher von npx ist für dieses Paket beschädigt. In den letzten Zeilen steht, welcher Ordner unter `_npx` es ist; diesen löschen.',
  'process.exit.remedy.npm-network':
    'npm konnte seine Quelle nicht erreichen. Das Netz prüfen, dann noch einmal versuchen.',
  'process.exit.remedy.module':
    'Ein Modul, das er braucht, ist nicht installiert. Installieren, was seine letzten Zeilen nennen.',
  'process.exit.remedy.file':
    'Eine Datei, die er braucht, gibt es nicht. Argumente und `cwd` mit seinen letzten Zeilen vergleichen.',
  'process.exit.remedy.arguments':
    'Er hat nicht verstanden, wie er gestartet wurde. Argumente mit seinen letzten Zeilen vergleichen.',
  'process.exit.not-found':
    '`{command}` lief, aber was gestartet werden sollte, wurde nicht gefunden (Code 127).',
  'process.exit.not-found.remedy':
    'In Argumenten und letzten Zeilen nach dem fehlenden Programm sehen. Dann noch einmal versuchen: Es wurde kein Neustart verbraucht.',
  'process.exit.not-executable':
    '`{command}` lief, aber was gestartet werden sollte, darf nicht ausgeführt werden (Code 126).',
  'process.exit.not-executable.remedy':
    'Jene Datei ausführbar machen oder das Programm angeben, das sie ausführt. Dann noch einmal versuchen: Es wurde kein Neustart verbraucht.',
  'process.exit.port-taken': 'Er hat sich beendet, weil Port {port} belegt ist.',
  'process.exit.some-port-taken': 'Er hat sich beendet, weil ein Port, den er braucht, belegt ist.',
  'process.exit.docker-down': '`{command}` hat seinen Dienst nicht erreicht.',
  'process.exit.docker-down.remedy':
    'Docker oder Podman starten oder Zugang zu dessen Socket geben. Dann noch einmal versuchen: Es wurde kein Neustart verbraucht.',

  'process.ledger.corrupt':
    'Das Verzeichnis der gestarteten Prozesse, {file}, war beschädigt und liegt nun als {aside}. Server, die eine frühere Instanz zurückließ, wurden vielleicht nicht gefunden.',
  'process.ledger.unreadable':
    'Das Verzeichnis der gestarteten Prozesse, {file}, lässt sich nicht lesen: {error}. Server, die eine frühere Instanz zurückließ, wurden vielleicht nicht gefunden.',
  'process.ledger.unwritable':
    'Das Verzeichnis der gestarteten Prozesse, {file}, lässt sich nicht schreiben: {error}. Die Server laufen weiter; es beheben, damit keiner übrig bleibt, wenn diese Instanz gewaltsam endet.',
} as const;
