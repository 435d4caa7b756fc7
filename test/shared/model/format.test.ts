import { describe, expect, test } from 'vitest';
import { formatMessage } from '../../../src-shared/i18n/format.ts';
import {
  formatBytes,
  formatClock,
  formatDuration,
  formatPercent,
  formatWait,
  pageFigures,
} from '../../../src-shared/model/format.ts';
import { relativeTime } from '../../../src-shared/model/relative-time.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
  [0, '0 ms'],
  [142, '142 ms'],
  [999.9, '999 ms'],
  [1000, '1 s'],
  [1549, '1.5 s'],
  [9999, '9.9 s'],
  [14_000, '14 s'],
  [59_999, '59 s'],
  [MINUTE, '1 min'],
  [200_000, '3 min 20 s'],
  [3 * HOUR + 40 * MINUTE, '3 h 40 min'],
  [4 * HOUR - 1, '3 h 59 min'],
  [HOUR + 5000, '1 h'],
  [6 * DAY + 4 * HOUR + 59 * MINUTE, '6 d 4 h'],
  [-5, '0 ms'],
  [null, '–'],
  [Number.NaN, '–'],
])('%d ms are %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test.each([
  [0, '1 s'],
  [13_001, '14 s'],
  [2500, '3 s'],
  [59_001, '1 min'],
])('a wait of %d ms is %s', (ms, text) => {
  expect(formatWait(ms)).toBe(text);
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [84_123_456, '84 MB'],
  [999_499_999, '999 MB'],
  [999_500_000, '1.00 GB'],
  [1_240_000_000, '1.24 GB'],
  [12_400_000_000, '12.4 GB'],
  [9.99e20, '999000000 TB'],
  [null, '–'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test.each([
  [0, '0 %'],
  [0.42, '0.4 %'],
  [9.94, '9.9 %'],
  [9.96, '10 %'],
  [29.4, '29 %'],
  [140, '140 %'],
  [null, '–'],
])('%d percent are %s', (percent, text) => {
  expect(formatPercent(percent)).toBe(text);
});

test('the page puts a narrow space before the unit', () => {
  expect([
    formatDuration(13_200_000, pageFigures),
    formatBytes(84e6, pageFigures),
    formatPercent(1, pageFigures),
  ]).toEqual(['3\u202fh 40\u202fmin', '84\u202fMB', '1\u202f%']);
});

describe('a time', () => {
  const now = Date.UTC(2026, 10, 21, 14, 0, 0);
  test.each([
    [0, 'now'],
    [14_000, '14 s ago'],
    [2 * MINUTE, '2 min ago'],
    [59 * MINUTE, '59 min ago'],
    [62 * MINUTE, '12:58'],
    [19 * HOUR + 20 * MINUTE, 'yesterday at 18:40'],
    [3 * DAY, '18 Nov 2026, 14:00'],
    [-5 * MINUTE, '14:05'],
  ])('%d ms ago is %s', (age, text) => {
    expect(formatMessage(relativeTime(now - age, now, { timeZone: 'UTC' }))).toBe(text);
  });

  test('yesterday is by the calendar of the zone, not by 24 h', () => {
    expect(formatMessage(relativeTime(now - 2 * HOUR, now, { timeZone: 'Asia/Tokyo' }))).toBe('21:00');
    expect(formatMessage(relativeTime(now - 2 * HOUR, now + 90 * MINUTE, { timeZone: 'Asia/Tokyo' }))).toBe(
      'yesterday at 21:00',
    );
    expect(formatClock(Date.UTC(2026, 0, 1, 0, 5), { timeZone: 'UTC' })).toBe('00:05');
  });
});
