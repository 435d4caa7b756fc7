import { chmodSync, closeSync, existsSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrate, SCHEMA_VERSION, schemaVersion } from './migrations.ts';

/** Primary result codes of SQLite (https://sqlite.org/rescode.html). */
const SQLITE_ERROR = 1;
const SQLITE_CORRUPT = 11;
const SQLITE_CONSTRAINT = 19;
const SQLITE_MISMATCH = 20;
const SQLITE_NOTADB = 26;
export const SQLITE_FULL = 13;
export const SQLITE_READONLY = 8;

/** Nobody but us writes; a shell that somebody opened may hold the file for a moment. It blocks us meanwhile. */
const BUSY_TIMEOUT_MS = 250;
/** Up to this size the whole file is checked at start, in a few milliseconds; a bigger one only after a kill. */
const ALWAYS_CHECK_BYTES = 4 * 1024 * 1024;

export type BrokenReason = 'damaged' | 'newer';

/** The file cannot be used as it is: it is to be set aside. */
export class BrokenFileError extends Error {
  readonly reason: BrokenReason;
  constructor(reason: BrokenReason, cause?: unknown) {
    super(`state file is ${reason}`, { cause });
    this.reason = reason;
  }
}

/** The primary result code, or null where an error is not SQLite's. */
export function sqliteCode(error: unknown): number | null {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === 'number' ? code & 0xff : null;
}

/** The file itself is broken; possible at any time. */
export function isDamaged(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === SQLITE_CORRUPT || code === SQLITE_NOTADB;
}

/** The row is wrong, not the file: a constraint, or a value that no column takes. */
export function isRefusedRow(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === null || code === SQLITE_CONSTRAINT || code === SQLITE_MISMATCH;
}

/** At opening: a broken file, or one without the tables that its version promises. */
export function isBroken(error: unknown): boolean {
  return isDamaged(error) || sqliteCode(error) === SQLITE_ERROR;
}

/**
 * Opens the file ready for use. Throws `BrokenFileError` for one to set aside, and anything else (disk full, no
 * permission, held by another program) for one that may do later.
 */
export function openDatabase(path: string): DatabaseSync {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600)); // SQLite would make it with the umask's mode; -wal and -shm take this one's
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
  const killed = existsSync(`${path}-wal`);
  const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    if (schemaVersion(db) > SCHEMA_VERSION) throw new BrokenFileError('newer');
    if (killed || statSync(path).size <= ALWAYS_CHECK_BYTES) check(db);
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 4194304');
    migrate(db);
    return db;
  } catch (error) {
    close(db);
    if (!(error instanceof BrokenFileError) && isBroken(error)) throw new BrokenFileError('damaged', error);
    throw error;
  }
}

function check(db: DatabaseSync): void {
  const result = Object.values(db.prepare('PRAGMA quick_check(1)').get() ?? {})[0];
  if (result !== 'ok') throw new BrokenFileError('damaged', result);
}

/** Out of the way, with its companions named so that SQLite still takes them as one. Returns where it is now. */
export function setAside(path: string, atWallMs: number): string {
  const stamp = new Date(atWallMs).toISOString().replace(/[-:]/g, '');
  let target = `${path}.corrupt-${stamp}`;
  for (let attempt = 2; existsSync(target); attempt++) target = `${path}.corrupt-${stamp}-${attempt}`;
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, target + suffix);
  }
  return target;
}

export function close(db: DatabaseSync | null): void {
  try {
    db?.close();
  } catch {
    // Already closed, or its last checkpoint failed: the WAL has everything and the next start takes it up.
  }
}
