/** What stands between a server's lines, and what is told when logs cannot be written. */
export const logs = {
  'logs.dropped':
    '{lines, plural, one {# line} other {# lines}} dropped: it writes faster than 1 MB/s. Make it log less.',
  'logs.lost':
    '{lines, plural, one {# line is} other {# lines are}} missing here: the disk did not take them.',
  'logs.trouble.full':
    'The disk is full, so logs in {folder} are not written. The newest lines are kept in memory and servers keep running. Free some space: writing goes on by itself.',
  'logs.trouble.read-only':
    'The folder {folder} cannot be written to, so logs are not stored. The newest lines are kept in memory and servers keep running. Make it writable: writing goes on by itself.',
  'logs.trouble.other':
    'Logs in {folder} are not written: {error}. The newest lines are kept in memory and servers keep running. Writing is tried again every 5 s.',
} as const;
