import { formatMessage } from '../../src-shared/i18n/format.ts';
import type { OrchestratorEvent } from '../../src-shared/schema/event.ts';
import { readAppLogPage } from '../adapters/app-log/app-log-pages.ts';
import { createSystemClock } from '../adapters/clock/system-clock.ts';
import { resolveHome } from '../adapters/instance/home.ts';
import { acquireInstanceLock } from '../adapters/instance/instance-lock.ts';
import { createLogStore } from '../adapters/logs/log-store.ts';
import { createSqliteStore } from '../adapters/store/sqlite-store.ts';
import { openStoredState } from '../adapters/store/stored-state.ts';
import type { LogPage } from '../core/ports/logs.ts';
import type { EventQuery } from '../core/ports/store.ts';

export interface StoredEvents {
  /** As the API gives them. */
  readonly events: readonly OrchestratorEvent[];
  readonly lastSeq: number;
}

/** Events that earlier instances of the home kept; null where the state cannot be read. */
export function readStoredEvents(home: string | undefined, query: EventQuery): StoredEvents | null {
  const opened = openStoredState(resolveHome({ option: home }).state);
  if (!opened.ok) return opened.kind === 'none' ? { events: [], lastSeq: 0 } : null;
  const { state } = opened;
  try {
    return { events: state.events(query), lastSeq: state.lastSeq };
  } finally {
    state.close();
  }
}

/** The newest lines of a server's output, or of the orchestrator's own log (null), from the files of the home. */
export async function readStoredLog(
  home: string | undefined,
  server: string | null,
  limit: number,
): Promise<LogPage> {
  const { logs: directory } = resolveHome({ option: home });
  if (server === null) return readAppLogPage(directory, { before: null, limit });
  const store = createLogStore({ directory, clock: createSystemClock(), say: formatMessage });
  try {
    return await store.page(server, { before: null, limit });
  } finally {
    await store.close();
  }
}

/**
 * `reset` without an instance: no restart is spent, and what crashed may start again. Takes the home for that moment;
 * false where an instance has it.
 */
export function resetStored(home: string | undefined, servers: readonly string[]): boolean {
  const paths = resolveHome({ option: home });
  const opened = openStoredState(paths.state);
  if (!opened.ok) return true; // nothing is stored that could be reset
  opened.state.close();
  const taken = acquireInstanceLock(paths);
  if (!taken.ok) return false;
  try {
    const store = createSqliteStore({ path: paths.state, clock: createSystemClock(), say: formatMessage });
    for (const record of store.servers()) {
      if (!servers.includes(record.name)) continue;
      store.saveServer({ ...record, restartCount: 0, consecutiveFailures: 0, crashed: null });
    }
    store.close();
    return true;
  } finally {
    taken.lock.release();
  }
}
