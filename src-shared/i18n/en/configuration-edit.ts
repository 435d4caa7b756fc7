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
} as const;
