/** Editing the configuration file, and trying a server before it is saved. */
export const configurationEdit = {
  'configuration-edit.unknown': 'The file has no server `{name}`.',
  'configuration-edit.unknown-near': 'The file has no server `{name}`. Did you mean `{near}`?',
  'configuration-edit.name-taken': 'The file has a server `{name}` already. Choose another name.',
  'configuration-edit.no-object':
    '"{path}" is not an object with braces, so "{key}" has no place. Mend it in the file first.',
  'configuration-edit.no-object-file':
    'The file is not an object with braces, so nothing has a place in it. Mend the file first.',
  'configuration-edit.no-place': '"{path}" is not there. A list grows at its end only.',
  'configuration-edit.conflict':
    '{file} was changed elsewhere since it was read. Nothing was written; look at the difference, then decide.',
  'configuration-edit.undo-conflict':
    '{file} was changed since, so that change cannot be taken back any more. Nothing was written.',
  'configuration-edit.undo-unknown':
    'That change cannot be taken back any more: only the newest {count} are kept, until the orchestrator ends.',
  'configuration-edit.too-large':
    '{file} would have {size}, more than the {limit} that a configuration may have.',
  'configuration-edit.not-exact':
    'The change cannot be written into {file} without touching something else. Nothing was written; edit the file by hand.',

  'configuration-edit.write.forbidden':
    '{file} cannot be written: access is denied. Give yourself the right to write in {folder}.',
  'configuration-edit.write.read-only': '{file} cannot be written: the disk is read-only.',
  'configuration-edit.write.full':
    '{file} cannot be written: the disk is full. Make some room, then try again.',
  'configuration-edit.write.other': '{file} cannot be written: {problem}. Check the disk and the path.',

  'trial.configuration.ok': 'The entry is in order.',
  'trial.command.ok': 'Found at {path}.',
  'trial.command.ok-port': 'Found at {path}. Port {port} is free for it.',
  'trial.handshake.ok': 'It speaks MCP {protocol} and calls itself {name}.',
  'trial.handshake.ok-nameless': 'It speaks MCP {protocol}.',
  'trial.tools.ok': 'It lists {count, plural, =0 {no tools} one {# tool} other {# tools}}.',
  'trial.stop.ok': 'It has ended. Nothing of it is left.',
  'trial.remedy.not-found': 'Install {program}, or give the full path of the command.',
  'trial.remedy.port': 'End that program, or give the server another port.',
  'trial.remedy.cwd': 'Make the folder or mend `cwd`.',
  'trial.remedy.path': 'Mend its path.',
  'trial.remedy.not-executable':
    'Make it executable (chmod +x), or name the program that runs it as the command.',
  'trial.remedy.slow': 'Look for a network drive that is away.',
  'trial.remedy.refused': 'Close something or raise the limit.',
  'trial.remedy.arguments': 'Mend its command and arguments.',
  'trial.remedy.exit-not-found': 'Check its arguments and its last lines for the missing program.',
  'trial.remedy.exit-not-executable': 'Make that file executable, or name the program that runs it.',
  'trial.remedy.docker-down': 'Start Docker or Podman, or get access to its socket.',
  'trial.remedy.protocol': 'Check that the command or address is that of an MCP server.',
  'trial.remedy.network': 'Check the address and that the server runs.',
  'trial.lines-left-out': '{count, plural, one {# line is} other {# lines are}} left out here.',
  'trial.too-many':
    '{count, plural, one {# trial runs} other {# trials run}} already. Wait until one of them has ended.',
} as const;
