/** Sentences of the state machine itself; the reasons' own words are in reasons.ts. */
export const machine = {
  'machine.restart-limit.happened':
    '{last} {max, plural, =0 {No restarts are allowed} one {Its 1 restart is used} other {All # restarts are used}}, so it stays down.',
  'machine.never.remedy':
    'Its policy is never to restart it. Start it when you need it, or change its policy.',
  'machine.health.happened': 'Its health check failed.',
  'machine.health.remedy': 'It may still take calls. Read its log; at the threshold it is restarted.',
  'machine.dependencies.happened': 'It waited 5 min for its dependencies, and they did not come up.',
  'machine.dependencies.remedy': 'Mend them first. This one follows by itself.',
  'machine.stdout-closed.happened': 'It closed its output but did not end, so nothing can be heard from it.',
  'machine.stdout-closed.remedy': 'Check that the command starts an MCP server. Its log has the last lines.',
} as const;
