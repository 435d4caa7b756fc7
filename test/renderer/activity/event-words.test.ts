import { describe, expect, it } from 'vitest';
import { actorWords, eventSentence, eventSign } from '../../../src-renderer/features/activity/event-words.ts';
import { eventTypes, type OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import { eventOf } from './events.ts';

const told = (type: OrchestratorEvent['type'], data: Readonly<Record<string, unknown>>) =>
  eventSentence(eventOf(type, data)).replaceAll('\u202f', ' ');

const stopping = (next: string) =>
  Object.fromEntries([...Object.entries({ from: 'RUNNING', to: 'STOPPING' }), ['then', next]]);

describe('the sentence of an event', () => {
  it.each([
    [{ from: 'STARTING', to: 'RUNNING' }, 'Running'],
    [{ from: 'UNHEALTHY', to: 'RUNNING' }, 'Healthy again'],
    [{ from: 'STOPPED', to: 'STARTING', phase: 'HANDSHAKE' }, 'Starting'],
    [stopping('restart'), 'Stopping, to start again'],
    [stopping('stop'), 'Stopping'],
    [{ from: 'STOPPING', to: 'STOPPED' }, 'Stopped'],
    [
      { to: 'CRASHED', reason: 'EXITED', detail: 'It ended with code 2.' },
      'Crashed, ended. It ended with code 2.',
    ],
    [{ to: 'CRASHED', reason: 'OF-A-NEWER-ONE' }, 'Crashed'],
    [
      {
        to: 'CRASHED',
        reason: 'EXITED',
        detail: 'It ended with code 2. Do this.',
        cause: {
          happened: { key: 'process.exit.code', params: { code: 2 } },
          remedy: { key: 'x', params: {} },
        },
      },
      'Crashed, ended. It ended with code 2.',
    ],
  ])('of a state tells what and why: %j', (data, sentence) => {
    expect(told('server.state', data)).toBe(sentence);
  });

  it.each([
    [{ code: 1, signal: null, expected: false }, 'Exited with code 1'],
    [{ code: null, signal: 'SIGKILL', expected: false }, 'Ended by SIGKILL'],
    [{ code: 0, signal: null, expected: true }, 'Ended as asked, code 0'],
    [{ code: null, signal: 'SIGTERM', expected: true }, 'Ended as asked, by SIGTERM'],
    [{}, 'Ended'],
  ])('of an exit tells its code or signal: %j', (data, sentence) => {
    expect(told('server.exit', data)).toBe(sentence);
  });

  it.each([
    [
      'server.restart',
      { attempt: 1, maxRestarts: 3, delayMs: 4000, kind: 'exit' },
      'Restart 1 of 3 in 4 s because it ended',
    ],
    ['server.health', { status: 'fail', message: 'HTTP 503' }, 'Health check failed: HTTP 503'],
    ['server.health', { status: 'ok', latencyMs: 12 }, 'Answers its health check again, in 12 ms'],
    [
      'server.health',
      { status: 'fail', message: 'x', cause: { happened: { key: 'machine.health.happened', params: {} } } },
      'Its health check failed',
    ],
    ['server.warning', { change: 'raised', kind: 'cpu', message: 'CPU 97 %' }, 'CPU 97 %'],
    [
      'server.warning',
      {
        change: 'raised',
        kind: 'cpu',
        message: 'x',
        told: { key: 'health.grace.remedy', params: { time: '5 s' } },
      },
      'Next check in 5 s',
    ],
    [
      'server.warning',
      { change: 'raised', kind: 'new', message: 'CPU 97 %', told: { key: 'of.a.newer.one', params: {} } },
      'CPU 97 %',
    ],
    [
      'server.warning',
      { change: 'cleared', kind: 'cpu', message: 'CPU 97 %' },
      'The warning has ended: CPU 97 %',
    ],
    [
      'config.loaded',
      { exists: true, servers: 12, errors: 0, added: ['a'], removed: ['b', 'c'], changed: ['d', 'd'] },
      'Configuration read: 12 servers. Added: a. Removed: b and c. Changed: d.',
    ],
    [
      'config.loaded',
      { exists: true, servers: 6, added: ['a', 'b', 'c', 'd', 'e', 'f'], removed: [], changed: [] },
      'Configuration read: 6 servers. Added: a, b, c, d and 2 more.',
    ],
    ['config.loaded', { exists: false, file: '/x.json' }, 'There is no configuration at `/x.json`'],
    [
      'config.error',
      { errors: [{ message: 'Line 4: no.' }, {}] },
      'The configuration has 2 errors: Line 4: no.',
    ],
    ['instance.started', { pid: 12, version: '1.0.0' }, 'The orchestrator started: version 1.0.0, PID 12'],
    ['instance.stopping', { reason: 'request' }, 'The orchestrator stops, as it was asked to'],
    ['instance.stopping', { reason: 'disposed' }, 'The orchestrator stops'],
    ['instance.freeze', { lengthMs: 26_400_000 }, 'This computer slept for 7 h 20 min; checks begin anew'],
    ['tools.changed', { tools: 9 }, 'Its list of tools changed: 9 tools now'],
    ['operation.finished', { ok: true, error: null }, 'What was asked for is done'],
    [
      'operation.finished',
      { ok: false, error: { message: 'No such server.' } },
      'What was asked for was not done: No such server.',
    ],
  ] as const)('of %s tells %j', (type, data, sentence) => {
    expect(told(type, data)).toBe(sentence);
  });

  it('is there for every type, whatever its data are, and holds no key and no control character', () => {
    const strange = ['\u001b[31m<b>\u0000', 5, null, [null], { message: 5 }, Number.NaN];
    for (const type of [...eventTypes, 'of.a-newer-one' as OrchestratorEvent['type']]) {
      for (const value of strange) {
        const keys = ['to', 'reason', 'detail', 'message', 'errors', 'added', 'version', 'error', 'cause'];
        const data = Object.fromEntries(keys.map((key) => [key, value]));
        const event = eventOf(type, data);
        expect(eventSentence(event)).toMatch(/^[A-Z<\d]/);
        expect(eventSentence(event)).not.toMatch(/event\.|\p{Cc}/u);
        expect(() => eventSign(event)).not.toThrow();
      }
    }
  });
});

it('names who caused it', () => {
  expect(['supervisor', 'reload', 'dashboard', 'cli:1000', 'cli', 'Claude Desktop'].map(actorWords)).toEqual([
    'supervisor',
    'you, in the file',
    'you, dashboard',
    'command line, user 1000',
    'command line',
    'Claude Desktop',
  ]);
});
