import type { ServerStatus } from '../../src-shared/schema/status.ts';
import { statusOf } from '../doubles/orchestrator.ts';

/** A fleet in which every kind of card is needed; times are around `nowMs`. */
export function mixedFleet(nowMs: number): readonly ServerStatus[] {
  const ago = (seconds: number) => new Date(nowMs - seconds * 1000).toISOString();
  const everyday = { groups: ['Everyday'] };
  const finance = { groups: ['Finance'] };
  const day = 86_400;
  const down = {
    pid: null,
    startedAt: null,
    uptimeMs: null,
    cpuPercent: null,
    memoryBytes: null,
    processes: null,
    tools: null,
    protocol: null,
  };
  return [
    statusOf('filesystem', { ...everyday, startedAt: ago(6 * day + 4 * 3600), cpuPercent: 0.4 }),
    statusOf('memory', {
      ...everyday,
      startedAt: ago(2 * day + 19 * 3600),
      cpuPercent: 2.1,
      memoryBytes: 212e6,
      tools: 9,
      restartCount: 1,
      totalRestarts: 1,
      lastRestart: ago(3 * day),
    }),
    statusOf('git', {
      ...everyday,
      startedAt: ago(6 * day),
      cpuPercent: 0.2,
      memoryBytes: 61e6,
      tools: 12,
      protocol: '2025-06-18',
    }),
    statusOf('github', {
      ...everyday,
      transport: 'http',
      pid: null,
      processes: null,
      cpuPercent: null,
      memoryBytes: null,
      maxRestarts: 0,
      tools: 41,
      protocol: '2026-07-28',
      startedAt: ago(18_600),
      health: { ...statusOf('x').health, latencyMs: 142 },
    }),
    statusOf('playwright', {
      ...everyday,
      startedAt: ago(3 * day + 3600),
      cpuPercent: 21.3,
      memoryBytes: 1.24e9,
      processes: 9,
      tools: 24,
      warnings: [{ kind: 'memory', message: 'Over its 1 GB warning for 6 min', since: ago(360) }],
    }),
    statusOf('postgres', {
      ...everyday,
      ...down,
      state: 'CRASHED',
      reason: 'RESTART_LIMIT',
      detail:
        'Exited with code 1 four times in 17 min. All 3 restarts are used, so it stays down. Read its last lines, mend the cause, then restart it. A restart by hand gives it 3 new ones.',
      restartCount: 3,
      totalRestarts: 5,
      lastRestart: ago(150),
      lastExit: {
        code: 1,
        signal: null,
        at: ago(120),
        lastLines: [
          'pool: 20 of 20 in use, 31 waiting (warning)',
          'FATAL: too many connections for role "app"',
          'process exited with code 1',
        ],
      },
    }),
    statusOf('web-search', {
      ...everyday,
      ...down,
      state: 'CRASHED',
      reason: 'NOT_FOUND',
      detail:
        'The command `uvx` was not found in the 9 folders of the PATH. Install uv, or give the full path of the command. Then try again: no restart was used up.',
    }),
    statusOf('financial-localization', {
      ...finance,
      startedAt: ago(6 * day),
      cpuPercent: 1.2,
      memoryBytes: 146e6,
      tools: 6,
    }),
    statusOf('random-walk', {
      ...finance,
      startedAt: ago(6 * day),
      cpuPercent: 0.8,
      memoryBytes: 72e6,
      tools: 4,
    }),
    statusOf('financial-stochastic', {
      ...finance,
      state: 'UNHEALTHY',
      startedAt: ago(7200),
      detail:
        'Its health check failed 2 times in a row: HTTP 503, its dependency `market-data` is down. It still takes calls. Look at market-data first; a restart may not help. Next check in 11 s; a third failure restarts it.',
      health: { ...statusOf('x').health, status: 'fail', checkedAt: ago(19) },
      lastExit: null,
    }),
    statusOf('multidimensional-stochastic', {
      ...finance,
      ...down,
      state: 'STARTING',
      phase: 'BACKOFF',
      nextRestartAt: new Date(nowMs + 14_000).toISOString(),
      detail: 'Exited with code 137 after 41 s. Restart 3 of 3, the last, follows by itself.',
      restartCount: 2,
      totalRestarts: 2,
    }),
    statusOf('adaptive-control', { ...finance, ...down, state: 'STOPPED', desired: 'down' }),
  ];
}
