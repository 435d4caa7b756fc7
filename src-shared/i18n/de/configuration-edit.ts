/** Die Konfigurationsdatei bearbeiten, und einen Server ausprobieren, bevor er gespeichert wird. */
export const configurationEdit = {
  'configuration-edit.unknown': 'Die Datei hat keinen Server `{name}`.',
  'configuration-edit.unknown-near': 'Die Datei hat keinen Server `{name}`. Ist `{near}` gemeint?',
  'configuration-edit.name-taken': 'Die Datei hat schon einen Server `{name}`. Einen anderen Namen wählen.',
  'configuration-edit.no-object':
    '"{path}" ist kein Objekt in geschweiften Klammern, daher hat "{key}" keinen Platz. Zuerst die Datei berichtigen.',
  'configuration-edit.no-object-file':
    'Die Datei ist kein Objekt in geschweiften Klammern, daher hat nichts darin Platz. Zuerst die Datei berichtigen.',
  'configuration-edit.no-place': '"{path}" gibt es nicht. Eine Liste wächst nur am Ende.',
  'configuration-edit.conflict':
    '{file} wurde anderswo geändert, seit die Datei gelesen wurde. Nichts wurde geschrieben; den Unterschied ansehen, dann entscheiden.',
  'configuration-edit.undo-conflict':
    '{file} wurde seitdem geändert, daher lässt sich diese Änderung nicht mehr zurücknehmen. Nichts wurde geschrieben.',
  'configuration-edit.undo-unknown':
    'Diese Änderung lässt sich nicht mehr zurücknehmen: Nur die letzten {count} werden aufgehoben, bis der Orchestrator endet.',
  'configuration-edit.too-large':
    '{file} hätte {size}, mehr als die {limit}, die eine Konfiguration haben darf.',
  'configuration-edit.not-exact':
    'Die Änderung lässt sich nicht in {file} schreiben, ohne anderes zu berühren. Nichts wurde geschrieben; die Datei von Hand bearbeiten.',

  'configuration-edit.write.forbidden':
    '{file} lässt sich nicht schreiben: Der Zugriff wird verweigert. Das Recht geben, in {folder} zu schreiben.',
  'configuration-edit.write.read-only':
    '{file} lässt sich nicht schreiben: Der Datenträger ist schreibgeschützt.',
  'configuration-edit.write.full':
    '{file} lässt sich nicht schreiben: Der Datenträger ist voll. Platz schaffen, dann noch einmal versuchen.',
  'configuration-edit.write.other':
    '{file} lässt sich nicht schreiben: {problem}. Datenträger und Pfad prüfen.',

  'trial.configuration.ok': 'Der Eintrag ist in Ordnung.',
  'trial.command.ok': 'Gefunden unter {path}.',
  'trial.command.ok-port': 'Gefunden unter {path}. Port {port} ist für ihn frei.',
  'trial.handshake.ok': 'Er spricht MCP {protocol} und nennt sich {name}.',
  'trial.handshake.ok-nameless': 'Er spricht MCP {protocol}.',
  'trial.tools.ok':
    'Er führt {count, plural, =0 {keine Werkzeuge} one {# Werkzeug} other {# Werkzeuge}} auf.',
  'trial.stop.ok': 'Er hat sich beendet. Nichts von ihm ist geblieben.',
  'trial.remedy.not-found': '{program} installieren oder den ganzen Pfad des Befehls angeben.',
  'trial.remedy.port': 'Jenes Programm beenden oder dem Server einen anderen Port geben.',
  'trial.remedy.cwd': 'Den Ordner anlegen oder `cwd` berichtigen.',
  'trial.remedy.path': 'Seinen Pfad berichtigen.',
  'trial.remedy.not-executable':
    'Ausführbar machen (chmod +x) oder das Programm, das sie ausführt, als Befehl angeben.',
  'trial.remedy.slow': 'Nach einem fehlenden Netzlaufwerk sehen.',
  'trial.remedy.refused': 'Etwas schließen oder die Grenze anheben.',
  'trial.remedy.arguments': 'Befehl und Argumente berichtigen.',
  'trial.remedy.exit-not-found': 'In Argumenten und letzten Zeilen nach dem fehlenden Programm sehen.',
  'trial.remedy.exit-not-executable':
    'Jene Datei ausführbar machen oder das Programm angeben, das sie ausführt.',
  'trial.remedy.docker-down': 'Docker oder Podman starten oder Zugriff auf den Socket bekommen.',
  'trial.remedy.protocol': 'Prüfen, ob Befehl oder Adresse zu einem MCP-Server gehören.',
  'trial.remedy.network': 'Die Adresse prüfen, und ob der Server läuft.',
  'trial.lines-left-out': '{count, plural, one {# Zeile ist} other {# Zeilen sind}} hier ausgelassen.',
  'trial.too-many':
    '{count, plural, one {# Probelauf ist} other {# Probeläufe sind}} schon im Gange. Warten, bis einer davon geendet hat.',
} as const;
