/** The fleet: order, start, stop, operations. The reasons' own words are in reasons.ts. */
export const supervisor = {
  'supervisor.dependency.missing': 'It needs `{name}`, which is not in the configuration.',
  'supervisor.dependency.disabled': 'It needs `{name}`, which is disabled in the file.',
  'supervisor.dependency.crashed': 'It needs `{name}`, which stays down.',
  'supervisor.dependency.timeout': 'It waited {minutes} min for {names}, which did not come up.',
  'supervisor.dependency.remedy': 'Mend {name} first. This one follows by itself.',

  'supervisor.startup.timeout':
    'It was not ready {seconds, plural, one {# second} other {# seconds}} after its start.',
  'supervisor.startup.timeout-remedy':
    'Read its last lines. If it only needs more time, give it a longer `startupTimeout`.',
  'supervisor.startup.unreachable': '{host} did not answer in time.',
  'supervisor.startup.unreachable-remedy': 'Check the address and the network. It is tried again by itself.',
  'supervisor.port.foreign': 'Port {port} is taken by a program that is not ours.',
  'supervisor.unexpected': 'Starting it failed inside the orchestrator: {text}',
  'supervisor.unexpected-remedy': 'It is tried again. If it stays so, the log of the orchestrator has more.',

  /** The remedy where there is nothing to do. */
  'supervisor.nothing': '',
  'supervisor.backoff': 'Restart {attempt} of {max} follows.',
  'supervisor.held-by-pause': 'It starts again when the pause ends.',
  'supervisor.log.started': 'Started, PID {pid}.',

  'supervisor.warning.refused-edit':
    'The file has an error, so its last good configuration stays in force: {problem}',
  'supervisor.warning.log-dropped':
    'It writes more than is kept: {count, plural, one {# line was} other {# lines were}} dropped.',

  'supervisor.warning.noise':
    'It writes {count} lines a minute to its standard output that are no messages. Let it log to standard error.',

  'supervisor.operation.cause': '{happened} {remedy}',
  'supervisor.operation.stopped': '`{name}` was stopped before it was running.',
  'supervisor.operation.superseded': 'A later request for `{name}` took the place of this one.',
  'supervisor.operation.removed': '`{name}` was removed from the configuration.',

  'supervisor.refusal.unknown': 'There is no server, alias or group `{name}`.',
  'supervisor.refusal.unknown-near': 'There is no server, alias or group `{name}`. Did you mean `{near}`?',
  'supervisor.refusal.group': '`{name}` is a group: {servers}. Name one of its servers.',
  'supervisor.refusal.disabled': '`{name}` is disabled in the file. Enable it there, then start it.',
  'supervisor.refusal.not-running': '`{name}` is not running.',
  'supervisor.refusal.pause-length': 'A pause is longer than 0 and at most 30 days.',
  'supervisor.shutting-down': 'The orchestrator is stopping.',
} as const;
