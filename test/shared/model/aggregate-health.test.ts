import { expect, test } from 'vitest';
import { formatMessage } from '../../../src-shared/i18n/format.ts';
import { aggregateHealth, unknownVerdict } from '../../../src-shared/model/aggregate-health.ts';
import type { ServerState, ServerStatus } from '../../../src-shared/schema/status.ts';
import { statusOf } from '../../support/statuses.ts';

const all = (state: ServerState, count: number, more: Partial<ServerStatus> = {}): readonly ServerStatus[] =>
  Array.from({ length: count }, (_, index) => statusOf({ name: `${state}${index}`, state, ...more }));

function told(servers: readonly ServerStatus[]): readonly string[] {
  const { level, verdict, details } = aggregateHealth(servers);
  return [level, formatMessage(verdict), ...details.map((one) => formatMessage(one))];
}

const down = { desired: 'down' } as const;
const again = { nextRestartAt: '2026-11-21T00:00:00.000Z' };
const warned = { warnings: [{ kind: 'cpu', message: '', since: '' }] };

test.each<readonly [readonly ServerStatus[], readonly string[]]>([
  [[], ['stopped', 'No servers yet']],
  [all('RUNNING', 12), ['ok', 'All 12 servers are running']],
  [all('RUNNING', 1), ['ok', 'Your server is running']],
  [
    [...all('RUNNING', 12), ...all('STOPPED', 1, down)],
    ['ok', '12 servers are running, 1 is stopped'],
  ],
  [
    [...all('RUNNING', 1), ...all('STOPPED', 2, down)],
    ['ok', '1 server is running, 2 are stopped'],
  ],
  [all('STOPPED', 3, down), ['stopped', 'Everything is stopped']],
  [all('STARTING', 12), ['busy', 'Starting 12 servers']],
  [
    [...all('STARTING', 1, again), ...all('RUNNING', 3)],
    ['busy', '3 servers are running, 1 is starting', '1 starts again by itself'],
  ],
  [all('STOPPING', 2, down), ['busy', 'Stopping 2 servers']],
  [
    [...all('UNHEALTHY', 1), ...all('STARTING', 1)],
    ['degraded', '1 of 2 servers needs you', '1 is unhealthy', '1 is starting'],
  ],
  [
    [
      ...all('CRASHED', 2),
      ...all('UNHEALTHY', 1),
      ...all('STARTING', 1, again),
      ...all('RUNNING', 8, warned),
    ],
    [
      'failed',
      '3 of 12 servers need you',
      '2 are down',
      '1 is unhealthy',
      '1 starts again by itself',
      '8 have a warning',
    ],
  ],
  [
    [...all('RUNNING', 2), ...all('STOPPED', 5, { enabled: false })],
    ['ok', 'Both servers are running'],
  ],
  [[...all('STOPPED', 5, { enabled: false })], ['stopped', 'Everything is stopped']],
  [all('CRASHED', 1), ['failed', '1 of 1 server needs you', '1 is down']],
])('%# the worst decides the sign, and the sentence counts', (servers, expected) => {
  expect(told(servers)).toEqual(expected);
});

test('what cannot be known is said with the time since when', () => {
  expect(formatMessage(unknownVerdict('14:09:52'))).toBe('Not known since 14:09:52');
});
