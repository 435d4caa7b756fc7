import { formatCause } from '../../src-shared/i18n/format.ts';
import { type Message, message } from '../../src-shared/i18n/message.ts';
import type { ServerStatus } from '../../src-shared/schema/status.ts';
import { statusOf } from '../doubles/orchestrator.ts';

/** The parts of a cause, and the text that they make. */
function because(happened: Message, remedy: Message): Pick<ServerStatus, 'cause' | 'detail'> {
  const cause = { happened, remedy };
  return { cause, detail: formatCause(cause) };
}

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
    statusOf('filesystem', { ...everyday, kind: 'npx', startedAt: ago(6 * day + 4 * 3600), cpuPercent: 0.4 }),
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
      kind: 'remote',
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
      since: ago(120),
      by: 'supervisor',
      kind: 'npx',
      ...because(
        message('reason.RESTART_LIMIT.happened', { code: 1, times: 4, time: '17 min', max: 3 }),
        message('reason.RESTART_LIMIT.remedy', { max: 3 }),
      ),
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
      since: ago(660),
      kind: 'uvx',
      ...because(
        message('reason.NOT_FOUND.happened', { command: 'uvx', folders: 9 }),
        message('reason.NOT_FOUND.remedy', { program: 'uv' }),
      ),
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
      since: ago(480),
      kind: 'python',
      ...because(
        message('reason.UNHEALTHY.happened-dependency', {
          times: 2,
          problem: 'HTTP 503',
          dependency: 'market-data',
        }),
        message('reason.UNHEALTHY.remedy-dependency', {
          dependency: 'market-data',
          time: '11 s',
          threshold: 3,
        }),
      ),
      health: { ...statusOf('x').health, status: 'fail', checkedAt: ago(19) },
      lastExit: null,
    }),
    statusOf('multidimensional-stochastic', {
      ...finance,
      ...down,
      state: 'STARTING',
      phase: 'BACKOFF',
      nextRestartAt: new Date(nowMs + 14_000).toISOString(),
      since: ago(2),
      kind: 'docker',
      ...because(
        message('process.exit.code', { code: 137 }),
        message('supervisor.backoff', { attempt: 3, max: 3 }),
      ),
      restartCount: 2,
      totalRestarts: 2,
    }),
    statusOf('adaptive-control', {
      ...finance,
      ...down,
      state: 'STOPPED',
      desired: 'down',
      kind: 'python',
      since: ago(70_000),
      by: 'dashboard',
    }),
  ];
}
