import { describe, expect, it } from 'vitest';
import { scaleOf } from '../../../src-renderer/features/overview/meter.tsx';
import {
  stateText,
  stoppedText,
  upText,
  wasText,
} from '../../../src-renderer/features/overview/server-words.ts';
import { remediesOf } from '../../../src-renderer/features/overview/trouble-buttons.tsx';
import { message } from '../../../src-shared/i18n/message.ts';
import { crashReasons } from '../../../src-shared/schema/status.ts';
import { statusOf } from '../../doubles/orchestrator.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const at = (seconds: number) => new Date(NOW + seconds * 1000).toISOString();
const plain = (text: string | null) => text?.replaceAll('\u202f', ' ') ?? null;

describe('the words of a state', () => {
  it.each([
    [{ startedAt: at(-90_000) }, 'Running 1 d 1 h'],
    [{ enabled: false, state: 'STOPPED' }, 'Disabled in the file'],
    [{ state: 'STARTING', phase: 'BACKOFF', nextRestartAt: at(14) }, 'Starting again in 14 s'],
    [{ state: 'STARTING', phase: 'HANDSHAKE', since: at(-12) }, 'Starting, 12 s'],
    [
      {
        state: 'STARTING',
        phase: 'WAIT_DEPS',
        cause: {
          happened: message('state.waiting-for', { server: 'postgres' }),
          remedy: message('supervisor.nothing'),
        },
      },
      'Waiting for postgres',
    ],
    [{ state: 'CRASHED', reason: 'RESTART_LIMIT' }, 'Crashed, restart limit'],
    [{ state: 'STOPPING' }, 'Stopping'],
  ] as const)('%o', (known, text) => {
    expect(plain(stateText(statusOf('a', { startedAt: null, ...known }), NOW))).toBe(text);
  });

  it('are of the past where nothing is known any more', () => {
    expect(plain(wasText(statusOf('a', { startedAt: at(-3600) }), NOW))).toBe('was running, 1 h');
    expect(wasText(statusOf('a', { state: 'STARTING' }), NOW)).toBe('was starting');
  });

  it('say who stopped it', () => {
    const stopped = (by: string) =>
      plain(stoppedText(statusOf('a', { by, since: at(-120), lastExit: null }), NOW));
    expect(stopped('dashboard')).toBe('Stopped by you from the dashboard, 2 min ago.');
    expect(stopped('cli:1000')).toBe('Stopped from the command line, 2 min ago.');
    expect(stopped('reload')).toBe('Stopped by a change of the file, 2 min ago.');
    expect(stopped('<b>x</b>')).toBe('Stopped by <b>x</b>, 2 min ago.');
    expect(stoppedText(statusOf('a', { by: null, lastExit: null }), NOW)).toBeNull();
  });

  it('have no time up for what is not up', () => {
    expect(upText(statusOf('a', { state: 'CRASHED', startedAt: at(-60) }), NOW)).toBe('–');
  });
});

describe('the buttons of a trouble', () => {
  const labels = (known: Parameters<typeof statusOf>[1]) =>
    remediesOf(statusOf('a', { state: 'CRASHED', ...known })).map(({ label }) => label);
  const because = (key: string, params: Record<string, string | number>) => ({
    happened: message(key, params),
    remedy: message('supervisor.nothing'),
  });

  it('are those of the brief, the one that helps first', () => {
    expect(labels({ reason: 'RESTART_LIMIT' })).toEqual(['Restart', 'Log at the crash', 'Edit']);
    expect(labels({ reason: 'NOT_FOUND' })).toEqual(['Edit command', 'Try again', 'Copy the report']);
    expect(
      labels({
        reason: 'PORT_CONFLICT',
        cause: because('reason.PORT_CONFLICT.happened', { port: '1', program: 'node', pid: '5120' }),
      }),
    ).toEqual(['Try again', 'Edit port', 'Copy PID']);
    expect(
      labels({ reason: 'DEPENDENCY', cause: because('supervisor.dependency.crashed', { name: 'db' }) }),
    ).toEqual(['Open db', 'Start anyway']);
    expect(labels({ reason: 'EXITED' })).toEqual(['Start', 'Log at the end', 'Edit']);
    expect(labels({ reason: 'PROTOCOL' })).toEqual(['Log', 'Edit command', 'Try again']);
    expect(labels({ state: 'UNHEALTHY' })).toEqual(['Check now', 'Restart', 'Pause checks']);
    expect(labels({ state: 'UNHEALTHY', pausedUntil: at(60) })).toContain('Resume checks');
  });

  it.each(crashReasons)('of %s are one to three', (reason) => {
    expect(labels({ reason }).length).toBeGreaterThanOrEqual(1);
    expect(labels({ reason }).length).toBeLessThanOrEqual(3);
  });
});

describe('the scale of a meter', () => {
  it('is one core, 1.4 times the warning, twice the usual latency: never what the line itself shows', () => {
    const series = {
      points: [{ at: 0, cpuPercent: 3, memoryBytes: 1, latencyMs: 1 }],
      hour: { cpuPercent: 30, memoryBytes: 500, latencyMs: 12 },
      memoryWarnBytes: 1000,
    };
    expect(scaleOf('cpu', series)).toBe(100);
    expect(scaleOf('cpu', { ...series, hour: { ...series.hour, cpuPercent: 250 } })).toBe(250);
    expect(scaleOf('mem', series)).toBe(1400);
    expect(scaleOf('mem', { ...series, memoryWarnBytes: null })).toBe(1000);
    expect(scaleOf('lat', series)).toBe(24);
  });
});
