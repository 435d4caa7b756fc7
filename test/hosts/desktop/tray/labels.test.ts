import { describe, expect, test } from 'vitest';
import {
  lines,
  menuLabel,
  plain,
  shortName,
  tooltip,
} from '../../../../src-main/hosts/desktop/tray/labels.ts';

describe('a name in the menu', () => {
  test('keeps its ampersands, which would else underline a letter', () => {
    expect(menuLabel('R&D & more')).toBe('R&&D && more');
  });

  test('shows marks that turn the direction of a line, and those that nobody would see', () => {
    expect(plain('pay\u202egpj.exe')).toBe('pay\\u{202e}gpj.exe');
    expect(plain('a\u0007b\u200bc\u001b[31m')).toBe('a\\u{7}b\\u{200b}c\\u{1b}[31m');
    expect(plain('x\u{e0041}\u3164')).toBe('x\\u{e0041}\\u{3164}');
    expect(plain('two\r\nlines\tand half a pair \ud83d')).toBe('two lines and half a pair \ufffd');
  });

  test('is cut in the middle, for the ends are what differs', () => {
    const long = `${'customer-database-of-the-northern-'.repeat(3)}replica-7`;
    expect(shortName(long)).toBe('customer-database-of-the-n…ern-replica-7');
    expect(shortName('x'.repeat(40))).toBe('x'.repeat(40));
  });

  test('is never cut within a character', () => {
    const family = '👩\u200d👩\u200d👧';
    expect(shortName(family.repeat(41))).toBe(`${family.repeat(26)}…${family.repeat(13)}`);
  });
});

describe('a sentence in the menu', () => {
  test('is broken between words, for a menu does not wrap', () => {
    const sentence =
      'Exited with code 1 four times in 17 min. All 3 restarts are used, so it stays down until it is restarted.';
    const broken = lines(sentence);
    expect(broken.join(' ')).toBe(sentence);
    expect(broken.map((line) => line.length).filter((length) => length > 64)).toEqual([]);
  });

  test('of any length takes at most four lines', () => {
    const many = lines('word '.repeat(500));
    expect(many).toHaveLength(4);
    expect(many.at(-1)).toMatch(/…$/);
    expect(lines('x'.repeat(1000))).toEqual([`${'x'.repeat(63)}…`]);
    expect(lines('')).toEqual([]);
  });
});

describe('the tooltip', () => {
  test('leaves out the sentence that Windows would cut', () => {
    const first = '3 of 12 servers need you.';
    expect(tooltip([first, '2 are down.'])).toBe('3 of 12 servers need you. 2 are down.');
    expect(tooltip([first, 'x'.repeat(110)])).toBe(first);
  });

  test('cuts what does not fit at all to 127 characters', () => {
    expect(tooltip(['y'.repeat(300)])).toBe(`${'y'.repeat(126)}…`);
    expect(tooltip([''])).toBe('');
  });
});
