/** Checks, resources and the verdict over all servers. Times and sizes are texts that the caller formatted. */
export const health = {
  'health.silent.happened':
    'It did not answer its health check within {time}{times, plural, one {} other {, # times in a row}}.',
  'health.silent.remedy':
    'Read its log: it may hang. Next check in {time}; {left, plural, one {one more failure restarts it} other {# more failures restart it}}.',
  'health.silent.remedy-remote': 'Check that it runs and can be reached. Next check in {time}.',
  'health.status.happened':
    'Its health check failed {times, plural, one {once} other {# times in a row}}: {problem}.',
  'health.status.happened-dependency':
    'Its health check failed {times, plural, one {once} other {# times in a row}}: {problem}, its dependency `{dependency}` is {status}.',
  'health.status.remedy':
    'It still takes calls. Next check in {time}; {left, plural, one {one more failure restarts it} other {# more failures restart it}}.',
  'health.status.remedy-dependency':
    'It still takes calls. Look at {dependency} first; a restart may not help. Next check in {time}; {left, plural, one {one more failure restarts it} other {# more failures restart it}}.',
  'health.last.remedy': 'It is restarted now. Its log tells what came before.',
  'health.last.remedy-dependency': 'It is restarted now. Look at {dependency}: a restart alone may not help.',
  'health.remote.remedy': 'Check it where it runs. Next check in {time}.',
  'health.remote.remedy-dependency': 'Look at {dependency} where it runs. Next check in {time}.',
  'health.gone.happened': 'Its process no longer exists.',
  'health.gone.remedy': 'It is started again by itself. Its log has the last lines.',
  'health.busy.happened':
    'It is busy with {calls, plural, one {a call} other {# calls}} and did not answer its health check within {time}.',
  'health.busy.remedy': 'Wait for it. This counts as a failure only after {limit} without an answer.',
  'health.grace.happened': 'Its health check failed just after this computer slept, which is not counted.',
  'health.grace.remedy': 'Next check in {time}.',
  'health.no-url.happened': 'Its health check is of the kind `http`, but there is no address to ask.',
  'health.no-url.remedy': 'Set `health.url` for it.',
  'health.broken.happened': 'Its health check could not be made: {problem}.',
  'health.broken.remedy': 'Read the log of the orchestrator. Next check in {time}.',

  'health.warning.degraded': 'It answers, but calls itself {status}.',
  'health.warning.dependency': 'Its dependency `{dependency}` is {status}.',
  'health.warning.dependency-detail': 'Its dependency `{dependency}` is {status}: {detail}',

  'health.cpu.warning': 'It uses {percent} of a core; the warning is set at {limit}.',
  'health.memory.warning': 'It uses {memory} of memory; the warning is set at {limit}.',
  'health.memory-limit.happened':
    'It used {memory} of memory, over its limit of {limit}, {times} times in a row.',
  'health.memory-limit.remedy': 'Find out what it keeps, or raise `resources.memoryLimit`.',

  'verdict.none': 'No servers yet',
  'verdict.all-running':
    '{running, plural, =2 {Both servers are running} one {Your server is running} other {All # servers are running}}',
  'verdict.some-stopped':
    '{running, plural, one {1 server is running} other {# servers are running}}, {stopped, plural, one {1 is stopped} other {# are stopped}}',
  'verdict.need-you':
    '{count} of {total, plural, one {# server} other {# servers}} {count, plural, one {needs you} other {need you}}',
  'verdict.some-starting':
    '{running, plural, one {1 server is running} other {# servers are running}}, {count, plural, one {1 is starting} other {# are starting}}',
  'verdict.starting': 'Starting {count, plural, one {1 server} other {# servers}}',
  'verdict.stopping': 'Stopping {count, plural, one {1 server} other {# servers}}',
  'verdict.all-stopped': 'Everything is stopped',
  'verdict.unknown': 'Not known since {time}',
  'verdict.detail.down': '{count, plural, one {1 is down} other {# are down}}',
  'verdict.detail.unhealthy': '{count, plural, one {1 is unhealthy} other {# are unhealthy}}',
  'verdict.detail.restarting':
    '{count, plural, one {1 starts again by itself} other {# start again by themselves}}',
  'verdict.detail.starting': '{count, plural, one {1 is starting} other {# are starting}}',
  'verdict.detail.warned': '{count, plural, one {1 has a warning} other {# have a warning}}',
} as const;
