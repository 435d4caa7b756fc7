import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { OwnStart } from '../own-start.ts';

/** How this program is started by somebody else, from another folder, also after an update of Node. */
export function lastingStart(own: OwnStart, exists: (path: string) => boolean = existsSync): OwnStart {
  // Homebrew keeps a link for every formula that outlives its updates; the folder of a version does not.
  const link = own.command.replace(/\/Cellar\/([^/]+)\/[^/]+\//, '/opt/$1/');
  return {
    command: exists(link) ? link : own.command,
    args: own.args.map((word) => (word.startsWith('-') ? word : resolve(word))),
  };
}

/** It lies in npm's cache, which is cleared without asking. */
export function isInCache(script: string): boolean {
  return /[\\/]_npx[\\/]/.test(script);
}
