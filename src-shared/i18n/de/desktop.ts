/** Der Anwendung um die Seite: Menüleiste, Dialoge des Fensters, Marke an der Taskleiste. */
export const desktop: Readonly<Record<string, string>> = {
  'desktop.menu.file': 'Datei',
  'desktop.menu.edit': 'Bearbeiten',
  'desktop.menu.view': 'Ansicht',
  'desktop.menu.servers': 'Server',
  'desktop.menu.window': 'Fenster',
  'desktop.menu.help': 'Hilfe',
  'desktop.menu.about': 'Über MCP Orchestrator',
  'desktop.menu.add-server': 'Server hinzufügen …',
  'desktop.menu.settings': 'Einstellungen …',
  'desktop.menu.services': 'Dienste',
  'desktop.menu.hide': 'MCP Orchestrator ausblenden',
  'desktop.menu.hide-others': 'Andere ausblenden',
  'desktop.menu.unhide': 'Alle einblenden',
  'desktop.menu.close': 'Fenster schließen',
  'desktop.menu.quit': 'MCP Orchestrator beenden',
  'desktop.menu.undo': 'Rückgängig',
  'desktop.menu.redo': 'Wiederholen',
  'desktop.menu.cut': 'Ausschneiden',
  'desktop.menu.copy': 'Kopieren',
  'desktop.menu.paste': 'Einfügen',
  'desktop.menu.delete': 'Löschen',
  'desktop.menu.select-all': 'Alles auswählen',
  'desktop.menu.reload': 'Seite neu laden',
  'desktop.menu.developer-tools': 'Entwicklerwerkzeuge',
  'desktop.menu.zoom-in': 'Vergrößern',
  'desktop.menu.zoom-out': 'Verkleinern',
  'desktop.menu.zoom-reset': 'Originalgröße',
  'desktop.menu.full-screen': 'Vollbild',
  'desktop.menu.overview': 'Alle Server zeigen',
  'desktop.menu.start-all': 'Alle starten',
  'desktop.menu.stop-all': 'Alle anhalten',
  'desktop.menu.minimize': 'Minimieren',
  'desktop.menu.zoom-window': 'Fenster zoomen',
  'desktop.menu.front': 'Alle nach vorne bringen',
  'desktop.menu.logs': 'Ordner der Protokolle öffnen',

  'desktop.close.title': 'MCP Orchestrator läuft weiter',
  'desktop.close.detail.tray':
    'Das Fenster schließt sich, die Server werden weiter überwacht. Das Symbol im Infobereich bringt das Fenster zurück, beendet wird in seinem Menü.',
  'desktop.close.detail.menu-bar':
    'Das Fenster schließt sich, die Server werden weiter überwacht. Das Symbol in der Menüleiste bringt das Fenster zurück, beendet wird in seinem Menü.',
  'desktop.close.keep': 'Weiterlaufen lassen',
  'desktop.close.quit': 'Stattdessen beenden',
  'desktop.close.remember': 'Nicht mehr darauf hinweisen',

  'desktop.unsaved.title': 'Beenden, ohne zu speichern?',
  'desktop.unsaved.detail':
    'Was im Fenster geschrieben wurde, ist noch nicht gespeichert und ginge verloren.',
  'desktop.unsaved.quit': 'Beenden',

  'desktop.ended.restart': 'Der Orchestrator startet neu',
  'desktop.ended.end': 'Der Orchestrator wurde beendet',
  'desktop.ended.detail':
    'Ein Befehl außerhalb dieses Fensters hat das verlangt. Was hier geschrieben wurde, ist nicht gespeichert und lässt sich jetzt nur noch kopieren. Ohne Antwort geht es in {seconds} Sekunden weiter.',
  'desktop.ended.wait': '{minutes, plural, one {1 Minute} other {# Minuten}} warten',
  'desktop.ended.restart-now': 'Jetzt neu starten',
  'desktop.ended.quit-now': 'Jetzt beenden',

  'desktop.window.ended':
    'Die Seite endete zweimal innerhalb von {seconds, plural, one {1 Sekunde} other {# Sekunden}}: {reason}.',
  'desktop.window.failed': 'Die Seite ließ sich nicht laden: {problem}.',
  'desktop.window.hangs': 'Die Seite antwortet nicht.',
  'desktop.window.hangs.detail':
    'Das betrifft nur das Fenster: Die Server werden weiter überwacht. Auf sie warten oder sie neu laden: Was in ihr geschrieben und nicht gespeichert wurde, geht dann verloren.',
  'desktop.window.wait': 'Warten',
  'desktop.window.detail':
    'Das betrifft nur das Fenster: Die Server werden weiter überwacht. Die Seite neu laden; hilft das nicht, die Anwendung beenden und neu installieren.',
  'desktop.window.reload': 'Neu laden',
  'desktop.window.quit': 'Beenden',

  'desktop.badge': '{count, plural, one {1 Server braucht dich} other {# Server brauchen dich}}',
};
