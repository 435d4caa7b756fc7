import type { DatabaseSync } from 'node:sqlite';
import { type Message, message } from '../../../src-shared/i18n/message.ts';
import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import { createTellOnce } from '../../core/logs/tell-once.ts';
import type { Clock, Timer } from '../../core/ports/clock.ts';
import type {
  ActivityBucket,
  ActivityQuery,
  EventQuery,
  EventTally,
  ServerRecord,
  Store,
  TallyQuery,
} from '../../core/ports/store.ts';
import {
  BrokenFileError,
  type BrokenReason,
  close,
  isBroken,
  isDamaged,
  isRefusedRow,
  openDatabase,
  SQLITE_FULL,
  SQLITE_READONLY,
  setAside,
  sqliteCode,
} from './database-file.ts';
import { addEvents, countEvents } from './event-activity.ts';
import { matchesQuery } from './event-match.ts';
import { queryEvents, queryLimit } from './event-query.ts';
import { addToTally, tallyEvents } from './event-tally.ts';
import { eventParameters, serverColumns, serverParameters, toServer } from './rows.ts';
import { PRUNE_STEP, prepareStatements, type Statements } from './statements.ts';
import { openReadOnly } from './stored-state.ts';

export interface Retention {
  readonly maxAgeMs: number;
  readonly maxRows: number;
}

/** Events are kept 30 days or 100,000 rows, whichever ends first (surface §5). */
export const defaultRetention: Retention = { maxAgeMs: 30 * 24 * 3_600_000, maxRows: 100_000 };

export interface SqliteStoreOptions {
  /** HOME/state.db */
  readonly path: string;
  readonly clock: Clock;
  /** `formatMessage` of the catalogue. */
  readonly say: (message: Message) => string;
  readonly retention?: Retention;
}

/** Events held in memory while the disk takes none. */
const MAX_WAITING_EVENTS = 10_000;
const RETRY_AFTER_MS = 5000;

/**
 * Servers and values live in memory and are written behind; events are in the file, the newest ones in memory until
 * written. All that one turn of the event loop changes is one transaction. Without a usable file everything goes on
 * in memory, and the file is tried again every 5 s.
 */
export function createSqliteStore(options: SqliteStoreOptions): Store {
  const { path, clock, say } = options;
  const retention = options.retention ?? defaultRetention;
  const servers = new Map<string, ServerRecord>();
  const values = new Map<string, string>();
  const dirtyServers = new Set<string>();
  const dirtyValues = new Set<string>();
  let waiting: OrchestratorEvent[] = [];
  let lastSeq = 0;
  let db: DatabaseSync | null = null;
  let statements: Statements | null = null;
  let loaded = false;
  let scheduled = false;
  let retryTimer: Timer | null = null;
  let sincePrune = PRUNE_STEP;
  let notice: string | null = null;
  const trouble = createTellOnce(clock);
  let inTrouble = false;
  let closed = false;

  function open(): boolean {
    try {
      openOnce();
    } catch (error) {
      if (!(error instanceof BrokenFileError)) return fail(error);
      try {
        replace(error.reason);
        openOnce();
      } catch (second) {
        return fail(second);
      }
    }
    return true;
  }

  function openOnce(): void {
    const opened = openDatabase(path);
    try {
      load(opened);
      statements = prepareStatements(opened);
      db = opened;
    } catch (error) {
      close(opened);
      throw isBroken(error) ? new BrokenFileError('damaged', error) : error;
    }
  }

  /** What memory already knows, after a time without the file, is newer than the file. */
  function load(from: DatabaseSync): void {
    if (!loaded) {
      for (const row of from.prepare(`SELECT ${serverColumns} FROM servers`).all()) {
        const record = toServer(row);
        if (!dirtyServers.has(record.name)) servers.set(record.name, record);
      }
      for (const row of from.prepare('SELECT key, value FROM "values"').all()) {
        if (!dirtyValues.has(String(row.key))) values.set(String(row.key), String(row.value));
      }
    }
    const stored = Number(
      from.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'events'").get()?.seq ?? 0,
    );
    // Numbers given while the file could not be opened move behind those of the file.
    if (!loaded && stored > 0) {
      waiting = waiting.map((event) => ({ ...event, seq: event.seq + stored }));
      lastSeq += stored;
    }
    lastSeq = Math.max(lastSeq, stored);
    loaded = true;
  }

  /** Everything that memory holds goes into the new file. */
  function replace(reason: BrokenReason): void {
    close(db);
    db = null;
    const target = setAside(path, clock.wallMs());
    notice = say(message(`store.notice.${reason}`, { file: target }));
    for (const name of servers.keys()) dirtyServers.add(name);
    for (const key of values.keys()) dirtyValues.add(key);
  }

  function schedule(): void {
    if (scheduled || closed || inTrouble) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      flush();
    });
  }

  function flush(): void {
    if (closed) return;
    if (!db && !open()) return;
    if (dirtyServers.size + dirtyValues.size + waiting.length > 0 && !write()) return;
    inTrouble = false;
    if (sincePrune >= PRUNE_STEP) prune();
  }

  /** One transaction; nothing counts as written before the commit. */
  function write(): boolean {
    if (!db || !statements) return false;
    const { saveServer, forgetServer, setValue, deleteValue, addEvent } = statements;
    let refused: unknown = null;
    // A row that cannot be stored is a bug of whoever made it; it must not keep all others out for ever.
    const apply = (statement: () => void) => {
      try {
        statement();
      } catch (error) {
        if (!isRefusedRow(error)) throw error;
        refused = error;
      }
    };
    try {
      db.exec('BEGIN IMMEDIATE');
      for (const name of dirtyServers) {
        const record = servers.get(name);
        apply(() => (record ? saveServer.run(...serverParameters(record)) : forgetServer.run(name)));
      }
      for (const key of dirtyValues) {
        const value = values.get(key);
        apply(() => (value === undefined ? deleteValue.run(key) : setValue.run(key, value)));
      }
      for (const event of waiting) apply(() => addEvent.run(...eventParameters(event)));
      db.exec('COMMIT');
    } catch (error) {
      return recover(error);
    }
    dirtyServers.clear();
    dirtyValues.clear();
    sincePrune += waiting.length;
    waiting = [];
    if (refused) trouble.tell(say(describe(path, refused)));
    return true;
  }

  function recover(error: unknown): boolean {
    try {
      if (db?.isTransaction) db.exec('ROLLBACK');
    } catch {
      // SQLite rolls back by itself on a full disk and on input/output errors.
    }
    if (!isDamaged(error)) return fail(error);
    try {
      replace('damaged');
    } catch (second) {
      return fail(second);
    }
    return open() && write();
  }

  function fail(error: unknown): false {
    retryTimer ??= clock.setTimer(RETRY_AFTER_MS, () => {
      retryTimer = null;
      flush();
    });
    if (!loaded) loadReadOnly();
    if (!inTrouble) trouble.tell(say(describe(path, error)));
    inTrouble = true;
    return false;
  }

  /** What cannot be written can often be read: who was stopped by hand stays stopped. */
  function loadReadOnly(): void {
    const readable = openReadOnly(path);
    if (!readable) return;
    try {
      load(readable);
    } catch {
      // Then there is nothing to go on from; that the file is in trouble is told anyway.
    } finally {
      close(readable);
    }
  }

  /** A step; where there is more to prune, another follows in a later turn. */
  function prune(): void {
    if (!db || !statements) return;
    sincePrune = 0;
    try {
      const cutoffMs = clock.wallMs() - retention.maxAgeMs;
      const firstKept = lastSeq - retention.maxRows + 1;
      let upTo: number | null = null;
      let count = 0;
      for (const row of statements.oldest.all()) {
        if (Number(row.at) >= cutoffMs && Number(row.seq) >= firstKept) break;
        upTo = Number(row.seq);
        count++;
      }
      if (upTo !== null) statements.prune.run(upTo);
      if (count < PRUNE_STEP) return;
      sincePrune = PRUNE_STEP;
      schedule();
    } catch (error) {
      recover(error);
    }
  }

  function events(query: EventQuery): readonly OrchestratorEvent[] {
    flush();
    const limit = queryLimit(query);
    const fresh = waiting.filter((event) => matchesQuery(event, query));
    const stored = readEvents(query);
    if (fresh.length === 0) return stored;
    // What waits is younger than everything in the file.
    const all = query.since === undefined ? [...fresh.reverse(), ...stored] : [...stored, ...fresh];
    return all.slice(0, limit);
  }

  function activity(query: ActivityQuery): readonly ActivityBucket[] {
    flush();
    const count = (from: DatabaseSync | null) => addEvents(countEvents(from, query), waiting, query);
    try {
      return count(db);
    } catch (error) {
      recover(error);
      return count(null);
    }
  }

  function tally(query: TallyQuery): EventTally {
    flush();
    const none: EventTally = { types: {}, exits: 0 };
    try {
      return addToTally(db ? tallyEvents(db, query) : none, waiting, query);
    } catch (error) {
      recover(error);
      return addToTally(none, waiting, query);
    }
  }

  function readEvents(query: EventQuery): readonly OrchestratorEvent[] {
    try {
      return db ? queryEvents(db, query) : [];
    } catch (error) {
      recover(error);
      return [];
    }
  }

  open();
  if (db) schedule(); // old events go at start too

  return {
    servers: () => [...servers.values()],
    saveServer(record) {
      servers.set(record.name, record);
      dirtyServers.add(record.name);
      schedule();
    },
    forgetServer(name) {
      servers.delete(name);
      dirtyServers.add(name);
      schedule();
    },
    appendEvent(draft, atWallMs) {
      const event = { seq: lastSeq + 1, at: new Date(atWallMs).toISOString(), ...draft };
      lastSeq = event.seq;
      waiting.push(event);
      if (waiting.length > MAX_WAITING_EVENTS) waiting.shift();
      schedule();
      return event;
    },
    events,
    activity,
    tally,
    get lastSeq() {
      return lastSeq;
    },
    getValue: (key) => values.get(key) ?? null,
    setValue(key, value) {
      values.set(key, value);
      dirtyValues.add(key);
      schedule();
    },
    deleteValue(key) {
      values.delete(key);
      dirtyValues.add(key);
      schedule();
    },
    get notice() {
      return notice;
    },
    get onTrouble() {
      return trouble.listener;
    },
    set onTrouble(listener) {
      trouble.listener = listener;
    },
    flush,
    close() {
      flush();
      closed = true;
      retryTimer?.cancel();
      close(db);
      db = null;
    },
  };
}

function describe(path: string, error: unknown): Message {
  const { code } = error as NodeJS.ErrnoException;
  const sqlite = sqliteCode(error);
  if (sqlite === SQLITE_FULL || code === 'ENOSPC') return message('store.trouble.full', { file: path });
  if (sqlite === SQLITE_READONLY || code === 'EROFS' || code === 'EACCES') {
    return message('store.trouble.read-only', { file: path });
  }
  return message('store.trouble.other', {
    file: path,
    error: error instanceof Error ? error.message : String(error),
  });
}
