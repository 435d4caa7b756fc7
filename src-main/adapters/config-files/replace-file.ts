import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, open, readdir, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

/** Enough to go back some steps, few enough to be no litter beside the file. */
const KEPT_BACKUPS = 5;
/** As many as the kernel follows. */
const MOST_LINKS = 40;

export interface Replacement {
  readonly bytes: Uint8Array;
  /** What stands there now and is kept; null: nothing. */
  readonly before: Uint8Array | null;
  readonly nowWallMs: number;
  /** Asked in the last moment before the old file is replaced. */
  readonly stillSo: () => Promise<boolean>;
}

/**
 * Puts a new file in the place of the old one, at once: a reader sees either, and a lack of room or a crash leaves the
 * old one. Its mode and owner are kept; a link stays one, and its target is replaced. Answers the backup's path, null
 * where there was nothing to keep, or `changed`. Rejects with the error of the system. (write-file-atomic does the same
 * without a last look, between which and the write lie an fsync and all the bytes.)
 */
export async function replaceFile(
  path: string,
  { bytes, before, nowWallMs, stillSo }: Replacement,
): Promise<{ readonly backup: string | null } | 'changed'> {
  const target = await targetOf(path);
  const old = before === null ? null : await stat(target);
  // The new file would take the place of one that says that it is not to be written.
  if (old !== null) await (await open(target, 'r+')).close();
  else await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const temporary = `${target}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    // What a configuration holds may be secret: one that we make is for nobody else.
    await writeNew(temporary, bytes, 0o600);
    if (old !== null) {
      await chown(temporary, old.uid, old.gid).catch(() => undefined); // only root may give a file away
      await chmod(temporary, old.mode & 0o7777);
    }
    const backup = before === null ? null : await keepBackup(target, before, nowWallMs);
    if (!(await stillSo())) return 'changed';
    await rename(temporary, target);
    return { backup };
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined); // it is told why the write failed
  }
}

/** Where the links lead, also where nothing is at their end yet. */
async function targetOf(path: string): Promise<string> {
  let at = resolve(path);
  for (let links = 0; links < MOST_LINKS; links++) {
    const real = await realpath(at).catch(() => null);
    if (real !== null) return real;
    const next = await readlink(at).catch(() => null);
    if (next === null) break;
    at = resolve(dirname(at), next);
  }
  return at;
}

async function writeNew(path: string, bytes: Uint8Array, mode: number): Promise<void> {
  const handle = await open(path, 'wx', mode);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** `.mcp.json.20261121T143000123Z.bak`: no name that a person would have chosen, so that nobody's own is overwritten. */
async function keepBackup(target: string, bytes: Uint8Array, nowWallMs: number): Promise<string> {
  for (let wallMs = nowWallMs; ; wallMs++) {
    const time = new Date(wallMs).toISOString().replace(/[-:.]/g, '');
    const backup = `${target}.${time}.bak`;
    try {
      await writeNew(backup, bytes, 0o600);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      await rm(backup, { force: true }).catch(() => undefined); // a half would pass for a whole
      throw error;
    }
    await dropOldest(target).catch(() => undefined); // one too many does no harm
    return backup;
  }
}

async function dropOldest(target: string): Promise<void> {
  const folder = dirname(target);
  const head = `${basename(target)}.`;
  const backups = (await readdir(folder))
    .filter((name) => name.startsWith(head) && /^\d{8}T\d{9}Z\.bak$/.test(name.slice(head.length)))
    .sort();
  for (const name of backups.slice(0, -KEPT_BACKUPS)) await rm(join(folder, name), { force: true });
}
