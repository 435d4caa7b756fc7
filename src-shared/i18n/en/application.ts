/** What the desktop application says of itself: how it begins, what it is attached to, how it ends. */
export const application: Readonly<Record<string, string>> = {
  'application.name': 'MCP Orchestrator',
  'application.cannot-begin': 'The orchestrator cannot start.',
  'application.try-again': 'Try again',
  'application.quit': 'Quit',
  'application.other-config':
    'The orchestrator with PID {pid}, which ran before, uses {running}, not {asked}. This window shows what it uses. To use the other file, end it with `mcp-orchestrator shutdown` and open the application again.',
  'application.other-version':
    'The orchestrator with PID {pid} has version {running}, this application {own}. End it with `mcp-orchestrator shutdown` and open the application again to run {own}.',
  'application.second-version':
    'Version {other} was opened while {own} runs. Quit and open it again to use {other}.',
};
