import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAME = 'mcp-orchestrator';

export function isOnPath(command: string): boolean {
  const names = process.platform === 'win32' ? [`${command}.cmd`, `${command}.exe`] : [command];
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.some((folder) => names.some((name) => existsSync(join(folder, name))));
}

/** As it is typed here: in a checkout, npx finds the command. */
export function ownName(): string {
  return isOnPath(NAME) ? NAME : `npx ${NAME}`;
}
