import type { ContextMenuParams } from 'electron';
import type { BrowserWindow, ElectronApi, MenuItemConstructorOptions } from '../electron-api.ts';
import type { Words } from '../words.ts';

/** Copy and paste under the right mouse button; Electron brings no such menu. */
export function offerContextMenu(
  window: BrowserWindow,
  { electron, words }: { readonly electron: Pick<ElectronApi, 'Menu'>; readonly words: Words },
): void {
  window.webContents.on('context-menu', (_event, at) => {
    const template = itemsFor(at, words);
    if (template.length > 0) electron.Menu.buildFromTemplate(template).popup({ window });
  });
}

function itemsFor(at: ContextMenuParams, words: Words): MenuItemConstructorOptions[] {
  const { canCut, canCopy, canPaste, canSelectAll } = at.editFlags;
  const copy: MenuItemConstructorOptions = {
    role: 'copy',
    label: words.say('desktop.menu.copy'),
    enabled: canCopy,
  };
  if (!at.isEditable) return at.selectionText.trim() === '' ? [] : [copy];
  return [
    { role: 'cut', label: words.say('desktop.menu.cut'), enabled: canCut },
    copy,
    { role: 'paste', label: words.say('desktop.menu.paste'), enabled: canPaste },
    { type: 'separator' },
    { role: 'selectAll', label: words.say('desktop.menu.select-all'), enabled: canSelectAll },
  ];
}
