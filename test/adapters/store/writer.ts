// Writes to a store without end, telling what is flushed: for the test that kills it.
import { writeSync } from 'node:fs';
import { createSystemClock } from '../../../src-main/adapters/clock/system-clock.ts';
import { createSqliteStore } from '../../../src-main/adapters/store/sqlite-store.ts';

const store = createSqliteStore({
  path: String(process.argv[2]),
  clock: createSystemClock(),
  say: ({ key }) => key,
});
let restarts = store.servers().find((server) => server.name === 'counter')?.totalRestarts ?? 0;

function write(): void {
  for (let i = 0; i < 5; i++) {
    restarts++;
    store.saveServer({
      name: 'counter',
      desired: 'up',
      crashed: null,
      restartCount: restarts % 4,
      totalRestarts: restarts,
      manualRestarts: 0,
      consecutiveFailures: 0,
      lastRestart: new Date().toISOString(),
      lastExit: null,
      port: null,
      generation: restarts,
      pausedUntil: null,
    });
    store.setValue('count', String(restarts));
    store.appendEvent(
      {
        type: 'server.restart',
        server: 'counter',
        generation: restarts,
        actor: 'supervisor',
        operation: null,
        data: {},
      },
      Date.now(),
    );
  }
  store.flush();
  writeSync(1, `${JSON.stringify({ restarts, seq: store.lastSeq })}\n`);
  setImmediate(write);
}

write();
