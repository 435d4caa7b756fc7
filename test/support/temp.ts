import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A folder that is gone, with all that is in it, at the end of the block. */
export interface TempFolder extends AsyncDisposable {
  readonly path: string;
  /** A path in it. */
  file(...parts: string[]): string;
}

/** `await using folder = await tempFolder();` */
export async function tempFolder(name = 'test'): Promise<TempFolder> {
  const path = await mkdtemp(join(tmpdir(), `mcp-orchestrator-${name}-`));
  return {
    path,
    file: (...parts) => join(path, ...parts),
    // A process that is just being killed may still write: try again.
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }),
  };
}

export interface IsolatedHome extends TempFolder {
  /** The whole environment for a command: this home, nothing of the person's who runs the tests but the PATH. */
  readonly env: Readonly<Record<string, string>>;
}

/** A new user's computer: an empty home with its XDG and Windows folders, the project's Node first on the PATH. */
export async function isolatedHome(more: Readonly<Record<string, string>> = {}): Promise<IsolatedHome> {
  const folder = await tempFolder('home');
  const folders = {
    XDG_CONFIG_HOME: folder.file('.config'),
    XDG_DATA_HOME: folder.file('.local', 'share'),
    XDG_STATE_HOME: folder.file('.local', 'state'),
    XDG_CACHE_HOME: folder.file('.cache'),
    XDG_RUNTIME_DIR: folder.file('run'),
    APPDATA: folder.file('AppData', 'Roaming'),
    LOCALAPPDATA: folder.file('AppData', 'Local'),
    TMPDIR: folder.file('tmp'),
  };
  for (const path of Object.values(folders)) await mkdir(path, { recursive: true, mode: 0o700 });
  const bin = fileURLToPath(new URL('../../node_modules/.bin', import.meta.url));
  const env = {
    ...folders,
    HOME: folder.path,
    USERPROFILE: folder.path,
    PATH: [bin, process.env.PATH].join(delimiter),
    SHELL: '/bin/sh',
    LANG: 'C.UTF-8',
    NO_COLOR: '1',
    ...more,
  };
  return { ...folder, env };
}
