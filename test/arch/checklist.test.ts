import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from './import-graph.ts';

interface Point {
  readonly number: number;
  readonly expected: string;
  /** What shows it: tests, each with its file and name, or a sentence on how to look at it by hand. */
  readonly shownBy: readonly Shown[];
}

type Shown =
  | { readonly kind: 'test'; readonly file: string; readonly name: string }
  | { readonly kind: 'hand'; readonly how: string };

/** The rows of its tables, which are all there is to say: anything else in them is an error. */
function pointsOf(page: string): readonly Point[] {
  const rows = page.split('\n').filter((line) => /^\| *\d/.test(line));
  return rows.map((row) => {
    const [, number = '', expected = '', shownBy = ''] = row.split(/(?<!\\)\|/).map((cell) => cell.trim());
    return { number: Number(number), expected, shownBy: shownBy.split('<br>').map(shownOf) };
  });
}

function shownOf(text: string): Shown {
  const [, file, name = ''] = /^`([^`]+)` (.+)$/.exec(text) ?? [];
  if (file !== undefined) return { kind: 'test', file, name };
  return { kind: 'hand', how: /^By hand: (.+)$/.exec(text)?.[1] ?? '' };
}

/** Why a named test shows nothing; null where it stands in its file under that name. */
function missing({ file, name }: Shown & { readonly kind: 'test' }): string | null {
  const path = join(ROOT, file);
  if (!existsSync(path)) return `there is no file ${file}`;
  const text = readFileSync(path, 'utf8');
  const isThere = [`'`, `"`, '`'].some((quote) => {
    const words = `${quote}${name}${quote}`.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return new RegExp(`(?:\\(|\\bname:)\\s*${words}`).test(text);
  });
  return isThere ? null : `${file} has no test named: ${name}`;
}

describe('the checklist of the desktop', () => {
  const points = pointsOf(readFileSync(join(ROOT, 'test', 'desktop', 'checklist.md'), 'utf8'));

  test('has all 55 points, each with what shows it', () => {
    expect(points.map(({ number }) => number)).toEqual(Array.from({ length: 55 }, (_, index) => index + 1));
    const empty = points.filter(
      ({ expected, shownBy }) =>
        expected === '' ||
        shownBy.length === 0 ||
        shownBy.some((shown) => shown.kind === 'hand' && shown.how === ''),
    );
    expect(empty).toEqual([]);
  });

  test('names tests that are there', () => {
    const named = points.flatMap(({ number, shownBy }) =>
      shownBy.filter((shown) => shown.kind === 'test').map((shown) => ({ number, shown })),
    );
    expect(named.length).toBeGreaterThan(100);
    const wrong = named
      .map(({ number, shown }) => ({ number, why: missing(shown) }))
      .filter(({ why }) => why !== null);
    expect(wrong.map(({ number, why }) => `point ${number}: ${why}`)).toEqual([]);
  });

  test('says what is wrong with an entry', () => {
    const file = 'test/arch/checklist.test.ts';
    const [point] = pointsOf(
      `| 7 | It is. | \`${file}\` names tests that are there<br>By hand: look.<br>maybe |`,
    );
    expect(point).toEqual({
      number: 7,
      expected: 'It is.',
      shownBy: [
        { kind: 'test', file, name: 'names tests that are there' },
        { kind: 'hand', how: 'look.' },
        { kind: 'hand', how: '' },
      ],
    });
    expect(missing({ kind: 'test', file, name: 'names tests that are there' })).toBeNull();
    const other = ['names', 'tests'].join(' ');
    expect(missing({ kind: 'test', file, name: other })).toContain('has no test named');
    expect(missing({ kind: 'test', file: 'test/none.test.ts', name: 'x' })).toContain('no file');
  });
});
