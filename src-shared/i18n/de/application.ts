/** What the desktop application says of itself: how it begins, what it is attached to, how it ends. */
export const application: Readonly<Record<string, string>> = {
  'application.name': 'MCP Orchestrator',
  'application.cannot-begin': 'Der Orchestrator kann nicht beginnen.',
  'application.try-again': 'Noch einmal versuchen',
  'application.quit': 'Beenden',
  'application.other-config':
    'Der Orchestrator mit PID {pid}, der schon lief, benutzt {running}, nicht {asked}. Dieses Fenster zeigt, was er benutzt. Für die andere Datei: ihn mit `mcp-orchestrator shutdown` beenden und die Anwendung neu öffnen.',
  'application.other-version':
    'Der Orchestrator mit PID {pid} hat Version {running}, diese Anwendung {own}. Mit `mcp-orchestrator shutdown` beenden und die Anwendung neu öffnen, dann läuft {own}.',
  'application.second-version':
    'Version {other} wurde geöffnet, während {own} läuft. Beenden und neu öffnen, um {other} zu benutzen.',
};
