/** Of the application around the page: the menu bar, the window's own dialogs, the badge. */
export const desktop: Readonly<Record<string, string>> = {
  'desktop.menu.file': 'File',
  'desktop.menu.edit': 'Edit',
  'desktop.menu.view': 'View',
  'desktop.menu.servers': 'Servers',
  'desktop.menu.window': 'Window',
  'desktop.menu.help': 'Help',
  'desktop.menu.about': 'About MCP Orchestrator',
  'desktop.menu.add-server': 'Add server…',
  'desktop.menu.settings': 'Settings…',
  'desktop.menu.services': 'Services',
  'desktop.menu.hide': 'Hide MCP Orchestrator',
  'desktop.menu.hide-others': 'Hide others',
  'desktop.menu.unhide': 'Show all',
  'desktop.menu.close': 'Close window',
  'desktop.menu.quit': 'Quit MCP Orchestrator',
  'desktop.menu.undo': 'Undo',
  'desktop.menu.redo': 'Redo',
  'desktop.menu.cut': 'Cut',
  'desktop.menu.copy': 'Copy',
  'desktop.menu.paste': 'Paste',
  'desktop.menu.delete': 'Delete',
  'desktop.menu.select-all': 'Select all',
  'desktop.menu.reload': 'Load the page again',
  'desktop.menu.developer-tools': 'Developer tools',
  'desktop.menu.zoom-in': 'Zoom in',
  'desktop.menu.zoom-out': 'Zoom out',
  'desktop.menu.zoom-reset': 'Actual size',
  'desktop.menu.full-screen': 'Full screen',
  'desktop.menu.overview': 'Show all servers',
  'desktop.menu.start-all': 'Start all',
  'desktop.menu.stop-all': 'Stop all',
  'desktop.menu.minimize': 'Minimise',
  'desktop.menu.zoom-window': 'Zoom',
  'desktop.menu.front': 'Bring all to front',
  'desktop.menu.logs': 'Open the logs folder',

  'desktop.close.title': 'MCP Orchestrator keeps running',
  'desktop.close.detail.tray':
    'The window closes, the servers are still watched. The icon in the tray brings the window back, and its menu quits.',
  'desktop.close.detail.menu-bar':
    'The window closes, the servers are still watched. The icon in the menu bar brings the window back, and its menu quits.',
  'desktop.close.keep': 'Keep running',
  'desktop.close.quit': 'Quit instead',
  'desktop.close.remember': 'Do not show this again',

  'desktop.unsaved.title': 'Quit without saving?',
  'desktop.unsaved.detail': 'What was written in the window is not saved yet and would be lost.',
  'desktop.unsaved.quit': 'Quit',

  'desktop.ended.restart': 'The orchestrator starts again',
  'desktop.ended.end': 'The orchestrator was ended',
  'desktop.ended.detail':
    'A command outside of this window asked for it. What was written here is not saved, and can only be copied now. Without an answer it goes on in {seconds} seconds.',
  'desktop.ended.wait': 'Wait {minutes, plural, one {1 minute} other {# minutes}}',
  'desktop.ended.restart-now': 'Start again now',
  'desktop.ended.quit-now': 'Quit now',

  'desktop.window.ended':
    'The page ended twice within {seconds, plural, one {1 second} other {# seconds}}: {reason}.',
  'desktop.window.failed': 'The page could not be loaded: {problem}.',
  'desktop.window.hangs': 'The page does not answer.',
  'desktop.window.hangs.detail':
    'Only the window is affected: the servers are still watched. Wait for it, or load the page again: what was written in it and not saved is lost then.',
  'desktop.window.wait': 'Wait',
  'desktop.window.detail':
    'Only the window is affected: the servers are still watched. Load the page again; if that does not help, quit and install the application anew.',
  'desktop.window.reload': 'Load again',
  'desktop.window.quit': 'Quit',

  'desktop.badge': '{count, plural, one {1 server needs you} other {# servers need you}}',
};
