import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Message, message } from '../../../src-shared/i18n/message.ts';

/** What must be known to end a tree after we ourselves were killed. `pid` null: intended, perhaps never started. */
export interface LedgerRecord {
  readonly server: string;
  readonly generation: number;
  readonly nonce: string;
  /** Wall clock, for people who look into the file. */
  readonly intentAt: number;
  readonly pid: number | null;
  readonly group: number | null;
  readonly startToken: string | null;
  /** The program (docker, podman) that can remove the container by its label; null: no container. */
  readonly containerRuntime: string | null;
}

export interface Ledger {
  /** Records of earlier instances of this boot that nobody has cleared yet. */
  readonly earlier: readonly LedgerRecord[];
  /** The file could not be read and was set aside, or cannot be written; for the person. */
  readonly notice: Message | null;
  onTrouble: ((notice: Message) => void) | null;
  /** Resolves when it is on disk; only then may the process be started. Calls of one turn share one write. */
  intend(record: Omit<LedgerRecord, 'pid' | 'group' | 'startToken'>): Promise<void>;
  started(nonce: string, facts: { readonly pid: number; readonly startToken: string | null }): void;
  clear(nonce: string): void;
  /** Writes what waits. */
  flush(): void;
}

interface LedgerFile {
  readonly version: 1;
  readonly bootId: string;
  readonly supervisorPid: number;
  readonly servers: readonly LedgerRecord[];
}

const VERSION = 1;

function isRecord(value: unknown): value is LedgerRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { server, generation, nonce, intentAt, pid, group, startToken, containerRuntime } = value as Record<
    string,
    unknown
  >;
  const numberOrNull = (field: unknown): boolean =>
    field === null || (Number.isInteger(field) && Number(field) > 1);
  const textOrNull = (field: unknown): boolean => field === null || typeof field === 'string';
  return (
    typeof server === 'string' &&
    Number.isInteger(generation) &&
    // A short or empty nonce would match what is not ours.
    typeof nonce === 'string' &&
    nonce.length >= 8 &&
    Number.isFinite(intentAt) &&
    numberOrNull(pid) &&
    numberOrNull(group) &&
    textOrNull(startToken) &&
    textOrNull(containerRuntime)
  );
}

function parse(text: string): LedgerFile | null {
  try {
    const value = JSON.parse(text) as Partial<LedgerFile> | null;
    if (value?.version !== VERSION || typeof value.bootId !== 'string') return null;
    if (!Array.isArray(value.servers) || !value.servers.every(isRecord)) return null;
    return value as LedgerFile;
  } catch {
    return null; // not JSON: half-written or not ours
  }
}

/** Text of the file; null where there is none; undefined where it cannot be read. */
function read(file: string): string | null | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? null : undefined;
  }
}

function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // it was never made
  }
}

/**
 * `ledger.json`: which trees we started, so that the next instance finds what this one could not end. Its own small
 * file, so that a broken database never hides an orphan. Written as temp + rename without fsync: it is valid for one
 * boot only, and what the kernel has survives our own death; after a power cut there is nothing left to end.
 */
export function openLedger(options: {
  readonly file: string;
  /** null: this boot cannot be told from others, so no earlier record is believed. */
  readonly bootId: string | null;
  readonly wallMs: () => number;
}): Ledger {
  const { file, bootId } = options;
  const records = new Map<string, LedgerRecord>();
  let notice: Message | null = null;
  let dirty = false;
  let scheduled = false;
  let failing = false;
  let pendingIntents: Promise<void> | null = null;

  function tell(what: Message): void {
    notice = what;
    ledger.onTrouble?.(what);
  }

  function setAside(): void {
    const aside = `${file}.corrupt-${options.wallMs()}`;
    try {
      renameSync(file, aside);
      notice = message('process.ledger.corrupt', { file, aside });
    } catch (error) {
      notice = message('process.ledger.unreadable', { file, error: String((error as Error).message) });
    }
  }

  function load(): void {
    const text = read(file);
    if (text === null) return;
    const content = text === undefined ? null : parse(text);
    if (content === null) return setAside();
    // Of an earlier boot nothing lives, and its pids mean other processes now.
    if (bootId === null || content.bootId !== bootId) return;
    for (const record of content.servers) records.set(record.nonce, record);
  }

  function write(): void {
    dirty = false;
    const content: LedgerFile = {
      version: VERSION,
      bootId: bootId ?? '',
      supervisorPid: process.pid,
      servers: [...records.values()],
    };
    const temporary = `${file}.${process.pid}.tmp`;
    try {
      writeFileSync(temporary, JSON.stringify(content), { mode: 0o600 });
      renameSync(temporary, file);
      failing = false;
    } catch (error) {
      // Told once: servers run on, and the janitor still ends them when we are killed.
      if (!failing)
        tell(message('process.ledger.unwritable', { file, error: String((error as Error).message) }));
      failing = true;
      removeQuietly(temporary);
    }
  }

  function flush(): void {
    if (dirty) write();
  }

  function writeSoon(): void {
    dirty = true;
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      flush();
    });
  }

  const ledger: Ledger = {
    earlier: [],
    get notice() {
      return notice;
    },
    onTrouble: null,
    intend(record) {
      records.set(record.nonce, { ...record, pid: null, group: null, startToken: null });
      dirty = true;
      // After a microtask everybody who starts in this turn has put theirs in.
      pendingIntents ??= Promise.resolve().then(() => {
        pendingIntents = null;
        flush();
      });
      return pendingIntents;
    },
    started(nonce, { pid, startToken }) {
      const record = records.get(nonce);
      if (record === undefined) return;
      records.set(nonce, { ...record, pid, group: pid, startToken });
      writeSoon();
    },
    clear(nonce) {
      if (records.delete(nonce)) writeSoon();
    },
    flush,
  };

  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  } catch {
    // The first write tells why not.
  }
  load();
  return Object.assign(ledger, { earlier: [...records.values()] });
}
