/**
 * The words of every reason that a server is not well: the head, what happened, what a person does. A happened or
 * remedy that knows more than these stands in its own topic; these hold the usual case.
 */
export const reasons = {
  'reason.RESTART_LIMIT.head': 'Crashed, restart limit',
  'reason.RESTART_LIMIT.happened':
    'Exited with code {code} {times, plural, one {once} =2 {twice} =3 {three times} =4 {four times} =5 {five times} =6 {six times} other {# times}} in {time}. {max, plural, =0 {No restarts are allowed} one {Its 1 restart is used} other {All # restarts are used}}, so it stays down.',
  'reason.RESTART_LIMIT.remedy':
    'Read its last lines, mend the cause, then restart it. A restart by hand {max, plural, =0 {is always possible} one {gives it 1 new one} other {gives it # new ones}}.',

  'reason.NOT_FOUND.head': 'Crashed, command not found',
  'reason.NOT_FOUND.happened':
    'The command `{command}` was not found in the {folders, plural, one {one folder} other {# folders}} of the PATH.',
  'reason.NOT_FOUND.remedy':
    'Install {program}, or give the full path of the command. Then try again: no restart was used up.',

  'reason.CONFIG.head': 'Crashed, configuration',
  'reason.CONFIG.happened':
    '{problem}{more, plural, =0 {} one { Its configuration has 1 more error.} other { Its configuration has # more errors.}}',
  'reason.CONFIG.remedy': 'Mend line {line}. It starts as soon as the file is saved.',
  'reason.CONFIG.remedy-file': 'Mend the file. It starts as soon as the file is saved.',

  'reason.PORT_CONFLICT.head': 'Crashed, port taken',
  'reason.PORT_CONFLICT.happened': 'Port {port} is taken by `{program}`, PID {pid}, which is not ours.',
  'reason.PORT_CONFLICT.remedy':
    'End that program, or give the server another port. Then try again: no restart was used up.',

  'reason.DEPENDENCY.head': 'Crashed, dependency',
  'reason.DEPENDENCY.happened': 'It needs `{server}`, which stays down.',
  'reason.DEPENDENCY.remedy': 'Mend {server} first. This one follows by itself.',

  'reason.HOST.head': 'Crashed, this computer',
  'reason.HOST.happened': 'The system refused to start it for {time}: {problem}.',
  'reason.HOST.remedy': 'Close something or raise the limit, then try again.',

  'reason.EXITED.head': 'Crashed, ended',
  'reason.EXITED.happened': 'It ended with code {code} after {time}, and its policy is never to restart it.',
  'reason.EXITED.remedy': 'Start it when you need it, or change its policy.',

  'reason.PROTOCOL.head': 'Crashed, protocol',
  'reason.PROTOCOL.happened': 'It answered, but not as MCP: {problem}.',
  'reason.PROTOCOL.remedy': 'Check that the command starts an MCP server. Its output is in the log.',

  'reason.AUTH.head': 'Crashed, sign-in',
  'reason.AUTH.happened': 'The server refused the token: HTTP {status}.',
  'reason.AUTH.remedy': 'Sign in again, or give a new token.',

  'reason.UNKILLABLE.head': 'Crashed, cannot be ended',
  'reason.UNKILLABLE.happened': 'PID {pid} did not end, even when killed. It may be stuck in the system.',
  'reason.UNKILLABLE.remedy':
    'End it by hand or restart the computer. Nothing new is started meanwhile; it is looked at again every 30 s.',

  'reason.UNHEALTHY.head': 'Unhealthy',
  'reason.UNHEALTHY.happened':
    'Its health check failed {times, plural, one {once} other {# times in a row}}: {problem}.',
  'reason.UNHEALTHY.happened-dependency':
    'Its health check failed {times, plural, one {once} other {# times in a row}}: {problem}, its dependency `{dependency}` is down.',
  'reason.UNHEALTHY.remedy':
    'It still takes calls. Next check in {time}; a {threshold, select, 1 {first} 2 {second} 3 {third} 4 {fourth} 5 {fifth} other {further}} failure restarts it.',
  'reason.UNHEALTHY.remedy-dependency':
    'It still takes calls. Look at {dependency} first; a restart may not help. Next check in {time}; a {threshold, select, 1 {first} 2 {second} 3 {third} 4 {fourth} 5 {fifth} other {further}} failure restarts it.',
} as const;
