/** What is told when the stored state cannot be read or written. */
export const store = {
  'store.notice.damaged':
    'The stored state was damaged, so it was set aside as {file} and a new one begun. Counts, events and stopped servers from before are in that copy alone.',
  'store.notice.newer':
    'The stored state was written by a newer version, so it was set aside as {file} and a new one begun. Use the newer version to go on from it.',
  'store.trouble.full':
    'The disk is full, so {file} is not written. Servers keep running; what happens meanwhile is kept in memory. Free some space: writing goes on by itself.',
  'store.trouble.read-only':
    '{file} cannot be written to. Servers keep running; what happens meanwhile is kept in memory. Make it writable: writing goes on by itself.',
  'store.trouble.other':
    '{file} cannot be used: {error}. Servers keep running; what happens meanwhile is kept in memory. It is tried again every 5 s.',
} as const;
