/** Starting and ending processes; the usual case of each crash reason is in reasons.ts. */
export const process = {
  'process.cwd.missing': 'Its folder `{cwd}` does not exist.',
  'process.cwd.not-a-folder': '`{cwd}`, which it is to be started in, is not a folder.',
  'process.cwd.refused': 'Its folder `{cwd}` cannot be entered: {error}.',
  'process.cwd.remedy': 'Make the folder or mend `cwd`. Then try again: no restart was used up.',

  'process.command.missing': 'The command `{command}` does not exist.',
  'process.command.missing.remedy': 'Mend its path. Then try again: no restart was used up.',
  'process.command.not-executable': 'The command `{command}` is a file, but not one that may be executed.',
  'process.command.not-executable.remedy':
    'Make it executable (chmod +x), or name the program that runs it as the command. Then try again: no restart was used up.',
  'process.command.empty': 'It has no command.',
  'process.command.empty.remedy': 'Give it a `command`. It starts as soon as the file is saved.',
  'process.precheck.slow':
    'Its command could not be looked up within {seconds} s: a folder of the PATH, or its own, does not answer.',
  'process.precheck.slow.remedy':
    'Look for a network drive that is away. Then try again: no restart was used up.',

  'process.port.unknown-holder':
    'Port {port} is taken by another program, which belongs to another user or the system.',
  'process.port.none-free': 'No free port was found for it between {from} and {to}.',
  'process.port.none-free.remedy': 'End what holds so many ports, or give it a fixed one.',

  'process.spawn.refused': 'The system refused to start it: {problem}.',
  'process.spawn.refused.remedy':
    'Close something or raise the limit. It is tried again by itself for 5 min.',
  'process.spawn.failed': 'The command `{command}` could not be started: {error}.',
  'process.spawn.failed.remedy': 'Mend its command and arguments. Then try again: no restart was used up.',
  'process.spawn.EAGAIN': 'too many processes',
  'process.spawn.EMFILE': 'too many open files',
  'process.spawn.ENFILE': 'too many open files on this computer',
  'process.spawn.ENOMEM': 'out of memory',

  'process.exit.code': 'It ended with code {code}.',
  'process.exit.signal': 'It was ended by the signal {signal}.',
  'process.exit.remedy': 'Read its last lines and mend the cause.',
  'process.exit.remedy.clean':
    'It ended as if it were done. Check that the command starts a server that stays.',
  'process.exit.remedy.killed':
    'Somebody or the system killed it, often because memory ran out. Look at its memory and at the system log.',
  'process.exit.remedy.crashed': 'The program itself crashed. Read its last lines; a newer version may help.',
  'process.exit.remedy.npm-404': 'npm does not know this package. Check its name and version.',
  'process.exit.remedy.npx-cache':
    'The cache of npx for this package is broken. Read in its last lines which folder under `_npx` it is, and remove that one.',
  'process.exit.remedy.npm-network': 'npm could not reach its registry. Check the network, then try again.',
  'process.exit.remedy.module': 'A module that it needs is not installed. Install what its last lines name.',
  'process.exit.remedy.file':
    'A file that it needs does not exist. Check its arguments and `cwd` against its last lines.',
  'process.exit.remedy.arguments':
    'It did not understand how it was started. Check its arguments against its last lines.',
  'process.exit.not-found': '`{command}` ran, but what it was to start was not found (code 127).',
  'process.exit.not-found.remedy':
    'Check its arguments and its last lines for the missing program. Then try again: no restart was used up.',
  'process.exit.not-executable': '`{command}` ran, but what it was to start may not be executed (code 126).',
  'process.exit.not-executable.remedy':
    'Make that file executable, or name the program that runs it. Then try again: no restart was used up.',
  'process.exit.port-taken': 'It ended because port {port} is taken.',
  'process.exit.some-port-taken': 'It ended because a port that it needs is taken.',
  'process.exit.docker-down': '`{command}` could not reach its daemon.',
  'process.exit.docker-down.remedy':
    'Start Docker or Podman, or get access to its socket. Then try again: no restart was used up.',

  'process.ledger.corrupt':
    'The ledger of started processes, {file}, was broken and is kept as {aside}. Servers that an earlier instance left running may not have been found.',
  'process.ledger.unreadable':
    'The ledger of started processes, {file}, cannot be read: {error}. Servers that an earlier instance left running may not have been found.',
  'process.ledger.unwritable':
    'The ledger of started processes, {file}, cannot be written: {error}. Servers run on; mend it, so that none is left behind if this instance is killed.',
} as const;
