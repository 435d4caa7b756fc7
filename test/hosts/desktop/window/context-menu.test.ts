import { expect, test } from 'vitest';
import { offerContextMenu } from '../../../../src-main/hosts/desktop/window/context-menu.ts';
import { openRig } from './rig.ts';

const flags = {
  canUndo: false,
  canRedo: false,
  canCut: true,
  canCopy: true,
  canPaste: true,
  canDelete: true,
  canSelectAll: true,
  canEditRichly: false,
};

/** A window with the menus that were popped up over it, an item a line. */
async function openWatched() {
  const it = await openRig();
  it.window.show();
  await it.settle();
  const menus: string[][] = [];
  const { Menu } = it.electron;
  const current = it.window.current;
  if (current === null) throw new Error('there is no window');
  // The window has its own; this one beside it tells what such a menu holds.
  const watching = {
    buildFromTemplate(template: Parameters<typeof Menu.buildFromTemplate>[0]) {
      const menu = Menu.buildFromTemplate(template);
      menu.on('menu-will-show', () => menus.push(menu.items.map(describeItem)));
      return menu;
    },
  } as typeof Menu;
  offerContextMenu(current, { electron: { Menu: watching }, words: it.words });
  return Object.assign(it, { menus });
}

const describeItem = ({ label, type, enabled }: Electron.MenuItem) =>
  type === 'separator' ? '-' : `${label}${enabled ? '' : ' (disabled)'}`;

test('what is selected can be copied with the right mouse button', async () => {
  await using it = await openWatched();
  it.user.window().page.rightClicks({ selectionText: 'spawn uvx ENOENT', editFlags: flags });
  expect(it.menus).toEqual([['Copy']]);
});

test('a field offers what one does with text, greyed out where it cannot be done', async () => {
  await using it = await openWatched();
  it.user
    .window()
    .page.rightClicks({ isEditable: true, editFlags: { ...flags, canCut: false, canCopy: false } });
  expect(it.menus).toEqual([['Cut (disabled)', 'Copy (disabled)', 'Paste', '-', 'Select all']]);
});

test('where there is nothing to copy there is no menu', async () => {
  await using it = await openWatched();
  it.user.window().page.rightClicks({ selectionText: ' \n', editFlags: flags });
  expect(it.menus).toEqual([]);
});
