import { expect, test } from 'vitest';
import { chaos, instance, place, rig } from './kit.ts';

test('row 40: the orchestrator stands still with checks in flight: no failure is counted, nothing is restarted', async () => {
  const names = ['first', 'second', 'third'];
  const policy = { health: { interval: 300, timeout: 1000, grace: 0 }, stop: { eofWait: 200 } };
  // Each answer takes half a second, so that checks are always in flight.
  await using where = await place(
    Object.fromEntries(names.map((name) => [name, chaos('--slow 500', policy)])),
  );
  await using slept = await instance(where);
  await slept.running(names);
  slept.signal('SIGSTOP');
  // A freeze is what is longer than 5 s; nothing but time can bring it about.
  await new Promise((resolve) => setTimeout(resolve, 6500));
  slept.signal('SIGCONT');
  const freeze = await slept.event(({ type }) => type === 'instance.freeze');
  expect(freeze.data.lengthMs).toBeGreaterThan(5000);
  // Long enough for the checks of each to fail three times, if they failed.
  const { promise: quiet, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, 4000);
  await quiet;
  const bad = slept.events.filter(
    ({ type, data }) =>
      type === 'server.restart' ||
      type === 'server.exit' ||
      (type === 'server.health' && data.status === 'fail'),
  );
  expect(bad).toEqual([]);
  expect(where.liveness.births).toHaveLength(names.length);
  expect(where.liveness.alive()).toHaveLength(names.length);
});

test('row 41: the wall clock of the machine decides nothing: a server outlives days by the wall', async () => {
  const wall = Date.now;
  await using it = await rig({
    server: chaos('', { health: { interval: 200, timeout: 5000, grace: 0 } }),
    failing: chaos('--lives 30', { restart: { maxRestarts: 2, stableReset: '1h' } }),
  });
  await it.until('server', 'RUNNING');
  try {
    const DAY_MS = 86_400_000;
    for (const days of [1, -1]) {
      Date.now = () => wall() + days * DAY_MS;
      const { checkedAt } = it.status('server').health;
      await it.until('server', ({ health }) => health.checkedAt !== checkedAt && health.status === 'ok');
    }
    const status = await it.until('failing', 'CRASHED');
    expect(status).toMatchObject({ reason: 'RESTART_LIMIT', totalRestarts: 2 });
  } finally {
    Date.now = wall;
  }
  expect(it.status('server')).toMatchObject({ state: 'RUNNING', totalRestarts: 0 });
  expect(it.status('server').uptimeMs).toBeLessThan(60_000);
  // One of seconds may be true: the computer was busy.
  const days = it.events.filter(
    ({ type, data }) => type === 'instance.freeze' && Number(data.lengthMs) > 60_000,
  );
  expect(days).toEqual([]);
});
