/** Was die Desktop-Anwendung mit dem System zu tun hat: Einstellungen, Start bei der Anmeldung. */
export const desktopHost = {
  'desktop.preferences.broken':
    'Die Einstellungen der Anwendung ließen sich nicht aus {path} lesen: {reason}. Die Datei liegt jetzt unter {aside}; bis wieder etwas eingestellt wird, gelten die Vorgaben.',
  'desktop.preferences.broken-later':
    'Die Einstellungen der Anwendung ließen sich nicht mehr aus {path} lesen: {reason}. Die Datei liegt jetzt unter {aside}; was bis dahin galt, wurde neu geschrieben.',
  'desktop.preferences.stuck':
    'Die Einstellungen der Anwendung ließen sich nicht aus {path} lesen: {reason}. Beiseitelegen ließ sie sich auch nicht: {why}. Keine Änderung bleibt erhalten; die Datei verschieben und die Anwendung neu starten.',
  'desktop.preferences.unwritten':
    'Die Einstellungen der Anwendung ließen sich nicht nach {path} schreiben: {reason}. Sie gelten, bis die Anwendung endet. Die nächste Änderung versucht es wieder.',
  'desktop.preferences.keys':
    'In {path} {count, plural, one {ist eine Einstellung} other {sind # Einstellungen}} nicht zu gebrauchen: {list}. Stattdessen gilt die Vorgabe; in Klammern steht, was möglich ist.',

  'desktop.login.comment': 'Startet und überwacht die MCP-Server aus der eigenen Konfiguration',
  'desktop.login.unreadable':
    'Ob sie bei der Anmeldung startet, ist nicht bekannt: {path} ließ sich nicht lesen: {reason}. Diese Datei berichtigen oder entfernen.',
  'desktop.login.strange':
    '{path} ist kein Desktop-Eintrag, also startet sie nicht bei der Anmeldung. Hier eingeschaltet, wird die Datei beiseitegelegt und neu geschrieben.',
  'desktop.login.unwritten':
    'Der Start bei der Anmeldung ließ sich nicht ändern: {path} ließ sich nicht schreiben: {reason}. Das beheben, dann noch einmal versuchen.',
  'desktop.login.outdated':
    'Die Anwendung liegt nun anderswo, und {path} startet sie noch dort, wo sie war: {reason}. Das beheben, dann aus- und wieder einschalten.',
  'desktop.login.system':
    'Sie startet bei der Anmeldung für alle an diesem Rechner: So steht es in {path}. Hier ausgeschaltet, gilt es für dieses Konto nicht mehr.',
  'desktop.login.control-character':
    'Ein Autostart-Eintrag kann kein Steuerzeichen enthalten, und in {path} steht eines. Umbenennen, dann noch einmal versuchen.',
  'desktop.login.flatpak':
    'Darüber entscheidet Flatpak: MCP Orchestrator in den Einstellungen des Desktops unter „Anwendungen“ erlauben, im Hintergrund zu laufen.',
  'desktop.login.snap': 'Darüber entscheidet Snap: die Startprogramme des Desktops verwenden.',
  'desktop.login.sources':
    'Sie läuft aus ihren Quellen. Unter macOS kann nur die installierte Anwendung bei der Anmeldung starten.',
  'desktop.login.own-files':
    'Sie wurde mit eigenem Ordner oder eigener Konfiguration gestartet, und macOS übergibt einer Anwendung bei der Anmeldung keine Argumente. Nur die mit den üblichen Dateien kann bei der Anmeldung starten.',
  'desktop.login.needs-approval':
    'Eingeschaltet, aber macOS wartet auf eine Bestätigung: MCP Orchestrator in den Systemeinstellungen unter „Allgemein“, „Anmeldeobjekte“ erlauben.',
  'desktop.login.refused':
    'macOS hat es nicht angenommen. Das tut es nur bei einer signierten Anwendung: diese unter „Programme“ installieren, dann noch einmal versuchen.',
  'desktop.login.task-manager':
    'Sie ist eingetragen, aber im Task-Manager unter „Autostart von Apps“ ausgeschaltet. Dort oder hier einschalten.',
  'desktop.login.machine':
    'Sie ist für alle an diesem Rechner eingetragen: Darüber entscheidet die Verwaltung des Rechners.',
  'desktop.login.unknown': 'Das System sagt nicht, ob sie bei der Anmeldung startet: {reason}.',
  'desktop.login.no-settings':
    'Die Einstellungen des Systems ließen sich nicht öffnen: {reason}. Von Hand öffnen.',
};
