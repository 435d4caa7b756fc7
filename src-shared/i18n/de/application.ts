/** Was die Desktop-Anwendung von sich sagt: wie sie beginnt, womit sie verbunden ist, wie sie endet. */
export const application: Readonly<Record<string, string>> = {
  'application.name': 'MCP Orchestrator',
  'application.cannot-begin': 'Der Orchestrator kann nicht starten.',
  'application.try-again': 'Noch einmal versuchen',
  'application.quit': 'Beenden',
  'application.other-config':
    'Der Orchestrator mit PID {pid}, der schon lief, benutzt {running}, nicht {asked}. Dieses Fenster zeigt, was er benutzt. Für die andere Datei: ihn mit `mcp-orchestrator shutdown` beenden und die Anwendung neu öffnen.',
  'application.other-version':
    'Der Orchestrator mit PID {pid} hat Version {running}, diese Anwendung {own}. Für {own}: ihn mit `mcp-orchestrator shutdown` beenden und die Anwendung neu öffnen.',
  'application.second-version':
    'Version {other} wurde geöffnet, während {own} läuft. Für {other}: die Anwendung beenden und neu öffnen.',
};
