/** Words of the list of events: what happened, who caused it, and what can be done with the list. */
export const activityPage = {
  'event.state.RUNNING': 'Running',
  'event.state.RUNNING.after': 'Running, ready after {time}',
  'event.state.well-again': 'Healthy again',
  'event.state.STARTING': 'Starting',
  'event.state.STARTING.phase': 'Starting: {phase}',
  'event.state.backoff': 'Waits before it starts again',
  'event.state.backoff.why': 'Waits before it starts again. {why}',
  'event.state.STOPPED': 'Stopped',
  'event.state.STOPPED.removed': 'Stopped, removed from the file',
  'event.state.STOPPING': 'Stopping',
  'event.state.STOPPING.restart': 'Stopping, to start again',
  'event.state.STOPPING.remove': 'Stopping: it was removed from the file',
  'event.state.STOPPING.failure': 'Ending what is left of it',
  'event.state.UNHEALTHY': 'Unhealthy',
  'event.state.why': '{state}. {why}',

  'event.exit.code': 'Exited with code {code}',
  'event.exit.signal': 'Ended by {signal}',
  'event.exit.unknown': 'Ended',
  'event.exit.expected':
    'Ended as asked, {how, select, code {code {value}} signal {by {value}} other {its process is gone}}',

  'event.restart':
    'Restart {attempt} of {max} in {time}{kind, select, exit { because it ended} health { because its health checks failed} memory { because it was over its memory limit} startup-timeout { because it was not ready in time} stdout-closed { because it closed its output} broken { because its connection broke} other {}}',

  'event.health.fail': 'Health check failed',
  'event.health.fail.why': 'Health check failed: {why}',
  'event.health.ok': 'Answers its health check again',
  'event.health.ok.time': 'Answers its health check again, in {time}',
  'event.health.unknown': 'Its health is not known',

  'event.warning': 'Warning: {kind}',
  'event.warning.over': 'The warning has ended: {text}',
  'event.warning.text': '{text}',

  'event.config.loaded':
    'Configuration read: {count, plural, =0 {no servers} one {1 server} other {# servers}}',
  'event.config.loaded.changes':
    'Configuration read: {count, plural, =0 {no servers} one {1 server} other {# servers}}. {changes}',
  'event.config.none': 'There is no configuration at `{file}`',
  'event.config.added': 'Added: {names}.',
  'event.config.removed': 'Removed: {names}.',
  'event.config.changed': 'Changed: {names}.',
  'event.config.errors': '{count, plural, one {1 error} other {# errors}} in it.',
  'event.config.error': 'The configuration has {count, plural, one {an error} other {# errors}}: {first}',
  'event.config.error.unknown': 'The configuration cannot be read',
  'event.names.more': '{names} and {count, plural, one {1 more} other {# more}}',

  'event.started': 'The orchestrator started: version {version}, PID {pid}',
  'event.stopping':
    'The orchestrator stops{reason, select, request {, as it was asked to} SIGINT {: it was interrupted} SIGTERM {: the system asked it to} SIGHUP {: its terminal was closed} launcher {: what started it has ended} other {}}',
  'event.freeze': 'This computer slept for {time}; checks begin anew',
  'event.tools':
    'Its list of tools changed: {count, plural, =0 {none now} one {1 tool now} other {# tools now}}',
  'event.done': 'What was asked for is done',
  'event.not-done': 'What was asked for was not done',
  'event.not-done.why': 'What was asked for was not done: {why}',
  'event.unknown': 'Something that this page does not know: `{type}`',

  'event.by.supervisor': 'supervisor',
  'event.by.reload': 'you, in the file',
  'event.by.schedule': 'schedule',
  'event.by.dashboard': 'you, dashboard',
  'event.by.desktop': 'you, desktop',
  'event.by.cli': 'command line',
  'event.by.cli.user': 'command line, user {user}',
} as const;
