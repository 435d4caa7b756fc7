import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { createSystemClock } from '../../../src-main/adapters/clock/system-clock.ts';
import { createSqliteStore } from '../../../src-main/adapters/store/sqlite-store.ts';
import { openStoredState } from '../../../src-main/adapters/store/stored-state.ts';
import { tempFolder } from '../../support/temp.ts';

const writer = fileURLToPath(new URL('./writer.ts', import.meta.url));
const KILLS = 20;

it(`loses nothing that was committed when it is killed at ${KILLS} random moments`, async () => {
  await using folder = await tempFolder();
  const path = folder.file('state.db');
  let restarts = 0;
  let seq = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const committed = await writeUntilKilled(path, Math.random() * 60);
    const left = readdirSync(folder.path);
    const found = openStoredState(path);
    expect(found.ok && found.state.servers[0]?.totalRestarts).toBeGreaterThanOrEqual(committed.restarts);
    if (found.ok) found.state.close();
    expect(readdirSync(folder.path)).toEqual(left);
    const store = createSqliteStore({ path, clock: createSystemClock(), say: ({ key }) => key });
    expect(store.notice).toBeNull();
    const stored = store.servers().find((server) => server.name === 'counter')?.totalRestarts ?? 0;
    // What was told after its flush is there; counters and numbers never go back.
    expect(stored).toBeGreaterThanOrEqual(Math.max(restarts, committed.restarts));
    expect(store.lastSeq).toBeGreaterThanOrEqual(Math.max(seq, committed.seq));
    // Both are of one transaction: one event for each count, also in what was written last.
    expect(store.lastSeq).toBe(stored);
    expect(Number(store.getValue('count'))).toBe(stored);
    restarts = stored;
    seq = store.lastSeq;
    store.close();
    const db = new DatabaseSync(path, { readOnly: true });
    expect({ ...db.prepare('PRAGMA integrity_check').get() }).toEqual({ integrity_check: 'ok' });
    db.close();
  }
  expect(restarts).toBeGreaterThan(KILLS);
});

interface Committed {
  readonly restarts: number;
  readonly seq: number;
}

/** The writer tells what it has flushed; it is killed some time after the first such line. */
async function writeUntilKilled(path: string, afterMs: number): Promise<Committed> {
  const child = spawn(process.execPath, [writer, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  let last: Committed = { restarts: 0, seq: 0 };
  let timer: NodeJS.Timeout | undefined;
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    last = JSON.parse(line) as Committed;
    timer ??= setTimeout(() => child.kill('SIGKILL'), afterMs);
  });
  const [, signal] = (await Promise.all([once(child, 'exit'), once(lines, 'close')]))[0] as [null, string];
  clearTimeout(timer);
  expect(signal).toBe('SIGKILL');
  return last;
}
