import { closeSync, existsSync, openSync, statSync, truncateSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { HomePaths } from './home.ts';
import { ensurePrivateFolder, repairMode } from './private-files.ts';
import { type RuntimeInfo, readRuntimeFile, removeRuntimeFile } from './runtime-file.ts';

const SQLITE_BUSY = 5;
const SQLITE_NOTADB = 26;
/** A command line that looks whether an instance runs holds the lock shared for a moment. */
const WAIT_MS = 250;

export interface InstanceLock {
  /** The end of the process does the same, also `kill -9`. */
  release(): void;
}

export type LockResult =
  | { readonly ok: true; readonly lock: InstanceLock }
  /** `heldBy`: from runtime.json; null where the holder has not written it yet. */
  | { readonly ok: false; readonly kind: 'held'; readonly heldBy: number | null }
  /** The home cannot be made or written to. */
  | { readonly ok: false; readonly kind: 'unusable'; readonly error: string };

/**
 * Makes this process the one instance of the home: an exclusive SQLite transaction that is never committed, so the
 * lock is the kernel's and goes with the process. Makes the home where there is none.
 *
 * The lock belongs to the process and to the file: no other code of this process may open `instance.lock`, because on
 * POSIX systems closing any descriptor of a file gives up all locks that the process has on it.
 */
export function acquireInstanceLock(paths: HomePaths): LockResult {
  try {
    ensurePrivateFolder(paths.home);
    for (;;) {
      const taken = tryLock(paths.lock);
      if (taken === 'held') {
        return { ok: false, kind: 'held', heldBy: readRuntimeFile(paths.runtime)?.pid ?? null };
      }
      if (taken === 'again') continue;
      // What a killed one left names its address: with the lock held again, clients would believe it.
      removeRuntimeFile(paths.runtime);
      return { ok: true, lock: taken };
    }
  } catch (error) {
    return { ok: false, kind: 'unusable', error: error instanceof Error ? error.message : String(error) };
  }
}

function tryLock(path: string): InstanceLock | 'held' | 'again' {
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
  repairMode(path, 0o600);
  const before = statSync(path).ino;
  const db = new DatabaseSync(path, { timeout: WAIT_MS });
  try {
    // In memory, or an empty journal file would lie beside the lock for all its life.
    db.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    const code = (error as { errcode?: number }).errcode;
    if (code === SQLITE_BUSY) return 'held';
    if (code !== SQLITE_NOTADB) throw error;
    // Not a lock file of ours. Emptied rather than deleted: two that mend it at once still meet in the same file.
    truncateSync(path);
    return 'again';
  }
  // Deleted and made anew meanwhile: then this is a lock that nobody else will ever see.
  if (statSync(path, { throwIfNoEntry: false })?.ino !== before) {
    db.close();
    return 'again';
  }
  return hold(db);
}

/** The listener also keeps the connection reachable: collected as garbage it would give the lock up in silence. */
function hold(db: DatabaseSync): InstanceLock {
  const release = () => {
    process.off('exit', release);
    if (db.isOpen) db.close();
  };
  process.on('exit', release);
  return { release };
}

/** `info` is null while the instance has not told yet where it listens. */
export type FoundInstance =
  | { readonly running: false }
  | { readonly running: true; readonly info: RuntimeInfo | null };

/**
 * The instance of this home, without touching anything: the lock says whether one lives, so a runtime.json that a
 * killed one left means nothing. Must not be called by a process that holds the lock itself.
 */
export function findInstance(paths: HomePaths): FoundInstance {
  return isLocked(paths.lock) ? { running: true, info: readRuntimeFile(paths.runtime) } : { running: false };
}

function isLocked(path: string): boolean {
  if (!existsSync(path)) return false;
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(path, { readOnly: true, timeout: 0 });
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return false;
  } catch (error) {
    return (error as { errcode?: number }).errcode === SQLITE_BUSY;
  } finally {
    db?.close();
  }
}
