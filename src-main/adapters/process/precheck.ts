import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import which from 'which';
import { type Cause, message } from '../../../src-shared/i18n/message.ts';
import type { CrashReason } from '../../../src-shared/schema/status.ts';
import type { LaunchSpec } from '../../core/configuration/definition.ts';
import { programName } from '../../core/configuration/program.ts';

export type CommandCheck =
  | { readonly ok: true; readonly executable: string }
  | {
      readonly ok: false;
      readonly reason: Extract<CrashReason, 'CONFIG' | 'NOT_FOUND'>;
      readonly cause: Cause;
    };

/** What a person installs to have the command. */
const INSTALLS: Readonly<Record<string, string>> = {
  npx: 'Node.js',
  node: 'Node.js',
  npm: 'Node.js',
  uvx: 'uv',
  uv: 'uv',
  pipx: 'pipx',
  bunx: 'Bun',
  bun: 'Bun',
  docker: 'Docker',
  podman: 'Podman',
  python: 'Python',
  python3: 'Python',
  deno: 'Deno',
};

const refuse = (
  reason: 'CONFIG' | 'NOT_FOUND',
  happened: Cause['happened'],
  remedy: Cause['remedy'],
): CommandCheck => ({
  ok: false,
  reason,
  cause: { happened, remedy },
});

/** A folder that is missing shows as a missing command in spawn, so it is looked at first. */
async function checkFolder(cwd: string): Promise<CommandCheck | null> {
  const remedy = message('process.cwd.remedy');
  try {
    const found = await stat(cwd);
    if (found.isDirectory()) return null;
    return refuse('CONFIG', message('process.cwd.not-a-folder', { cwd }), remedy);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      return refuse('CONFIG', message('process.cwd.missing', { cwd }), remedy);
    return refuse('CONFIG', message('process.cwd.refused', { cwd, error: String(code) }), remedy);
  }
}

async function inspect(file: string): Promise<'executable' | 'plain' | 'absent'> {
  try {
    if (!(await stat(file)).isFile()) return 'absent';
    await access(file, constants.X_OK);
    return 'executable';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? 'plain' : 'absent';
  }
}

const notExecutable = (command: string): CommandCheck =>
  refuse(
    'CONFIG',
    message('process.command.not-executable', { command }),
    message('process.command.not-executable.remedy'),
  );

async function findOnPosix(command: string, path: string, cwd: string): Promise<CommandCheck> {
  if (command.includes('/')) {
    const file = resolve(cwd, command);
    const kind = await inspect(file);
    if (kind === 'executable') return { ok: true, executable: file };
    return kind === 'plain' ? notExecutable(command) : missing(command);
  }
  const folders = [...new Set(path.split(delimiter))].filter((folder) => folder !== '');
  let plain: string | null = null;
  for (const folder of folders) {
    const file = join(resolve(cwd, folder), command);
    const kind = await inspect(file);
    if (kind === 'executable') return { ok: true, executable: file };
    if (kind === 'plain') plain ??= file;
  }
  return plain === null ? notFound(command, folders.length) : notExecutable(plain);
}

const missing = (command: string): CommandCheck =>
  refuse(
    'NOT_FOUND',
    message('process.command.missing', { command }),
    message('process.command.missing.remedy'),
  );

const notFound = (command: string, folders: number): CommandCheck =>
  refuse(
    'NOT_FOUND',
    message('reason.NOT_FOUND.happened', { command, folders }),
    message('reason.NOT_FOUND.remedy', { program: INSTALLS[programName(command)] ?? command }),
  );

/** PATHEXT and the like are `which`'s. */
async function findOnWindows(command: string, path: string): Promise<CommandCheck> {
  const found = await which(command, { path, nothrow: true });
  if (found !== null) return { ok: true, executable: found };
  return /[\\/]/.test(command) ? missing(command) : notFound(command, path.split(';').filter(Boolean).length);
}

/** Whether the folder is there and the command can be found in the PATH that the server will have. */
export async function checkCommand(
  launch: LaunchSpec,
  path: string,
  platform: NodeJS.Platform = process.platform,
): Promise<CommandCheck> {
  if (launch.command === '') {
    return refuse('CONFIG', message('process.command.empty'), message('process.command.empty.remedy'));
  }
  const folder = await checkFolder(launch.cwd);
  if (folder !== null) return folder;
  return platform === 'win32'
    ? findOnWindows(launch.command, path)
    : findOnPosix(launch.command, path, launch.cwd);
}
