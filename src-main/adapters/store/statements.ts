import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { eventColumns, serverColumns } from './rows.ts';

/** Rows deleted at a time, so that no turn waits for a big one. */
export const PRUNE_STEP = 500;

export interface Statements {
  readonly saveServer: StatementSync;
  readonly forgetServer: StatementSync;
  readonly addEvent: StatementSync;
  readonly setValue: StatementSync;
  readonly deleteValue: StatementSync;
  readonly oldest: StatementSync;
  readonly prune: StatementSync;
}

export function prepareStatements(db: DatabaseSync): Statements {
  const marks = (columns: string) => columns.replace(/\w+/g, '?');
  return {
    saveServer: db.prepare(
      `INSERT OR REPLACE INTO servers (${serverColumns}) VALUES (${marks(serverColumns)})`,
    ),
    forgetServer: db.prepare('DELETE FROM servers WHERE name = ?'),
    addEvent: db.prepare(`INSERT INTO events (${eventColumns}) VALUES (${marks(eventColumns)})`),
    setValue: db.prepare('INSERT OR REPLACE INTO "values" (key, value) VALUES (?, ?)'),
    deleteValue: db.prepare('DELETE FROM "values" WHERE key = ?'),
    oldest: db.prepare(`SELECT seq, at FROM events ORDER BY seq LIMIT ${PRUNE_STEP}`),
    prune: db.prepare('DELETE FROM events WHERE seq <= ?'),
  };
}
