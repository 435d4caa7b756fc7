import { existsSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import type { EventQuery, ServerRecord } from '../../core/ports/store.ts';
import { queryEvents } from './event-query.ts';
import { SCHEMA_VERSION, schemaVersion } from './migrations.ts';
import { serverColumns, toServer } from './rows.ts';

/** What an instance left, or a running one has written: for the command line where no instance answers. */
export interface StoredState {
  readonly servers: readonly ServerRecord[];
  readonly lastSeq: number;
  events(query: EventQuery): readonly OrchestratorEvent[];
  getValue(key: string): string | null;
  close(): void;
}

/** `none`: nothing was ever stored. `newer`: written by a later version. `broken`: the next instance sets it aside. */
export type StoredStateResult =
  | { readonly ok: true; readonly state: StoredState }
  | { readonly ok: false; readonly kind: 'none' | 'newer' | 'broken' };

const BUSY_TIMEOUT_MS = 1000;

/** Reads only and leaves no file behind; works beside an instance that writes. `path`: HOME/state.db. */
export function openStoredState(path: string): StoredStateResult {
  if (!existsSync(path)) return { ok: false, kind: 'none' };
  let result = tryOpen(path, hasWal(path) ? 'shared' : 'immutable');
  // An instance may have begun, or ended and tidied up, between looking and reading.
  if (!result.ok && result.kind === 'broken') result = tryOpen(path, hasWal(path) ? 'shared' : 'immutable');
  return result;
}

/** Without a WAL nobody writes: opened in the ordinary way SQLite would make one beside a file that is only read. */
function hasWal(path: string): boolean {
  return (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/** null where there is no file, or none that can be opened. Close it. */
export function openReadOnly(path: string): DatabaseSync | null {
  return existsSync(path) ? connect(path, hasWal(path) ? 'shared' : 'immutable') : null;
}

function connect(path: string, mode: 'shared' | 'immutable'): DatabaseSync | null {
  const location = pathToFileURL(path);
  if (mode === 'immutable') location.searchParams.set('immutable', '1');
  try {
    return new DatabaseSync(location, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  } catch {
    return null;
  }
}

function tryOpen(path: string, mode: 'shared' | 'immutable'): StoredStateResult {
  const db = connect(path, mode);
  if (!db) return { ok: false, kind: 'broken' };
  try {
    const version = schemaVersion(db);
    if (version === 0 || version > SCHEMA_VERSION) {
      db.close();
      return { ok: false, kind: version === 0 ? 'none' : 'newer' };
    }
    return { ok: true, state: read(db) };
  } catch {
    db.close();
    return { ok: false, kind: 'broken' };
  }
}

function read(db: DatabaseSync): StoredState {
  const servers = db.prepare(`SELECT ${serverColumns} FROM servers`).all().map(toServer);
  const sequence = db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'events'").get();
  return {
    servers,
    lastSeq: Number(sequence?.seq ?? 0),
    events: (query) => queryEvents(db, query),
    getValue(key) {
      const value = db.prepare('SELECT value FROM "values" WHERE key = ?').get(key)?.value;
      return typeof value === 'string' ? value : null;
    },
    close: () => db.close(),
  };
}
