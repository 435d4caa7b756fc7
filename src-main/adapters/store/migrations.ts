import type { DatabaseSync } from 'node:sqlite';

/** `cli` of `cli:1000`, written exactly as in the index of it: otherwise SQLite does not use that. */
export const ACTOR_FAMILY = "substr(actor, 1, instr(actor || ':', ':') - 1)";

/**
 * Forward only; the position in the list is the schema version (`user_version`). Never edit one that was released:
 * add another. STRICT tables, because node:sqlite binds every JS number as REAL (nodejs/node #63826) and a strict
 * INTEGER column stores a whole number as one and refuses anything else.
 */
export const migrations: readonly string[] = [
  `CREATE TABLE servers (
     name TEXT PRIMARY KEY,
     desired TEXT NOT NULL,
     crashed TEXT,
     restart_count INTEGER NOT NULL,
     total_restarts INTEGER NOT NULL,
     manual_restarts INTEGER NOT NULL,
     consecutive_failures INTEGER NOT NULL,
     last_restart TEXT,
     last_exit TEXT,
     port INTEGER,
     generation INTEGER NOT NULL,
     paused_until TEXT
   ) STRICT;
   -- AUTOINCREMENT remembers the highest number given, also when its row was pruned
   CREATE TABLE events (
     seq INTEGER PRIMARY KEY AUTOINCREMENT,
     at INTEGER NOT NULL,
     type TEXT NOT NULL,
     server TEXT,
     generation INTEGER,
     actor TEXT NOT NULL,
     operation TEXT,
     data TEXT NOT NULL
   ) STRICT;
   CREATE INDEX events_by_server ON events (server, seq);
   CREATE TABLE "values" (
     key TEXT PRIMARY KEY,
     value TEXT NOT NULL
   ) STRICT;`,
  // Bars of a day, and filters whose events are rare among 100,000 others.
  `CREATE INDEX events_by_time ON events (at);
   CREATE INDEX events_of_exits ON events (at) WHERE type = 'server.exit';
   CREATE INDEX events_by_type ON events (type, seq);
   CREATE INDEX events_by_actor ON events (substr(actor, 1, instr(actor || ':', ':') - 1), seq);`,
];

export const SCHEMA_VERSION = migrations.length;

export function schemaVersion(db: DatabaseSync): number {
  return Number(db.prepare('PRAGMA user_version').get()?.user_version ?? 0);
}

/** Brings an older file up to date; each step is one transaction. A newer one is the caller's to refuse. */
export function migrate(db: DatabaseSync, steps: readonly string[] = migrations): void {
  for (let version = schemaVersion(db); version < steps.length; version++) {
    db.exec('BEGIN IMMEDIATE');
    try {
      db.exec(steps[version] ?? '');
      db.exec(`PRAGMA user_version = ${version + 1}`);
      db.exec('COMMIT');
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
  }
}
