/** Why an instance cannot begin. */
export const runtime = {
  'runtime.running':
    'An instance of this home already runs, PID {pid}. Use its commands, or end it with `mcp-orchestrator shutdown`.',
  'runtime.running.unknown':
    'An instance of this home already runs. Use its commands, or end it with `mcp-orchestrator shutdown`.',
  'runtime.home':
    'The folder {home} cannot be used: {error}. Make it writable, or choose another with --home.',
  'runtime.port.taken':
    'Port {port} is taken by another program. End that program, or choose another port with --port.',
  'runtime.port.taken-by':
    'Port {port} is taken by `{command}`, PID {pid}. End that program, or choose another port with --port.',
} as const;
