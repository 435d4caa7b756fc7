import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelOf } from '../../../src-renderer/features/log/levels.ts';
import { createLineStore, isExit, kindIn, levelIn } from '../../../src-renderer/features/log/line-store.ts';
import { fileName, fileParts, plainLines } from '../../../src-renderer/features/log/log-text.ts';
import { readExit } from '../../../src-renderer/features/log/marks.ts';
import { createRows } from '../../../src-renderer/features/log/rows.ts';
import type { LogLine, LogStream } from '../../../src-shared/schema/log-line.ts';

const DAY_MS = 86_400_000;
const NOON = new Date(2026, 10, 21, 12).getTime();

function lineOf(text: string, stream: LogStream = 'stderr', atMs = NOON): LogLine {
  return { at: new Date(atMs).toISOString(), server: 'a', stream, text, truncated: false };
}
const many = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => lineOf(`line ${from + index}`));
const textsOf = (store: ReturnType<typeof createLineStore>) => store.chunks.flatMap(({ texts }) => texts);

describe('the level of a line', () => {
  it.each([
    ['ERROR could not connect', 'error'],
    ['[error] could not connect', 'error'],
    ['{"level":"error","msg":"no"}', 'error'],
    ['npm ERR! code E404', 'error'],
    ['TypeError: x is not a function', 'error'],
    ['Traceback (most recent call last):', 'error'],
    ['level=warn msg="slow"', 'warn'],
    ['(node:1) DeprecationWarning: old is deprecated', 'warn'],
    ['2026-11-21 WARN pool is nearly full', 'warn'],
    ['INFO the error handler is ready', 'info'],
    ['0 errors, no error at all', 'info'],
    ['<img src=x onerror=alert(1)>', 'info'],
    ['query finished in 12 ms', 'info'],
  ] as const)('%s: %s', (text, level) => {
    expect(levelOf(text, 'info')).toBe(level);
  });

  it('goes on through the stack trace of an error, and ends with it', () => {
    expect(levelOf('    at run (a.js:1:2)', 'error')).toBe('error');
    expect(levelOf('    at run (a.js:1:2)', 'info')).toBe('info');
    expect(levelOf('ready', 'error')).toBe('info');
  });
});

describe('the lines that the page holds', () => {
  it('stay in order and keep their numbers while older ones come before and newer ones after', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat({ max: 1300 })), { maxLength: 8 }), (steps) => {
        const store = createLineStore(false);
        let expected: string[] = [];
        let made = 0;
        for (const [older, count] of steps) {
          const lines = many(count, made);
          made += count;
          if (older) store.prepend(lines);
          else store.append(lines);
          const texts = lines.map(({ text }) => text);
          expected = older ? [...texts, ...expected] : [...expected, ...texts];
        }
        expect(textsOf(store)).toEqual(expected);
        expect(store.end - store.first).toBe(expected.length);
        for (const index of [0, 1, 499, 500, expected.length - 1])
          expect(store.line(store.first + index)?.text).toBe(index < 0 ? undefined : expected[index]);
      }),
      { numRuns: 50 },
    );
  });

  it('let go of the oldest when there are too many, and take no older ones then', () => {
    const store = createLineStore(false, { maxLines: 2000, maxChars: 1e9 });
    store.append(many(3100));
    expect(store.lines).toBeLessThanOrEqual(2000);
    expect(store.line(3099)?.text).toBe('line 3099');
    expect(store.line(0)).toBeNull();
    expect(store.prepend(many(1000))).toBe(false);
  });

  it('know the starts and ends among them', () => {
    const store = createLineStore(false);
    store.append([
      lineOf('Started, PID 12.', 'orchestrator'),
      lineOf('It ended with code 0.'),
      lineOf('It ended with code 1.', 'orchestrator'),
      lineOf('12 lines dropped: it writes faster than 1 MB/s. Make it log less.', 'orchestrator'),
      lineOf('It was ended by the signal SIGTERM.', 'orchestrator'),
    ]);
    expect([0, 1, 2, 3, 4].map((number) => kindIn(store.line(number)?.flags ?? 0))).toEqual([
      'started',
      'line',
      'crashed',
      'left-out',
      'ended',
    ]);
    expect(store.lastMark(isExit)?.number).toBe(4);
    expect(store.lastMark((flags) => kindIn(flags) === 'crashed')?.number).toBe(2);
    expect([store.mark(2, -1)?.number, store.mark(2, 1)?.number, store.mark(4, 1)]).toEqual([0, 4, null]);
    expect(levelIn(store.line(2)?.flags ?? 0)).toBe('error');
    expect(readExit('It ended with code 1.')).toEqual({ kind: 'code', code: '1' });
    expect(readExit('Something else.')).toEqual({ kind: 'told', text: 'Something else.' });
  });

  it('are written as a file, and copied, without colour codes', () => {
    const store = createLineStore(false);
    store.append([lineOf('\u001b[31mred\u001b[0m', 'stdout'), lineOf('two')]);
    store.appendMissed(7, NOON);
    const at = new Date(NOON).toISOString();
    expect([...fileParts(store, [0, 1, 2], false)].join('')).toBe(`${at} out red\n${at} err two\n`);
    expect(plainLines(store, [0, 1, 2])).toBe('red\ntwo');
    expect(fileName('a/b: c\u0000')).toBe('a_b_ c_.log');
    expect(fileName('..')).toBe('log.log');
  });
});

describe('the rows', () => {
  const METRICS = { line: 20, rule: 44, day: 32, columns: null };

  function rowsOf(lines: readonly LogLine[]) {
    const store = createLineStore(false);
    const rows = createRows(store);
    rows.setMetrics(METRICS);
    store.append(lines);
    rows.sync();
    return { store, rows };
  }

  it('are found by height and by line, also between chunks', () => {
    const { rows } = rowsOf(many(1200));
    expect(rows.height).toBe(32 + 1200 * 20);
    for (const number of [0, 1, 499, 500, 1199]) {
      const offset = rows.offsetOf(number);
      expect(offset).toBe(number === 0 ? 0 : 32 + number * 20);
      expect(rows.numberAt(offset)).toBe(number);
    }
    const { rows: drawn, top } = rows.window(10_020, 10_100);
    expect([drawn.map(({ number }) => number), top]).toEqual([[499, 500, 501, 502, 503], 10_012]);
  });

  it('begin a new day with a rule, and keep it when older lines of that day come', () => {
    const { store, rows } = rowsOf([lineOf('a'), lineOf('b', 'stderr', NOON + DAY_MS)]);
    expect(rows.window(0, 500).rows.map(({ newDay }) => newDay)).toEqual([true, true]);
    store.prepend([lineOf('older')]);
    rows.sync();
    expect(rows.window(0, 500).rows).toEqual([
      { number: -1, newDay: true },
      { number: 0, newDay: false },
      { number: 1, newDay: true },
    ]);
    expect(rows.height).toBe(3 * 20 + 2 * 32);
  });

  it('are those of a filter, for lines that come later too', () => {
    const { store, rows } = rowsOf([lineOf('ERROR one'), lineOf('two', 'stdout'), lineOf('WARN three')]);
    const numbers = () => rows.window(0, 1e6).rows.map(({ number }) => number);
    rows.setFilter({ stream: 'all', level: 'error' });
    expect(numbers()).toEqual([0]);
    rows.setFilter({ stream: 'all', level: 'warn' });
    store.append([lineOf('four'), lineOf('FATAL five')]);
    store.prepend([lineOf('ERROR before')]);
    rows.sync();
    expect(numbers()).toEqual([-1, 0, 2, 4]);
    expect([rows.step(0, 1), rows.step(0, -1), rows.step(4, 1), rows.step(-1, 3)]).toEqual([2, -1, 4, 4]);
    expect([...rows.between(-1, 3)]).toEqual([-1, 0, 2]);
    rows.setFilter({ stream: 'stdout', level: 'info' });
    expect(numbers()).toEqual([1]);
    expect([rows.first(), rows.last(), rows.count]).toEqual([1, 1, 1]);
  });

  it('that wrap are estimated by their length, then as high as they were measured', () => {
    const { rows } = rowsOf([lineOf('x'.repeat(250)), lineOf('short')]);
    rows.setMetrics({ ...METRICS, columns: 100 });
    expect(rows.offsetOf(1)).toBe(32 + 60);
    expect(rows.measure(0, 112)).toBe(true);
    expect(rows.measure(0, 112)).toBe(false);
    expect(rows.offsetOf(1)).toBe(112);
    expect(rows.height).toBe(132);
  });

  it('agree on heights and places whatever is filtered, added and measured', () => {
    const action = fc.oneof(
      fc.record({ kind: fc.constant('append' as const), count: fc.nat({ max: 700 }) }),
      fc.record({ kind: fc.constant('prepend' as const), count: fc.nat({ max: 700 }) }),
      fc.record({ kind: fc.constant('filter' as const), count: fc.nat({ max: 2 }) }),
      fc.record({ kind: fc.constant('measure' as const), count: fc.nat({ max: 900 }) }),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 8 }), (actions) => {
        const { store, rows } = rowsOf([]);
        for (const { kind, count } of actions) {
          const lines = Array.from({ length: count }, (_, index) => lineOf(index % 3 ? 'x' : 'ERROR x'));
          if (kind === 'append') store.append(lines);
          if (kind === 'prepend') store.prepend(lines);
          if (kind === 'filter') rows.setFilter({ stream: 'all', level: count === 0 ? 'info' : 'error' });
          if (kind === 'measure') rows.measure(store.first + count, 35);
          rows.sync();
        }
        const all = rows.window(0, Number.POSITIVE_INFINITY).rows;
        expect(all.length).toBe(rows.count);
        let offset = 0;
        for (const { number } of all) {
          expect(rows.offsetOf(number)).toBe(offset);
          offset += rows.heightOf(number);
        }
        expect(rows.height).toBe(offset);
      }),
      { numRuns: 40 },
    );
  });
});
