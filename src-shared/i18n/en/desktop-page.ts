/** Words of the page for what reaches beyond it: an orchestrator that stops, notifications of a server. */
export const desktopPage: Readonly<Record<string, string>> = {
  'window.stopping': 'The orchestrator is stopping.',
  'window.stopping.left':
    '{count, plural, =0 {Every server has ended.} one {1 server has not ended yet.} other {# servers have not ended yet.}}',
  'window.stopped.head': 'The orchestrator stopped at {time}.',
  'window.stopped.what': 'Its servers ended with it and start again with it.',

  'page.do.mute': 'Mute notifications',
  'page.do.unmute': 'Unmute notifications',
};
