import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type * as Electron from 'electron';

/** docs/api/shell.md: what is handed to other programs is written down. */
export class FakeShell
  implements Pick<Electron.Shell, 'beep' | 'openExternal' | 'openPath' | 'showItemInFolder' | 'trashItem'>
{
  readonly openedExternal: string[] = [];
  readonly openedPaths: string[] = [];
  readonly shownInFolder: string[] = [];
  /** No program for it, no browser. */
  refuses = false;

  // docs/api/shell.md#shellopenexternalurl-options
  openExternal(url: string): Promise<void> {
    if (!URL.canParse(url)) return Promise.reject(new TypeError(`Invalid URL: ${url}`));
    if (this.refuses)
      return Promise.reject(new Error('Failed to open URL: no application is registered for it'));
    this.openedExternal.push(url);
    return Promise.resolve();
  }

  // docs/api/shell.md#shellopenpathpath: resolves with what went wrong, or with nothing
  openPath(path: string): Promise<string> {
    if (this.refuses || !existsSync(path)) return Promise.resolve(`Failed to open path: ${path}`);
    this.openedPaths.push(path);
    return Promise.resolve('');
  }

  showItemInFolder(fullPath: string): void {
    if (!isAbsolute(fullPath)) throw new Error('path must be absolute');
    this.shownInFolder.push(fullPath);
  }

  trashItem(path: string): Promise<void> {
    return Promise.reject(new Error(`the application throws nothing away: ${path}`));
  }

  beep(): void {}
}
